"""Clamshell: lying on the side, front to the mirror (spec/angle-core.md §2.1, view F)."""

import math
from typing import Final

import numpy as np

from exercises.events import Side
from exercises.features import Body
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
    Settle,
    Values,
)
from exercises.trace import Trace

TARGET_LIFT: Final = 0.32
"""Knee lift in torso lengths at an opening of 30° (spec §2.1)."""

_LIFTS: Final = (0.0, 0.097, 0.150, 0.206, 0.263, 0.322, 0.381, 0.440, 0.498, 0.554)
_OPENINGS_DEG: Final = (0.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0)
"""The spec's table of lift against opening, camera 1.4 m high and 2.2 m away."""

_MAX_TRUNK_DEG: Final = 35.0
"""Trunk against the horizontal while lying (spec: 30°, and 5° for the slope of a low camera)."""

_MIN_STACKED: Final = 0.10
"""Top shoulder and hip above the lower ones, torso lengths, for a side to be sure."""

_FACING: Final = 0.5
"""Chest normal toward the camera: side-lying people and renderings 0.77-0.99; a person lying on
the back, seen from the side, has it pointing up instead (0.87 up, 0.47 toward the camera)."""

_MAX_LEG_LIFT: Final = 0.8
"""Rise of the ankle over rise of the knee: feet-apart clamshells reach 0.45, a straight-leg raise,
which is another exercise, would raise the ankle more than the knee."""


_HALF: Final = 0.5
"""Between the values of a flag."""

_ROLLED_AMBER: Final = 0.038
_ROLLED_RED: Final = 0.060
"""Rise of the top shoulder. Spec CL3 says .05/.08 for an ideal camera; the pose model shows 0.048
to 0.055 for a true 24-26° and 0.022-0.027 for none (models/README.md), so amber lies between."""


def _trunk_from_horizontal_deg(body: Body) -> float:
    return 90.0 - body.torso_from_vertical_deg


def _top(body: Body) -> Side | None:
    """The upper side, None when they are about level."""
    stacked = (
        body.below(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
        + body.below(Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    ) / 2.0
    if abs(stacked) < _MIN_STACKED:
        return None
    return "right" if stacked > 0 else "left"


def _posture_problem(body: Body, top: Side | None) -> str | None:
    normal = body.chest_normal
    if _trunk_from_horizontal_deg(body) > _MAX_TRUNK_DEG or top is None:
        return "wrong_posture"
    if np.isfinite(normal).all() and (-normal[2] < _FACING or -normal[1] > _FACING):
        return "wrong_posture"
    if not (
        body.leg_seen("left")
        or body.leg_seen("right")
        or body.seen(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    ):
        return "low_visibility"
    return None


def _turned_over(base: Values, top: Side | None) -> bool:
    return "top_is_right" in base and (base["top_is_right"] > _HALF) != (top == "right")


def observe(body: Body, base: Values) -> Observation:
    """Lift of the top knee now."""
    top = _top(body)
    problem = _posture_problem(body, top)
    sign = -1.0 if top == "left" else 1.0
    gap = sign * body.below(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    lift = gap - base.get("knee_gap", gap)
    top_shoulder = Landmark.LEFT_SHOULDER if top == "left" else Landmark.RIGHT_SHOULDER
    middle = body.mid(Landmark.LEFT_HIP)
    return Observation(
        signal=lift / TARGET_LIFT if problem is None else None,
        ready=problem is None,
        problem=problem,
        side=top,
        gauge=float(np.interp(lift, _LIFTS, _OPENINGS_DEG)),
        # Turning over swaps the working leg: the old reference is worthless then.
        moved=problem is None and _turned_over(base, top),
        channels={
            "knee_gap": gap,
            "ankle_gap": body.apart(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
            "ankle_lift": sign * body.below(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
            "top_is_right": float(top == "right"),
            "shoulder_v": float(body.xy[top_shoulder, 1]) / body.torso_px,
            "middle_u": float(middle[0]) / body.torso_px,
            "middle_v": float(middle[1]) / body.torso_px,
        },
    )


def reject(trace: Trace) -> str | None:
    """Raising the whole leg is not a clamshell."""
    knee = trace.bottom("knee_gap") - trace.start("knee_gap")
    ankle = trace.bottom("ankle_lift") - trace.start("ankle_lift")
    return "wrong_movement" if ankle > _MAX_LEG_LIFT * knee else None


def measure(trace: Trace, base: Values, _earlier: Earlier) -> Measures:
    """Opening, feet, pelvis and tempo."""
    lift = trace.peak * TARGET_LIFT
    roll = trace.start("shoulder_v") - trace.bottom("shoulder_v")
    return {
        "opening_deg": float(np.interp(lift, _LIFTS, _OPENINGS_DEG)),
        "knee_lift_torso": lift,
        "feet_apart_torso": trace.bottom("ankle_gap")
        - base.get("ankle_gap", trace.start("ankle_gap")),
        "shoulder_roll_torso": abs(roll),
        "pelvis_slide_torso": abs(trace.bottom("middle_u") - trace.start("middle_u")),
        "opening_s": trace.outward_s(),
        "hold_s": trace.bottom_s(),
        "closing_s": trace.inward_s(),
        "opening_speed_per_s": trace.top_speed(),
        "roughness_ratio": trace.roughness(),
        "sway_torso": trace.sway("middle_v"),
    }


def judge(measures: Measures) -> Judgement:
    """Sub-scores of spec §5; the pelvis rolling back inflates the opening, so it caps range."""
    feet, rolled = measures["feet_apart_torso"], measures["shoulder_roll_torso"]
    lift, closing_s = measures["knee_lift_torso"], measures["closing_s"]
    roughness, sway = measures["roughness_ratio"], measures["sway_torso"]
    reach = reached((lift or 0.0) / TARGET_LIFT)
    if rolled is not None and rolled > _ROLLED_RED:
        reach = min(reach, 60.0)
    return Judgement(
        alignment=lin(feet, 0.05, 0.16) if feet is not None else None,
        range=reach,
        control=control(closing_s or 0.0, 1.2, roughness) if roughness is not None else None,
        stability=lin(sway, 0.02, 0.08) if sway is not None else None,
    )


def working_side(trace: Trace) -> Side | None:
    """The top leg."""
    right = trace.bottom("top_is_right")
    if not math.isfinite(right):
        return None
    return "right" if right > _HALF else "left"


SPEC: Final = ExerciseSpec(
    name="clamshell",
    gauge_name="opening_deg",
    rule=RepRule(low=0.30, high=0.55, partial=0.35),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(
        # A lower knee is a more closed clam: follow it soon; open ones slowly, since the
        # legs settle during set-up (spec: 20 s both ways; real set-up moves the knee by 0.1).
        Baseline("knee_gap", rise_s=6.0, fall_s=1.0),
        Baseline("ankle_gap", rise_s=3.0, fall_s=1.0),
        Baseline("top_is_right", rise_s=0.5, fall_s=0.5),
    ),
    # People arrive on the mat, shift and bend their knees: only a still start is a start.
    settle=Settle(duration_s=0.6, ranges={"knee_gap": 0.10, "middle_v": 0.10}, at_start=True),
    faults=(
        FaultRule("CL1", "shallow_clam", "opening_deg", "deg", 25.0, 18.0, "A"),
        FaultRule("CL2", "feet_apart", "feet_apart_torso", "torso", 0.08, 0.14, "B"),
        FaultRule(
            "CL3",
            "pelvis_rolls_back",
            "shoulder_roll_torso",
            "torso",
            _ROLLED_AMBER,
            _ROLLED_RED,
            "C",
        ),
        FaultRule("CL4", "jerky", "opening_speed_per_s", "1/s", 2.5, 4.0, "A"),
        FaultRule("CL5", "drops_on_return", "closing_s", "s", 0.8, 0.5, "A"),
        # Spec: .05/.09. In sound rendered reps the model's hips slide by 0.04-0.06.
        FaultRule("CL8", "pelvis_slides", "pelvis_slide_torso", "torso", 0.08, 0.12, "B"),
    ),
)
