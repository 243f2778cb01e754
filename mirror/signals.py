"""Ctrl-C and a service manager's stop end a program cleanly."""

import signal
import threading
from _thread import start_new_thread
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def aside(call: Callable[[], object]) -> None:
    """Do for a signal's handler what takes a lock, such as `Event.set`.

    A handler runs in the middle of whatever the main thread does. If that is a wait for the same
    event, or a set of it, the lock is taken, and would be for ever.
    """
    start_new_thread(call, ())


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; their old handlers come back afterwards.

    Outside the main thread Python allows no handlers: then nobody sets the event.
    """
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        aside(stop.set)

    before = {number: signal.signal(number, handle) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
