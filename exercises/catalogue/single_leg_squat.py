"""Single-leg squat, facing the mirror: the re-test, not a training exercise (spec §2.6, §6)."""

import math
from typing import Final

from exercises import frontal, geometry, stance, view
from exercises.events import Side
from exercises.features import Body, BodySide, leg
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
    Settle,
    Values,
)
from exercises.trace import Trace

TARGET_DEG: Final = 60.0
"""Knee flexion of signal 1 (spec §2.6: 45-60°; shallow keeps the yaw factor small)."""

_MIN_LIFT: Final = 0.10
"""Free ankle above the standing one, torso lengths (spec §2.6)."""

_TORSO_M: Final = 0.5
"""Mid-hip to mid-shoulder of an adult."""

_TOUCH_LIFT: Final = 0.05
"""Lower than this the free foot is on the floor: half of what lifts it."""

_MAX_SHIFT: Final = 0.20
"""Shift of the standing ankle, torso lengths, that is a hop or a step."""

_MAX_TRUNK_DEG: Final = 45.0
_MIN_EXTENT: Final = 0.9
"""Height of the standing leg in torso lengths at the start; kneeling and sitting are below."""

_MIN_SHOWN: Final = 0.78
"""Length of the trunk in the picture at the bottom against standing. Rendered single-leg squats
show 0.87-0.93, single-leg deadlifts seen from the front 0.58-0.70."""

_READ_DEG: Final = (45.0, 68.0)
"""Knee flexion at which FPPA is read: caving grows with depth, the error bound too. On rendered
people (3 clips) the pose model shows a quarter of a true 10-19° of caving: trust changes of one
person here, not the number."""

_LOW: Final = 0.36
_HALF: Final = 0.5


def _sides(body: Body) -> tuple[BodySide, BodySide]:
    """Standing and free side: the lower ankle stands."""
    left_lower = body.below(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE) > 0.0
    return ("left", "right") if left_lower else ("right", "left")


def _lift(body: Body, ankle: Landmark, free_ankle: Landmark) -> float:
    """How far the free ankle is above the standing one, torso lengths, by both witnesses.

    In the picture the foot that is farther away stands higher too; in world points it does not.
    """
    seen = body.below(ankle, free_ankle)
    world = (body.world_points[ankle][1] - body.world_points[free_ankle][1]) / _TORSO_M
    return min(seen, world) if math.isfinite(world) else seen


def _problem(body: Body, standing: BodySide, lift: float) -> str | None:
    hip, _, ankle = leg(standing)
    if not math.isfinite(lift):  # which foot stands cannot be told
        return "low_visibility"
    if body.torso_from_vertical_deg > _MAX_TRUNK_DEG or body.below(ankle, hip) < _HALF:
        return "stand_up"
    problem = view.problem(body, body.yaw_deg, side_allowed=False)
    if problem is None and not body.leg_seen(standing):
        return "low_visibility"
    return "lift_one_foot" if problem is None and lift < _TOUCH_LIFT else problem


def observe(body: Body, base: Values) -> Observation:
    """Depth of the standing leg now."""
    standing, free = _sides(body)
    hip, _, ankle = leg(standing)
    lift = _lift(body, ankle, leg(free)[2])
    problem = _problem(body, standing, lift)
    extent = body.below(ankle, hip)
    leg_px = extent * body.torso_px
    reference_px = base.get("leg_px", leg_px)
    drop = 1.0 - leg_px / reference_px if reference_px > 0.0 else 0.0
    flexion_deg = frontal.flexion_from_drop_deg(drop)
    turn_deg = frontal.turn_deg(body, on_both_feet=False)
    aligned = frontal.knee_alignment(
        body, frontal.believed_turn_deg(base.get("turn_deg", turn_deg)), flexion_deg
    )
    feet = stance.feet(body)
    shift = math.hypot(
        *(
            feet[f"{standing}_ankle_{axis}_px"]
            - base.get(f"{standing}_ankle_{axis}_px", feet[f"{standing}_ankle_{axis}_px"])
            for axis in ("u", "v")
        )
    )
    changed = "stands_right" in base and (base["stands_right"] > _HALF) != (standing == "right")
    # Turned, the farther foot looks lifted: it stands higher in the picture. A bent leg's depth is
    # told with both feet down, too, so that a touch voids the rep under way (`reject`).
    touches = problem == "lift_one_foot" and flexion_deg > _LOW * TARGET_DEG
    can_tell = problem in view.NOTICES - {"turned"} or touches
    # + = the hip of the free leg hangs lower, as a weak standing hip lets it.
    hang = body.pelvic_tilt_deg * (1.0 if standing == "left" else -1.0)
    return Observation(
        signal=flexion_deg / TARGET_DEG if can_tell else None,
        ready=can_tell and extent > _MIN_EXTENT and lift >= _MIN_LIFT,
        problem=problem,
        side=standing,
        gauge=flexion_deg,
        moved=can_tell and (changed or shift > _MAX_SHIFT * body.torso_px),
        channels={
            "leg_extent": extent,
            "leg_px": leg_px,
            "flexion_deg": flexion_deg,
            "free_lift": lift,
            "stands_right": float(standing == "right"),
            "yaw_deg": abs(body.yaw_deg),
            "turn_deg": turn_deg,
            "fppa_seen_deg": aligned[f"fppa_{standing}_deg"],
            "fppa_deg": aligned[f"fppa_{standing}_corrected_deg"],
            "knee_medial": aligned[f"knee_medial_{standing}"],
            "shank": aligned[f"shank_{standing}"],
            "pelvic_drop_deg": hang,
            "torso_shown": math.hypot(*body.torso) / body.torso_px,
            "trunk_lean_deg": geometry.lean_deg(body.torso, 1.0),
            "middle_u": (body.mid(Landmark.LEFT_HIP)[0] - body.points[ankle][0]) / body.torso_px,
            **feet,
        },
    )


def reject(trace: Trace) -> str | None:
    """The free foot stays up: a touch makes the trial void (spec §2.6). A hinge is no squat."""
    if trace.bottom("torso_shown") < _MIN_SHOWN:
        return "wrong_movement"
    return "foot_touched" if trace.least("free_lift") < _TOUCH_LIFT else None


def measure(trace: Trace, base: Values, _earlier: Earlier) -> Measures:
    """Depth, knee alignment, pelvis, trunk and tempo."""
    bottom, start = trace.bottom, trace.start
    low, high = _READ_DEG
    flexion_deg = trace.within("flexion_deg", "flexion_deg", low, high)
    error_deg = frontal.fppa_error_deg(flexion_deg)
    told = error_deg <= frontal.REPORTABLE_DEG and math.isfinite(base.get("turn_deg", math.nan))
    shank = base.get("shank", geometry.NAN)
    fppa_deg = trace.within("fppa_deg", "flexion_deg", low, high)
    return {
        "knee_flexion_deg": bottom("flexion_deg"),
        "fppa_deg": fppa_deg if told else None,
        "fppa_error_deg": error_deg if told else None,
        "fppa_standing_deg": start("fppa_seen_deg"),
        "fppa_change_deg": fppa_deg - start("fppa_seen_deg") if told else None,
        "knee_medial_shank": bottom("knee_medial") / shank,
        "pelvic_drop_deg": bottom("pelvic_drop_deg") - start("pelvic_drop_deg"),
        "trunk_side_lean_deg": abs(bottom("trunk_lean_deg")),
        "lowering_s": trace.outward_s(),
        "rising_s": trace.inward_s(),
        "roughness_ratio": trace.roughness(),
        "sway_torso": trace.sway("middle_u"),
        "yaw_deg": bottom("yaw_deg"),
    }


def judge(measures: Measures) -> Judgement:
    """Spec §5: alignment is the corrected FPPA and the knee over the toe."""
    yaw_deg, medial = measures["yaw_deg"], measures["knee_medial_shank"]
    if yaw_deg is not None and yaw_deg > view.TURNED_DEG:
        return Judgement(unscored_reason="turned")
    if medial is None:
        return Judgement(unscored_reason="alignment_not_seen")
    fppa_deg, sway = measures["fppa_deg"], measures["sway_torso"]
    lowering_s, roughness = measures["lowering_s"], measures["roughness_ratio"]
    over_toe = lin(medial, 0.10, 0.26)
    return Judgement(
        alignment=over_toe if fppa_deg is None else min(over_toe, lin(fppa_deg, 8.0, 18.0)),
        range=reached((measures["knee_flexion_deg"] or 0.0) / TARGET_DEG),
        control=control(lowering_s, 2.0, roughness),
        stability=graded(sway, 0.02, 0.08),
        one_sided=True,
    )


def working_side(trace: Trace) -> Side | None:
    """The standing leg."""
    return trace.bottom_side("stands_right")


SPEC: Final = ExerciseSpec(
    name="single_leg_squat",
    gauge_name="knee_flexion_deg",
    # As the squat's: 22° to leave the start, 36° to count. Down and up again in half a second is a
    # step: nobody does that over one leg.
    rule=RepRule(low=_LOW, high=0.60, partial=0.45, min_s=0.6, way_power=2.0),
    observe=observe,
    reject=reject,
    measure=measure,
    judge=judge,
    working_side=working_side,
    baselines=(
        Baseline("leg_px", rise_s=0.4, fall_s=3.0),
        Baseline("shank", rise_s=0.5, fall_s=2.0),
        Baseline("turn_deg", rise_s=1.0, fall_s=1.0),
        Baseline("stands_right", rise_s=0.3, fall_s=0.3),
        *stance.FEET,
    ),
    # Lifting the foot shifts the body over the standing leg: only a still start is a start.
    settle=Settle(duration_s=0.6, ranges={"leg_extent": 0.10, "free_lift": 0.15}, at_start=True),
    faults=(
        FaultRule("SL1", "knees_cave", "knee_medial_shank", "shank", 0.10, 0.18, "A"),
        FaultRule("SL1", "knees_cave", "fppa_deg", "deg", 8.0, 13.0, "B"),
        FaultRule("SL2", "pelvic_drop", "pelvic_drop_deg", "deg", 5.0, 9.0, "B"),
        FaultRule("SL3", "trunk_side_lean", "trunk_side_lean_deg", "deg", 8.0, 14.0, "A"),
        FaultRule("SL4", "too_shallow", "knee_flexion_deg", "deg", 45.0, 36.0, "B"),
        FaultRule("SL5", "too_fast", "lowering_s", "s", 1.0, 0.6, "A"),
    ),
)
