"""The truth of one run of a rendered clip: channels, true reps and which counted rep is which."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

from scripts.evaluation import true_faults, truth
from scripts.evaluation.formulas import Channels, FloatArray
from scripts.evaluation.matching import Match, match
from scripts.evaluation.quantities import FRONT_DEG, SIDE_DEG, View
from scripts.evaluation.run import ClipRun
from scripts.evaluation.true_faults import Window, median

Against = Literal["seen", "solid"]


class TrueClip:
    """The truth of one run of a rendered clip, worked out when it is asked for."""

    def __init__(self, run: ClipRun) -> None:
        """Take a run of a clip with exact points."""
        if run.clip.exact is None:
            message = f"{run.clip.name} has no exact points"
            raise ValueError(message)
        self.run = run
        self.exact = run.clip.exact

    @cached_property
    def channels(self) -> Mapping[Against, Channels]:
        """Both truths by channel."""
        scene = self.exact.scene
        return {"seen": truth.seen(scene), "solid": truth.solid(scene)}

    @cached_property
    def windows(self) -> Mapping[int, Window]:
        """The true reps by number."""
        return true_faults.windows(
            self.channels["solid"], self.exact.rep, self.exact.scene, self.exact.reps
        )

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """True and counted reps."""
        return match(self.run.clip.reps, self.run.own.reps) if self.run.own is not None else ()

    @property
    def t_s(self) -> FloatArray:
        """Times of the truth."""
        return self.exact.scene.t_s

    def shows(self, view: View) -> bool:
        """Whether the body is turned as a quantity wants it."""
        yaw_deg = median(self.channels["solid"]["yaw_deg"])
        return {"any": True, "front": yaw_deg <= FRONT_DEG, "side": yaw_deg >= SIDE_DEG}[view]


def truths(runs: Sequence[ClipRun]) -> list[TrueClip]:
    """Those clips that have an exercise and exact points."""
    return [TrueClip(run) for run in runs if run.clip.exact and run.clip.exercise is not None]
