"""Shuts a Raspberry Pi down; any other machine stays on. Knows when the system stops anyway."""

import subprocess
from collections.abc import Callable, Sequence
from typing import Final

from device.board import is_raspberry_pi

_COMMAND: Final = ("systemctl", "poweroff")
_STATE: Final = ("systemctl", "is-system-running")
_STATE_S: Final = 2.0  # to be told; the system is busy stopping


def power_off(
    *,
    say: Callable[[str, str], None],
    on_pi: bool | None = None,
    command: Sequence[str] = _COMMAND,
) -> bool:
    """Have the system shut down; says whether it does.

    Args:
        say: told when it does not.
        on_pi: whether this is a Raspberry Pi; None: find out.
        command: does it.
    """
    if not (is_raspberry_pi() if on_pi is None else on_pi):
        return False
    try:
        done = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words
    except OSError as error:
        say(f"The machine cannot be shut down ({error.strerror})", "Type: sudo poweroff")
        return False
    if done.returncode != 0:
        say("The machine may not be shut down by this program", "Type: sudo poweroff")
        return False
    return True


def system_stops(command: Sequence[str] = _STATE) -> bool:
    """Whether the machine is shutting down or restarting, not only this program.

    Args:
        command: prints the state of the system.
    """
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            command, check=False, capture_output=True, text=True, timeout=_STATE_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == "stopping"
