"""Pictures are put upright, whatever they are made of."""

import cv2
import numpy as np
import pytest

from device.frame import Frame, Picture, Yuv
from device.optics import Rotation, field_deg, focal_px
from device.oriented import OrientedCamera

RED, GREEN = (20, 30, 220), (20, 200, 30)


class OnePicture:
    """A camera that shows one picture."""

    name, live, frame_rate_hz, frame_count = "one", True, 30.0, None

    def __init__(self, picture: Picture) -> None:
        self._picture = picture

    def read(self) -> Frame | None:
        return Frame(1.5, self._picture, focal_px=500.0)

    def close(self) -> None:
        """Nothing to free."""


def marked(*, yuv: bool) -> Picture:
    """40 x 24, its top left quarter red, the one below it green, the rest black."""
    bgr = np.zeros((24, 40, 3), np.uint8)
    bgr[:12, :20], bgr[12:, :20] = RED, GREEN
    if not yuv:
        return bgr
    data = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420), np.uint8)
    return Yuv(data[:24], *data[24:].reshape(2, 12, 20))


# (rotation, flipped) -> size, and where the middles of red and green come to lie (x, y).
CASES: list[tuple[Rotation, bool, tuple[int, int], tuple[int, int], tuple[int, int]]] = [
    (0, False, (40, 24), (10, 6), (10, 18)),
    (90, False, (24, 40), (18, 10), (6, 10)),
    (180, False, (40, 24), (30, 18), (30, 6)),
    (270, False, (24, 40), (6, 30), (18, 30)),
    (0, True, (40, 24), (30, 6), (30, 18)),
    (90, True, (24, 40), (6, 10), (18, 10)),
]


@pytest.mark.parametrize("yuv", [False, True])
@pytest.mark.parametrize(("rotation", "flipped", "size", "red", "green"), CASES)
def test_upright(  # noqa: PLR0913 - a table's columns
    *,
    rotation: Rotation,
    flipped: bool,
    size: tuple[int, int],
    red: tuple[int, int],
    green: tuple[int, int],
    yuv: bool,
) -> None:
    camera = OrientedCamera(OnePicture(marked(yuv=yuv)), rotation_deg=rotation, flipped=flipped)
    frame = camera.read()
    assert frame is not None
    assert (frame.t_s, frame.focal_px) == (1.5, 500.0)
    assert frame.bgr.shape == (size[1], size[0], 3)
    for (x, y), colour in ((red, RED), (green, GREEN)):
        assert frame.bgr[y, x].astype(int) == pytest.approx(colour, abs=6)


def test_a_lens_sees_less_across_a_picture_on_its_end() -> None:
    # Camera Module 3: 66 deg by 41 deg as its makers say; 40.1 deg of a lens without distortion.
    focal = focal_px(768, 66.0)
    assert field_deg(768, focal) == pytest.approx(66.0)
    assert field_deg(432, focal) == pytest.approx(40.1, abs=0.1)
