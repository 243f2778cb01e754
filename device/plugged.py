"""Notices that a webcam may have been plugged in, without touching any camera."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

TRIES: Final = 3
"""Looks after a device appeared that still count: udev gives it its rights a moment later, and a
webcam may need longer to start."""


def video_devices() -> tuple[str, ...]:
    """Paths of all there are, the oldest numbers first; one look at /dev (0.05 ms on a PC)."""
    found = sorted(Path("/dev").glob("video*"), key=lambda path: (len(path.name), path.name))
    return tuple(str(path) for path in found)


class Plugged:
    """Says when it is worth trying to open a camera. What was there to begin with is no news.

    Args:
        devices: what there is now.
    """

    def __init__(self, devices: Callable[[], tuple[str, ...]] = video_devices) -> None:
        """Remember what there is."""
        self._devices = devices
        self._known = frozenset(devices())
        self._left = 0

    def news(self) -> bool:
        """Whether a device appeared since the last look, or the few before; ask now and then."""
        now = frozenset(self._devices())
        if now - self._known:
            self._left = TRIES
        self._known = now
        self._left -= 1
        return self._left >= 0
