"""What reps were worth, in words and bars: score, "because", sub-scores."""

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from exercises.events import Rep
from exercises.score import WEIGHTS, of_reps
from mirror.model import SetResult
from mirror.programme.progression import GOOD, POOR
from mirror.session.routine import PlannedSet
from mirror.session.scenes import Bar
from mirror.session.view import Line
from mirror.text.catalog import Texts

_TELLING: Final = 1.0
"""Points; a smaller loss is not worth a word."""


def worth_of(reps: Sequence[Rep]) -> int | None:
    """The score of a set, 0..100; None with too few judged reps."""
    return of_reps(reps).points


def worth_of_exercise(results: Sequence[SetResult]) -> int | None:
    """The mean of an exercise's sets; of all its reps together when no set has enough."""
    sets = [points for one in results if (points := worth_of(one.reps)) is not None]
    if sets:
        return round(fmean(sets))
    return worth_of([rep for one in results for rep in one.reps])


def worth_line(points: int | None, reps: Sequence[Rep], texts: Texts) -> Line:
    """The score, or why there is none."""
    if points is not None:
        return Line(
            str(points), "good" if points >= GOOD else "attend" if points < POOR else "plain"
        )
    if not reps:
        return Line(texts["worth.nothing"], "muted")
    judged = any(rep.score is not None for rep in reps)
    return Line(texts["worth.too_few" if judged else "screen.not_judged"], "muted")


def because(reps: Sequence[Rep], texts: Texts) -> str:
    """The largest loss a rep, such as "range -8"; empty when little was lost."""
    judged = [rep for rep in reps if rep.score is not None]
    names = {name for rep in judged for name in rep.lost}
    if not names:
        return ""
    lost = {name: fmean(rep.lost.get(name, 0.0) for rep in judged) for name in sorted(names)}
    worst = max(lost, key=lambda name: lost[name])
    if lost[worst] < _TELLING:
        return ""
    return texts["worth.because"].format(part=texts[f"part.{worst}"], points=round(lost[worst]))


def bars(reps: Sequence[Rep], texts: Texts) -> tuple[Bar, ...]:
    """The mean sub-scores, in the order of their weight; none when nothing was judged."""
    judged = [rep for rep in reps if rep.score is not None]
    made = []
    for name in WEIGHTS:
        known = [value for rep in judged if (value := rep.sub_scores.get(name)) is not None]
        asked = any(name in rep.sub_scores for rep in judged)
        if asked:
            word = texts[f"part.{name}"]
            value = round(fmean(known)) if known else None
            made.append(Bar(word[:1].upper() + word[1:], value))
    return tuple(made)


def done_words(planned: PlannedSet, result: SetResult, texts: Texts) -> str:
    """The set just done, such as "Squat 8 of 8"."""
    return texts[f"rest.done_{planned.unit}"].format(
        exercise=texts[f"exercise.{result.exercise}"],
        count=amount(result, planned.unit),
        target=planned.target,
    )


def amount(result: SetResult, unit: str) -> int:
    """Reps, or seconds held."""
    if unit == "seconds":
        return int(sum(hold.held_s for hold in result.holds) + 0.5)
    return result.count
