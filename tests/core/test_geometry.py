"""Formulas against cases worked by hand."""

import math

import numpy as np
import pytest

from exercises import geometry
from exercises.score import lin, reached


def point(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values)


@pytest.mark.parametrize(
    ("knee_u", "medial", "expected"),
    [
        (0.0, 1.0, 0.0),  # hip, knee and ankle in line
        (0.1, 1.0, 2 * math.degrees(math.atan(0.1))),  # 0.1 inward on a unit thigh and shank
        (-0.1, 1.0, -2 * math.degrees(math.atan(0.1))),  # outward: varus
        (-0.1, -1.0, 2 * math.degrees(math.atan(0.1))),  # the other leg, inward
    ],
)
def test_fppa_is_positive_when_the_knee_goes_inward(
    knee_u: float, medial: float, expected: float
) -> None:
    angle = geometry.fppa_deg(point(0, 0), point(knee_u, 1), point(0, 2), medial)
    assert angle == pytest.approx(expected)


def test_bend_of_a_right_angle_and_of_a_straight_leg() -> None:
    assert geometry.bend_deg(point(0, 0), point(0, 1), point(1, 1)) == pytest.approx(90)
    assert geometry.bend_deg(point(0, 0), point(0, 1), point(0, 2)) == pytest.approx(0)
    assert geometry.bend_deg(point(0, 0, 0), point(0, 1, 0), point(0, 1, 1)) == pytest.approx(90)


def test_no_length_and_nan_give_nan_not_an_error() -> None:
    assert math.isnan(geometry.bend_deg(point(0, 0), point(0, 0), point(1, 1)))
    assert math.isnan(geometry.bend_deg(point(math.nan, 0), point(0, 1), point(1, 1)))


def test_lean_and_swing_follow_the_way_the_person_faces() -> None:
    # Shoulder 1 right of and 1 above the hip: 45° forward for who faces right.
    assert geometry.lean_deg(point(1, -1), 1.0) == pytest.approx(45)
    assert geometry.lean_deg(point(1, -1), -1.0) == pytest.approx(-45)
    # Knee 1 left of and 1 below the hip: 45° behind for who faces right (G4 of the spec).
    assert geometry.swing_back_deg(point(-1, 1), 1.0) == pytest.approx(45)


def test_yaw_is_zero_facing_the_camera_and_ninety_from_the_side() -> None:
    # World x is image right: facing the camera, the left shoulder is on the right.
    assert geometry.body_yaw_deg(point(0.2, 0, 0), point(-0.2, 0, 0)) == pytest.approx(0)
    assert geometry.body_yaw_deg(point(0, 0, 0.2), point(0, 0, -0.2)) == pytest.approx(90)


def test_the_chest_of_who_faces_the_camera_points_at_it() -> None:
    normal = geometry.chest_normal(
        point(0.2, -0.5, 0), point(-0.2, -0.5, 0), point(0.1, 0, 0), point(-0.1, 0, 0)
    )
    assert normal == pytest.approx([0, 0, -1])


def test_lin_and_reached_are_straight_lines_with_ends() -> None:
    assert [lin(x, 0.10, 0.26) for x in (0.0, 0.10, 0.18, 0.26, 1.0)] == pytest.approx(
        [100, 100, 50, 0, 0]
    )
    assert [reached(x) for x in (0.4, 0.5, 0.75, 1.0, 1.5)] == [0, 0, 50, 100, 100]
