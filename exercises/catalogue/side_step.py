"""Banded side-step, facing the mirror (spec/angle-core.md §2.2). One rep is widen and close."""

import math
from typing import Final

from exercises import geometry
from exercises.events import Side
from exercises.features import Body
from exercises.pose import Landmark
from exercises.score import control, lin, reached
from exercises.smoothing import OneEuroRule
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

STEP_TARGET: Final = 0.8
"""Widening in standing hip widths at signal 1 (spec §2.2)."""

_HIP_WIDTH: Final = 0.40
"""Hip width in torso lengths; the clips show 0.37 to 0.44. Half of it is the least believed."""

_MIN_TRAVEL: Final = 0.35
"""Share of the step by which the hips must travel, else it is marching (spec §2.2)."""

_MAX_DEPTH: Final = 0.30
"""Difference in height of the ankles at the widest point, torso lengths: side-steps stay below
0.2; a lunge toward the camera shows 0.55-0.7."""

_TURNED_DEG: Final = 45.0


def observe(body: Body, base: Values) -> Observation:
    """Width of the stance now."""
    ankles = abs(body.across(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE))
    hips = max(base.get("hip_width", body.hip_width), 0.5 * _HIP_WIDTH)
    ratio = ankles / hips
    yaw_deg = abs(body.yaw_deg)
    problem = None
    if body.torso_from_vertical_deg > 50.0:  # noqa: PLR2004 - bent over or lying
        problem = "wrong_posture"
    elif (body.xy[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE], 1] > body.height_px).any():
        problem = "feet_out"
    elif not (body.leg_seen("left") or body.leg_seen("right")):
        problem = "low_visibility"
    elif yaw_deg > _TURNED_DEG:
        problem = "turned"
    widening = ratio - base.get("stance_ratio", ratio)
    middle = body.mid(Landmark.LEFT_HIP)
    return Observation(
        signal=widening / STEP_TARGET if problem is None else None,
        ready=problem is None,
        problem=problem,
        gauge=ratio,
        channels={
            "stance_ratio": ratio,
            "hip_width": body.hip_width,
            "middle_u": float(middle[0]) / body.torso_px,
            "ankle_depth": abs(body.below(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)),
            "facing": math.copysign(
                1.0, body.across(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
            ),
            "trunk_lean_deg": geometry.lean_deg(body.torso, 1.0),
        },
    )


def _travel(trace: Trace) -> float:
    """Travel of the hips, torso lengths, + toward image right."""
    return trace.last("middle_u") - trace.start("middle_u")


def reject(trace: Trace) -> str | None:
    """Marching, stepping forward and lunging are not side-steps."""
    if trace.bottom("ankle_depth") > _MAX_DEPTH:
        return "wrong_movement"
    widening = trace.bottom("stance_ratio") - trace.start("stance_ratio")
    step = widening * trace.start("hip_width")
    return "wrong_movement" if abs(_travel(trace)) < _MIN_TRAVEL * step else None


def measure(trace: Trace, base: Values, _earlier: Earlier) -> Measures:
    """Step, closing width, trunk sway and tempo."""
    stance = base.get("stance_ratio", trace.start("stance_ratio"))
    narrowest = min(trace.first("stance_ratio"), trace.last("stance_ratio"))
    return {
        "step_hip_widths": trace.bottom("stance_ratio") - trace.start("stance_ratio"),
        "widest_hip_widths": trace.bottom("stance_ratio"),
        "narrowest_hip_widths": narrowest,
        "narrowest_to_stance_ratio": narrowest / stance if stance > 0.0 else None,
        "trunk_sway_deg": trace.greatest("trunk_lean_deg") - trace.least("trunk_lean_deg"),
        "opening_s": trace.outward_s(),
        "closing_s": trace.inward_s(),
        "roughness_ratio": trace.roughness(),
    }


def judge(measures: Measures) -> Judgement:
    """Sub-scores of spec §5."""
    narrowest, step = measures["narrowest_hip_widths"], measures["step_hip_widths"]
    roughness, sway_deg = measures["roughness_ratio"], measures["trunk_sway_deg"]
    closing_s = measures["closing_s"]
    return Judgement(
        # A band stays tight while the feet stay hip-wide: 1.0 and less is feet together.
        alignment=lin(-narrowest, -1.2, -0.7) if narrowest is not None else None,
        range=reached((step or 0.0) / STEP_TARGET),
        control=control(closing_s or 0.0, 0.6, roughness) if roughness is not None else None,
        stability=lin(sway_deg, 6.0, 20.0) if sway_deg is not None else None,
    )


def working_side(trace: Trace) -> Side | None:
    """The side the person travels to."""
    toward_left = _travel(trace) * trace.bottom("facing") > 0.0
    return "left" if toward_left else "right"


SPEC: Final = ExerciseSpec(
    name="side_step",
    gauge_name="stance_hip_widths",
    # Spec: low .25. Real steps often close to a slightly wider stance than the first one.
    rule=RepRule(low=0.35, high=0.60, partial=0.45, max_s=6.0),
    smoothing=OneEuroRule(min_cutoff_hz=2.0, beta=2.0),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(
        Baseline("stance_ratio", rise_s=3.0, fall_s=0.7),
        Baseline("hip_width", rise_s=3.0, fall_s=3.0),
    ),
    faults=(
        FaultRule("SS1", "feet_snap_together", "narrowest_hip_widths", "hip widths", 1.1, 0.9, "A"),
        FaultRule("SS2", "small_step", "step_hip_widths", "hip widths", 0.6, 0.4, "A"),
        FaultRule("SS5", "trunk_sways", "trunk_sway_deg", "deg", 10.0, 16.0, "A"),
    ),
)
