"""Single-leg deadlift, seen from the side (spec/angle-core.md §2.6)."""

import math
from typing import Final

from exercises import geometry
from exercises.events import Side
from exercises.features import Body, leg
from exercises.pose import Landmark
from exercises.score import control, lin, reached
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

_MIN_SWING_DEG: Final = 20.0
"""Free thigh behind the vertical at the bottom. In a squat or a two-legged bend both thighs go
forward or stay; in lunges the trunk stays up."""

_FRONT_DEG: Final = 40.0
"""Less turned than this the hinge is foreshortened."""


def observe(body: Body, base: Values) -> Observation:
    """Hinge of the trunk now."""
    # The chest points down in the hinge: the way the person faces is taken from the rest.
    facing = body.forward
    forward = math.copysign(1.0, base.get("forward", facing))
    hinge_deg = geometry.lean_deg(body.torso, forward)
    swings = [
        geometry.swing_back_deg(body.xy[knee] - body.xy[hip], forward)
        for hip, knee, _ in (leg("left"), leg("right"))
    ]
    free_is_right = swings[1] > swings[0]
    free, stance = ("right", "left") if free_is_right else ("left", "right")
    free_hip, _, free_ankle = leg("right" if free_is_right else "left")
    stance_leg = leg("left" if free_is_right else "right")
    problem = None
    if body.leg_extent < 0.4:  # noqa: PLR2004 - torso lengths: sitting, kneeling or lying
        problem = "wrong_posture"
    elif not (body.leg_seen("left") or body.leg_seen("right")):
        problem = "low_visibility"
    elif abs(body.yaw_deg) < _FRONT_DEG and abs(hinge_deg) < 30.0:  # noqa: PLR2004 - yaw is
        problem = "turn_side_on"  # meaningless once the trunk is level
    shoulder = body.mid(Landmark.LEFT_SHOULDER)
    return Observation(
        signal=(hinge_deg - max(0.0, base.get("hinge_deg", 0.0))) / TARGET_DEG
        if problem in {None, "turn_side_on"}
        else None,
        ready=problem in {None, "turn_side_on"} and abs(hinge_deg) < 25.0,  # noqa: PLR2004
        problem=problem,
        side="left" if stance == "left" else "right",
        gauge=hinge_deg,
        channels={
            "hinge_deg": hinge_deg,
            "forward": facing,
            "yaw_deg": abs(body.yaw_deg),
            "free_is_right": float(free == "right"),
            "swing_deg": max(swings),
            "line_deg": 180.0 - geometry.bend_deg(shoulder, body.xy[free_hip], body.xy[free_ankle]),
            "stance_knee_deg": geometry.bend_deg(*(body.xy[joint] for joint in stance_leg)),
        },
    )


def reject(trace: Trace) -> str | None:
    """The free leg must reach back while the other one stands."""
    if trace.bottom("swing_deg") < _MIN_SWING_DEG:
        return "wrong_movement"
    return None


def measure(trace: Trace, _base: Values, _earlier: Earlier) -> Measures:
    """Hinge, line of the free leg, stance knee and tempo."""
    return {
        "hinge_deg": trace.bottom("hinge_deg"),
        "line_deg": trace.bottom("line_deg"),
        "stance_knee_deg": trace.bottom("stance_knee_deg"),
        "yaw_deg": trace.start("yaw_deg"),
        "lowering_s": trace.outward_s(),
        "rising_s": trace.inward_s(),
        "roughness_ratio": trace.roughness(),
    }


def judge(measures: Measures) -> Judgement:
    """Sub-scores of spec §5."""
    yaw_deg = measures["yaw_deg"]
    if yaw_deg is None or yaw_deg < _FRONT_DEG:
        return Judgement(unscored_reason="turn_side_on")
    line_deg, hinge_deg = measures["line_deg"], measures["hinge_deg"]
    lowering_s, roughness = measures["lowering_s"], measures["roughness_ratio"]
    return Judgement(
        alignment=lin(180.0 - line_deg, 12.0, 40.0) if line_deg is not None else None,
        range=reached((hinge_deg or 0.0) / TARGET_DEG),
        control=control(lowering_s or 0.0, 2.0, roughness) if roughness is not None else None,
    )


def working_side(trace: Trace) -> Side | None:
    """The standing leg."""
    free_is_right = trace.bottom("free_is_right")
    if not math.isfinite(free_is_right):
        return None
    return "left" if free_is_right > 0.5 else "right"  # noqa: PLR2004 - a flag's median


SPEC: Final = ExerciseSpec(
    name="single_leg_deadlift",
    gauge_name="hinge_deg",
    rule=RepRule(low=0.30, high=0.55, partial=0.40),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(
        Baseline("hinge_deg", rise_s=2.0, fall_s=2.0),
        Baseline("forward", rise_s=1.0, fall_s=1.0),
    ),
    faults=(
        FaultRule("SD1", "shallow_hinge", "hinge_deg", "deg", 45.0, 30.0, "A"),
        FaultRule("SD2", "back_line_breaks", "line_deg", "deg", 160.0, 145.0, "B"),
        FaultRule("SD3", "squatting_not_hinging", "stance_knee_deg", "deg", 30.0, 40.0, "A"),
    ),
)
