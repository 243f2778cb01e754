"""Everything that was found with one pose model."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from scripts.evaluation.angles import Errors, Of, errors
from scripts.evaluation.counting import (
    Boundary,
    Counts,
    FalseReps,
    boundaries,
    counts,
    false_reps,
)
from scripts.evaluation.fault_scores import FaultScore, Untold, fault_scores, without_truth
from scripts.evaluation.judging import (
    Cell,
    Unscored,
    confusion,
    unscored_clips,
    unscored_groups,
)
from scripts.evaluation.run import ClipRun
from scripts.evaluation.true_clip import Against, TrueClip, truths


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What was found.

    Attributes:
        model: exact name of the pose model.
        runs: what each clip gave.
        clips: those with exact points.
        feed_ms: median cost of `Tracker.feed` for a pose, ms, on this machine as it was.
    """

    model: str
    runs: Sequence[ClipRun]
    clips: Sequence[TrueClip]
    counts: Sequence[Counts]
    boundaries: Sequence[Boundary]
    false_reps: Sequence[FalseReps]
    errors: Sequence[Errors]
    faults: Sequence[FaultScore]
    untold: Sequence[Untold]
    groups: Sequence[Unscored]
    unscored: Sequence[Unscored]
    cells: Sequence[Cell]
    feed_ms: float

    def error(self, key: str, of: Of, against: Against) -> Errors | None:
        """The errors of one quantity; None where no clip shows it."""
        for one in self.errors:
            if (one.quantity.key, one.of, one.against) == (key, of, against):
                return one
        return None

    def fault(self, exercise: str, name: str) -> FaultScore | None:
        """The score of one fault; None where no clip shows its exercise."""
        for one in self.faults:
            if (one.rule.exercise, one.rule.name) == (exercise, name):
                return one
        return None


def summarise(model: str, runs: Sequence[ClipRun]) -> Summary:
    """Work everything out.

    Args:
        model: exact name of the pose model.
        runs: one or more.
    """
    clips = truths(runs)
    return Summary(
        model=model,
        runs=runs,
        clips=clips,
        counts=counts(runs),
        boundaries=boundaries(runs),
        false_reps=false_reps(runs),
        errors=errors(clips),
        faults=fault_scores(clips),
        untold=without_truth(runs),
        groups=unscored_groups(runs),
        unscored=unscored_clips(runs),
        cells=confusion(runs),
        feed_ms=median([cost for run in runs for cost in run.feed_ms] or [float("nan")]),
    )
