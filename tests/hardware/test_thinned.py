"""Of a fast clip no more pictures are looked at than a movement needs."""

import math
from itertools import pairwise

import numpy as np
import pytest

from device.frame import Frame
from device.thinned import ThinnedCamera

LASTS_S = 3.0


class Clip:
    """A clip of so many pictures a second; their times are rounded as containers round them."""

    name, live = "clip.mp4", False

    def __init__(self, rate_hz: float, *, named: bool = True) -> None:
        times_s = np.round(np.arange(0.0, LASTS_S, 1 / rate_hz), 3)
        picture = np.zeros((2, 2, 3), np.uint8)
        self._frames = iter([Frame(float(t_s), picture) for t_s in times_s])
        self.frame_rate_hz = rate_hz if named else None
        self.frame_count = len(times_s)

    def read(self) -> Frame | None:
        return next(self._frames, None)

    def close(self) -> None:
        self._frames = iter(())


def times(camera: ThinnedCamera) -> list[float]:
    found = []
    while (frame := camera.read()) is not None:
        found.append(frame.t_s)
    return found


@pytest.mark.parametrize(
    ("rate_hz", "looked_hz"),
    [(1, 1), (15, 15), (29.97, 29.97), (40, 40), (48, 24), (50, 25), (59.94, 29.97), (240, 40)],
)
def test_a_fast_clip_is_looked_at_at_24_to_40_a_second(rate_hz: float, looked_hz: float) -> None:
    camera = ThinnedCamera(Clip(rate_hz))
    assert camera.frame_rate_hz == pytest.approx(looked_hz)
    promised = camera.frame_count
    given = times(camera)
    assert promised == len(given) == math.ceil(LASTS_S * looked_hz)
    assert given[0] == 0.0
    assert all(
        later - earlier == pytest.approx(1 / looked_hz, abs=0.002)
        for earlier, later in pairwise(given)
    )


def test_frames_at_any_times_are_at_least_a_fortieth_of_a_second_apart() -> None:
    camera = ThinnedCamera(Clip(97.0, named=False))
    assert camera.frame_rate_hz is None
    assert all(0.0239 <= later - earlier <= 0.036 for earlier, later in pairwise(times(camera)))
