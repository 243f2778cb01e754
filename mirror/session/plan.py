"""Which exercise when, for clips that show several."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a clip with one exercise.

    Attributes:
        exercise: its name in the catalogue.
        start_s, end_s: clip time.
        expected_count: what is truly to be seen; None when unknown.
    """

    exercise: str
    start_s: float
    end_s: float
    expected_count: int | None = None


def index_at(plan: Sequence[Segment], t_s: float) -> int:
    """Index of the segment that runs at a time: the last one begun, at first the first."""
    return max(0, sum(segment.start_s <= t_s for segment in plan) - 1)
