"""This moment, for records and for the names of files."""

import time
from pathlib import Path
from typing import Final

from device.board import clock_is_set
from mirror.store.records import Moment

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def moment() -> Moment:
    """This moment."""
    try:
        boot_id = _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        boot_id = ""
    return Moment(time.monotonic(), boot_id, time.time(), clock_is_set())


def stamp() -> str:
    """This moment for a file's name, such as "20260512T101500Z"."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
