"""This moment, as far as pages and pairing need it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Now:
    """A moment.

    Attributes:
        wall_s: seconds since 1970; may be wrong until Wi-Fi comes.
        mono_s: monotonic seconds, the same for all processes of one boot.
        boot_id: which boot.
    """

    wall_s: float
    mono_s: float
    boot_id: str


Clock = Callable[[], Now]


def now() -> Now:
    """This moment."""
    try:
        boot_id = _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        boot_id = ""
    return Now(time.time(), time.monotonic(), boot_id)
