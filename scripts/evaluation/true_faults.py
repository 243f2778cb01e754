"""Which faults a rendered rep truly has: rules on its true geometry (`truth.solid`).

A rule's limit is the amber limit of spec/angle-core.md unless its source says otherwise. Around
it lies a band of indifference: what a rep there "truly" is depends on the definition of a
landmark, so such reps are counted apart, neither for nor against. All values are read in the
body's own frame and in 3-D, so no camera has a say in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scripts.evaluation.formulas import BoolArray, Channels, FloatArray, IntArray, Side
from scripts.evaluation.rendered import TrueRep
from scripts.evaluation.truth import Scene

Verdict = Literal["yes", "no", "unsure"]

BOTTOM: Final = 0.9
"""Share of a rep's amplitude from which its bottom window begins (spec §2)."""

LOADED_DEG: Final = (50.0, 85.0)
"""True knee flexion at which FPPA is read: deeper, a thigh that points at the viewer makes the
angle of any projection arbitrary (a sound squat 105° deep has a frontal angle of -60°)."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One true rep in the channels of its clip.

    Attributes:
        values: channels of the clip, [T] each.
        during: bool [T], the frames of the rep.
        bottom: bool [T], its bottom window.
        rest: bool [T], the start position before the first rep.
        working: the leg the exercise is about.
        rep: its times.
    """

    values: Channels
    during: BoolArray
    bottom: BoolArray
    rest: BoolArray
    working: Side
    rep: TrueRep

    def deep(self, name: str) -> float:
        """Median of a channel in the bottom window."""
        return median(self.values[name][self.bottom])

    def resting(self, name: str) -> float:
        """Median of a channel in the start position before the first rep."""
        return median(self.values[name][self.rest])

    def change(self, name: str) -> float:
        """From the start position to the bottom window."""
        return self.deep(name) - self.resting(name)

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
    values: Channels, rep: IntArray, scene: Scene, reps: Sequence[TrueRep]
) -> dict[int, Window]:
    """The true reps of a clip by number.

    Args:
        values: channels [T].
        rep: int [T], the rep of each frame, -1 between reps.
        scene: the clip's.
        reps: the times of all its reps.
    """
    found = {}
    for number in sorted({int(one) for one in rep if 0 <= one < len(reps)}):
        during = rep == number
        bottom = during & (scene.amplitude >= BOTTOM * scene.amplitude[during].max())
        found[number] = Window(values, during, bottom, scene.rest, scene.working, reps[number])
    return found


def median(values: FloatArray) -> float:
    """Median of the finite values, NaN without any."""
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else float("nan")
