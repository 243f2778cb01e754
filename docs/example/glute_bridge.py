"""Glute bridge: lying on the back, seen from the side; the hips rise until the body is straight.

Figures are of six rendered clips (four bodies, cameras 0.7 to 1.5 m high, turned by 0 to 40°) and
one of a real person. Knees that fall apart are hidden; an arched back moved no landmark.
"""

import math
from typing import Final

from exercises import geometry
from exercises.events import Side
from exercises.features import Body, BodySide, leg
from exercises.pose import Landmark
from exercises.score import control, graded, reached
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

_CHEST_UP: Final = 0.5
"""Upward part of the chest normal: on the back 0.7 or more, standing or on the side about 0."""

_LYING_DEG: Final = 35.0
"""Trunk from the vertical: 47° or more at the top of a bridge turned by 40°; standing 0-20°."""

_FOOT_BELOW_KNEE: Final = 0.25
"""Torso lengths: a foot on the floor beside a bent knee 0.4 or more, a straight leg about 0."""

_LEAST_BEND_DEG: Final = 15.0
_LEAST_RISE_DEG: Final = 4.0
"""Hip flexion at rest: 24-55° in all clips; with less there is no way up to measure. Tilt of the
trunk in a rep: 7° or more in the lowest bridge; sliding a leg out moves it less."""

_TURNED_DEG: Final = 25.0
"""Off the side view at rest, in world points: side-on 0-13°, truly turned by 40° 35-38°."""


def observe(body: Body, base: Values) -> Observation:
    """How far the hips are on their way from the floor to the line from shoulder to knee."""
    seen = body.visibility[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]]
    near_is_right = base.get("near_is_right", float(seen[1] >= seen[0])) >= 0.5  # noqa: PLR2004
    near: BodySide = "right" if near_is_right else "left"
    hip, knee, ankle = leg(near)
    shoulder = Landmark.RIGHT_SHOULDER if near_is_right else Landmark.LEFT_SHOULDER
    # + while the hips hang below the line from shoulder to knee, whichever way the head lies.
    footward = math.copysign(1.0, body.across(knee, shoulder))
    hip_deg = -footward * geometry.signed_angle_deg(
        body.vector(shoulder, hip), body.vector(hip, knee)
    )
    start_deg = base.get("hip_deg", hip_deg)
    off_side_deg = abs(abs(body.yaw_deg) - 90.0)
    problem = None
    if not -body.chest_normal[1] > _CHEST_UP or body.torso_from_vertical_deg < _LYING_DEG:
        problem = "lie_down"
    elif not body.leg_seen(near):
        problem = "low_visibility"
    elif body.below(ankle, knee) < _FOOT_BELOW_KNEE:
        problem = "bend_knees"
    elif base.get("off_side_deg", off_side_deg) > _TURNED_DEG:
        problem = "turn_side_on"
    # In the right posture with an unlikely start, references follow and reps wait.
    posture = problem in {None, "turn_side_on"}
    if posture and start_deg < _LEAST_BEND_DEG:
        problem = "bend_knees"
    return Observation(
        signal=1.0 - hip_deg / start_deg if problem in {None, "turn_side_on"} else None,
        ready=posture,
        problem=problem,
        gauge=hip_deg,
        channels={
            "hip_deg": hip_deg,
            "near_is_right": float(seen[1] >= seen[0]),
            "off_side_deg": off_side_deg,
            "trunk_deg": body.torso_from_vertical_deg,
            "knee_deg": body.knee_flexion_deg(near),
        },
    )


def reject(trace: Trace) -> str | None:
    """Sliding a leg out straightens the hip too, but the trunk stays on the floor."""
    rise_deg = trace.start("trunk_deg") - trace.bottom("trunk_deg")
    return None if rise_deg >= _LEAST_RISE_DEG else "wrong_movement"


def measure(trace: Trace, base: Values, _earlier: Earlier) -> Measures:
    """Hip line at the top, feet and tempo."""
    return {
        "hip_line_deg": trace.bottom("hip_deg"),
        "rise_of_target_ratio": trace.peak,
        "knee_flexion_deg": trace.bottom("knee_deg"),
        "lifting_s": trace.outward_s(),
        "top_s": trace.bottom_s(),
        "lowering_s": trace.inward_s(),
        "roughness_ratio": trace.roughness(),
        "off_side_deg": base.get("off_side_deg", trace.start("off_side_deg")),
    }


def judge(measures: Measures) -> Judgement:
    """Sub-scores of spec §5. Turned away from the side view, every angle is foreshortened."""
    off_side_deg, line_deg = measures["off_side_deg"], measures["hip_line_deg"]
    lowering_s, roughness = measures["lowering_s"], measures["roughness_ratio"]
    if off_side_deg is None or off_side_deg > _TURNED_DEG:
        return Judgement(unscored_reason="turn_side_on")
    return Judgement(
        alignment=graded(line_deg, 5.0, 30.0),
        range=reached(measures["rise_of_target_ratio"] or 0.0),
        control=control(lowering_s, 1.0, roughness),
    )


def working_side(_trace: Trace) -> Side | None:
    """Both legs."""
    return "both"


SPEC: Final = ExerciseSpec(
    name="glute_bridge",
    gauge_name="hip_line_deg",
    lying=True,
    rule=RepRule(low=0.20, high=0.40, partial=0.25),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(
        Baseline("hip_deg", rise_s=0.5, fall_s=3.0),  # the hips on the floor are the most bent
        Baseline("near_is_right", rise_s=0.5, fall_s=0.5),
        Baseline("off_side_deg", rise_s=2.0, fall_s=2.0),
    ),
    # The first poses are rough (33°, then 24°) and people wriggle: only a still start is one.
    settle=Settle(duration_s=0.6, ranges={"hip_deg": 6.0}, at_start=True),
    faults=(
        FaultRule("GB1", "hips_low", "hip_line_deg", "deg", 10.0, 20.0, "B"),
        FaultRule("GB2", "drops_on_return", "lowering_s", "s", 0.8, 0.5, "A"),
        # Upright shanks bend the knee by about 90°; feet further off load the hamstrings.
        FaultRule("GB3", "feet_far", "knee_flexion_deg", "deg", 65.0, 50.0, "B"),
    ),
)
