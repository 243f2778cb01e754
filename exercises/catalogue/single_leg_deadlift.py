"""Single-leg deadlift (spec/angle-core.md §2.6): hinge, back line and knee bend from the side.

From the front reps are counted and the pelvis is looked at, but they are not scored: there the
hinge points at the camera, and the standing knee cannot be judged. Rendered knees that cave by
10-15° read 0-13°, sound ones -11 to +5° (3 bodies, 16 reps): people differ by more than the fault.
"""

import math
from typing import Final

from exercises import geometry, hinging, view
from exercises.events import Side
from exercises.features import SIDES, Body, BodySide, leg
from exercises.pose import Landmark
from exercises.score import control, graded, lin, reached
from exercises.spec import (
    Baseline,
    Earlier,
    ExerciseSpec,
    FaultRule,
    Judgement,
    Measures,
    Observation,
    RepRule,
    Values,
)
from exercises.trace import Trace

TARGET_DEG: Final = 60.0
"""Hinge of the trunk at signal 1 (spec §2.6)."""

_FRONT_DEG: Final = 35.0
"""Less turned than this, or by as much from behind, the trunk shortens in the picture rather than
tips."""

_PELVIS_DEG: Final = 20.0
"""Beyond this turn the pelvis is not looked at: a hip line seen askew tilts with the hinge."""

_UPRIGHT_DEG: Final = 25.0
_HINGED_DEG: Final = 30.0
"""Below the first the person stands; beyond the second it shows whether a foot is lifted."""

_MIN_SWING_DEG: Final = 5.0
_MIN_SPLIT_DEG: Final = 25.0
"""From the side: free thigh behind the vertical, and angle between the thighs, at the bottom. In
squats and bends on two feet the thighs differ by 15° at most (9 real clips); a free leg that is
lifted only a little shows 28°."""

_MIN_LIFT: Final = 0.3
"""From the front: height of the free ankle over the other at the bottom, torso lengths. Rendered
deadlifts show 0.5-1.0, feet on the floor below 0.1."""

_MIN_LEGS: Final = 0.95
"""Height of the hips over the lower ankle, torso lengths. Deadlifts show 1.2 or more, people who
sit or kneel up to 0.85."""

_HINGED_LEGS: Final = 0.75
"""The same with one leg reaching back under a hinged trunk: a camera of 1.9 m, 2.2 m away, shows a
short person 0.83."""

_MIN_LEGS_KEPT: Final = 0.75
_MAX_KNEE_DEG: Final = 80.0
"""From the front the height of the hips over that at the start, from the side the bend of the
standing knee, beyond which somebody squats or lunges. Deadlifts keep 0.87-0.97 and bend up to 65°.
"""

_TILT_PER_DEG: Final = 0.10
"""Pelvic tilt that the front view adds per degree of hinge: the free hip seems higher. Level hips
read +3 to +9° at 50-62° of hinge (3 rendered bodies, 12 reps)."""

_TURNS_DEG: Final = 50.0
"""Whoever stands on both feet and turns by more has turned side-on: what was seen from the front
is no start for that. On both feet nobody turns by more than 33° within a rep (136 deadlifts)."""

_SQUATTING_DEG: Final = 40.0
"""Spec SD3, red."""


def observe(body: Body, base: Values) -> Observation:
    """Hinge of the trunk now."""
    # The chest points down in the hinge: the way the person faces is taken from the rest.
    facing, yaw_deg = body.forward, abs(body.yaw_deg)
    forward = math.copysign(1.0, base.get("forward", facing))
    askew_deg = hinging.askew_deg(base.get("yaw_deg", yaw_deg))
    front = askew_deg < _FRONT_DEG
    # Counted as seen, measured as corrected: the correction also enlarges what is no hinge.
    seen_deg = hinging.front_deg(body) if front else geometry.lean_deg(body.torso, forward)
    hinge_deg = seen_deg if front else hinging.side_deg(body, forward, askew_deg)
    free, swing_deg, split_deg = hinging.free_leg(body, forward, front=front)
    stance: BodySide = "left" if free == "right" else "right"
    right_lift = body.below(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
    turned_deg = abs(yaw_deg - base.get("yaw_deg", yaw_deg))
    both_feet = abs(right_lift) < _MIN_LIFT if front else split_deg < _MIN_SPLIT_DEG
    legs = max(body.below(ankle, hip) for hip, _, ankle in (leg(side) for side in SIDES))
    hinged = hinge_deg > _HINGED_DEG and not both_feet
    problem = _problem(body, yaw_deg, upright=legs >= (_HINGED_LEGS if hinged else _MIN_LEGS))
    if problem is None and both_feet and hinge_deg > _HINGED_DEG:
        problem = "lift_one_foot"
    elif problem is None and askew_deg < hinging.SIDE_DEG:
        problem = "turn_side_on"
    seen = problem in {None, "turn_side_on", "lift_one_foot", "too_far"}
    shoulder, (hip, _, ankle) = body.mid(Landmark.LEFT_SHOULDER), leg(free)
    rest_deg = 0.0 if front else max(0.0, base.get("lean_deg", 0.0))
    return Observation(
        signal=(seen_deg - rest_deg) / TARGET_DEG if seen else None,
        ready=seen and abs(seen_deg) < _UPRIGHT_DEG,
        problem=problem,
        side=stance,
        gauge=hinge_deg,
        moved=both_feet and turned_deg > _TURNS_DEG,
        channels={
            "hinge_deg": hinge_deg,
            "lean_deg": seen_deg,
            "forward": facing,
            "yaw_deg": yaw_deg,
            "askew_deg": askew_deg,
            "from_front": float(front),
            "free_is_right": float(free == "right"),
            "swing_deg": swing_deg,
            "split_deg": split_deg,
            "right_lift": right_lift,
            "legs": legs,
            "middle_u": body.mid(Landmark.LEFT_HIP)[0] / body.torso_px,
            "line_deg": 180.0 - geometry.bend_deg(shoulder, body.points[hip], body.points[ankle]),
            "stance_knee_deg": body.knee_flexion_deg(stance),
            "pelvic_tilt_deg": body.pelvic_tilt_deg,
            **{f"fppa_{side}_deg": _fppa_deg(body, side) for side in SIDES},
        },
    )


def _problem(body: Body, yaw_deg: float, *, upright: bool) -> str | None:
    if not upright:
        return "stand_up"
    problem = view.problem(body, yaw_deg, side_allowed=True)
    # How far the body is turned is asked by the exercise itself, and nothing spoils off-centre.
    return None if problem in {"turned", "off_centre"} else problem


def _fppa_deg(body: Body, side: BodySide) -> float:
    hip, knee, ankle = (body.points[joint] for joint in leg(side))
    medial = math.copysign(1.0, body.mid(Landmark.LEFT_HIP)[0] - hip[0])
    return geometry.fppa_deg(hip, knee, ankle, medial)


def reject(trace: Trace) -> str | None:
    """One leg must reach back while the other one stands."""
    front = trace.start("from_front") > 0.5  # noqa: PLR2004 - a flag's median
    kept, knee_deg = trace.bottom("legs") / trace.start("legs"), trace.bottom("stance_knee_deg")
    if kept < _MIN_LEGS_KEPT if front else knee_deg > _MAX_KNEE_DEG:
        return "wrong_movement"
    lifted = (
        abs(trace.bottom("right_lift")) >= _MIN_LIFT
        if front
        else trace.bottom("swing_deg") >= _MIN_SWING_DEG
        and trace.bottom("split_deg") >= _MIN_SPLIT_DEG
    )
    return None if lifted else "both_feet"


def measure(trace: Trace, base: Values, _earlier: Earlier) -> Measures:
    """From the side hinge, line and knee; from the front pelvis and knee; balance and tempo."""
    bottom = trace.bottom
    values: dict[str, float | None] = {
        "yaw_deg": trace.start("askew_deg"),
        "sway_torso": hinging.sway(trace),
        "free_foot_lift_torso": hinging.least_lift(trace),
        "lowering_s": trace.outward_s(),
        "rising_s": trace.inward_s(),
        "roughness_ratio": trace.roughness(),
    }
    if trace.start("from_front") > 0.5:  # noqa: PLR2004 - a flag's median
        free_is_right = bottom("free_is_right") > 0.5  # noqa: PLR2004
        left_higher_deg = bottom("pelvic_tilt_deg") - base.get("pelvic_tilt_deg", 0.0)
        free_higher_deg = -left_higher_deg if free_is_right else left_higher_deg
        if not trace.start("askew_deg") < _PELVIS_DEG:
            return values
        return {
            **values,
            "pelvis_opens_deg": free_higher_deg - _TILT_PER_DEG * bottom("hinge_deg"),
            "stance_fppa_deg": bottom("fppa_left_deg" if free_is_right else "fppa_right_deg"),
        }
    return {
        "hinge_deg": bottom("hinge_deg"),
        "line_deg": bottom("line_deg"),
        "stance_knee_deg": bottom("stance_knee_deg"),
        **values,
    }


def judge(measures: Measures) -> Judgement:
    """Sub-scores of spec §5; from the side only."""
    line_deg, hinge_deg = measures.get("line_deg"), measures.get("hinge_deg")
    yaw_deg = measures["yaw_deg"]
    if line_deg is None or hinge_deg is None or yaw_deg is None or yaw_deg < hinging.SIDE_DEG:
        return Judgement(unscored_reason="turn_side_on")
    lowering_s, roughness = measures["lowering_s"], measures["roughness_ratio"]
    sway = measures["sway_torso"]
    return Judgement(
        alignment=lin(180.0 - line_deg, 12.0, 40.0),
        range=reached(hinge_deg / TARGET_DEG),
        control=control(lowering_s, 2.0, roughness),
        stability=graded(sway, 0.02, 0.08),
        one_sided=True,
        # Spec §5 judges the line alone, so that a squat on one leg would score 98.
        cap=70.0 if (measures["stance_knee_deg"] or 0.0) > _SQUATTING_DEG else 100.0,
    )


def working_side(trace: Trace) -> Side | None:
    """The standing leg."""
    free = trace.bottom_side("free_is_right")
    return None if free is None else "left" if free == "right" else "right"


SPEC: Final = ExerciseSpec(
    name="single_leg_deadlift",
    gauge_name="hinge_deg",
    # Spec: low .20, high .55 (33°). The front view shows 3-10° at rest, and the side view reads the
    # hinge 1-5° too small (8 rendered clips). Slow shallow reps look "still" for 1.5 s.
    rule=RepRule(low=0.30, high=0.50, partial=0.40, flat_back_s=2.5),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(
        # Slow: the first degrees of a hinge are not a new start position.
        Baseline("lean_deg", rise_s=6.0, fall_s=2.0),
        Baseline("forward", rise_s=1.0, fall_s=1.0),
        Baseline("pelvic_tilt_deg", rise_s=2.0, fall_s=2.0),
        Baseline("yaw_deg", rise_s=0.3, fall_s=0.3),
    ),
    faults=(
        FaultRule("SD1", "shallow_hinge", "hinge_deg", "deg", 45.0, 30.0, "A"),
        FaultRule("SD2", "back_line_breaks", "line_deg", "deg", 160.0, 145.0, "B"),
        # Spec also: locked, below 3°. A straight knee reads 2-10°, one bent by 30° reads 9-15° as
        # long as the person stands (4 rendered clips): 3° cannot be told.
        FaultRule(
            "SD3", "squatting_not_hinging", "stance_knee_deg", "deg", 30.0, _SQUATTING_DEG, "A"
        ),
        FaultRule("SD4", "pelvis_opens", "pelvis_opens_deg", "deg", 6.0, 10.0, "B"),
        FaultRule("SD4", "pelvis_drops", "pelvis_opens_deg", "deg", -6.0, -10.0, "B"),
        # Spec: B. A hint only, as the head of this file says.
        FaultRule("SD5", "knees_cave", "stance_fppa_deg", "deg", 8.0, 13.0, "C"),
        FaultRule("SD6", "unstable", "sway_torso", "torso", 0.03, 0.06, "A"),
        # A touch makes the rep "assisted": never more than amber, since no height is below -1.
        FaultRule("SD6", "foot_touches", "free_foot_lift_torso", "torso", 0.10, -1.0, "A"),
    ),
)
