"""Which counted rep is which true one: the two that overlap longest belong together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exercises.events import Rep
from scripts.evaluation.rendered import TrueRep


@dataclass(frozen=True, slots=True)
class Match:
    """A true rep and the counted one. `number` counts the true reps from 0."""

    number: int
    true: TrueRep
    counted: Rep


def match(true: Sequence[TrueRep], counted: Sequence[Rep]) -> tuple[Match, ...]:
    """Pair reps one to one, longest overlap first; reps that touch no other stay alone."""
    overlaps = sorted(
        (
            (_overlap_s(one, other), i, k)
            for i, one in enumerate(true)
            for k, other in enumerate(counted)
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    pairs: dict[int, int] = {}
    for overlap_s, i, k in overlaps:
        if overlap_s > 0.0 and i not in pairs and k not in pairs.values():
            pairs[i] = k
    return tuple(Match(i, true[i], counted[k]) for i, k in sorted(pairs.items()))


def outside_s(true: Iterable[TrueRep], duration_s: float) -> float:
    """Time of a clip in which no true rep is under way."""
    busy_s = sum(max(0.0, min(one.end_s, duration_s) - max(one.start_s, 0.0)) for one in true)
    return max(0.0, duration_s - busy_s)


def _overlap_s(true: TrueRep, counted: Rep) -> float:
    return min(true.end_s, counted.end_s) - max(true.start_s, counted.start_s)
