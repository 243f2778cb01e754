"""The pictures: training days, pain, and a measure with its error band."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from mirror.programme.pain import AMBER_FROM, RED_FROM
from mirror.programme.records import MOST_PAIN
from mirror.programme.week import PER_WEEK
from mirror.report.attendance import Bar
from mirror.report.gathered import Trend
from mirror.report.measures import least_error
from mirror.report.painful import NOT_ASKED, PainLog
from mirror.report.said import short
from mirror.report.sheet.pen import ATTEND, BAND, LINE, PAPER, RULE, SOFT, Pen
from mirror.report.span import Span
from mirror.text.catalog import Texts

MOST_POINTS: Final = 60
"""A chart shows; of more, neighbours are put together."""
_AXIS: Final = 14.0
"""Left of a chart, for its numbers."""
_SMALL: Final = 6.5
_NAMES: Final = 5
"""Dates below a chart."""
_LONG_DAYS: Final = 400
"""Beyond, a date says its year."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a chart goes: left and upper edge, size; points."""

    x: float
    y: float
    width: float
    height: float


def attendance(pen: Pen, area: Area, bars: Sequence[Bar], span: Span, t: Texts) -> None:
    """Bars with the line of a full week."""
    top = max(float(PER_WEEK), *(bar.value for bar in bars)) + 0.4
    inner = Area(area.x + _AXIS, area.y, area.width - _AXIS, area.height)

    def height(value: float) -> float:
        return inner.height * value / top

    step = inner.width / len(bars)
    for place, bar in enumerate(bars):
        if bar.value > 0:
            tall = height(bar.value)
            x = inner.x + step * (place + 0.16)
            pen.box(x, inner.y + inner.height - tall, 0.68 * step, tall, LINE)
    foot = inner.y + inner.height
    pen.rule(inner.x, foot, inner.x + inner.width, foot)
    full = foot - height(PER_WEEK)
    pen.rule(inner.x, full, inner.x + inner.width, full, colour=SOFT, dash=(1.5, 2.0))
    for count in (0, PER_WEEK):
        y = foot - height(count) + 2.2
        pen.text(inner.x - 4, y, str(count), size=_SMALL, colour=SOFT, align="right")
    stride = -(-len(bars) // (2 * _NAMES + 2))
    for place in range(0, len(bars), stride):
        x = inner.x + step * (place + 0.5)
        name = _named(bars[place].first, span, t)
        pen.text(x, foot + 8.5, name, size=_SMALL, colour=SOFT, align="centre")


def pain(pen: Pen, area: Area, log: PainLog, span: Span, t: Texts) -> None:
    """Answers before as rings, after as dots, with the borders of the lights."""
    inner = Area(area.x + _AXIS, area.y + 3, area.width - _AXIS, area.height - 3)
    foot = inner.y + inner.height
    for border in (0, AMBER_FROM, RED_FROM, MOST_PAIN):
        y = foot - inner.height * border / MOST_PAIN
        light = border in {AMBER_FROM, RED_FROM}
        dash = (1.5, 2.0) if light else None
        pen.rule(inner.x, y, inner.x + inner.width, y, colour=SOFT if light else RULE, dash=dash)
        pen.text(inner.x - 4, y + 2.2, str(border), size=_SMALL, colour=SOFT, align="right")
    x_of = _across(inner, span)
    series = ((log.before, SOFT, True, 2.1), (log.after, ATTEND, False, 1.5))
    for values, colour, hollow, radius in series:
        known = [
            (day, float(value))
            for day, value in zip(log.days, values, strict=True)
            if value != NOT_ASKED
        ]
        for day, value in together(known, max):
            y = foot - inner.height * value / MOST_PAIN
            pen.dot(x_of(day), y, radius, colour, hollow=hollow)
    _dates(pen, inner, span, t)


def sparkline(pen: Pen, area: Area, trend: Trend, span: Span) -> None:
    """A measure over the span, with the band inside which a change says nothing."""
    change, values = trend.change, trend.values
    edges = list(values)
    if change.base is not None and change.error is not None:
        edges += [change.base - change.error, change.base + change.error]
    # Nothing smaller than the error may fill the height: noise would look like a change.
    middle = (min(edges) + max(edges)) / 2
    reach = max(max(edges) - min(edges), 2 * (least_error(trend.measure) or 0.0)) or 1.0
    high = middle + reach / 2

    def y_of(value: float) -> float:
        return area.y + area.height * (high - value) / reach

    if change.base is not None:
        if change.error is not None:
            top, bottom = y_of(change.base + change.error), y_of(change.base - change.error)
            pen.box(area.x, top, area.width, bottom - top, BAND)
        base = y_of(change.base)
        pen.rule(area.x, base, area.x + area.width, base, colour=PAPER, width=0.8)
    x_of = _across(area, span)
    points = [
        (x_of(day), y_of(value))
        for day, value in together(list(zip(trend.days, values, strict=True)), fmean)
    ]
    if len(points) > 1:
        pen.course(points)
    pen.dot(*points[-1], 1.3, LINE, hollow=False)


def together(
    points: Sequence[tuple[float, float]], how: Callable[[list[float]], float]
) -> list[tuple[float, float]]:
    """At most `MOST_POINTS`: neighbours share their mean day and what `how` makes of them."""
    size = -(-len(points) // MOST_POINTS) or 1
    groups = [points[start : start + size] for start in range(0, len(points), size)]
    return [
        (fmean(day for day, _ in group), how([value for _, value in group])) for group in groups
    ]


def _across(area: Area, span: Span) -> Callable[[float], float]:
    first, days = span.first.toordinal(), max(1, span.days - 1)
    # Half a dot free on both sides.
    return lambda day: area.x + 2 + (area.width - 4) * (day - first) / days


def _dates(pen: Pen, area: Area, span: Span, t: Texts) -> None:
    first, last = span.first.toordinal(), span.last.toordinal()
    x_of = _across(area, span)
    for number in range(_NAMES):
        day = first + (last - first) * number // (_NAMES - 1)
        align = {0: "left", _NAMES - 1: "right"}.get(number, "centre")
        name = _named(date.fromordinal(day), span, t)
        x = x_of(day)
        pen.text(x, area.y + area.height + 8.5, name, size=_SMALL, colour=SOFT, align=align)  # type: ignore[arg-type] # one of them
        if span.days < _NAMES:
            return


def _named(day: date, span: Span, t: Texts) -> str:
    if span.days <= _LONG_DAYS:
        return short(day, t)
    return f"{day.month}/{day.year}" if span.days <= 4 * _LONG_DAYS else str(day.year)
