"""What kind of computer this is."""

from pathlib import Path
from typing import Final

_MODEL: Final = Path("/proc/device-tree/model")


def is_raspberry_pi(model: Path = _MODEL) -> bool:
    """Whether this machine is one, as its device tree says."""
    try:
        return b"Raspberry Pi" in model.read_bytes()
    except OSError:
        return False
