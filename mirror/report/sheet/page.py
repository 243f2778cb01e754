"""The page: head, charts, tables, stops, what the measures mean, foot. Always one."""

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import BinaryIO, Final

from mirror.report import said
from mirror.report.attendance import bars
from mirror.report.gathered import Gathered
from mirror.report.painful import NOT_ASKED, PainLog
from mirror.report.sheet import charts, notes
from mirror.report.sheet.charts import Area
from mirror.report.sheet.pen import HEIGHT, INK, LEFT, RIGHT, SOFT, Pen, width_of, wrapped
from mirror.report.sheet.tables import done_table, trend_table
from mirror.text.catalog import Texts

_FOOT: Final = HEIGHT - 30
_GAP: Final = 22.0
_ROWS: Final = (10.0, 17.0)
"""Least and most height of a row of a measure."""
_COLUMN: Final = 243.0
_CHART: Final = 62.0
MOST_STOPS: Final = 3
_AUTHOR: Final = "Plumbline"


def draw(file: BinaryIO, gathered: Gathered, t: Texts, *, version: str, made: date) -> None:
    """Draw the report.

    Args:
        file: where the PDF goes.
        gathered: what it says.
        t: the words.
        version: of this program.
        made: today.
    """
    pen = Pen(file, language=t.language)
    title = f"{t['report.title']}: {gathered.person.name}"
    pen.about(title=title, author=_AUTHOR, subject=_period(gathered, t))
    y = _head(pen, gathered, t, made)
    y = _pictures(pen, y + 19, gathered, t)
    y = _heading(pen, y + _GAP, t["report.done"])
    y = done_table(pen, y + 13, gathered, t)
    y = _heading(pen, y + _GAP - 2, t["report.trends"], t["report.trends_how"])
    stops = gathered.pain.stops
    below = notes.height(gathered, t, version=version) + _GAP + 6
    below += _GAP + 11 * min(len(stops), MOST_STOPS + 1) if stops else 0
    if gathered.trends:
        room = (_FOOT - 19 - below - (y + 13)) / len(gathered.trends)
        y = trend_table(pen, y + 13, gathered, t, row=max(_ROWS[0], min(_ROWS[1], room)))
    else:
        y += 14
        pen.text(LEFT, y, t["report.no_measure"], size=8, colour=SOFT)
    if stops:
        y = _stops(pen, y + _GAP - 2, gathered.pain, t)
    notes.draw(pen, y + _GAP, gathered, t, version=version)
    _foot(pen, t)
    pen.save()


def _period(gathered: Gathered, t: Texts) -> str:
    first, last = gathered.span.first, gathered.span.last
    return t["report.period"].format(first=said.day_of(first, t), last=said.day_of(last, t))


def _head(pen: Pen, gathered: Gathered, t: Texts, made: date) -> float:
    y = 56.0
    title = t["report.title"]
    pen.text(LEFT, y, title, size=19, weight="Semibold")
    x = LEFT + width_of(title, 19, "Semibold") + 12
    pen.text(x, y, gathered.person.name, size=19, colour=SOFT, room=RIGHT - x - 70)
    pen.text(RIGHT, y, _AUTHOR, size=10, weight="Semibold", colour=SOFT, align="right")
    y += 15
    count = t["report.sessions_one" if gathered.sessions == 1 else "report.sessions"]
    words = f"{_period(gathered, t)} · {count.format(count=gathered.sessions)}"
    pen.text(LEFT, y, words, size=9)
    made_on = t["report.made"].format(day=said.day_of(made, t))
    pen.text(RIGHT, y, made_on, size=9, colour=SOFT, align="right")
    pen.rule(LEFT, y + 8, RIGHT, y + 8, colour=INK, width=0.8)
    return y + 8


def _heading(pen: Pen, y: float, words: str, more: str = "", x: float = LEFT) -> float:
    pen.text(x, y, words, size=10, weight="Semibold")
    if more:
        after = x + width_of(words, 10, "Semibold") + 8
        pen.text(after, y, more, size=7.2, colour=SOFT, room=RIGHT - after)
    return y


def _pictures(pen: Pen, y: float, gathered: Gathered, t: Texts) -> float:
    right = RIGHT - _COLUMN
    _heading(pen, y, t["report.attendance"])
    _heading(pen, y, t["report.pain"], x=right)
    charts.attendance(
        pen,
        Area(LEFT, y + 9, _COLUMN, _CHART),
        bars(gathered.trained, gathered.span),
        gathered.span,
        t,
    )
    foot = y + 9 + _CHART + 21
    words = t["report.days"].format(
        days=len(gathered.trained), week=said.number(gathered.a_week, 1, t)
    )
    if gathered.unsure:
        words = f"{words} {t['report.unsure'].format(count=gathered.unsure)}"
    ends = [pen.lines(LEFT, foot, wrapped(words, 7.5, _COLUMN), size=7.5, leading=9.5)]
    if gathered.pain.days:
        charts.pain(pen, Area(right, y + 9, _COLUMN, _CHART), gathered.pain, gathered.span, t)
        lines = wrapped(_pain_words(gathered, t), 7.5, _COLUMN)
    else:
        lines = wrapped(t["report.no_pain"], 7.5, _COLUMN)
    ends.append(pen.lines(right, foot, lines, size=7.5, leading=9.5))
    return max(ends) - 9.5


def _pain_words(gathered: Gathered, t: Texts) -> str:
    log = gathered.pain
    counted = log.counted()
    answers = t["report.answers"].format(
        before=_median(log.before, t), after=_median(log.after, t), morning=_median(log.morning, t)
    )
    lights = t["report.lights"].format(
        green=counted["green"], amber=counted["amber"], red=counted["red"], sharp=log.sharp
    )
    return f"{answers} {lights}"


def _median(values: Iterable[int], t: Texts) -> str:
    known = [one for one in values if one != NOT_ASKED]
    return said.number(median(known), 1, t) if known else said.UNKNOWN


def _stops(pen: Pen, y: float, log: PainLog, t: Texts) -> float:
    y = _heading(pen, y, t["report.stops"])
    y += 13
    for stop in log.stops[-MOST_STOPS:]:
        day = said.day_of(stop.day, t)
        pen.text(LEFT, y, day, size=8, colour=SOFT, room=96)
        pen.text(142, y, said.stop(stop, t), size=8, room=RIGHT - 142)
        y += 11
    more = len(log.stops) - MOST_STOPS
    if more > 0:
        pen.text(142, y, t["report.earlier_stops"].format(count=more), size=7.2, colour=SOFT)
        y += 11
    return y - 11


def _foot(pen: Pen, t: Texts) -> None:
    pen.rule(LEFT, _FOOT - 9, RIGHT, _FOOT - 9)
    pen.text(LEFT, _FOOT + 2, t["report.foot"], size=7.2, colour=SOFT, room=RIGHT - LEFT)
