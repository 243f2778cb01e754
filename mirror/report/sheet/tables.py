"""The two tables: what was done, and what became of each measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mirror.programme.phases import PHASES
from mirror.report.gathered import Done, Gathered, Trend
from mirror.report.said import UNKNOWN, exercise, levels, measure, number, value
from mirror.report.sheet.charts import Area, sparkline
from mirror.report.sheet.pen import ATTEND, INK, LEFT, RIGHT, RULE, SOFT, Align, Pen
from mirror.text.catalog import Texts

MOST_EXERCISES: Final = 8
SIZE: Final = 8.0
_HEAD: Final = 7.0
_ROW: Final = 12.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: key of its title, the edge its words stand at, and their room."""

    title: str
    x: float
    room: float
    align: Align = "right"


_DONE: Final = (
    Column("exercise", LEFT, 118, "left"),
    Column("sessions", 202, 46),
    Column("sets", 244, 40),
    Column("amount", 306, 60),
    Column("judged", 356, 48),
    Column("effort", 408, 50),
    Column("band", 422, 88, "left"),
    Column("phase", RIGHT, 42),
)
_TRENDS: Final = (
    Column("exercise", LEFT, 96, "left"),
    Column("measure", 142, 110, "left"),
    Column("course", 256, 84, "left"),
    Column("first", 380, 42),
    Column("last", 421, 40),
    Column("change", 462, 42),
    Column("error", 500, 40),
    Column("verdict", 506, RIGHT - 506, "left"),
)


def done_rows(gathered: Gathered) -> list[Done]:
    """The exercises in the programme's order, then others."""
    order = list(dict.fromkeys(name for phase in reversed(PHASES) for name in phase.doses))
    known = sorted(
        gathered.done.values(),
        key=lambda one: order.index(one.exercise) if one.exercise in order else len(order),
    )
    return known[:MOST_EXERCISES]


def done_table(pen: Pen, y: float, gathered: Gathered, t: Texts) -> float:
    """Draw it; returns where it ends."""
    y = _head(pen, y, _DONE, t)
    for one in done_rows(gathered):
        y += _ROW
        band, phase = levels(one.loads, t)
        unit = " s" if one.unit == "seconds" else ""
        judged = UNKNOWN if not one.reps else f"{100 * one.judged / one.reps:.0f} %"
        cells = (
            exercise(one.exercise, t),
            str(one.sessions),
            str(one.sets),
            f"{one.amount}{unit}",
            judged,
            number(one.effort, 1, t),
            band,
            phase,
        )
        for place, (column, words) in enumerate(zip(_DONE, cells, strict=True)):
            _cell(pen, column, y, words, bold=place == 0)
        pen.rule(LEFT, y + 3.6, RIGHT, y + 3.6, width=0.3)
    more = len(gathered.done) - MOST_EXERCISES
    if more > 0:
        y += _ROW
        pen.text(LEFT, y, t["report.more"].format(count=more), size=_HEAD, colour=SOFT)
    return y + 4


def trend_table(pen: Pen, y: float, gathered: Gathered, t: Texts, *, row: float) -> float:
    """Draw it with rows of a height; returns where it ends."""
    y = _head(pen, y, _TRENDS, t)
    shown = ""
    for one in gathered.trends:
        y += row
        name = one.measure.exercise
        if name != shown:
            if shown:
                pen.rule(LEFT, y - row + 3.6, RIGHT, y - row + 3.6, width=0.3)
            _cell(pen, _TRENDS[0], y, exercise(name, t), bold=True)
        shown = name
        _trend(pen, y, one, gathered, t, row=row)
    pen.rule(LEFT, y + 3.6, RIGHT, y + 3.6, width=0.3)
    return y + 4


def _trend(  # noqa: PLR0913 - all named
    pen: Pen, y: float, trend: Trend, gathered: Gathered, t: Texts, *, row: float
) -> None:
    one, change = trend.measure, trend.change
    area = Area(_TRENDS[2].x, y - row + 5.2, _TRENDS[2].room, row - 3.2)
    sparkline(pen, area, trend, gathered.span)
    moved = None
    if change.base is not None and change.latest is not None:
        moved = change.latest - change.base
    error = UNKNOWN if change.error is None else f"±{value(change.error, one, t)}"
    cells = (
        measure(one, t),
        value(change.base, one, t),
        value(change.latest, one, t),
        value(moved, one, t, sign=True),
        error,
    )
    for column, words in zip((_TRENDS[1], *_TRENDS[3:7]), cells, strict=True):
        _cell(pen, column, y, words)
    _verdict(pen, y, trend, t)


def _verdict(pen: Pen, y: float, trend: Trend, t: Texts) -> None:
    """A word, and for a change a triangle: never by colour alone."""
    verdict, column = trend.change.verdict, _TRENDS[7]
    words = t[f"report.verdict.{verdict}"]
    if verdict not in {"rose", "fell"}:
        pen.text(column.x, y, words, size=7.0, colour=SOFT, room=column.room)
        return
    pen.arrow(column.x, y, up=verdict == "rose", colour=ATTEND)
    room = column.room - 7
    pen.text(column.x + 7, y, words, size=7.0, weight="Semibold", colour=INK, room=room)


def _head(pen: Pen, y: float, columns: Sequence[Column], t: Texts) -> float:
    for column in columns:
        pen.text(
            column.x,
            y,
            t[f"report.column.{column.title}"],
            size=_HEAD,
            colour=SOFT,
            align=column.align,
            room=column.room,
        )
    pen.rule(LEFT, y + 3.6, RIGHT, y + 3.6, colour=RULE, width=0.7)
    return y + 1.5


def _cell(pen: Pen, column: Column, y: float, words: str, *, bold: bool = False) -> None:
    pen.text(
        column.x,
        y,
        words,
        size=SIZE,
        weight="Semibold" if bold else "Regular",
        align=column.align,
        room=column.room,
    )
