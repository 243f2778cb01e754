"""What the models see of a frame: the same as a plain warp of the whole frame shows."""

import math

import cv2
import numpy as np
import pytest

from device.frame import BgrImage
from device.pose.roi import FloatArray, Roi
from device.pose.runtime import TensorSpec
from device.pose.tensors import CropInput

SIDE = 64
FLOAT = TensorSpec(0, (1, SIDE, SIDE, 3), np.dtype(np.float32), 0.0, 0)
INT8 = TensorSpec(0, (1, SIDE, SIDE, 3), np.dtype(np.int8), 1 / 255, -128)
COARSE = TensorSpec(0, (1, SIDE, SIDE, 3), np.dtype(np.int8), 1 / 100, -50)
WIDTH = 40
BESIDE_PX = 2.0  # a px of the crop, which is up to 2 of the frame; turned ones lie exactly
MEAN_OFF = 0.2  # bytes: a warp knows 32 places between two px
NARROW = TensorSpec(0, (1, SIDE, WIDTH, 3), np.dtype(np.int8), 1 / 255, -128)
SQUARES = (
    Roi(100.0, 80.0, 90.0, 0.0),
    Roi(100.3, 80.7, 120.4, 0.4),
    Roi(20.0, 150.0, 126.0, -2.0),
    Roi(-30.0, 80.0, 100.0, 1.0),  # half outside
    Roi.whole(120, 100),
    Roi(70.0, 60.0, 9.0, math.pi),  # much enlarged
)
SPARSE = (Roi(20.0, 150.0, 260.0, -2.0), Roi.whole(200, 160), Roi(90.0, 70.0, 640.0, 0.3))
"""Several px of the frame for one of the crop."""


@pytest.fixture(scope="module")
def bgr() -> BgrImage:
    noise = np.random.default_rng(3).integers(0, 256, (160, 200, 3), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (5, 5), 0), dtype=np.uint8)


def plain(bgr: BgrImage, matrix: FloatArray, width: int = SIDE) -> BgrImage:
    """RGB crop [SIDE, width, 3] by one warp of the whole frame."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(bgr, matrix, (width, SIDE), flags=flags)
    return np.ascontiguousarray(crop[:, :, ::-1])


@pytest.mark.parametrize("roi", SQUARES)
def test_bytes_become_elements_as_in_a_plain_warp(bgr: BgrImage, roi: Roi) -> None:
    filling = CropInput(INT8, low=0.0, high=1.0)
    filling.cut(bgr, Roi(60.0, 60.0, 70.0, 0.1))  # leaves something behind in the buffers
    elements, matrix = filling.cut(bgr, roi)
    expected = plain(bgr, matrix)
    assert elements.dtype == np.int8
    off = np.abs(elements[0].astype(int) + 128 - expected)
    assert off.max() <= 2  # another rounding of the weights
    assert off.mean() < MEAN_OFF
    np.testing.assert_allclose(matrix, roi.crop_to_frame(SIDE), atol=BESIDE_PX)


@pytest.mark.parametrize("spec", [FLOAT, COARSE])
def test_every_type_of_input_is_scaled_by_its_own_rule(bgr: BgrImage, spec: TensorSpec) -> None:
    elements, matrix = CropInput(spec, low=-1.0, high=1.0).cut(bgr, SQUARES[1])
    expected = spec.encode(plain(bgr, matrix) / 127.5 - 1.0)
    assert elements.dtype == spec.dtype
    step = 1.0 if spec.scale else 1 / 127.5  # of one byte
    assert np.abs(elements[0].astype(float) - expected).max() <= 2.01 * step


def test_a_square_beside_the_frame_is_black(bgr: BgrImage) -> None:
    filling = CropInput(INT8, low=0.0, high=1.0)
    filling.cut(bgr, SQUARES[0])
    elements, _ = filling.cut(bgr, Roi(900.0, 80.0, 60.0, 0.2))
    assert (elements == -128).all()


def test_frames_may_change_their_size(bgr: BgrImage) -> None:
    filling = CropInput(INT8, low=0.0, high=1.0)
    filling.cut(np.ascontiguousarray(bgr[:50, :60]), Roi.whole(60, 50))
    elements, matrix = filling.cut(bgr, Roi.whole(120, 120))
    assert np.abs(elements[0].astype(int) + 128 - plain(bgr, matrix)).max() <= 2


@pytest.mark.parametrize("roi", SPARSE)
def test_what_is_much_reduced_shows_the_same_with_less_noise(roi: Roi) -> None:
    down, across = np.mgrid[0:160, 0:200]
    smooth = np.stack([across, 255 - across, down], -1).astype(np.uint8)
    noise = np.random.default_rng(7).normal(0.0, 20.0, smooth.shape)
    noisy = np.clip(smooth + noise, 0, 255).astype(np.uint8)
    filling = CropInput(INT8, low=0.0, high=1.0)
    elements, matrix = filling.cut(smooth, roi)
    white = np.full_like(smooth, 255)
    inner = cv2.erode(plain(white, matrix), np.ones((5, 5)), borderValue=255)[:, :, 0] == 255
    off = (elements[0].astype(float) + 128 - plain(smooth, matrix))[inner]
    assert np.abs(off).max() <= 4
    _, rising_back, rising = off.mean(axis=0)  # RGB of blue-green-red
    assert abs(rising - rising_back) < 0.3  # nothing is shifted; both are rounded up
    before = elements[0].astype(float)
    left = (filling.cut(noisy, roi)[0][0].astype(float) - before)[inner].std()
    through = (plain(noisy, matrix).astype(float) - plain(smooth, matrix))[inner].std()
    assert left < 0.7 * through


@pytest.mark.parametrize("roi", SQUARES)
@pytest.mark.parametrize("left", [0, 7, SIDE - WIDTH])
def test_a_narrow_input_gets_the_columns_of_the_square(bgr: BgrImage, roi: Roi, left: int) -> None:
    narrow, matrix = CropInput(NARROW, low=0.0, high=1.0).cut(bgr, roi, float(left))
    assert narrow.shape == (1, SIDE, WIDTH, 3)
    off = np.abs(narrow[0].astype(int) + 128 - plain(bgr, matrix, WIDTH))
    assert off.max() <= 2
    assert off.mean() < MEAN_OFF
    begin = roi.crop_to_frame(SIDE) @ (left, 0, 1)
    assert matrix @ (0, 0, 1) == pytest.approx(begin, abs=BESIDE_PX)


@pytest.mark.parametrize("roi", SQUARES)
@pytest.mark.parametrize("left", [-20.0, 12.3, 41.5])
def test_a_narrow_input_may_begin_anywhere(bgr: BgrImage, roi: Roi, left: float) -> None:
    """Between two columns of the square, or beside it, where a person may have gone."""
    elements, matrix = CropInput(NARROW, low=0.0, high=1.0).cut(bgr, roi, left)
    off = np.abs(elements[0].astype(int) + 128 - plain(bgr, matrix, WIDTH))
    assert off.max() <= 2
    assert off.mean() < MEAN_OFF
    np.testing.assert_allclose(matrix, roi.crop_to_frame(SIDE, left), atol=BESIDE_PX)
