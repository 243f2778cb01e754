"""Training days a week as bars: of single weeks, of months or of years, as the span is long."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mirror.programme.week import WEEK, in_week, monday_of
from mirror.report.span import Span

MOST_WEEKS: Final = 26
MOST_MONTHS: Final = 48
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """From a day on, so many training days a week."""

    first: date
    value: float


def bars(trained: Collection[date], span: Span) -> tuple[Bar, ...]:
    """The bars of a span, oldest first.

    Args:
        trained: days with training.
        span: a week at its edge counts with the days of it that are inside.
    """
    weeks = (monday_of(span.last) - monday_of(span.first)).days // 7 + 1
    if weeks <= MOST_WEEKS:
        mondays = [monday_of(span.first) + WEEK * number for number in range(weeks)]
        return tuple(Bar(monday, in_week(trained, monday)) for monday in mondays)
    months = 12 * (span.last.year - span.first.year) + span.last.month - span.first.month + 1
    edges = list(_edges(span, months=1 if months <= MOST_MONTHS else 12))
    found = []
    for first, after in zip(edges, [*edges[1:], span.last + _DAY], strict=True):
        days = sum(first <= one < after for one in trained)
        found.append(Bar(first, 7.0 * days / (after - first).days))
    return tuple(found)


def weeks_of(trained: Collection[date], span: Span) -> tuple[Bar, ...]:
    """A bar for each week, however many."""
    counts: dict[date, int] = {}
    for day in trained:
        counts[monday_of(day)] = counts.get(monday_of(day), 0) + 1
    weeks = (monday_of(span.last) - monday_of(span.first)).days // 7 + 1
    mondays = (monday_of(span.first) + WEEK * number for number in range(weeks))
    return tuple(Bar(monday, counts.get(monday, 0)) for monday in mondays)


def _edges(span: Span, *, months: int) -> Iterator[date]:
    """The first day, and that of each later month, or year."""
    yield span.first
    year, month = span.first.year, span.first.month
    while True:
        month += 1
        if month > 12:  # noqa: PLR2004 - months
            year, month = year + 1, 1
        if (year, month) > (span.last.year, span.last.month):
            return
        if months == 1 or month == 1:
            yield date(year, month, 1)
