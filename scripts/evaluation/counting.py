"""How well reps are counted: exact, near, when, and where there was none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from exercises import registry
from exercises.spec import RepRule
from mirror.model import SetResult
from scripts.evaluation.matching import match, outside_s
from scripts.evaluation.run import ClipRun
from scripts.evaluation.stats import Estimate, ratio


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a group of clips: shares 0..1, and MAE as |counted - true| over the true count.

    A clip without the exercise has no count to divide by: each rep counted there is an error
    of 1.
    """

    group: str
    exact: Estimate
    mae: Estimate
    near: Estimate


@dataclass(frozen=True, slots=True)
class Boundary:
    """Absolute errors of a boundary of matched reps, seconds. `bias_s` + = too late."""

    what: str
    median_s: float
    p95_s: float
    bias_s: float
    n: int


@dataclass(frozen=True, slots=True)
class FalseReps:
    """Reps counted where there was none, against the time watched there."""

    where: str
    count: int
    minutes: float

    @property
    def per_10_min(self) -> float:
        """Rate, NaN when nothing was watched."""
        return 10.0 * self.count / self.minutes if self.minutes > 0.0 else float("nan")


def counts(runs: Sequence[ClipRun]) -> tuple[Counts, ...]:
    """For all clips and, where both kinds are there, for each kind."""
    kinds = [kind for kind in ("rendered", "real") if any(run.clip.group == kind for run in runs)]
    groups = [("all", runs)]
    if len(kinds) > 1:
        groups += [(kind, [run for run in runs if run.clip.group == kind]) for kind in kinds]
    return tuple(_counts(name, members) for name, members in groups)


def _counts(name: str, runs: Sequence[ClipRun]) -> Counts:
    off = [abs(run.counted - run.clip.count) for run in runs]
    share = [error / max(run.clip.count, 1) for error, run in zip(off, runs, strict=True)]
    ones = [1.0] * len(runs)
    exact = ratio([float(error == 0) for error in off], ones)
    near = ratio([float(error <= 1) for error in off], ones)
    mae = ratio(share, ones)
    if exact is None or near is None or mae is None:
        message = "no clips to count"
        raise ValueError(message)
    return Counts(name, exact, mae, near)


def boundary_errors(
    runs: Sequence[ClipRun], exercises: Collection[str]
) -> tuple[list[float], list[float]]:
    """Errors of the starts and of the ends of matched reps of some exercises, s, + = too late."""
    pairs = [
        one
        for run in runs
        if run.own is not None and run.clip.exercise in exercises
        for one in match(run.clip.reps, run.own.reps)
    ]
    return (
        [one.counted.start_s - one.true.start_s for one in pairs],
        [one.counted.end_s - one.true.end_s for one in pairs],
    )


def rep_exercises(runs: Sequence[ClipRun]) -> list[str]:
    """The exercises of the clips that consist of reps, not of holds."""
    shown = {run.clip.exercise for run in runs if run.clip.exercise is not None}
    return sorted(name for name in shown if isinstance(registry.get(name).rule, RepRule))


def boundaries(runs: Sequence[ClipRun]) -> tuple[Boundary, ...]:
    """Starts and ends of all reps, of the reps of each exercise, and of holds."""
    reps = rep_exercises(runs)
    holds = sorted({run.clip.exercise for run in runs if run.clip.exercise} - {*reps})
    groups = [("rep", reps), *((name, [name]) for name in reps), ("hold", holds)]
    return tuple(
        _boundary(f"{kind} {edge}", errors)
        for kind, exercises in groups
        for edge, errors in zip(("start", "end"), boundary_errors(runs, exercises), strict=True)
        if errors
    )


def _boundary(what: str, errors: Sequence[float]) -> Boundary:
    size = np.abs(errors)
    return Boundary(
        what=what,
        median_s=float(np.median(size)),
        p95_s=float(np.percentile(size, 95)),
        bias_s=float(np.median(errors)),
        n=len(errors),
    )


def false_reps(runs: Sequence[ClipRun]) -> tuple[FalseReps, ...]:
    """Where nothing should count: no exercise at all, between reps, and the wrong exercise."""
    idle = [run for run in runs if run.clip.exercise is None]
    own = [run for run in runs if run.clip.exercise is not None]
    nothing = [result for run in idle for result in run.results.values()]
    wrong = [
        result for run in own for name, result in run.results.items() if name != run.clip.exercise
    ]
    between, between_s = 0, 0.0
    for run in own:
        if run.own is not None and len(run.clip.reps) == run.clip.count:
            between += run.own.count - len(match(run.clip.reps, run.own.reps))
            between_s += outside_s(run.clip.reps, run.own.duration_s)
    return tuple(
        FalseReps(where, count, seconds / 60.0)
        for where, count, seconds in (
            ("another movement or none, under every exercise", *_sum(nothing)),
            ("outside true reps, under the exercise shown", between, between_s),
            ("the exercise shown, under the other exercises", *_sum(wrong)),
        )
    )


def _sum(results: Sequence[SetResult]) -> tuple[int, float]:
    """Reps and seconds."""
    return sum(one.count for one in results), sum(one.duration_s for one in results)
