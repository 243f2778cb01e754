"""The declared truth of each fault: which value, beyond which limit, in which view.

The names are the catalogue's; a fault it does not know is "not reported". Faults of the catalogue
without a rule here are listed in the report as said, not judged.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from scripts.evaluation.formulas import SIDES, Side
from scripts.evaluation.quantities import FRONT_DEG
from scripts.evaluation.true_faults import FaultTruth, Limit, Window, median

_TOE_OUT_DEG: Final = 10.0
_TOE_OUT_SHARE: Final = 0.0077
"""Spec §2.3: the knee's displacement is calibrated for feet turned out by 10°; each degree more
adds this. Without it a sound squat in a wide stance with feet turned out by 20° would cave."""

Value = Callable[[Window], float]


def _medial(window: Window, side: Side) -> float:
    toe_out = window.resting(f"toe_out_{side}_deg")
    return window.deep(f"knee_medial_{side}_shank") - _TOE_OUT_SHARE * (toe_out - _TOE_OUT_DEG)


def _worse_medial(window: Window) -> float:
    return max(_medial(window, side) for side in SIDES)


def _unequal_medial(window: Window) -> float:
    return abs(_medial(window, "left") - _medial(window, "right"))


def _closing(window: Window) -> float:
    """Narrower of the stances in which the step begins and ends, in hip widths."""
    stance = window.values["stance_hip_widths"][window.during]
    return float(min(stance[0], stance[-1]))


def _closing_share(window: Window) -> float:
    return _closing(window) / window.resting("stance_hip_widths")


def _step(window: Window) -> float:
    stance = window.values["stance_hip_widths"]
    return window.deep("stance_hip_widths") - float(stance[window.during][0])


def _sway(window: Window) -> float:
    return float(np.ptp(window.values["trunk_side_deg"][window.during]))


def _turning_out(window: Window) -> float:
    return max(window.change(f"toe_out_{side}_deg") for side in SIDES)


def _working_flexion(window: Window) -> float:
    return window.deep(f"flexion_{window.working}_deg")


def _deep(name: str) -> Value:
    return lambda window: window.deep(name)


def _loaded(name: str) -> Value:
    return lambda window: window.loaded(name)


def _size(value: Value) -> Value:
    return lambda window: abs(value(window))


def _change(name: str) -> Value:
    return lambda window: window.change(name)


def _from_front(window: Window) -> bool:
    return median(window.values["yaw_deg"][window.during]) <= FRONT_DEG


_FRONT: Final = f"front, turned by {FRONT_DEG:.0f}° at most"


def _fault(
    exercise: str, name: str, source: str, *limits: Limit, front_only: bool = False
) -> FaultTruth:
    if not front_only:
        return FaultTruth(exercise, name, source, limits)
    return FaultTruth(exercise, name, source, limits, _FRONT, _from_front)


def _above(what: str, at: float, band: float, value: Value) -> Limit:
    return Limit(what, at, band, value)


def _below(what: str, at: float, band: float, value: Value) -> Limit:
    return Limit(what, at, band, value, smaller_is_worse=True)


_SQUAT: Final = (
    _fault(
        "squat",
        "knees_cave",
        "SQ2 (its third way, NKI, depends on the stance)",
        _above("worse knee medial to the toe, for 10° toe-out, shank", 0.10, 0.03, _worse_medial),
        _above("frontal angle, mean of both, °", 3.0, 3.0, _loaded("fppa_mean_deg")),
        front_only=True,
    ),
    _fault(
        "squat",
        "one_knee",
        "SQ4",
        _above("difference of the knees' medial displacement, shank", 0.07, 0.02, _unequal_medial),
        front_only=True,
    ),
    _fault("squat", "too_shallow", "SQ1", _below("flexion, °", 65.0, 5.0, _deep("flexion_deg"))),
    _fault(
        "squat",
        "too_fast",
        "SQ10",
        _below("way down, s", 1.0, 0.1, lambda window: window.rep.out_s),
    ),
    _fault(
        "squat",
        "trunk_side_lean",
        "SQ7",
        _above("side lean of the trunk, °", 6.0, 2.0, _size(_deep("trunk_side_deg"))),
        front_only=True,
    ),
    _fault(
        "squat",
        "hips_shift",
        "SQ5",
        _above("hips moved aside over the feet, hip widths", 0.15, 0.05, _size(_change("shift"))),
        front_only=True,
    ),
    _fault(
        "squat",
        "pelvic_tilt",
        "SQ6",
        _above("tilt of the hips, °", 5.0, 2.0, _size(_change("pelvic_tilt_deg"))),
        front_only=True,
    ),
    _fault(
        "squat",
        "heels_lift",
        "SQ9",
        _above("rise of a heel over its toe, torso", 0.04, 0.02, _change("heel_rise_torso")),
        front_only=True,
    ),
)

_CLAMSHELL: Final = (
    _fault(
        "clamshell",
        "feet_apart",
        "CL2",
        _above("ankles further apart than at rest, torso", 0.08, 0.02, _deep("feet_apart_torso")),
    ),
    _fault(
        "clamshell",
        "pelvis_rolls_back",
        "CL3, the limit for the pelvis in 3-D",
        _above("pelvis turned back, °", 10.0, 3.0, _deep("pelvis_roll_deg")),
    ),
    _fault(
        "clamshell",
        "shallow_clam",
        "CL1",
        _below("opening, °", 25.0, 2.0, _deep("opening_deg")),
    ),
    _fault(
        "clamshell",
        "drops_on_return",
        "CL5",
        _below("way back, s", 0.8, 0.1, lambda window: window.rep.back_s),
    ),
)

_SIDE_STEP: Final = (
    _fault(
        "side_step",
        "feet_snap_together",
        "SS1",
        _below("closing width, hip widths", 1.0, 0.1, _closing),
        _below("closing width over the first stance", 0.85, 0.05, _closing_share),
    ),
    _fault("side_step", "small_step", "SS2", _below("widening, hip widths", 0.6, 0.1, _step)),
    _fault(
        "side_step",
        "standing_up",
        "SS3",
        _below("knee flexion, °", 20.0, 5.0, _deep("flexion_deg")),
    ),
    _fault(
        "side_step",
        "knees_cave",
        "SS4 (NKI)",
        _below("knees' width over the neutral one", 0.87, 0.05, _deep("knee_index_ratio")),
        front_only=True,
    ),
    _fault(
        "side_step",
        "trunk_sways",
        "SS5",
        _above("side lean of the trunk, from one end to the other, °", 10.0, 2.0, _sway),
    ),
    _fault(
        "side_step",
        "toes_turn_out",
        "SS6",
        _above("foot turned out more than at rest, °", 20.0, 5.0, _turning_out),
    ),
    _fault(
        "side_step",
        "hip_hike",
        "SS7",
        _above("tilt of the hips, °", 6.0, 2.0, _size(_change("pelvic_tilt_deg"))),
    ),
)

_STRETCH: Final = (
    _fault(
        "hip_flexor_stretch",
        "trunk_leans_forward",
        "HF1",
        _above("forward lean of the trunk, °", 10.0, 3.0, _deep("trunk_forward_deg")),
    ),
    _fault(
        "hip_flexor_stretch",
        "back_arches",
        "HF2",
        _below("forward lean of the trunk, °", -6.0, 3.0, _deep("trunk_forward_deg")),
    ),
    _fault(
        "hip_flexor_stretch",
        "no_stretch",
        "HF3",
        _below("hip extension, °", 5.0, 2.0, _deep("hip_extension_deg")),
    ),
    _fault(
        "hip_flexor_stretch",
        "front_knee_past_toes",
        "HF4",
        _above("front knee ahead of its toe, shank", 0.15, 0.05, _deep("knee_past_toe_shank")),
    ),
)

_DEADLIFT: Final = (
    _fault(
        "single_leg_deadlift",
        "shallow_hinge",
        "SD1",
        _below("hinge, °", 45.0, 3.0, _deep("hinge_deg")),
    ),
    _fault(
        "single_leg_deadlift",
        "back_line_breaks",
        "SD2",
        _above("bend between trunk and free leg, °", 20.0, 5.0, _deep("line_bend_deg")),
    ),
    _fault(
        "single_leg_deadlift",
        "squatting_not_hinging",
        "SD3",
        _above("flexion of the standing knee, °", 30.0, 4.0, _working_flexion),
    ),
)

RULES: Final = (*_SQUAT, *_CLAMSHELL, *_SIDE_STEP, *_STRETCH, *_DEADLIFT)
