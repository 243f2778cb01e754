"""What was judged, what not and why; and what counted under exercises that were not done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.evaluation.run import ClipRun


@dataclass(frozen=True, slots=True)
class Unscored:
    """Counted reps of a group of clips, or of one clip, and why some were not scored."""

    what: str
    counted: int
    reasons: Mapping[str, int]
    problems: tuple[str, ...] = ()

    @property
    def unscored(self) -> int:
        """Reps without a score."""
        return sum(self.reasons.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """A clip under an exercise. `own` when that is what it shows."""

    clip: str
    exercise: str
    own: bool
    counted: int
    scored: int


def unscored_groups(runs: Sequence[ClipRun]) -> tuple[Unscored, ...]:
    """By exercise and kind of clip."""
    groups: dict[str, list[ClipRun]] = {}
    for run in runs:
        if run.clip.exercise is not None:
            groups.setdefault(f"{run.clip.exercise}, {run.clip.group}", []).append(run)
    return tuple(_unscored(name, members) for name, members in sorted(groups.items()))


def unscored_clips(runs: Sequence[ClipRun]) -> tuple[Unscored, ...]:
    """The clips with reps that were not scored, with the view problems that were said."""
    found = (
        _unscored(run.clip.name, [run], tuple(sorted(run.problems)))
        for run in runs
        if run.own is not None
    )
    return tuple(one for one in found if one.unscored)


def _unscored(what: str, runs: Sequence[ClipRun], problems: tuple[str, ...] = ()) -> Unscored:
    reps = [rep for run in runs if run.own is not None for rep in run.own.reps]
    reasons = Counter(rep.unscored_reason or "unknown" for rep in reps if rep.score is None)
    return Unscored(what, len(reps), dict(reasons.most_common()), problems)


def confusion(runs: Sequence[ClipRun]) -> tuple[Cell, ...]:
    """Every clip under every exercise."""
    return tuple(
        Cell(
            clip=run.clip.name,
            exercise=name,
            own=name == run.clip.exercise,
            counted=result.count,
            scored=sum(rep.score is not None for rep in result.reps),
        )
        for run in runs
        for name, result in run.results.items()
    )


def wrong_cells(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Those where nothing should count."""
    return tuple(cell for cell in cells if not cell.own)
