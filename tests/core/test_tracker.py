"""The tracker on golden recordings: counts do not depend on how a set was seen."""

import math
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from exercises import registry
from exercises.events import (
    Event,
    FaultSeen,
    Rep,
    RepCompleted,
    RepVoided,
    TrackingLost,
    ViewProblem,
)
from exercises.pose import LANDMARK_COUNT, Pose
from exercises.tracker import Tracker

Golden = tuple[str, list[Pose], int]
Run = Callable[[str, Iterable[Pose]], list[Event]]
Change = Callable[..., Pose]


def reps(events: Iterable[Event]) -> list[Rep]:
    return [event.rep for event in events if isinstance(event, RepCompleted)]


def test_counts_are_the_renderers(golden: Golden, run_events: Run) -> None:
    exercise, poses, count = golden
    assert len(reps(run_events(exercise, poses))) == count


def test_a_mirrored_picture_counts_the_same_and_swaps_the_sides(
    golden: Golden, run_events: Run, mirror_pose: Callable[[Pose], Pose]
) -> None:
    exercise, poses, count = golden
    seen = reps(run_events(exercise, poses))
    flipped = reps(run_events(exercise, map(mirror_pose, poses)))
    swap = {"left": "right", "right": "left", "both": "both", None: None}
    assert len(flipped) == count
    assert [rep.side for rep in flipped] == [swap[rep.side] for rep in seen]
    for one, other in zip(seen, flipped, strict=True):
        assert one.score is None or abs(one.score - (other.score or 0)) <= 3


@pytest.mark.parametrize("rate_hz", [8, 10, 12])
def test_counts_do_not_depend_on_the_frame_rate(
    golden: Golden, run_events: Run, rate_hz: int
) -> None:
    exercise, poses, count = golden
    kept, due_s = [], 0.0
    for pose in poses:
        if pose.t_s >= due_s:
            kept.append(pose)
            due_s = pose.t_s + 1 / rate_hz - 0.01
    assert len(reps(run_events(exercise, kept))) == count


def test_counts_survive_dropped_frames(golden: Golden, run_events: Run) -> None:
    exercise, poses, count = golden
    keep = np.random.default_rng(5).random(len(poses)) > 0.15
    kept = [pose for pose, kept in zip(poses, keep, strict=True) if kept]
    assert len(reps(run_events(exercise, kept))) == count


def test_counts_survive_noise(golden: Golden, run_events: Run, change_pose: Change) -> None:
    exercise, poses, count = golden
    rng = np.random.default_rng(7)
    noisy = [
        change_pose(
            pose,
            xy_px=pose.xy_px + rng.normal(0, 1.5, pose.xy_px.shape),  # about 1.5 % of the torso
            world_m=pose.world_m + rng.normal(0, 0.01, pose.world_m.shape),
        )
        for pose in poses
    ]
    assert len(reps(run_events(exercise, noisy))) == count


def test_size_place_and_start_time_do_not_matter(
    golden: Golden, run_events: Run, change_pose: Change
) -> None:
    exercise, poses, _ = golden
    moved = [
        change_pose(
            pose,
            t_s=pose.t_s + 1000.0,
            xy_px=pose.xy_px * 3.0 + [40.0, 25.0],
            width_px=pose.width_px * 3 + 80,
            height_px=pose.height_px * 3 + 50,
        )
        for pose in poses
    ]
    before, after = reps(run_events(exercise, poses)), reps(run_events(exercise, moved))
    assert [rep.start_s + 1000.0 for rep in before] == pytest.approx([rep.start_s for rep in after])
    assert [rep.score for rep in before] == pytest.approx([rep.score for rep in after], abs=2)


def test_swapped_labels_in_single_frames_do_not_matter(
    golden: Golden, run_events: Run, change_pose: Change
) -> None:
    exercise, poses, count = golden
    order = np.arange(LANDMARK_COUNT)
    order[23:33] = order[23:33].reshape(5, 2)[:, ::-1].ravel()
    swapped = [
        change_pose(
            pose,
            xy_px=pose.xy_px[order],
            world_m=pose.world_m[order],
            visibility=pose.visibility[order],
        )
        if i % 20 == 11
        else pose
        for i, pose in enumerate(poses)
    ]
    assert len(reps(run_events(exercise, swapped))) == count


def test_another_exercise_counts_nothing(golden: Golden, run_events: Run) -> None:
    exercise, poses, _ = golden
    for other in registry.names():
        if other != exercise:
            assert reps(run_events(other, poses)) == [], other


@pytest.mark.parametrize("exercise", registry.names())
def test_standing_about_counts_nothing(
    exercise: str, run_events: Run, read_golden: Callable[[str, str], list[Pose]]
) -> None:
    assert reps(run_events(exercise, read_golden("idle_shifting", "squat"))) == []


def test_a_person_who_leaves_in_a_rep_voids_it(
    run_events: Run, read_golden: Callable[[str, str], list[Pose]]
) -> None:
    poses = read_golden("squat_valgus", "squat")
    first = reps(run_events("squat", poses))[0]
    gone = [
        Pose.absent(pose.t_s, pose.width_px, pose.height_px)
        if first.peak_s <= pose.t_s < first.peak_s + 0.8
        else pose
        for pose in poses
    ]
    events = run_events("squat", gone)
    assert len(reps(events)) == 3
    assert [event.reason for event in events if isinstance(event, RepVoided)] == ["lost"]
    assert sum(isinstance(event, TrackingLost) for event in events) == 1


@pytest.mark.parametrize("gone_s", [0.4, 0.6])
def test_who_is_found_elsewhere_after_a_cut_may_begin_at_once(
    gone_s: float,
    read_golden: Callable[[str, str], list[Pose]],
    run_events: Run,
    change_pose: Change,
) -> None:
    """The first looks after it take front for back, and half a second later a squat begins."""
    poses = read_golden("squat_valgus", "squat")
    before = [change_pose(pose, xy_px=pose.xy_px - 120.0) for pose in poses if pose.t_s < 1.2]
    after = [
        change_pose(pose, t_s=pose.t_s - 4.4 + 1.2 + gone_s) for pose in poses if pose.t_s > 4.4
    ]
    after[:2] = [_as_if_seen_from_behind(pose, change_pose) for pose in after[:2]]
    gone = [Pose.absent(1.2 + i / 15, 640, 480) for i in range(round(gone_s * 15))]
    assert len(reps(run_events("squat", [*before, *gone, *after]))) == 3
    assert len(reps(run_events("squat", after))) == 3  # nor does a set begin otherwise


def _as_if_seen_from_behind(pose: Pose, change_pose: Change) -> Pose:
    order = np.arange(LANDMARK_COUNT)
    order[11:] = order[11:].reshape(-1, 2)[:, ::-1].ravel()
    return change_pose(
        pose,
        xy_px=pose.xy_px[order],
        visibility=pose.visibility[order],
        world_m=pose.world_m[order],
    )


def test_a_turned_squat_is_counted_but_not_judged(
    run_events: Run, read_golden: Callable[[str, str], list[Pose]]
) -> None:
    events = run_events("squat", read_golden("squat_turned", "squat"))
    assert [(rep.score, rep.unscored_reason) for rep in reps(events)] == [(None, "turned")] * 2
    assert [event.problem for event in events if isinstance(event, ViewProblem)] == ["turned"]


def test_faults_are_those_that_were_rendered(
    run_events: Run, read_golden: Callable[[str, str], list[Pose]]
) -> None:
    def names(recording: str, exercise: str) -> list[set[str]]:
        found = reps(run_events(exercise, read_golden(recording, exercise)))
        return [{fault.name for fault in rep.faults} for rep in found]

    assert ["knees_cave" in seen for seen in names("squat_valgus", "squat")] == [
        False,
        True,
        False,
        True,
    ]
    assert ["feet_apart" in seen for seen in names("clamshell_feet_apart", "clamshell")] == [
        False,
        True,
        False,
    ]
    for seen in names("sidestep_feet_snap", "side_step")[1:]:
        assert {"feet_snap_together", "trunk_sways"} <= seen
    assert "trunk_leans_forward" in names("hipflexor_lean", "hip_flexor_stretch")[0]


def numbers(value: object) -> Iterable[float]:
    """Every float in an event."""
    if isinstance(value, float):
        yield value
    elif is_dataclass(value):
        for item in fields(value):
            yield from numbers(getattr(value, item.name))
    elif isinstance(value, dict):
        for entry in value.values():
            yield from numbers(entry)
    elif isinstance(value, tuple):
        for entry in value:
            yield from numbers(entry)


def arrays(*shape: int) -> st.SearchStrategy[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    anything = st.floats(allow_nan=True, allow_infinity=True, width=32)
    near = st.floats(-50, 700, width=32)
    return hnp.arrays(np.float64, shape, elements=st.one_of(near, anything))


@settings(max_examples=40, deadline=None)
@given(
    exercise=st.sampled_from(registry.names()),
    rubbish=st.lists(
        st.tuples(
            st.floats(0.01, 0.7),
            arrays(LANDMARK_COUNT, 2),
            arrays(LANDMARK_COUNT),
            arrays(LANDMARK_COUNT, 3),
        ),
        max_size=12,
    ),
)
def test_rubbish_never_raises_and_never_puts_nan_into_an_event(
    exercise: str,
    rubbish: list[tuple[float, np.ndarray, np.ndarray, np.ndarray]],
) -> None:
    tracker, t_s = Tracker(registry.get(exercise)), 0.0
    with np.errstate(all="ignore"):  # arithmetic on infinity is what is fed here
        for step_s, xy, visibility, world in rubbish:
            t_s += step_s
            events = tracker.feed(Pose(t_s, xy, visibility, world, 640, 480))
            assert all(math.isfinite(number) for event in events for number in numbers(event))
        assert all(math.isfinite(number) for event in tracker.finish() for number in numbers(event))


@pytest.mark.parametrize("share", [0.02, 0.2])
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -1e6, 0.0])
def test_landmarks_that_go_wrong_in_a_set_never_put_nan_into_an_event(
    wrong: float, share: float, golden: Golden, change_pose: Change
) -> None:
    exercise, poses, _ = golden
    rng, tracker = np.random.default_rng(11), Tracker(registry.get(exercise))
    with np.errstate(all="ignore"):  # arithmetic on infinity is what is fed here
        for pose in poses:
            hit = rng.random(LANDMARK_COUNT) < share
            xy, world = pose.xy_px.copy(), pose.world_m.copy()
            xy[hit], world[hit] = wrong, wrong
            events = tracker.feed(change_pose(pose, xy_px=xy, world_m=world))
            assert all(math.isfinite(number) for event in events for number in numbers(event))


def test_counts_survive_landmarks_that_are_missing_now_and_then(
    golden: Golden, run_events: Run, change_pose: Change
) -> None:
    exercise, poses, count = golden
    rng, holed = np.random.default_rng(3), []
    for pose in poses:
        hit = rng.random(LANDMARK_COUNT) < 0.01  # a third of the poses lacks one landmark or more
        xy, world = pose.xy_px.copy(), pose.world_m.copy()
        xy[hit], world[hit] = math.nan, math.nan
        holed.append(change_pose(pose, xy_px=xy, world_m=world))
    assert len(reps(run_events(exercise, holed))) == count


def test_a_pose_out_of_order_is_ignored(read_golden: Callable[[str, str], list[Pose]]) -> None:
    poses = read_golden("squat_valgus", "squat")
    tracker = Tracker(registry.get("squat"))
    tracker.feed(poses[1])
    before = tracker.snapshot
    assert tracker.feed(poses[0]) == ()
    assert tracker.snapshot == before


def test_a_caving_knee_is_told_while_it_caves_and_once_a_rep(
    run_events: Run, read_golden: Callable[[str, str], list[Pose]]
) -> None:
    events = run_events("squat", read_golden("squat_valgus", "squat"))
    told = [event for event in events if isinstance(event, FaultSeen)]
    caved = [rep for rep in reps(events) if any(f.name == "knees_cave" for f in rep.faults)]
    assert len(told) == len(caved) == 2
    for event, rep in zip(told, caved, strict=True):
        assert event.name == "knees_cave"
        assert rep.start_s < event.t_s < rep.end_s


def test_in_the_dark_reps_are_counted_and_not_judged(golden: Golden, run_events: Run) -> None:
    exercise, poses, count = golden
    from_s = poses[len(poses) // 2].t_s
    events = run_events(exercise, [replace(pose, dark=pose.t_s >= from_s) for pose in poses])
    lit = reps(run_events(exercise, poses))
    told = [event for event in events if isinstance(event, RepCompleted)]
    assert len(told) == count
    for (t_s, rep), as_lit in zip(((one.t_s, one.rep) for one in told), lit, strict=True):
        if t_s < from_s:
            assert rep == as_lit
        else:
            assert (rep.score, rep.unscored_reason) == (None, "too_dark")
    problems = [event.problem for event in events if isinstance(event, ViewProblem)]
    assert problems[-1] == "too_dark"
