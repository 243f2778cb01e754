"""How fast pictures come from a camera and become poses, over the last few seconds."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WINDOW_S: Final = 10.0
LEAST_S: Final = 3.0
"""Over less than this a rate says little."""
_MOST: Final = 2048
"""Times kept: 10 s at 200 a second, more than any camera gives."""
_SLOWEST: Final = 0.95


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured.

    Attributes:
        camera_hz: pictures that came, a second.
        poses_hz: those the model looked at; the others were dropped for a newer one.
        model_p95_ms: what the model took for a picture, in 95 of 100 at most.
    """

    camera_hz: float
    poses_hz: float
    model_p95_ms: float


class Meter:
    """Told by the camera's and the model's threads, asked by any.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing measured."""
        self._clock = clock
        self._lock = threading.Lock()
        self._frames: deque[float] = deque(maxlen=_MOST)
        self._poses: deque[tuple[float, float]] = deque(maxlen=_MOST)

    def frame(self) -> None:
        """A picture came."""
        with self._lock:
            self._frames.append(self._clock())

    def pose(self, took_s: float) -> None:
        """A picture became a pose.

        Args:
            took_s: how long the model needed.
        """
        with self._lock:
            self._poses.append((self._clock(), took_s))

    def speed(self) -> Speed | None:
        """Of the last 10 s; None while there is too little to tell."""
        now_s = self._clock()
        with self._lock:
            frames = [t_s for t_s in self._frames if now_s - t_s <= WINDOW_S]
            poses = [one for one in self._poses if now_s - one[0] <= WINDOW_S]
        if not frames or not poses:
            return None
        # What began less than 10 s ago has been running for less: since its first picture.
        over_s = min(WINDOW_S, now_s - frames[0])
        if over_s < LEAST_S:
            return None
        took = sorted(took_s for _, took_s in poses)
        return Speed(
            camera_hz=len(frames) / over_s,
            poses_hz=len(poses) / over_s,
            model_p95_ms=1000 * took[min(len(took) - 1, int(_SLOWEST * len(took)))],
        )
