"""A clip of which no more pictures are looked at than a movement needs."""

import math
from typing import Final

from device.frame import Frame
from device.ports import Camera

_LEAST_S: Final = 1 / 40
"""Between two pictures: clips of 60 or 120 a second are looked at at 30 or 40, those of up to 40
whole. The mirror itself makes do with 15 poses a second."""
_TICK_S: Final = 1e-3  # containers count in coarse steps


class ThinnedCamera:
    """Passes over frames that follow too soon on the one before.

    Args:
        camera: the clip; closed with this one.
    """

    def __init__(self, camera: Camera) -> None:
        """Start before the first frame."""
        self._camera = camera
        self._last_s = -math.inf

    @property
    def name(self) -> str:
        """As the clip."""
        return self._camera.name

    @property
    def live(self) -> bool:
        """As the clip."""
        return self._camera.live

    @property
    def frame_rate_hz(self) -> float | None:
        """Of the frames that are given."""
        rate_hz = self._camera.frame_rate_hz
        return None if rate_hz is None else rate_hz / _every(rate_hz)

    @property
    def frame_count(self) -> int | None:
        """Of the frames that are given."""
        count, rate_hz = self._camera.frame_count, self._camera.frame_rate_hz
        return count if count is None or rate_hz is None else math.ceil(count / _every(rate_hz))

    def read(self) -> Frame | None:
        """The next frame that is late enough, or None at the end.

        Raises:
            DeviceError: the clip failed.
        """
        while (frame := self._camera.read()) is not None:
            if frame.t_s - self._last_s >= _LEAST_S - _TICK_S:
                self._last_s = frame.t_s
                return frame
        return None

    def close(self) -> None:
        """Close the clip; may be called twice."""
        self._camera.close()


def _every(rate_hz: float) -> int:
    """Which of the frames of a steady clip are given: each, each second, ..."""
    return max(1, math.ceil(rate_hz * (_LEAST_S - _TICK_S)))
