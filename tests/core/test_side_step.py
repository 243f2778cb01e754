"""The side-step: hand-made steps through the tracker, and each fault just within and beyond."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from exercises import faults, registry, score, stepping
from exercises.events import Event, Rep, RepCompleted, RepVoided, ViewProblem
from exercises.pose import Landmark, Pose
from exercises.spec import Earlier, Measures
from exercises.trace import Trace
from exercises.tracker import Tracker
from tests.core import stick
from tests.core.stick import Leg

SPEC = registry.get("side_step")
HZ = 15.0
MOVE_S, REST_S = 0.6, 0.4
Feet = tuple[float, float]
"""Places of the left and right ankle, metres to the figure's left."""
Run = Callable[[str, Iterable[Pose]], list[Event]]


def stance(  # noqa: PLR0913 - what a stance can be
    t_s: float,
    feet: Feet,
    *,
    lifted: Feet = (0.0, 0.0),
    ahead: Feet = (0.0, 0.0),
    squat: float = 0.12,
    lean_deg: float = 0.0,
    knees_in: float = 0.0,
    toe_out_deg: float = 0.0,
    middle: float | None = None,
    yaw_deg: float = 0.0,
    scale: float = 1.0,
) -> Pose:
    """Hips over the middle of the feet, `squat` metres below standing; knees on their lines."""
    centre = sum(feet) / 2 if middle is None else middle
    hips = 0.85 - squat
    legs = []
    for side, foot, height, step in zip((1.0, -1.0), feet, lifted, ahead, strict=True):
        hip = (0.0, centre + side * stick.HIPS_M / 2, hips)
        ankle = (step, foot, 0.05 + height)
        knee = ((hip[0] + ankle[0]) / 2 + 0.1, (hip[1] + ankle[1]) / 2 - side * knees_in, 0.0)
        legs.append(Leg(hip, (*knee[:2], (hip[2] + ankle[2]) / 2), ankle, toe_out_deg))
    sideways, up = (stick.TORSO_M * part(math.radians(lean_deg)) for part in (math.sin, math.cos))
    left, right = ((0.0, centre + sideways + side * 0.15, hips + up) for side in (1.0, -1.0))
    return stick.pose(t_s, (legs[0], legs[1]), (left, right), yaw_deg=yaw_deg, scale=scale)


def walk(*stops: Feet, **how: float) -> Iterator[Pose]:
    """Two still seconds, then from stop to stop, with a rest where the feet have closed."""
    frame, feet = 0, stops[0]

    def still(seconds: float) -> Iterator[Pose]:
        nonlocal frame
        for _ in range(round(seconds * HZ)):
            yield stance(frame / HZ, feet, **how)  # type: ignore[arg-type] # numbers by name
            frame += 1

    yield from still(2.0)
    for before, after in pairwise(stops):
        for i in range(1, round(MOVE_S * HZ) + 1):
            share = stick.eased(i / (MOVE_S * HZ))
            now = tuple(a + (b - a) * share for a, b in zip(before, after, strict=True))
            yield stance(frame / HZ, now, **how)  # type: ignore[arg-type] # a pair, and numbers
            frame += 1
        feet = after
        if after[0] - after[1] < before[0] - before[1]:
            yield from still(REST_S)
    yield from still(0.6)


def steps(
    count: int, *, direction: float = 1.0, wide: float = 0.5, close: float = 0.28, **how: float
) -> Iterator[Pose]:
    """Steps one way: first the leading foot, then the other."""
    middle = -direction * count * (wide - close) / 2  # so that the way has the mirror in its middle
    left, right = middle + close / 2, middle - close / 2
    stops = [(left, right)]
    for _ in range(count):
        for leading in (True, False):
            by = direction * (wide - close)
            if leading == (direction > 0):
                left += by
            else:
                right += by
            stops.append((left, right))
    return walk(*stops, **how)


def reps(poses: Iterable[Pose]) -> list[Rep]:
    return [event.rep for event in events(poses) if isinstance(event, RepCompleted)]


def events(poses: Iterable[Pose]) -> list[Event]:
    tracker = Tracker(SPEC)
    said = [event for pose in poses for event in tracker.feed(pose)]
    return said + list(tracker.finish())


def names(rep: Rep) -> set[tuple[str, str]]:
    return {(fault.name, fault.severity) for fault in rep.faults}


def voids(poses: Iterable[Pose]) -> set[str]:
    return {event.reason for event in events(poses) if isinstance(event, RepVoided)}


def test_stance_ratio_of_the_specification() -> None:
    """F1: ankles 0.45 m and hips 0.20 m apart are 2.25 hip widths."""
    tracker = Tracker(SPEC)
    tracker.feed(stance(0.0, (0.225, -0.225)))
    assert tracker.snapshot.gauge == pytest.approx(2.25)


@pytest.mark.parametrize(("direction", "side"), [(1.0, "left"), (-1.0, "right")])
def test_direction_is_the_persons_own(direction: float, side: str) -> None:
    done = reps(steps(3, direction=direction))
    assert [rep.side for rep in done] == [side] * 3
    assert [rep.score for rep in done] == pytest.approx([100] * 3, abs=2)


def test_a_mirrored_picture_swaps_the_sides(mirror_pose: Callable[[Pose], Pose]) -> None:
    done = reps(map(mirror_pose, steps(3)))
    assert [rep.side for rep in done] == ["right"] * 3


def test_step_and_closing_width_by_hand() -> None:
    """From 0.28 to 0.50 m with hips of 0.20 m: 1.4 to 2.5 hip widths."""
    rep = reps(steps(2))[1]
    assert rep.measures["step_hip_widths"] == pytest.approx(1.0, abs=0.1)  # less the ends
    assert rep.measures["narrowest_hip_widths"] == pytest.approx(1.4, abs=0.05)


def test_every_step_counts_however_the_feet_close() -> None:
    stops = [(0.14, -0.14)]
    for close in (0.12, 0.12, 0.34, 0.25, 0.12, 0.40):
        trailing = stops[-1][1]
        stops += [(trailing + 0.6, trailing), (trailing + 0.6, trailing + 0.6 - close)]
    assert len(reps(walk(*[(left - 0.9, right - 0.9) for left, right in stops]))) == 6


def test_a_step_that_starts_with_the_feet_together_counts() -> None:
    stops = [(0.05, -0.05), (0.18, -0.05), (0.40, -0.05), (0.40, 0.12), (0.62, 0.12), (0.62, 0.34)]
    assert len(reps(walk(*stops))) == 2


def test_marching_in_place_does_not_count() -> None:
    stops = [(0.14, -0.14), (0.36, -0.14), (0.14, -0.14)] * 3
    assert reps(walk(*stops, middle=0.0)) == []
    assert voids(walk(*stops, middle=0.0)) == {"marching"}


def test_stepping_forward_does_not_count() -> None:
    def lunges() -> Iterator[Pose]:
        for i in range(120):
            share = stick.eased(1 - abs(1 - i / 15 % 2.0)) if i > 30 else 0.0
            feet = (0.14 + 0.2 * share + i / 200, -0.14 + i / 200)
            # A foot 0.2 m lower in the picture: nearer to the camera, seen from above.
            yield stance(i / HZ, feet, lifted=(-0.2 * share, 0.0), ahead=(0.6 * share, 0.0))

    assert reps(lunges()) == []
    assert voids(lunges()) == {"stepped_forward"}


def test_walking_across_the_picture_does_not_count() -> None:
    """Feet that pass each other walk, by halves that widen and close like a side-step."""
    feet = [(-0.8 + 0.4 * i, -0.8 + 0.4 * (i - (-1) ** i)) for i in range(5)]
    assert reps(walk(*feet)) == []
    assert voids(walk(*feet)) == {"feet_met"}


@pytest.mark.parametrize(
    ("apart", "met"),
    [
        ((0.2, 0.5, 0.9, 0.5, 0.2), False),
        ((0.2, 0.5, 0.9, 0.5, 0.1), True),
        ((-0.1, 0.5, 0.9, 0.5, 0.2), True),
        ((0.2, 0.5, -0.9, 0.5, 0.2), False),  # the legs swapped in one pose
        ((0.2, 0.5, -0.9, -0.5, 0.2), True),
    ],
)
def test_feet_that_met(apart: tuple[float, ...], *, met: bool) -> None:
    for facing, expected in ((1.0, met), (-1.0, True)):  # who faces away has the other foot there
        rows = [
            (i / HZ, 1.0, {"left_ankle_u": 2.0 + u, "right_ankle_u": 2.0, "facing": facing})
            for i, u in enumerate(apart)
        ]
        trace = Trace(rows, start_s=0.0, peak_s=2 / HZ, end_s=4 / HZ)
        assert stepping.feet_met(trace) is expected


def test_feet_that_snap_together() -> None:
    assert all(not rep.faults for rep in reps(steps(3, close=0.22)))
    assert [names(rep) for rep in reps(steps(3, close=0.19))] == [
        {("feet_snap_together", "amber")}
    ] * 3
    assert [names(rep) for rep in reps(steps(3, close=0.12))] == [
        {("feet_snap_together", "red")}
    ] * 3


def test_a_snap_is_told_in_its_own_step() -> None:
    stops = [(0.14, -0.14), (0.36, -0.14), (0.36, 0.08), (0.58, 0.08), (0.58, 0.48)]
    assert [names(rep) for rep in reps(walk(*stops))] == [set(), {("feet_snap_together", "red")}]


@pytest.mark.parametrize(
    ("lean_deg", "found"),
    [(9.0, set()), (11.0, {("trunk_sways", "amber")}), (18.0, {("trunk_sways", "red")})],
)
def test_trunk_sway(lean_deg: float, found: set[tuple[str, str]]) -> None:
    def swaying() -> Iterator[Pose]:
        for i in range(75):
            share = stick.eased(1 - abs(1 - (i - 30) / 12)) if 30 <= i < 54 else 0.0
            lead = 0.14 + 0.22 * stick.eased((i - 30) / 12)
            trail = -0.14 + 0.22 * stick.eased((i - 42) / 12)
            yield stance(i / HZ, (lead, trail), lean_deg=lean_deg * share)

    assert [names(rep) for rep in reps(swaying())] == [found]


def test_knees_that_cave_at_landing() -> None:
    assert reps(steps(1))[0].measures["knee_index_ratio"] == pytest.approx(1.0, abs=0.02)
    # Knees half-way between hips (0.2 m) and ankles (0.5 m) are 0.35 m apart; 3 cm each is 0.83.
    caved = reps(steps(1, knees_in=0.03))[0]
    assert caved.measures["knee_index_ratio"] == pytest.approx(0.83, abs=0.03)
    assert names(caved) == {("knees_cave", "amber")}
    assert (caved.score or 0) < 90


def test_toes_that_turn_out_in_the_step() -> None:
    def turning() -> Iterator[Pose]:
        for i in range(75):
            lead = 0.14 + 0.22 * stick.eased((i - 30) / 12)
            trail = -0.14 + 0.22 * stick.eased((i - 45) / 12)
            wide = (lead - trail - 0.28) / 0.22
            yield stance(i / HZ, (lead, trail), toe_out_deg=5 + 20 * wide)

    (rep,) = reps(turning())
    assert rep.measures["toes_turn_out_deg"] == pytest.approx(18, abs=2)  # less the rounded peak
    assert names(rep) == {("toes_turn_out", "amber")}


def test_standing_up_is_told_only_of_who_was_seen_standing_and_squatting() -> None:
    def heights(*squats: float) -> Iterator[Pose]:
        left, right, frame = 0.14, -0.14, 0
        for number, squat in enumerate(squats):
            for i in range(33):
                lead = left + 0.22 * stick.eased((i - 9) / 9)
                trail = right + 0.22 * stick.eased((i - 18) / 9)
                before = squats[max(0, number - 1)]
                sunk = before + (squat - before) * stick.eased(i / 9)
                yield stance(frame / HZ, (lead, trail), squat=sunk)
                frame += 1
            left, right = left + 0.22, right + 0.22
        for i in range(15):
            yield stance((frame + i) / HZ, (left, right), squat=squats[-1])

    only_one = reps(heights(0.0, 0.0, 0.0, 0.0))
    assert [rep.measures["knee_flexion_deg"] for rep in only_one] == [None] * 4
    both = reps(heights(0.0, 0.12, 0.12, 0.0))
    # 0.12 of 0.80 m: 170·√0.15 = 66°.
    assert both[2].measures["knee_flexion_deg"] == pytest.approx(66, abs=3)
    assert names(both[2]) == set()
    assert names(both[3]) == {("standing_up", "red")}


def test_walking_toward_the_mirror_or_to_its_edge() -> None:
    def growing(last: float) -> Iterator[Pose]:
        poses = list(steps(3, close=0.28))
        for i, pose in enumerate(poses):
            scale = 1.0 + (last - 1.0) * max(0.0, i / len(poses) - 0.5) * 2
            feet = (pose.xy_px[27, 0] - 320) / 200, (pose.xy_px[28, 0] - 320) / 200
            yield stance(pose.t_s, feet, scale=scale)

    assert ("drift", "amber") in names(reps(growing(1.3))[2])
    assert ("drift_away", "amber") in names(reps(growing(0.75))[2])
    assert all(not rep.faults for rep in reps(growing(1.05)))
    walked = reps(steps(12))
    assert [("near_edge", "amber") in names(rep) for rep in walked] == [False] * 11 + [True]


SOUND: Measures = {
    "step_hip_widths": 1.0,
    "narrowest_hip_widths": 1.4,
    "narrowest_to_stance_ratio": 1.0,
    "knee_flexion_deg": 40.0,
    "knee_index_ratio": 1.1,
    "trunk_sway_deg": 2.0,
    "toes_turn_out_deg": 0.0,
    "pelvic_tilt_deg": 1.0,
    "uneven_ratio": 0.05,
    "scale_change_ratio": 0.0,
    "steps_to_edge": 5.0,
    "edge_margin_ratio": 0.5,
    "turn_deg": 5.0,
    "closing_s": 0.7,
    "roughness_ratio": 1.7,
}


@pytest.mark.parametrize(
    ("code", "measure", "sound", "amber", "red"),
    [
        ("SS1", "narrowest_hip_widths", 1.06, 1.04, 0.89),
        ("SS1", "narrowest_to_stance_ratio", 0.81, 0.79, 0.69),
        ("SS2", "step_hip_widths", 0.61, 0.59, 0.39),
        ("SS3", "knee_flexion_deg", 20.5, 19.5, 11.5),
        ("SS4", "knee_index_ratio", 0.91, 0.89, 0.73),
        ("SS5", "trunk_sway_deg", 9.9, 10.1, 16.1),
        ("SS6", "toes_turn_out_deg", 14.5, 15.5, 25.5),
        ("SS7", "pelvic_tilt_deg", 5.9, 6.1, 10.1),
        ("SS8", "uneven_ratio", 0.19, 0.21, 0.36),
        ("SS9", "scale_change_ratio", 0.079, 0.081, 0.161),
        ("SS9", "scale_change_ratio", -0.079, -0.081, -0.161),
        ("SS9", "steps_to_edge", 1.1, 0.9, -0.1),
        ("SS9", "edge_margin_ratio", 0.16, 0.14, 0.04),
    ],
)
def test_limits(code: str, measure: str, sound: float, amber: float, red: float) -> None:
    def found(value: float) -> list[tuple[str, str]]:
        seen = faults.find(SPEC.faults, {**SOUND, measure: value})
        return [(fault.code, fault.severity) for fault in seen]

    assert found(sound) == []
    assert found(amber) == [(code, "amber")]
    assert found(red) == [(code, "red")]


def test_uneven_directions_compare_with_the_latest_step_the_other_way() -> None:
    done = reps(steps(1))
    trace = one_step()
    other: Mapping[str, float | None] = {"step_hip_widths": 0.8}
    alone = SPEC.measure(trace, {}, Earlier())
    both = SPEC.measure(trace, {}, Earlier(first=other, latest={"right": other}))
    assert done[0].measures["uneven_ratio"] is None
    assert alone["uneven_ratio"] is None
    # 1.1 against 0.8 hip widths: 0.3 of a mean of 0.95.
    assert both["uneven_ratio"] == pytest.approx(0.3 / 0.95, abs=0.12)
    assert SPEC.judge({**SOUND, "uneven_ratio": 0.35}).symmetry == 0.0


def one_step() -> Trace:
    """One step to the left as samples: 0.6 s out, 0.6 s in, landed at 0.6 s."""
    tracker, rows = Tracker(SPEC), []
    for pose in steps(1):
        tracker.feed(pose)
        now = tracker.snapshot
        if 1.9 < pose.t_s < 3.4:
            rows.append((pose.t_s, now.signal or 0.0, now.values))
    peak = max(rows, key=lambda row: row[1])
    return Trace(rows, start_s=rows[0][0], peak_s=peak[0], end_s=rows[-1][0])


def test_the_leading_foot_moves_first_and_lands_before_the_other_follows() -> None:
    trace = one_step()
    assert stepping.leading_side(trace) == "left"
    landed = trace.t_s[stepping.landing(trace, "left")]
    assert landed[0] == pytest.approx(2.6, abs=0.15)
    assert landed[-1] - landed[0] <= 0.41


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ({}, None),
        ({"yaw_deg": 30.0}, "turned"),
        ({"lean_deg": 80.0}, "stand_up"),  # lying
        ({"squat": 0.5}, "stand_up"),  # sitting
        ({"scale": 0.3}, "too_far"),
        ({"scale": 1.25}, None),
    ],
)
def test_what_the_mirror_misses_is_named(how: dict[str, float], problem: str | None) -> None:
    poses = (stance(i / HZ, (0.14, -0.14), **how) for i in range(20))  # type: ignore[arg-type] # numbers by name
    said = [event.problem for event in events(poses) if isinstance(event, ViewProblem)]
    assert said == ([] if problem is None else [problem])


def test_feet_below_the_picture() -> None:
    poses = [stance(i / HZ, (0.14, -0.14)) for i in range(20)]
    cut = [
        Pose(one.t_s, one.xy_px + np.array([0.0, 60.0]), one.visibility, one.world_m, *stick.SIZE)
        for one in poses
    ]
    assert [e.problem for e in events(cut) if isinstance(e, ViewProblem)] == ["feet_out"]


def bent(pose: Pose, shown: float) -> Pose:
    """The trunk tipped towards the mirror, until that share of its length is seen."""
    xy_px = pose.xy_px.copy()
    hips_v = xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 1].mean()
    for shoulder in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER):
        xy_px[shoulder, 1] = hips_v + shown * (xy_px[shoulder, 1] - hips_v)
    return replace(pose, xy_px=xy_px)


@pytest.mark.parametrize(("shown", "count"), [(1.0, 2), (0.6, 2), (0.2, 1)])
def test_feet_that_close_under_a_bent_trunk_are_no_step(shown: float, count: int) -> None:
    walked = list(steps(2))
    wide_s = max(walked, key=lambda pose: (_apart(pose), pose.t_s)).t_s
    bowed = [bent(pose, shown) if pose.t_s >= wide_s else pose for pose in walked]
    assert len(reps(bowed)) == count


def _apart(pose: Pose) -> float:
    """Of the ankles, whole px, so that the last of the widest stances is found."""
    return round(float(np.ptp(pose.xy_px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE], 0])))


def test_turned_steps_count_but_are_not_judged() -> None:
    done = reps(steps(3, yaw_deg=30.0))
    assert [rep.unscored_reason for rep in done] == ["turned"] * 3
    assert [rep.score for rep in done] == [None] * 3


def test_without_a_closing_width_a_step_is_not_judged() -> None:
    worth = score.of_rep(SPEC.judge({**SOUND, "narrowest_hip_widths": None}))
    assert worth.reason == "alignment_not_seen"
