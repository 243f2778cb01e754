"""The single-leg squat: a figure on its left leg sinks and rises, and what is no squat is none."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from exercises import registry
from exercises.events import Event, Rep, RepCompleted, RepPartial, RepVoided, ViewProblem
from exercises.pose import Pose
from exercises.tracker import Tracker
from tests.core import stick
from tests.core.stick import SHANK_M, Leg

HZ = 15.0
STILL_S = 1.5
WIDE = 0.1
"""Of each leg's hip from the middle, metres."""


def standing(
    t_s: float, bend_deg: float, *, lift_m: float, knee_in_m: float = 0.0, hinge_deg: float = 0.0
) -> Pose:
    """On the left leg, its knee bent by so much; the right foot is off the floor."""
    half = math.radians(bend_deg) / 2
    hip_m = 0.05 + 2 * SHANK_M * math.cos(half)
    knee = (SHANK_M * math.sin(half), WIDE - knee_in_m, 0.05 + SHANK_M * math.cos(half))
    left = Leg((0.0, WIDE, hip_m), knee, (0.0, WIDE, 0.05))
    free = Leg((0.0, -WIDE, hip_m), (0.2, -WIDE, hip_m - 0.35), (0.0, -WIDE, 0.05 + lift_m))
    ahead, up = (stick.TORSO_M * part(math.radians(hinge_deg)) for part in (math.sin, math.cos))
    left_top, right_top = ((ahead, across, hip_m + up) for across in (0.15, -0.15))
    return stick.pose(t_s, (left, free), (left_top, right_top))


def squats(count: int, *, way_s: float, bend_deg: float = 60.0, **how: float) -> Iterator[Pose]:
    """Still, then down and up again, each in `way_s`, with still times between."""
    moments = [0.0] * round(STILL_S * HZ)
    for _ in range(count):
        steps = max(1, round(way_s * HZ))
        down = [stick.eased(step / steps) for step in range(1, steps + 1)]
        moments += [*down, *reversed(down[:-1]), *[0.0] * round(STILL_S * HZ)]
    for frame, share in enumerate(moments):
        touches = share > 0.97 and "touch_m" in how
        yield standing(
            frame / HZ,
            share * bend_deg,
            lift_m=how["touch_m"] if touches else how.get("lift_m", 0.15),
            knee_in_m=share * how.get("knee_in_m", 0.0),
            hinge_deg=share * how.get("hinge_deg", 0.0),
        )


def events(poses: Iterable[Pose]) -> list[Event]:
    tracker = Tracker(registry.get("single_leg_squat"))
    said = [event for pose in poses for event in tracker.feed(pose)]
    return said + list(tracker.finish())


def reps(poses: Iterable[Pose]) -> list[Rep]:
    return [event.rep for event in events(poses) if isinstance(event, RepCompleted)]


def test_the_standing_leg_is_the_working_one() -> None:
    done = reps(squats(3, way_s=1.5))
    assert [rep.side for rep in done] == ["left"] * 3
    assert [rep.measures["knee_flexion_deg"] for rep in done] == pytest.approx([60.0] * 3, abs=4.0)


@pytest.mark.parametrize(("way_s", "count"), [(1.0, 2), (0.5, 2), (0.27, 0)])
def test_down_and_up_in_half_a_second_is_a_step(way_s: float, count: int) -> None:
    assert len(reps(squats(2, way_s=way_s, bend_deg=75.0))) == count


def test_a_shallow_one_does_not_count() -> None:
    assert not reps(squats(2, way_s=1.5, bend_deg=30.0))


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"touch_m": 0.0}, "foot_touched"),  # for a third of a second
        ({"hinge_deg": 55.0}, "wrong_movement"),  # a deadlift
    ],
)
def test_what_is_no_single_leg_squat_is_void(how: dict[str, float], reason: str) -> None:
    said = events(squats(2, way_s=1.5, **how))
    assert not [event for event in said if isinstance(event, RepCompleted)]
    assert [event.reason for event in said if isinstance(event, RepVoided)] == [reason] * 2


@pytest.mark.parametrize("bend_deg", [30.0, 35.0, 60.0])
def test_a_bend_on_both_feet_is_none_and_it_is_said(bend_deg: float) -> None:
    """After a sound one, and from the beginning."""
    sound = list(squats(1, way_s=1.5))
    both = list(squats(1, way_s=1.5, bend_deg=bend_deg, lift_m=0.0))
    later = [replace(pose, t_s=sound[-1].t_s + 1 / HZ + pose.t_s) for pose in both]
    for poses, count in ((both, 0), (sound + later, 1)):
        said = events(poses)
        kinds = Counter(type(event) for event in said)
        assert (kinds[RepCompleted], kinds[RepPartial], kinds[RepVoided]) == (count, 0, 0)
        problems = {event.problem for event in said if isinstance(event, ViewProblem)}
        assert "lift_one_foot" in problems


def test_a_knee_that_comes_in_is_named() -> None:
    (sound,), (caving,) = (reps(squats(1, way_s=1.5, knee_in_m=by)) for by in (0.0, 0.14))
    assert "knees_cave" not in {fault.name for fault in sound.faults}
    assert "knees_cave" in {fault.name for fault in caving.faults}
