"""Which faults a rendered rep truly has: rules on its true geometry (`truth.solid`).

A rule's limit is the amber limit of spec/angle-core.md unless its source says otherwise. Around
it lies a band of indifference: what a rep there "truly" is depends on the definition of a
landmark, so such reps are counted apart, neither for nor against. All values are read in the
body's own frame and in 3-D, so no camera has a say in them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scripts.evaluation.truth import SIDES, BoolArray, Channels, FloatArray, IntArray

Verdict = Literal["yes", "no", "unsure"]

BOTTOM: Final = 0.9
"""Share of a rep's amplitude from which its bottom window begins (spec §2)."""

LOADED_DEG: Final = (50.0, 85.0)
"""True knee flexion at which FPPA is read: deeper, a thigh that points at the viewer makes the
angle of any projection arbitrary (a sound squat 105° deep has a frontal angle of -60°)."""

FRONT_DEG: Final = 25.0
"""Turn of the body up to which the spec lets a front view judge (§2.5)."""

TOE_OUT_DEG: Final = 10.0
TOE_OUT_SHARE: Final = 0.0077
"""Spec §2.3: the knee's displacement is calibrated for feet turned out by 10°; each degree more
adds this."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One true rep in the channels of its clip.

    Attributes:
        values: channels of the clip, [T] each.
        during: bool [T], the frames of the rep.
        bottom: bool [T], its bottom window.
        rest: bool [T], the start position before the first rep.
    """

    values: Channels
    during: BoolArray
    bottom: BoolArray
    rest: BoolArray

    def deep(self, name: str) -> float:
        """Median of a channel in the bottom window."""
        return median(self.values[name][self.bottom])

    def loaded(self, name: str) -> float:
        """Median where the true knee flexion is in `LOADED_DEG`, else in the bottom window."""
        bend = self.values["flexion_deg"]
        inside = self.during & (bend >= LOADED_DEG[0]) & (bend <= LOADED_DEG[1])
        return median(self.values[name][inside if inside.any() else self.bottom])


@dataclass(frozen=True, slots=True)
class Limit:
    """When a true value is a fault: beyond `at` by more than `band`; within the band, unsure.

    The larger value is the worse one unless `smaller_is_worse`.
    """

    what: str
    at: float
    band: float
    value: Callable[[Window], float]
    smaller_is_worse: bool = False

    def verdict(self, window: Window) -> Verdict:
        """What this limit says of a rep."""
        beyond = self.value(window) - self.at
        if self.smaller_is_worse:
            beyond = -beyond
        if not np.isfinite(beyond) or abs(beyond) <= self.band:
            return "unsure"
        return "yes" if beyond > 0.0 else "no"


@dataclass(frozen=True, slots=True)
class FaultTruth:
    """One fault.

    Attributes:
        exercise: where it occurs.
        name: its name in the catalogue.
        source: where the limits come from.
        limits: beyond any of them the fault is there; it is not when all say no.
        view: which views can show it at all, for the report.
        shown: whether a rep's view does, from its window.
    """

    exercise: str
    name: str
    source: str
    limits: tuple[Limit, ...]
    view: str = "any"
    shown: Callable[[Window], bool] = lambda _: True

    def verdict(self, window: Window) -> Verdict:
        """Whether a rep truly has the fault."""
        said = [limit.verdict(window) for limit in self.limits]
        if "yes" in said:
            return "yes"
        return "unsure" if "unsure" in said else "no"


def windows(
    values: Channels, rep: IntArray, amplitude: FloatArray, rest: BoolArray
) -> dict[int, Window]:
    """The true reps of a clip by number.

    Args:
        values: channels [T].
        rep: [T], the rep of each frame, -1 between reps.
        amplitude: [T], of the renderer's move.
        rest: bool [T].
    """
    found = {}
    for number in sorted({int(one) for one in rep if one >= 0}):
        during = rep == number
        bottom = during & (amplitude >= BOTTOM * amplitude[during].max())
        found[number] = Window(values, during, bottom, rest)
    return found


def median(values: FloatArray) -> float:
    """Median of the finite values, NaN without any."""
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else float("nan")


def _medial(window: Window, side: str) -> float:
    toe_out = median(window.values[f"toe_out_{side}_deg"][window.rest])
    return window.deep(f"knee_medial_{side}_shank") - TOE_OUT_SHARE * (toe_out - TOE_OUT_DEG)


def _worse_medial(window: Window) -> float:
    return max(_medial(window, side) for side in SIDES)


def _unequal_medial(window: Window) -> float:
    return abs(_medial(window, "left") - _medial(window, "right"))


def _closing(window: Window) -> float:
    """Narrower of the stances in which the step begins and ends, in hip widths."""
    stance = window.values["stance_hip_widths"][window.during]
    return float(min(stance[0], stance[-1]))


def _closing_share(window: Window) -> float:
    return _closing(window) / median(window.values["stance_hip_widths"][window.rest])


def _step(window: Window) -> float:
    stance = window.values["stance_hip_widths"]
    return window.deep("stance_hip_widths") - float(stance[window.during][0])


def _sway(window: Window) -> float:
    return float(np.ptp(window.values["trunk_side_deg"][window.during]))


def _from_front(window: Window) -> bool:
    return median(window.values["yaw_deg"][window.during]) <= FRONT_DEG


def _deep(name: str) -> Callable[[Window], float]:
    return lambda window: window.deep(name)


_FRONT: Final = f"front, turned by {FRONT_DEG:.0f}° at most"

RULES: Final[tuple[FaultTruth, ...]] = (
    FaultTruth(
        "squat",
        "knees_cave",
        "SQ2",
        (
            Limit("knee medial to the toe, corrected to 10° toe-out", 0.10, 0.03, _worse_medial),
            Limit("frontal angle, mean of both", 3.0, 3.0, lambda one: one.loaded("fppa_mean_deg")),
        ),
        _FRONT,
        _from_front,
    ),
    FaultTruth(
        "squat",
        "one_knee",
        "SQ4",
        (Limit("difference of the knees' medial displacement", 0.07, 0.02, _unequal_medial),),
        _FRONT,
        _from_front,
    ),
    FaultTruth(
        "squat",
        "too_shallow",
        "SQ1",
        (Limit("knee flexion", 65.0, 5.0, _deep("flexion_deg"), smaller_is_worse=True),),
    ),
    FaultTruth(
        "clamshell",
        "feet_apart",
        "CL2",
        (Limit("ankles further apart than at rest, torso", 0.08, 0.02, _deep("feet_apart_torso")),),
    ),
    FaultTruth(
        "clamshell",
        "pelvis_rolls_back",
        "CL3, its limit for the turn of the pelvis in 3-D",
        (Limit("pelvis turned back", 10.0, 3.0, _deep("pelvis_roll_deg")),),
    ),
    FaultTruth(
        "clamshell",
        "shallow_clam",
        "CL1",
        (Limit("opening", 25.0, 2.0, _deep("opening_deg"), smaller_is_worse=True),),
    ),
    FaultTruth(
        "side_step",
        "feet_snap_together",
        "SS1",
        (
            Limit("closing width, hip widths", 1.0, 0.1, _closing, smaller_is_worse=True),
            Limit(
                "closing width over the first", 0.85, 0.05, _closing_share, smaller_is_worse=True
            ),
        ),
    ),
    FaultTruth(
        "side_step",
        "small_step",
        "SS2",
        (Limit("widening, hip widths", 0.6, 0.1, _step, smaller_is_worse=True),),
    ),
    FaultTruth(
        "side_step",
        "trunk_sways",
        "SS5",
        (Limit("side lean of the trunk, from one side to the other", 10.0, 2.0, _sway),),
    ),
    FaultTruth(
        "hip_flexor_stretch",
        "trunk_leans_forward",
        "HF1",
        (Limit("forward lean of the trunk", 10.0, 3.0, _deep("trunk_forward_deg")),),
    ),
    FaultTruth(
        "hip_flexor_stretch",
        "back_arches",
        "HF2",
        (
            Limit(
                "forward lean of the trunk",
                -6.0,
                3.0,
                _deep("trunk_forward_deg"),
                smaller_is_worse=True,
            ),
        ),
    ),
    FaultTruth(
        "hip_flexor_stretch",
        "no_stretch",
        "HF3",
        (Limit("hip extension", 5.0, 2.0, _deep("hip_extension_deg"), smaller_is_worse=True),),
    ),
    FaultTruth(
        "single_leg_deadlift",
        "shallow_hinge",
        "SD1",
        (Limit("hinge", 45.0, 3.0, _deep("hinge_deg"), smaller_is_worse=True),),
    ),
)
"""The declared truth. `name` must be the catalogue's; a fault it does not know is not reported."""


def by_exercise() -> Mapping[str, tuple[FaultTruth, ...]]:
    """The rules of each exercise."""
    names = dict.fromkeys(rule.exercise for rule in RULES)
    return {name: tuple(rule for rule in RULES if rule.exercise == name) for name in names}
