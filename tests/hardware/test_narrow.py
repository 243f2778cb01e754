"""Where a narrow picture begins in the square around a person."""

import math

import numpy as np
import pytest

from device.pose.narrow import CELL_PX, LEFT_PX, SIDE_PX, WIDTH_PX, place
from device.pose.roi import FloatArray, Roi, to_frame

MARGIN = 32  # px
FITS = WIDTH_PX - 2 * MARGIN
SAME_SIZE = Roi(300.0, 200.0, float(SIDE_PX), 0.0)  # a px of the frame is one of the crop
SQUARES = (
    SAME_SIZE,
    Roi(300.0, 200.0, 700.5, 0.3),
    Roi(10.0, 400.0, 90.0, -math.pi / 2),  # lying
    Roi(-50.0, 30.0, 420.0, math.pi),
)


def person(roi: Roi, left: float, right: float) -> FloatArray:
    """Points of somebody between two columns of the square, in frame px."""
    x = np.linspace(left, right, 33)
    y = np.linspace(10, SIDE_PX - 10, 33)[np.random.default_rng(1).permutation(33)]
    return to_frame(roi.crop_to_frame(SIDE_PX), np.stack([x, y], axis=1))


def seen(roi: Roi, left: float, points: FloatArray) -> FloatArray:
    """Frame points in px of the narrow picture."""
    matrix = roi.crop_to_frame(SIDE_PX, left)
    back: FloatArray = np.linalg.inv(matrix[:, :2]).astype(np.float64)
    return (points - matrix[:, 2]) @ back.T


def test_a_person_off_the_middle_comes_to_the_middle() -> None:
    points = np.array([[280.0, 90.0], [340.0, 300.0], [300.0, 200.0]])
    # The square spans 172..428; the person's middle is 310, 138 px in it.
    assert place(SAME_SIZE, points) == pytest.approx(138 - WIDTH_PX / 2)


@pytest.mark.parametrize("roi", SQUARES)
@pytest.mark.parametrize(
    ("first", "last"), [(110, 150), (20, 20 + FITS - 1), (-30, 60), (200, 290)]
)
def test_all_of_a_person_is_inside_with_a_margin(roi: Roi, first: float, last: float) -> None:
    points = person(roi, first, last)
    left = place(roi, points)
    assert left is not None
    x = seen(roi, left, points)[:, 0]
    assert x.min() >= MARGIN
    assert x.max() <= WIDTH_PX - MARGIN
    assert x.min() == pytest.approx(WIDTH_PX - x.max())
    assert left == pytest.approx((first + last - WIDTH_PX) / 2)


@pytest.mark.parametrize("roi", SQUARES)
def test_who_is_too_wide_does_not_fit(roi: Roi) -> None:
    assert place(roi, person(roi, 40, 40 + FITS - 0.1)) is not None
    assert place(roi, person(roi, 40, 40 + FITS + 0.1)) is None


def test_points_that_are_not_known_do_not_fit() -> None:
    points = person(SAME_SIZE, 110, 150)
    points[5, 0] = np.nan
    assert place(SAME_SIZE, points) is None
    assert place(SAME_SIZE, np.full((33, 2), np.nan)) is None


def test_what_is_left_out_are_whole_cells_and_the_fewer_of_them_left() -> None:
    assert WIDTH_PX % CELL_PX == LEFT_PX % CELL_PX == 0
    assert (SIDE_PX - WIDTH_PX - LEFT_PX) - LEFT_PX in {0, CELL_PX}
