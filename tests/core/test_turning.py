"""Who turns to the mirror before the first rep loses none by it, and makes none."""

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from exercises.events import Event, RepCompleted
from exercises.pose import Landmark, Pose

HZ = 15
Read = Callable[[str, str], list[Pose]]
Change = Callable[..., Pose]
Run = Callable[[str, Iterable[Pose]], list[Event]]


def yawed(pose: Pose, change_pose: Change, turn_deg: float, t_s: float) -> Pose:
    """The same person, turned about their vertical."""
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    x, z = pose.world_m[:, 0], pose.world_m[:, 2]
    world_m = pose.world_m.copy()
    world_m[:, 0], world_m[:, 2] = x * cos + z * sin, z * cos - x * sin
    trunk = [
        *(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
        *(Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    ]
    middle = pose.xy_px[trunk, 0].mean()
    px_per_m = 2.0 * np.linalg.norm(pose.xy_px[trunk[0]] - pose.xy_px[trunk[2]])
    xy_px = pose.xy_px.copy()
    xy_px[:, 0] = middle + (xy_px[:, 0] - middle) * cos + z * px_per_m * sin
    return change_pose(pose, xy_px=xy_px, world_m=world_m, t_s=t_s)


@pytest.mark.parametrize("waits_s", [0.3, 1.0])
@pytest.mark.parametrize(
    ("recording", "exercise", "count", "turn_deg"),
    [
        ("sidestep_feet_snap", "side_step", 6, 90.0),
        ("sidestep_feet_snap", "side_step", 6, -90.0),
        ("sidestep_feet_snap", "side_step", 6, 180.0),
        ("squat_valgus", "squat", 4, 90.0),
        ("squat_valgus", "squat", 4, 180.0),
        ("deadlift_left", "single_leg_deadlift", 2, 90.0),
        ("deadlift_left", "single_leg_deadlift", 2, -90.0),
    ],
)
def test_who_turns_first_is_counted_from_the_first_rep(  # noqa: PLR0913 - fixtures and cases
    read_golden: Read,
    change_pose: Change,
    run_events: Run,
    *,
    recording: str,
    exercise: str,
    count: int,
    turn_deg: float,
    waits_s: float,
) -> None:
    poses = read_golden(recording, exercise)
    first = poses[0]
    turns = [*[turn_deg] * 20, *np.linspace(turn_deg, 0.0, 12), *[0.0] * round(waits_s * HZ)]
    begin_s = first.t_s - len(turns) / HZ
    before = [
        yawed(first, change_pose, turned, begin_s + number / HZ)
        for number, turned in enumerate(turns)
    ]
    found = run_events(exercise, [*before, *poses])
    assert sum(isinstance(event, RepCompleted) for event in found) == count


@pytest.mark.parametrize("nearer", [1.6, 2.5])
def test_who_walks_away_and_turns_side_on_is_counted_from_the_first_deadlift(
    read_golden: Read, change_pose: Change, run_events: Run, nearer: float
) -> None:
    """From the front a trunk that looks smaller is one that leans: it was a rep without end."""
    poses = read_golden("deadlift_left", "single_leg_deadlift")
    first = poses[0]
    middle = [first.width_px / 2, 0.45 * first.height_px]
    turns = [*[90.0] * 30, *np.linspace(90.0, 0.0, 12), *[0.0] * HZ]
    before = []
    for number, turned in enumerate(turns):
        size = max(1.0, nearer + (1.0 - nearer) * number / 30)
        t_s = first.t_s + (number - len(turns)) / HZ
        pose = yawed(first, change_pose, turned, t_s)
        before.append(change_pose(pose, xy_px=middle + size * (pose.xy_px - middle)))
    found = run_events("single_leg_deadlift", [*before, *poses])
    assert sum(isinstance(event, RepCompleted) for event in found) == 2
