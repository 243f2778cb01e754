"""Half-kneeling hip flexor stretch, seen from the side (spec/angle-core.md §2.4).

Counting is lenient: a hold runs while the thigh of the kneeling leg is clearly behind the
vertical. Only the strictly credited part of it is scored.
"""

import math
from typing import Final

from exercises import geometry
from exercises.events import Side
from exercises.features import Body, BodySide, leg
from exercises.pose import Landmark
from exercises.score import lin
from exercises.smoothing import OneEuroRule
from exercises.spec import (
    Baseline,
    Earlier,
    ExerciseSpec,
    FaultRule,
    HoldRule,
    Judgement,
    Measures,
    Observation,
    Values,
)
from exercises.trace import Trace

TARGET_DEG: Final = 20.0
"""Thigh behind the vertical at signal 1."""

HOLD_TARGET_S: Final = 30.0
"""Spec §2.4: 30 s a hold."""

_MOVE_DEG: Final = 7.0
_MIN_DEG: Final = 10.0
_SURE_DEG: Final = 28.0
"""A hold begins this far beyond the upright start, but not before 10°; beyond 28° it needs no
start, so that a person already deep in the stretch is counted."""

_HYSTERESIS_DEG: Final = 3.0
_MAX_LEAN_DEG: Final = 40.0

_CREDIT_DEG: Final = 5.0
_CREDIT_LEAN_DEG: Final = (-6.0, 10.0)
"""Spec §2.4: what counts as a stretch of the hip and not of the back."""

_KNEE_HIGH: Final = -0.35
"""Kneeling knee against the front ankle, torso lengths, + = lower. Five clips of the stretch read
0.06 to 0.29; squats -0.45 and less. The margin leaves room for thick mats and raised feet."""

_MIN_FRONT_DEG: Final = 40.0
"""Front thigh from the vertical (spec 45°, less 5° for the camera's height)."""


def _kneeling_leg(body: Body) -> BodySide:
    """The leg whose knee is lower."""
    lower = body.below(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    return "left" if lower > 0.0 else "right"


def _posture_problem(body: Body, rear: BodySide, front_deg: float) -> str | None:
    _, rear_knee, _ = leg(rear)
    front: BodySide = "right" if rear == "left" else "left"
    _, _, front_ankle = leg(front)
    if body.torso_from_vertical_deg > 50.0:  # noqa: PLR2004 - not upright at all
        return "wrong_posture"
    if body.below(rear_knee, front_ankle) < _KNEE_HIGH or front_deg < _MIN_FRONT_DEG:
        return "wrong_posture"
    if not (body.leg_seen("left") or body.leg_seen("right")):
        return "low_visibility"
    return None


def observe(body: Body, base: Values) -> Observation:
    """Thigh of the kneeling leg now."""
    rear = _kneeling_leg(body)
    front: BodySide = "right" if rear == "left" else "left"
    hip, knee, _ = leg(rear)
    front_hip, front_knee, _ = leg(front)
    ahead = float(body.xy[front_knee, 0] - body.xy[front_hip, 0])
    forward = math.copysign(1.0, ahead)
    thigh_deg = geometry.swing_back_deg(body.xy[knee] - body.xy[hip], forward)
    front_deg = -geometry.swing_back_deg(body.xy[front_knee] - body.xy[front_hip], forward)
    shoulder = Landmark.LEFT_SHOULDER if rear == "left" else Landmark.RIGHT_SHOULDER
    lean_deg = geometry.lean_deg(body.xy[shoulder] - body.xy[hip], forward)
    problem = _posture_problem(body, rear, front_deg)
    start_deg = base.get("thigh_deg", thigh_deg)
    enter_deg = min(max(start_deg + _MOVE_DEG, _MIN_DEG), _SURE_DEG)
    credit_deg = thigh_deg - max(lean_deg, 0.0)
    low, high = _CREDIT_LEAN_DEG
    return Observation(
        signal=thigh_deg / TARGET_DEG if problem is None else None,
        ready=problem is None,
        problem=problem,
        side=rear,
        gauge=thigh_deg,
        in_position=problem is None
        and thigh_deg >= enter_deg - _HYSTERESIS_DEG * (thigh_deg > start_deg + _MOVE_DEG)
        and abs(lean_deg) < _MAX_LEAN_DEG,
        channels={
            "thigh_deg": thigh_deg,
            "lean_deg": lean_deg,
            "credit_deg": credit_deg,
            "credited": float(credit_deg >= _CREDIT_DEG and low <= lean_deg <= high),
            "rear_is_right": float(rear == "right"),
            "front_knee_past_toe": forward
            * body.across(
                front_knee,
                Landmark.LEFT_FOOT_INDEX if front == "left" else Landmark.RIGHT_FOOT_INDEX,
            ),
            "front_shank": body.apart(*leg(front)[1:]),
            "middle_u": float(body.mid(Landmark.LEFT_HIP)[0]) / body.torso_px,
        },
    )


def reject(_trace: Trace) -> str | None:
    """The posture was checked in every pose."""
    return None


def measure(trace: Trace, _base: Values, _earlier: Earlier) -> Measures:
    """Medians over the hold."""
    credited = trace.channel("credited")
    duration_s = trace.end_s - trace.start_s
    share = float(credited.mean()) if len(credited) else math.nan
    past = trace.bottom("front_knee_past_toe") / max(trace.bottom("front_shank"), 0.1)
    return {
        "thigh_behind_deg": trace.bottom("thigh_deg"),
        "trunk_lean_deg": trace.bottom("lean_deg"),
        "hip_extension_deg": trace.bottom("credit_deg"),
        "credited_s": share * duration_s,
        "front_knee_past_toe_shank": past,
        "sway_torso": trace.sway("middle_u", bottom_only=True),
    }


def judge(measures: Measures) -> Judgement:
    """Spec §2.4: share of the target that was held well, times alignment."""
    lean_deg, credited_s = measures["trunk_lean_deg"], measures["credited_s"]
    sway = measures["sway_torso"]
    return Judgement(
        alignment=lin(abs(lean_deg), 5.0, 20.0) if lean_deg is not None else None,
        range=100.0 * min(1.0, (credited_s or 0.0) / HOLD_TARGET_S),
        stability=lin(sway, 0.02, 0.08) if sway is not None else None,
    )


def working_side(trace: Trace) -> Side | None:
    """The kneeling side: its hip flexor is stretched."""
    right = trace.bottom("rear_is_right")
    if not math.isfinite(right):
        return None
    return "right" if right > 0.5 else "left"  # noqa: PLR2004 - a flag's median


SPEC: Final = ExerciseSpec(
    name="hip_flexor_stretch",
    gauge_name="thigh_behind_deg",
    rule=HoldRule(),
    smoothing=OneEuroRule(min_cutoff_hz=1.0, beta=1.0),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(Baseline("thigh_deg", rise_s=4.0, fall_s=0.3),),
    faults=(
        FaultRule("HF1", "trunk_leans_forward", "trunk_lean_deg", "deg", 10.0, 18.0, "A"),
        FaultRule("HF2", "back_arches", "trunk_lean_deg", "deg", -6.0, -12.0, "C"),
        FaultRule("HF3", "no_stretch", "hip_extension_deg", "deg", 5.0, 0.0, "B"),
        FaultRule(
            "HF4", "front_knee_past_toes", "front_knee_past_toe_shank", "shank", 0.15, 0.30, "A"
        ),
        FaultRule("HF5", "unstable", "sway_torso", "torso", 0.03, 0.06, "A"),
    ),
)
