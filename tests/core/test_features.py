"""The reference torso length: followed at rest, kept in a rep, begun anew with another view."""

from collections.abc import Callable, Iterable

import pytest

from exercises.events import Event, RepCompleted
from exercises.features import Cleaner
from exercises.pose import Pose
from exercises.smoothing import OneEuroRule

Read = Callable[[str, str], list[Pose]]
Change = Callable[..., Pose]
Run = Callable[[str, Iterable[Pose]], list[Event]]


@pytest.mark.parametrize(
    ("larger", "when", "follows"),
    [
        (1.6, "found at rest", 1.6),  # another view
        (0.6, "found at rest", 0.6),
        (1.2, "found at rest", 1.0),  # the same person, a little nearer or not quite found
        (1.6, "found in a rep", 1.0),  # bent over
        (1.6, "seen at rest", 1.0),
    ],
)
def test_who_is_found_at_another_size_is_measured_anew(
    read_golden: Read, change_pose: Change, larger: float, when: str, follows: float
) -> None:
    before, gone, after = read_golden("squat_valgus", "squat")[:3]
    clean = Cleaner(OneEuroRule())
    standing = clean(before, at_rest=True)
    at_rest = when.endswith("rest")
    if when.startswith("found"):
        absent = Pose.absent(gone.t_s, gone.width_px, gone.height_px)
        assert clean(absent, at_rest=at_rest) is None
    found = clean(change_pose(after, xy_px=after.xy_px * larger), at_rest=at_rest)
    assert standing is not None
    assert found is not None
    assert found.torso_px / standing.torso_px == pytest.approx(follows, abs=0.05)
    jumped = found.points[0][0] / after.xy_px[0, 0]
    assert (jumped == pytest.approx(larger, abs=0.01)) == (follows == larger)


@pytest.mark.parametrize(
    ("sizes", "at_rest", "follows"),
    [
        ((1.6, 1.6), True, 1.6),  # a cut straight to another view
        ((0.6, 0.6), True, 0.6),
        ((1.6, 1.0), True, 1.0),  # one pose gone wrong
        ((1.6, 1.6), False, 1.0),  # in a rep
        ((1.15, 1.35), True, 1.0),  # steps nearer
    ],
)
def test_a_size_that_jumps_and_stays_is_measured_anew(
    read_golden: Read,
    change_pose: Change,
    *,
    sizes: tuple[float, ...],
    at_rest: bool,
    follows: float,
) -> None:
    poses = read_golden("squat_valgus", "squat")[: 3 + len(sizes)]
    clean = Cleaner(OneEuroRule())
    bodies = [
        clean(change_pose(pose, xy_px=pose.xy_px * size), at_rest=at_rest)
        for pose, size in zip(poses, (1.0, 1.0, 1.0, *sizes), strict=True)
    ]
    first, last = bodies[2], bodies[-1]
    assert first is not None
    assert last is not None
    assert last.torso_px / first.torso_px == pytest.approx(follows, abs=0.06)


def test_one_pose_of_another_size_does_not_put_the_guard_off(
    read_golden: Read, change_pose: Change
) -> None:
    """Legs swapped just after it are still put back."""
    poses = read_golden("squat_valgus", "squat")[:9]
    poses[5] = change_pose(poses[5], xy_px=poses[5].xy_px * 1.6)
    swapped = poses[8].xy_px.copy()
    swapped[23:] = swapped[23:].reshape(-1, 2, 2)[:, ::-1].reshape(-1, 2)
    clean = Cleaner(OneEuroRule())
    bodies = [clean(pose, at_rest=True) for pose in poses[:8]]
    last = clean(change_pose(poses[8], xy_px=swapped), at_rest=True)
    assert bodies[-1] is not None
    assert last is not None
    assert last.xy[27] == pytest.approx(bodies[-1].xy[27], abs=3.0)


@pytest.mark.parametrize(("all_over", "least", "most"), [(True, 0.7, 0.8), (False, 0.82, 0.9)])
def test_who_walks_away_is_measured_sooner_than_who_leans(
    read_golden: Read, change_pose: Change, *, all_over: bool, least: float, most: float
) -> None:
    poses = read_golden("squat_valgus", "squat")[:5]
    clean = Cleaner(OneEuroRule())
    near = [clean(pose, at_rest=True) for pose in poses][-1]
    last = poses[-1]
    far = near
    for number in range(1, 16):
        size = 1.0 - 0.3 * min(1.0, number / 3)
        middle = [last.width_px / 2, last.height_px / 2]
        xy_px = middle + (last.xy_px - middle) * [size if all_over else 1.0, size]
        moved = change_pose(last, xy_px=xy_px, t_s=last.t_s + number / 15)
        far = clean(moved, at_rest=True)
    assert near is not None
    assert far is not None
    assert least < far.torso_px / near.torso_px < most


def bent(pose: Pose, change_pose: Change, t_s: float) -> Pose:
    """The same, bent over towards the camera: all from the shoulders up is before the hips."""
    xy_px = pose.xy_px.copy()
    hips = xy_px[23:25].mean(axis=0)
    xy_px[:23] = hips + 0.1 * (xy_px[:23] - hips)
    return change_pose(pose, xy_px=xy_px, t_s=t_s)


def test_a_trunk_bent_towards_the_camera_is_not_a_small_one(
    read_golden: Read, change_pose: Change
) -> None:
    poses = read_golden("sidestep_feet_snap", "side_step")[:30]
    clean = Cleaner(OneEuroRule())
    upright = [clean(pose, at_rest=True) for pose in poses][-1]
    last_s = poses[-1].t_s
    bowed = [
        clean(bent(poses[-1], change_pose, last_s + 0.1 * number), at_rest=True)
        for number in range(1, 60)
    ]
    assert upright is not None
    for body in bowed:
        assert body is not None
        assert 0.75 < body.torso_px / upright.torso_px <= 1.0


@pytest.mark.parametrize("bent_s", [0.3, 2.0, 6.0])
def test_who_pulls_up_the_band_first_is_counted_from_the_first_step(
    read_golden: Read, change_pose: Change, run_events: Run, bent_s: float
) -> None:
    poses = read_golden("sidestep_feet_snap", "side_step")
    first = poses[0]
    times = [first.t_s - bent_s + number / 15 for number in range(int(bent_s * 15))]
    before = [bent(first, change_pose, t_s) for t_s in times]
    found = run_events("side_step", [*before, *poses])
    assert sum(isinstance(event, RepCompleted) for event in found) == 6


@pytest.mark.parametrize("nearer", [2.5, 4.0])
def test_who_walks_to_their_place_is_counted_from_the_first_squat(
    read_golden: Read, change_pose: Change, run_events: Run, nearer: float
) -> None:
    """From the camera, which they started, in two seconds; a second later they squat."""
    poses = read_golden("squat_valgus", "squat")
    begun_s = next(
        one.rep.start_s for one in run_events("squat", poses) if isinstance(one, RepCompleted)
    )
    poses = [pose for pose in poses if pose.t_s > begun_s - 1.0]
    first = poses[0]
    middle = [first.width_px / 2, 0.45 * first.height_px]
    before = []
    for number in range(30):
        size = nearer + (1.0 - nearer) * number / 30
        t_s = first.t_s + (number - 30) / 15
        xy_px = middle + size * (first.xy_px - middle)
        before.append(change_pose(first, xy_px=xy_px, t_s=t_s))
    found = run_events("squat", [*before, *poses])
    assert sum(isinstance(event, RepCompleted) for event in found) == 4
