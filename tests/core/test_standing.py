"""Standing still: what counts as a window, and what it measures."""

import math
from collections.abc import Iterator

import pytest

from exercises.pose import Pose
from exercises.standing import Standing, Stood
from tests.core.conftest import changed, mirrored, read
from tests.core.stick import HIPS_M, SHANK_M, TORSO_M, Leg, pose


def stick(t_s: float, *, inward_m: float = 0.0, yaw_deg: float = 0.0, sway_m: float = 0.0) -> Pose:
    """Legs of 0.8 m under the hips; the knees `inward_m` toward each other."""
    sides = []
    for sign in (1.0, -1.0):
        hip = (0.0, sign * HIPS_M / 2 + sway_m, 2 * SHANK_M + 0.05)
        knee = (0.0, sign * (HIPS_M / 2 - inward_m) + sway_m, SHANK_M + 0.05)
        sides.append(Leg(hip, knee, (0.0, sign * HIPS_M / 2 + sway_m, 0.05)))
    up = 2 * SHANK_M + 0.05 + TORSO_M
    shoulders = ((0.0, 0.18 + sway_m, up), (0.0, -0.18 + sway_m, up))
    return pose(t_s, (sides[0], sides[1]), shoulders, yaw_deg=yaw_deg)


def stand(poses: Iterator[Pose]) -> Standing:
    standing = Standing()
    for one in poses:
        standing.feed(one)
    return standing


def times(seconds: float) -> Iterator[float]:
    return (n / 15.0 for n in range(round(seconds * 15)))


def test_straight_legs_measure_zero_and_the_proportions() -> None:
    stood = stand(stick(t_s) for t_s in times(16.0)).stood()
    assert stood.left_deg == pytest.approx(0.0, abs=0.1)
    assert stood.right_deg == pytest.approx(0.0, abs=0.1)
    assert stood.leg_torso == pytest.approx(2 * SHANK_M / TORSO_M, rel=0.01)
    assert stood.shank_torso == pytest.approx(SHANK_M / TORSO_M, rel=0.01)
    assert stood.hip_width_torso == pytest.approx(HIPS_M / TORSO_M, rel=0.01)


def test_knees_inside_the_line_are_positive() -> None:
    # Worked by hand: 2 atan(0.03 / 0.4) = 8.58 degrees.
    stood = stand(stick(t_s, inward_m=0.03) for t_s in times(16.0)).stood()
    assert stood.left_deg == pytest.approx(2 * math.degrees(math.atan(0.03 / SHANK_M)), abs=0.1)
    assert stood.right_deg == pytest.approx(stood.left_deg, abs=0.1)


def test_three_windows_of_five_seconds_fit_into_sixteen() -> None:
    assert stand(stick(t_s) for t_s in times(16.0)).windows == 3


@pytest.mark.parametrize(
    "moved",
    [
        {"yaw_deg": 30.0},
        {"sway_m": 0.2},
    ],
)
def test_who_turns_or_moves_is_not_measured(moved: dict[str, float]) -> None:
    def poses() -> Iterator[Pose]:
        for t_s in times(16.0):
            share = math.sin(t_s) if "sway_m" in moved else 1.0
            yield stick(t_s, **{name: share * value for name, value in moved.items()})

    assert stand(poses()).stood() == Stood()


def test_nobody_is_not_measured() -> None:
    assert stand(Pose.absent(t_s, 640, 480) for t_s in times(16.0)).stood() == Stood()


def test_a_mirrored_person_stands_with_the_sides_exchanged() -> None:
    still = read("squat_valgus", "squat")[:10] * 9
    poses = [changed(one, t_s=n / 15.0) for n, one in enumerate(still)]
    stood, other = stand(iter(poses)).stood(), stand(mirrored(one) for one in poses).stood()
    assert stood.left_deg is not None
    assert other.right_deg == pytest.approx(stood.left_deg, abs=0.01)
    assert other.left_deg == pytest.approx(stood.right_deg, abs=0.01)
    assert other.leg_torso == pytest.approx(stood.leg_torso, abs=0.001)
