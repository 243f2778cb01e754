"""Upright crops: what a warp by their own map shows, and nearly what was asked."""

import math

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from device.frame import BgrImage, Plane, Yuv
from device.pose.cut import Cutter, cut_yuv
from device.pose.roi import FloatArray, Roi, warp
from device.pose.straight import straight
from tests.hardware.demo_pictures import yuv_of

HIGH, WIDE = 128, 80
FRAME_HIGH, FRAME_WIDE = 240, 320
CORNERS = np.array([(0, 0, 1), (WIDE - 1, 0, 1), (0, HIGH - 1, 1), (WIDE - 1, HIGH - 1, 1)]).T


@pytest.fixture(scope="module")
def bgr() -> BgrImage:
    noise = np.random.default_rng(5).integers(0, 256, (FRAME_HIGH, FRAME_WIDE, 3), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 4), dtype=np.uint8)


def empty() -> Yuv:
    chroma = np.zeros((2, HIGH // 2, WIDE // 2), np.uint8)
    return Yuv(np.zeros((HIGH, WIDE), np.uint8), chroma[0], chroma[1])


def within(matrix: FloatArray) -> npt.NDArray[np.bool_]:
    """Px of the crop all of whose neighbours show something of the frame."""
    white: Plane = np.full((FRAME_HIGH, FRAME_WIDE), 255, np.uint8)
    shown: Plane = np.zeros((HIGH, WIDE), np.uint8)
    warp(white, matrix, shown)
    kernel = np.ones((3, 3), np.uint8)
    seen: Plane = np.asarray(cv2.erode(shown, kernel, borderValue=255), np.uint8)
    whole: npt.NDArray[np.bool_] = seen == 255
    return whole


@pytest.mark.parametrize(
    ("x_px", "y_px", "size_px"),
    [(160.0, 120.0, 150.0), (160.3, 119.2, 331.7), (60.0, 200.0, 180.5), (300.0, 30.0, 210.0)],
)
def test_it_shows_what_a_warp_by_its_own_map_shows(
    bgr: BgrImage, x_px: float, y_px: float, size_px: float
) -> None:
    asked = Roi(x_px, y_px, size_px, 0.0).crop_to_frame(HIGH, 20.3)
    picture, crop, expected = yuv_of(bgr), empty(), empty()
    matrix = cut_yuv(picture, asked, crop)
    assert straight(asked, (WIDE, HIGH), FRAME_WIDE, FRAME_HIGH) is not None
    # The same, by way of what is turned, too little to matter.
    aside = Roi(0.0, 0.0, 1.0, 1e-6).crop_to_frame(1)[:, :2]
    cut_yuv(picture, np.hstack([matrix[:, :2] @ aside, matrix[:, 2:]]), expected)
    inner = within(matrix)
    assert inner.mean() > 0.3
    for plane, other, seen in (
        (crop.y, expected.y, inner),
        (crop.u, expected.u, inner[::2, ::2] & inner[1::2, 1::2]),
        (crop.v, expected.v, inner[::2, ::2] & inner[1::2, 1::2]),
    ):
        off = np.abs(plane.astype(int) - other)[seen]
        assert off.max() <= 2
        assert off.mean() < 0.3


def test_beyond_the_frame_it_is_black(bgr: BgrImage) -> None:
    asked = Roi(30.0, 120.0, 300.0, 0.0).crop_to_frame(HIGH, 24.0)
    crop = empty()
    crop.y[:], crop.u[:], crop.v[:] = 7, 7, 7
    matrix = cut_yuv(yuv_of(bgr), asked, crop)
    ahead = np.stack(np.meshgrid(np.arange(WIDE), np.arange(HIGH)), -1) @ matrix[:, :2].T
    x, y = (ahead + matrix[:, 2]).transpose(2, 0, 1)
    beyond = (x < -1) | (y < -1) | (x > FRAME_WIDE) | (y > FRAME_HIGH)
    assert beyond.any()
    assert (crop.y[beyond] == 16).all()
    both = beyond[::2, ::2] & beyond[1::2, 1::2]
    assert (crop.u[both] == 128).all()
    assert (crop.v[both] == 128).all()


def test_blue_green_red_is_cut_alike(bgr: BgrImage) -> None:
    asked = Roi(60.0, 130.0, 260.0, 0.0).crop_to_frame(HIGH, 24.0)
    rgba, matrix = Cutter(HIGH, WIDE).rgba(bgr, asked)
    expected: BgrImage = np.zeros((HIGH, WIDE, 3), np.uint8)
    warp(bgr, matrix, expected)
    off = np.abs(rgba[:, :, 2::-1].astype(int) - expected)
    assert off[within(matrix)].max() <= 2


@given(
    x_px=st.floats(-100, 420),
    y_px=st.floats(-100, 340),
    size_px=st.floats(20, 900),
    left=st.floats(-30, 60),
)
def test_it_lies_within_two_px_of_where_it_was_asked_for(
    x_px: float, y_px: float, size_px: float, left: float
) -> None:
    asked = Roi(x_px, y_px, size_px, 0.0).crop_to_frame(HIGH, left)
    fast = straight(asked, (WIDE, HIGH), FRAME_WIDE, FRAME_HIGH)
    assume(fast is not None)
    assert fast is not None
    px = max(1.0, size_px / HIGH)  # of frame or crop, whichever is larger
    corners = fast.matrix @ CORNERS - asked @ CORNERS
    shown = fast.across.beyond - fast.across.first, fast.down.beyond - fast.down.first
    # Off by one at either end of what is shown; more beyond the frame, where nothing is.
    stretched = 1 + 2 * size_px / min(shown)
    assert np.abs(corners).max() <= px * (1 + stretched)
    for span in (fast.across, fast.down):
        assert all(px % 2 == 0 for px in (span.first, span.beyond, span.low, span.high))
    assert 0 <= fast.across.first < fast.across.beyond <= FRAME_WIDE
    assert 0 <= fast.down.first < fast.down.beyond <= FRAME_HIGH


@pytest.mark.parametrize(
    "roi",
    [
        Roi(160.0, 120.0, 200.0, 0.01),
        Roi(160.0, 120.0, 200.0, math.pi),
        Roi(160.0, 120.0, 200.0, math.pi / 2),
        Roi(160.0, 120.0, 20.0, 0.0),  # so few px that rounding would change the shape
        Roi(-80.0, 120.0, 200.0, 0.0),  # a sliver of the frame
        Roi(900.0, 120.0, 200.0, 0.0),
    ],
)
def test_others_are_not_straight(roi: Roi) -> None:
    matrix = roi.crop_to_frame(HIGH, 24.0)
    assert straight(matrix, (WIDE, HIGH), FRAME_WIDE, FRAME_HIGH) is None


@pytest.mark.parametrize(
    ("turned_deg", "expected_deg"),
    [(0, 0), (2.9, 0), (-2.9, 0), (3.1, 3.1), (-3.1, -3.1), (89, 89), (180, 180)],
)
def test_a_square_is_straightened_when_it_nearly_stands(
    turned_deg: float, expected_deg: float
) -> None:
    roi = Roi(50.0, 60.0, 70.0, math.radians(turned_deg))
    expected = Roi(50.0, 60.0, 70.0, math.radians(expected_deg))
    assert roi.straightened() == expected
