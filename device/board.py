"""What kind of computer this is, and whether it knows the time of day."""

from pathlib import Path
from typing import Final

_MODEL: Final = Path("/proc/device-tree/model")
_SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
"""Exists since systemd-timesyncd got the time from the network, in this boot."""
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def boot_id(path: Path = _BOOT_ID) -> str:
    """Which boot of the machine this is; empty where that cannot be told."""
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def is_raspberry_pi(model: Path = _MODEL) -> bool:
    """Whether this machine is one, as its device tree says."""
    try:
        return b"Raspberry Pi" in model.read_bytes()
    except OSError:
        return False


def clock_is_set(model: Path = _MODEL, synchronised: Path = _SYNCHRONISED) -> bool:
    """Whether the time of day can be believed.

    A Raspberry Pi has no clock that runs without power: until it had a network its time is that
    of its last shut-down. Any other computer is believed.
    """
    return not is_raspberry_pi(model) or synchronised.exists()
