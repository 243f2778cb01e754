"""The squat's measures and faults on reps written by hand, just within and beyond each limit."""

import math
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from exercises import faults, registry, score
from exercises.pose import Landmark, Pose
from exercises.spec import Earlier
from exercises.trace import Trace
from exercises.tracker import Tracker

SQUAT = registry.get("squat")
BASE = {"shank_left": 0.8, "shank_right": 0.8, "turn_deg": 0.0}
DOWN_S, UP_S, HZ = 2.0, 1.5, 15.0
Read = Callable[[str, str], list[Pose]]
Change = Callable[..., Pose]
Ends = Mapping[str, float | tuple[float, float]]
STANDING_AND_BOTTOM: Ends = {  # a sound rep: value at the start and at the bottom
    "flexion_deg": (10.0, 80.0),
    "yaw_deg": 2.0,
    "shank_ratio": 0.9,
    "fppa_mean_deg": (0.0, -10.0),
    "fppa_left_deg": (0.0, -10.0),
    "fppa_right_deg": (0.0, -10.0),
    "fppa_left_corrected_deg": (0.0, -10.0),
    "fppa_right_corrected_deg": (0.0, -10.0),
    "knee_shift_turn_deg": 0.0,
    "knee_medial_left": (0.1, 0.03),
    "knee_medial_right": (0.1, 0.03),
    "separation_ratio": 1.0,
    "knee_index": 1.1,
    "trunk_lean_deg": 0.0,
    "trunk_forward_deg": (0.0, 35.0),
    "shank_forward_deg": (0.0, 25.0),
    "torso_shown": (1.0, 0.85),
    "pelvic_tilt_deg": 1.0,
    "hip_shift": 0.0,
    "heel_height_left": 0.1,
    "heel_height_right": 0.1,
    "knee_u_left": 3.0,
    "knee_u_right": 2.0,
}


def rep(changes: Ends, *, down_s: float = DOWN_S) -> Trace:
    """One rep: a raised cosine down, 0.5 s at the bottom, and up again."""
    rows = []
    end_s = down_s + 0.5 + UP_S
    for i in range(int(end_s * HZ) + 1):
        t_s = i / HZ
        if t_s < down_s:
            depth = 0.5 - 0.5 * math.cos(math.pi * t_s / down_s)
        elif t_s < down_s + 0.5:
            depth = 1.0
        else:
            depth = 0.5 + 0.5 * math.cos(math.pi * (t_s - down_s - 0.5) / UP_S)
        channels = {}
        for name, ends in {**STANDING_AND_BOTTOM, **changes}.items():
            first, last = ends if isinstance(ends, tuple) else (ends, ends)
            channels[name] = first + (last - first) * depth
        rows.append((t_s, depth, channels))
    return Trace(rows, start_s=0.0, peak_s=down_s + 0.25, end_s=end_s)


def found(changes: Ends, **how: float) -> set[tuple[str, str | None, str]]:
    measures = SQUAT.measure(rep(changes, **how), BASE, Earlier())
    return {(f.name, f.side, f.severity) for f in faults.find(SQUAT.faults, measures)}


def test_a_sound_rep_has_no_fault_and_a_full_score() -> None:
    assert found({}) == set()
    worth = score.of_rep(SQUAT.judge(SQUAT.measure(rep({}), BASE, Earlier())))
    assert worth.points is not None
    assert worth.points >= 98


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        # Knee against the toe in standing shanks of 0.8 torso lengths: .10 is 0.08, .18 is 0.144.
        ({"knee_medial_left": (0.1, 0.078)}, None),
        ({"knee_medial_left": (0.1, 0.085)}, ("knees_cave", "left", "amber")),
        ({"fppa_mean_deg": (0.0, 2.8)}, None),
        ({"fppa_mean_deg": (0.0, 5.0)}, ("knees_cave", "both", "amber")),
        ({"fppa_mean_deg": (0.0, 9.5)}, ("knees_cave", "both", "red")),
        ({"knee_index": 0.95}, None),
        ({"knee_index": 0.90}, ("knees_cave", "both", "amber")),
        ({"knee_index": 0.86}, ("knees_cave", "both", "red")),
        ({"fppa_mean_deg": (-22.0, -6.0)}, ("caving_grows", None, "amber")),
        ({"flexion_deg": (10.0, 66.0)}, None),
        ({"flexion_deg": (10.0, 64.0)}, ("too_shallow", None, "amber")),
        ({"flexion_deg": (10.0, 49.0)}, ("too_shallow", None, "red")),
        ({"hip_shift": (0.0, 0.058)}, None),
        ({"hip_shift": (0.0, -0.065)}, ("hips_shift", None, "amber")),
        ({"hip_shift": (0.0, 0.11)}, ("hips_shift", None, "red")),
        ({"pelvic_tilt_deg": (1.0, 5.8)}, None),
        ({"pelvic_tilt_deg": (1.0, -4.5)}, ("pelvic_tilt", None, "amber")),
        ({"pelvic_tilt_deg": (1.0, 10.5)}, ("pelvic_tilt", None, "red")),
        ({"trunk_lean_deg": (0.0, 5.8)}, None),
        ({"trunk_lean_deg": (0.0, -7.0)}, ("trunk_side_lean", None, "amber")),
        ({"trunk_lean_deg": (0.0, 10.5)}, ("trunk_side_lean", None, "red")),
        ({"heel_height_left": (0.1, 0.16)}, None),
        ({"heel_height_left": (0.1, 0.18)}, ("heels_lift", None, "amber")),
        ({"heel_height_right": (0.1, 0.22)}, ("heels_lift", None, "red")),
        ({"torso_shown": (1.0, 0.45)}, ("forward_fold", None, "amber")),
    ],
)
def test_limits(changes: Ends, fault: tuple[str, str | None, str] | None) -> None:
    assert found(changes) == ({fault} if fault else set())


def test_both_knees_far_inside_are_red() -> None:
    both = {"knee_medial_left": (0.1, 0.15), "knee_medial_right": (0.1, 0.15)}
    assert found(both) == {("knees_cave", side, "red") for side in ("left", "right")}


def test_one_knee_alone_is_told_when_the_sides_differ() -> None:
    assert ("one_knee", None, "amber") in found({"knee_medial_left": (0.1, 0.095)})


def test_a_knee_outside_its_toe_is_as_good_as_over_it() -> None:
    """Rendered squats of wide hips: neither knee comes in, the one is 0.08 shanks farther out."""
    outside = {"knee_medial_left": (0.1, 0.03), "knee_medial_right": (0.1, -0.04)}
    assert found(outside) == set()
    measures = SQUAT.measure(rep({**outside, "knee_medial_left": (0.1, 0.065)}), BASE, Earlier())
    assert measures["knee_medial_difference_shank"] == pytest.approx(0.081, abs=0.005)


@pytest.mark.parametrize(
    ("turn_deg", "shift", "read"),
    [
        (-7.0, 0.068, 0.019),  # they sink straight back, of somebody turned to image left
        (7.0, -0.068, 0.019),
        (7.0, 0.068, 0.068),  # a turn makes no shift
        (7.0, -0.02, 0.0),
        (7.0, -0.14, 0.091),
        (math.nan, 0.068, 0.068),
    ],
)
def test_hips_of_a_turned_body_seem_to_shift(turn_deg: float, shift: float, read: float) -> None:
    base = BASE | {"turn_deg": turn_deg}
    measures = SQUAT.measure(rep({"hip_shift": (0.0, shift)}), base, Earlier())
    assert measures["hip_shift_torso"] == pytest.approx(read, abs=0.003)


@pytest.mark.parametrize(("down_s", "severity"), [(1.1, None), (0.9, "amber"), (0.5, "red")])
def test_tempo(down_s: float, severity: str | None) -> None:
    assert found({}, down_s=down_s) == ({("too_fast", None, severity)} if severity else set())


def test_a_displacement_that_standing_shows_as_well_is_the_toes_and_not_the_knees() -> None:
    # Feet turned far out, or a toe landmark that is off: 0.29 standing shanks inside the toe.
    trace = rep({"knee_medial_left": (0.23, 0.09)})
    straight = SQUAT.measure(trace, BASE | {"knee_medial_left": 0.104}, Earlier())
    turned_out = SQUAT.measure(trace, BASE | {"knee_medial_left": 0.23}, Earlier())
    assert straight["caving_left_shank"] == pytest.approx(0.112, abs=0.01)
    assert turned_out["caving_left_shank"] == pytest.approx(0.10)
    assert turned_out["knee_medial_left_shank"] == straight["knee_medial_left_shank"]


@pytest.mark.parametrize(
    ("yaw_deg", "reason"),
    [(19.0, None), (22.0, "turned"), (50.0, "turned"), (80.0, "side_view"), (150.0, "turned")],
)
def test_which_views_are_judged(yaw_deg: float, reason: str | None) -> None:
    measures = SQUAT.measure(rep({"yaw_deg": yaw_deg}), BASE, Earlier())
    assert score.of_rep(SQUAT.judge(measures)).reason == reason


def test_the_side_view_tells_depth_and_the_fold_of_the_trunk() -> None:
    def side_view(trunk_deg: float) -> Ends:
        return {"yaw_deg": 85.0, "trunk_forward_deg": (0.0, trunk_deg)}

    assert found(side_view(44.0)) == set()
    assert found(side_view(46.0)) == {("forward_fold", None, "amber")}


def test_one_sides_angle_comes_with_its_error_bound_and_only_below_it() -> None:
    told = SQUAT.measure(rep({}), BASE, Earlier())
    assert told["fppa_left_deg"] == pytest.approx(-6.5, abs=1.5)
    assert told["fppa_error_deg"] == pytest.approx(3.7, abs=0.5)
    for base in ({"turn_deg": 9.0}, {"turn_deg": math.nan}):
        assert SQUAT.measure(rep({}), BASE | base, Earlier())["fppa_left_deg"] is None


def test_a_turned_body_is_suspected_before_one_knee_is_blamed() -> None:
    # T11 of the specification: left -2.9°, right 16.7°, as a turn of 6° shows 8° on both sides.
    unequal: Ends = {
        "fppa_left_deg": (0.0, -2.9),
        "fppa_right_deg": (0.0, 16.7),
        "knee_shift_turn_deg": 6.0,
        "knee_medial_right": (0.1, 0.15),
    }
    unknown = SQUAT.measure(rep(unequal), BASE | {"turn_deg": math.nan}, Earlier())
    assert unknown["turn_doubt_deg"] == pytest.approx(6.0)
    assert unknown["knee_medial_difference_shank"] is None
    assert "turn_check" in {f.name for f in faults.find(SQUAT.faults, unknown)}
    facing = SQUAT.measure(rep(unequal), BASE | {"turn_deg": 0.0}, Earlier())
    assert facing["turn_doubt_deg"] is None
    turned = SQUAT.measure(rep(unequal), BASE | {"turn_deg": 7.0}, Earlier())
    assert turned["turn_doubt_deg"] == pytest.approx(6.0)


def test_a_red_knee_caps_the_score() -> None:
    measures = SQUAT.measure(rep({"knee_medial_left": (0.1, 0.15)}), BASE, Earlier())
    worth = score.of_rep(SQUAT.judge(measures))
    assert worth.points is not None
    assert worth.points <= 70


def test_a_lunge_or_a_turn_on_the_spot_is_no_squat() -> None:
    assert SQUAT.reject(rep({})) is None
    assert SQUAT.reject(rep({"shank_ratio": (0.9, 0.1)})) == "wrong_movement"
    assert SQUAT.reject(rep({"yaw_deg": (0.0, 60.0)})) == "wrong_movement"


@pytest.mark.parametrize(("visibility", "count"), [(0.5, 4), (1.0, 0)])
def test_a_foot_that_slides_is_believed_as_far_as_it_is_seen(
    read_golden: Read, change_pose: Change, visibility: float, count: int
) -> None:
    as_it_is, slid = Tracker(SQUAT), Tracker(SQUAT)
    for pose in read_golden("squat_valgus", "squat"):
        as_it_is.feed(pose)
        xy, seen = pose.xy_px.copy(), pose.visibility.copy()
        seen[Landmark.LEFT_ANKLE] = visibility
        if as_it_is.snapshot.phase in {"out", "top"}:
            trunk = xy[Landmark.LEFT_HIP] - xy[Landmark.LEFT_SHOULDER]
            xy[Landmark.LEFT_ANKLE, 0] += 0.45 * math.hypot(*trunk)
        slid.feed(change_pose(pose, xy_px=xy, visibility=seen))
    assert slid.snapshot.count == count


@pytest.mark.parametrize("period_s", [4.0, 8.0])
def test_a_camera_that_pans_takes_no_rep(
    read_golden: Read, change_pose: Change, period_s: float
) -> None:
    """To and fro by a torso length and more; both ankles seem to move away from the start."""
    tracker = Tracker(SQUAT)
    poses = read_golden("squat_valgus", "squat")
    torso_px = math.dist(*poses[0].xy_px[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]])
    aside_px = np.array([torso_px, 0.0])
    for pose in poses:
        share = math.sin(2 * math.pi * pose.t_s / period_s)
        tracker.feed(change_pose(pose, xy_px=pose.xy_px + share * aside_px))
    assert tracker.snapshot.count == 4


def test_a_body_that_comes_nearer_gives_the_rep_up(read_golden: Read, change_pose: Change) -> None:
    """Both ankles go down the picture, by 0.4 torso lengths in a rep."""
    as_it_is, nearer = Tracker(SQUAT), Tracker(SQUAT)
    poses = read_golden("squat_valgus", "squat")
    torso_px = math.dist(*poses[0].xy_px[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]])
    for pose in poses:
        as_it_is.feed(pose)
        down_px = 0.4 * torso_px if as_it_is.snapshot.phase in {"out", "top"} else 0.0
        nearer.feed(change_pose(pose, xy_px=pose.xy_px + np.array([0.0, down_px])))
    assert nearer.snapshot.count == 0
