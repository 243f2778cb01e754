"""A signal ends a program whatever it is doing at that moment."""

import signal
import subprocess
import sys
from pathlib import Path

from mirror.signals import stop_on_signals

WAIT_S = 10.0
IN_THE_MIDDLE = """
import signal
from mirror.signals import stop_on_signals
with stop_on_signals() as stop:
    with stop._cond:  # as within stop.wait() and stop.set()
        signal.raise_signal(signal.SIGTERM)
    print(stop.wait(5))
"""


def test_handlers_set_the_event_and_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stop_on_signals() as stop:
        signal.raise_signal(signal.SIGTERM)
        assert stop.wait(WAIT_S)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_in_the_middle_of_a_wait_for_it_is_not_for_ever() -> None:
    done = subprocess.run(  # noqa: S603 - ourselves
        (sys.executable, "-c", IN_THE_MIDDLE),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "True\n")
