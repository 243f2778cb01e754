"""The clamshell: poses drawn by hand through the tracker, each fault just within and beyond."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import pytest

from exercises import faults, lying, registry
from exercises.catalogue import clamshell
from exercises.events import Event, Rep, RepCompleted, RepPartial, RepVoided
from exercises.features import Body, Cleaner
from exercises.pose import LANDMARK_COUNT, Landmark, Pose
from exercises.smoothing import OneEuroRule
from exercises.spec import Observation
from exercises.tracker import Tracker
from tests.core import lying_figure as figure

SPEC = registry.get("clamshell")
HZ = 15.0
REST_S, MOVE_S, HOLD_S = 1.5, 1.2, 1.0
OPEN: Mapping[str, float] = {"lift": 0.322}
Run = Callable[[str, Iterable[Pose]], list[Event]]
Change = Callable[..., Pose]


def share(t_s: float) -> float:
    """How far the knee is open within one rep."""
    into = min(t_s - REST_S, REST_S + 2 * MOVE_S + HOLD_S - t_s) / MOVE_S
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, into)))


def clams(
    *reps: Mapping[str, float], world: bool = True, start: Mapping[str, float] | None = None
) -> Iterator[Pose]:
    """One rep after the other; each mapping says how the figure differs when open."""
    duration_s = REST_S + 2 * MOVE_S + HOLD_S
    for i in range(int((len(reps) * duration_s + REST_S) * HZ)):
        t_s = i / HZ
        number = min(int(t_s / duration_s), len(reps) - 1)
        now = {name: share(t_s - number * duration_s) * to for name, to in reps[number].items()}
        yield figure.pose(t_s, **{**(start or {}), **now}, world=world)


def reps_of(events: Iterable[Event]) -> list[Rep]:
    return [event.rep for event in events if isinstance(event, RepCompleted)]


def one_rep(poses: Iterable[Pose]) -> Rep:
    tracker = Tracker(SPEC)
    (rep,) = reps_of([event for pose in poses for event in tracker.feed(pose)])
    return rep


def fault_names(rep: Rep) -> set[str]:
    return {fault.name for fault in rep.faults}


def body(pose: Pose) -> Body:
    cleaned = Cleaner(OneEuroRule())(pose, at_rest=True)
    assert cleaned is not None
    return cleaned


def look(pose: Pose, base: Mapping[str, float] | None = None) -> Observation:
    return SPEC.observe(body(pose), base or {})


@pytest.fixture
def still() -> Pose:
    return figure.pose(0.0)


def test_a_person_on_the_side_may_begin(still: Pose) -> None:
    seen = look(still)
    assert (seen.problem, seen.ready, seen.side) == (None, True, "right")
    assert seen.signal == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("axis", "angle_deg", "problem"),
    [
        pytest.param(0, 80, "lie_on_side", id="on the back"),
        pytest.param(0, -80, "lie_on_side", id="on the front"),
        pytest.param(0, 180, "front_to_mirror", id="seen from behind"),
        pytest.param(1, 70, "front_to_mirror", id="feet to the mirror"),
        pytest.param(1, -70, "front_to_mirror", id="head to the mirror"),
        pytest.param(1, 25, None, id="a little askew"),
        pytest.param(0, 30, None, id="seen from above"),
    ],
)
def test_which_way_the_body_lies(
    still: Pose, axis: int, angle_deg: float, problem: str | None
) -> None:
    seen = look(figure.turned_about(still, axis, angle_deg))
    assert seen.problem == problem
    assert (seen.signal is None) == (problem is not None)


def test_upright_is_told_to_lie_down_on_the_side(still: Pose, change_pose: Change) -> None:
    upright = (still.xy_px - figure.MIDDLE)[:, ::-1] * [1.0, -1.0] + figure.MIDDLE
    assert look(change_pose(still, xy_px=upright)).problem == "lie_on_side"


def test_level_shoulders_hips_and_knees_are_no_side(still: Pose, change_pose: Change) -> None:
    xy = still.xy_px.copy()
    for left in (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_KNEE):
        xy[left, 1] = xy[left + 1, 1] + 5.0
    assert look(change_pose(still, xy_px=xy)).problem == "lie_on_side"


def test_straight_legs_are_told_to_bend() -> None:
    assert (
        look(figure.pose(0.0, knees_ahead=0.0, knee_along=0.8, ankle_along=1.6)).problem
        == "bend_knees"
    )


def test_knees_that_are_not_seen(still: Pose, change_pose: Change) -> None:
    legs = [*range(Landmark.LEFT_KNEE, LANDMARK_COUNT)]
    visibility = still.visibility.copy()
    visibility[legs] = 0.2
    assert look(change_pose(still, visibility=visibility)).problem == "low_visibility"
    outside = change_pose(still, xy_px=still.xy_px - [300.0, 0.0])
    assert look(outside).problem == "body_out"


def test_a_tiny_body_is_counted_but_told_to_come_closer(still: Pose, change_pose: Change) -> None:
    seen = look(change_pose(still, xy_px=figure.MIDDLE + 0.3 * (still.xy_px - figure.MIDDLE)))
    assert seen.problem == "too_far"
    assert seen.signal is not None


@pytest.mark.parametrize(
    ("lift", "opening_deg"), [(0.0, 0), (0.097, 10), (0.322, 30), (0.554, 50), (0.704, 65)]
)
def test_opening_is_the_specifications_table(lift: float, opening_deg: float) -> None:
    assert clamshell.opening_deg(lift) == pytest.approx(opening_deg)


def test_a_sound_rep_by_hand() -> None:
    """The knee rises by 0.322 torso lengths: 30°."""
    rep = one_rep(clams(OPEN))
    assert rep.measures["opening_deg"] == pytest.approx(30, abs=0.5)
    assert rep.measures["knee_lift_torso"] == pytest.approx(0.322, abs=0.005)
    assert rep.measures["feet_apart_torso"] == pytest.approx(0, abs=0.005)
    assert rep.measures["trunk_roll_deg"] == pytest.approx(0, abs=0.5)
    assert rep.measures["opening_s"] == pytest.approx(MOVE_S, abs=0.35)
    assert rep.measures["hold_s"] == pytest.approx(HOLD_S, abs=0.5)
    assert rep.side == "right"
    assert rep.unscored_reason is None
    assert rep.sub_scores["range"] == pytest.approx(100, abs=2)
    assert not fault_names(rep)


def test_what_the_top_hip_takes_from_the_knee_is_given_back() -> None:
    rep = one_rep(clams({"lift": 0.272, "hips_rise": 0.05}))
    assert rep.measures["opening_deg"] == pytest.approx(30, abs=0.5)


def test_feet_ten_centimetres_apart() -> None:
    """0.2 torso lengths, which lift the knee by half of that without opening it."""
    rep = one_rep(clams({"lift": 0.422, "feet": 0.2}))
    assert rep.measures["feet_apart_torso"] == pytest.approx(0.2, abs=0.01)
    assert rep.measures["opening_deg"] == pytest.approx(30, abs=6)
    assert "feet_apart" in fault_names(rep)
    assert rep.sub_scores["alignment"] == 0


def test_rolling_back_is_seen_three_ways_and_caps_the_range() -> None:
    """Ear and hand rise by 0.06 torso lengths, 24° of 0.0025 each; the shoulders turn by 24°.

    A little of it belongs to the start of the rep, which lasts 0.2 s.
    """
    rolled = {**OPEN, "rolled": 0.06, "shoulder_turn_deg": 24.0}
    rep = one_rep(clams(rolled))
    assert rep.measures["trunk_roll_deg"] == pytest.approx(22.5, abs=1.5)
    (fault,) = (one for one in rep.faults if one.name == "pelvis_rolls_back")
    assert (fault.severity, fault.reliability) == ("red", "B")
    assert rep.sub_scores["range"] == 60
    image_only = one_rep(clams(rolled, world=False)).faults
    assert ("pelvis_rolls_back", "C") in {(one.name, one.reliability) for one in image_only}


def test_a_pelvis_that_slides_toward_the_head() -> None:
    rep = one_rep(clams({**OPEN, "slide": 0.10}))
    assert rep.measures["pelvis_slide_torso"] == pytest.approx(0.10, abs=0.02)
    assert "pelvis_slides" in fault_names(rep)


def test_knees_more_bent_than_in_the_first_rep() -> None:
    drifted = [*clams(OPEN), *clams(OPEN, start={"ankle_along": 0.45})]
    shift_s = len(drifted) / 2 / HZ
    poses = [
        Pose(i / HZ, one.xy_px, one.visibility, one.world_m, *figure.SIZE)
        for i, one in enumerate(drifted)
    ]
    tracker = Tracker(SPEC)
    first, second = reps_of([event for pose in poses for event in tracker.feed(pose)])
    assert first.end_s < shift_s < second.start_s
    assert first.measures["knee_bend_drift_deg"] is None
    assert second.measures["knee_bend_drift_deg"] == pytest.approx(
        abs((second.measures["knee_bend_deg"] or 0) - (first.measures["knee_bend_deg"] or 0))
    )
    assert "knee_angle_off" not in fault_names(first)
    assert "knee_angle_off" in fault_names(second)


def test_hip_angle_from_world_points_and_from_the_image() -> None:
    """World: the thigh runs 0.5 along, 0.1 down and 0.35 ahead: atan(0.364 / 0.5) = 36.1°."""
    assert lying.hip_angle_deg(body(figure.pose(0.0))) == pytest.approx(0.6 * 36.1 + 27, abs=0.2)
    flat = body(figure.pose(0.0, world=False))
    shown_deg = math.degrees(math.atan2(0.1, 0.5))
    assert lying.shown_hip_angle_deg(flat) == pytest.approx(shown_deg, abs=0.1)
    # Spec CL6: atan(tan 11.3° / sin 27°).
    assert lying.hip_angle_deg(flat) == pytest.approx(23.8, abs=0.2)


@pytest.mark.parametrize(
    ("true_deg", "shown_deg"), [(30, 19), (45, 29), (60, 43)], ids=["30", "45", "60"]
)
def test_the_specifications_apparent_hip_angles(true_deg: float, shown_deg: float) -> None:
    """Spec CL6: 30/45/60° appear as 19/29/43° at 2.2 m; its own formula gives 37-65 of them."""
    assert lying.unforeshortened_deg(shown_deg) == pytest.approx(true_deg, abs=8)


@pytest.mark.parametrize(
    ("measure", "name", "sound", "amber", "red"),
    [
        ("opening_deg", "shallow_clam", 25.1, 24.9, 17.9),
        ("feet_apart_torso", "feet_apart", 0.099, 0.101, 0.161),
        ("trunk_roll_deg", "pelvis_rolls_back", 8.9, 9.1, 18.1),
        ("trunk_roll_image_deg", "pelvis_rolls_back", 8.9, 9.1, 18.1),
        ("opening_speed_per_s", "jerky", 2.4, 2.6, 4.1),
        ("opening_s", "jerky", 0.51, 0.49, 0.29),
        ("closing_s", "drops_on_return", 0.81, 0.79, 0.49),
        ("hip_angle_deg", "hip_angle_off", 30.1, 29.9, 19.9),
        ("hip_angle_deg", "hip_angle_off", 64.9, 65.1, 75.1),
        ("knee_bend_drift_deg", "knee_angle_off", 14.9, 15.1, 30.1),
        ("pelvis_slide_torso", "pelvis_slides", 0.079, 0.081, 0.121),
    ],
)
def test_fault_limits(measure: str, name: str, sound: float, amber: float, red: float) -> None:
    assert not faults.find(SPEC.faults, {measure: sound})
    for value, severity in ((amber, "amber"), (red, "red")):
        (fault,) = faults.find(SPEC.faults, {measure: value})
        assert (fault.name, fault.severity) == (name, severity)


def test_a_leg_raise_is_another_exercise(run_events: Run) -> None:
    events = run_events("clamshell", clams({"lift": 0.3, "feet": 0.5}))
    assert not reps_of(events)
    assert [event.reason for event in events if isinstance(event, RepVoided)] == ["wrong_movement"]


@pytest.mark.parametrize(("open_s", "count"), [(0.05, 0), (0.7, 1)])
def test_a_knee_that_opens_in_a_moment_flickers(open_s: float, count: int) -> None:
    """Open for a second, at 30 pictures a second."""
    tracker = Tracker(SPEC)
    events: list[Event] = []
    for i in range(150):
        t_s = i / 30
        shown = min(1.0, max(0.0, (t_s - 2.0) / open_s), max(0.0, (3.0 + open_s - t_s) / 0.6))
        lift = 0.5 - 0.5 * math.cos(math.pi * shown)
        events += tracker.feed(figure.pose(t_s, lift=OPEN["lift"] * lift))
    assert len(reps_of(events)) == count
    assert [event.reason for event in events if isinstance(event, RepVoided)] == ["lost"] * (
        1 - count
    )


def test_half_an_opening_is_partial(run_events: Run) -> None:
    events = run_events("clamshell", clams({"lift": 0.15}))
    assert not reps_of(events)
    assert sum(isinstance(event, RepPartial) for event in events) == 1


def test_a_pelvis_that_shifts_gives_up_the_rep(run_events: Run, change_pose: Change) -> None:
    poses = list(clams(OPEN))
    middle = len(poses) // 2
    aside = np.zeros((LANDMARK_COUNT, 2))
    aside[Landmark.LEFT_HIP : Landmark.RIGHT_KNEE + 1, 0] = 30.0
    shifted = [change_pose(pose, xy_px=pose.xy_px + aside) for pose in poses[middle:]]
    events = run_events("clamshell", poses[:middle] + shifted)
    assert not reps_of(events)
    assert [event.reason for event in events if isinstance(event, RepVoided)] == ["feet_moved"]


def test_a_camera_that_pans_takes_no_rep_and_tells_no_fault(change_pose: Change) -> None:
    still, aside_px = one_rep(clams(OPEN)), np.array([60.0, 0.0])
    moving = one_rep(
        change_pose(pose, xy_px=pose.xy_px + aside_px * math.sin(pose.t_s)) for pose in clams(OPEN)
    )
    assert moving.faults == still.faults
    assert moving.measures["opening_deg"] == pytest.approx(still.measures["opening_deg"], abs=1)


def test_a_body_askew_is_counted_but_not_judged() -> None:
    rep = one_rep(figure.turned_about(pose, 1, 40.0) for pose in clams(OPEN))
    assert (rep.score, rep.unscored_reason) == (None, "turned")


def test_hidden_feet_leave_the_alignment_unknown(change_pose: Change) -> None:
    hidden = np.ones(LANDMARK_COUNT)
    hidden[Landmark.LEFT_ANKLE :] = 0.1
    rep = one_rep(change_pose(pose, visibility=hidden) for pose in clams(OPEN))
    assert rep.measures["feet_apart_torso"] is None
    assert (rep.score, rep.unscored_reason) == (None, "alignment_not_seen")


def test_a_mirrored_picture_swaps_the_side(mirror_pose: Callable[[Pose], Pose]) -> None:
    rep = one_rep(map(mirror_pose, clams(OPEN)))
    assert rep.side == "left"
    assert rep.measures["opening_deg"] == pytest.approx(30, abs=0.5)


def test_swapped_labels_of_the_lower_legs_change_nothing(change_pose: Change) -> None:
    order = np.arange(LANDMARK_COUNT)
    order[Landmark.LEFT_KNEE :] = order[Landmark.LEFT_KNEE :].reshape(4, 2)[:, ::-1].ravel()
    rep = one_rep(change_pose(pose, xy_px=pose.xy_px[order]) for pose in clams(OPEN))
    assert rep.side == "right"
    assert rep.measures["opening_deg"] == pytest.approx(30, abs=0.5)


def test_turning_over_in_a_set_begins_anew(run_events: Run) -> None:
    """Flipped top to bottom the same figure lies on its right side."""
    first = list(clams(OPEN))
    flip = [1.0, -1.0]
    second = [
        Pose(
            pose.t_s + first[-1].t_s + 0.1,
            figure.MIDDLE + (pose.xy_px - figure.MIDDLE) * flip,
            pose.visibility,
            pose.world_m * [1.0, -1.0, 1.0],
            *figure.SIZE,
        )
        for pose in clams({"lift": 0.0})
    ]
    events = run_events("clamshell", first + second)
    assert [rep.side for rep in reps_of(events)] == ["right"]
