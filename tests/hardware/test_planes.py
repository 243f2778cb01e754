"""What a landmark model that looks at luma and chroma sees of a frame."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from device.frame import BLACK, GREY, BgrImage, Picture, Yuv
from device.pose.cut import cut_yuv
from device.pose.planes import CHANNELS, PlanesInput
from device.pose.roi import Roi
from tests.hardware.demo_pictures import yuv_of

SIDE, WIDTH = 64, 40
WHOLE = (1, SIDE // 2 + 1, SIDE // 2 + 1, CHANNELS)
NARROW = (1, SIDE // 2 + 1, WIDTH // 2 + 1, CHANNELS)
BEYOND = [BLACK] * 4 + [GREY] * 2
SQUARES = [
    Roi(100.0, 80.0, 90.0, 0.0),
    Roi(100.3, 80.7, 120.4, 0.4),
    Roi(20.0, 150.0, 260.0, -2.0),
    Roi(-30.0, 80.0, 100.0, 1.0),  # half outside
]

Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def bgr() -> BgrImage:
    noise = np.random.default_rng(3).integers(60, 200, (160, 200, 3), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 5), dtype=np.uint8)


def filled(shape: tuple[int, ...], picture: Picture, roi: Roi, left: float = 0.0) -> Floats:
    into = np.full(shape, -1.0, np.float32)
    planes = PlanesInput(shape)
    planes.fill(into, picture, Roi(60.0, 60.0, 70.0, 0.1))  # leaves something in the buffers
    planes.fill(into, picture, roi, left)
    blocks: Floats = into[0]
    return blocks


@pytest.mark.parametrize("roi", SQUARES)
@pytest.mark.parametrize(("shape", "width", "left"), [(WHOLE, SIDE, 0.0), (NARROW, WIDTH, 10.5)])
def test_blocks_hold_the_pixels_of_the_crop(
    bgr: BgrImage, roi: Roi, shape: tuple[int, ...], width: int, left: float
) -> None:
    picture = yuv_of(bgr)
    crop = Yuv(np.zeros((SIDE, width), np.uint8), *np.zeros((2, SIDE // 2, width // 2), np.uint8))
    cut_yuv(picture, roi.crop_to_frame(SIDE, left), crop)
    blocks = filled(shape, picture, roi, left)
    for number, (row, column) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        assert np.array_equal(blocks[1:, 1:, number], crop.y[row::2, column::2])
    assert np.array_equal(blocks[1:, 1:, 4], crop.u)
    assert np.array_equal(blocks[1:, 1:, 5], crop.v)


@pytest.mark.parametrize("roi", SQUARES)
def test_above_and_left_of_the_picture_it_is_black(bgr: BgrImage, roi: Roi) -> None:
    blocks = filled(NARROW, yuv_of(bgr), roi)
    assert (blocks[0] == BEYOND).all()
    assert (blocks[:, 0] == BEYOND).all()


def test_beside_the_frame_it_is_black(bgr: BgrImage) -> None:
    for picture in (bgr, yuv_of(bgr)):
        assert (filled(WHOLE, picture, Roi(900.0, 80.0, 60.0, 0.2)) == BEYOND).all()


@pytest.mark.parametrize("roi", SQUARES[:2])
def test_blue_green_red_looks_the_same(bgr: BgrImage, roi: Roi) -> None:
    off = np.abs(filled(WHOLE, bgr, roi) - filled(WHOLE, yuv_of(bgr), roi))
    assert off.max() <= 3  # rounded twice, the one way round and the other
    assert off.mean() < 0.5
