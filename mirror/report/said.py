"""Numbers, dates and names of a report in a person's language."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from mirror.programme.load import Load
from mirror.report.measures import Measure
from mirror.report.painful import Stop
from mirror.text.catalog import Texts

UNKNOWN: Final = "\N{EN DASH}"
_STOPS: Final = {
    "pain.high": "report.stop.high",
    "pain.sharp": "report.stop.sharp",
    "pain.amber_rising": "report.stop.rising",
    "pain.amber_stayed": "report.stop.stayed",
}
_MINUS: Final = "\N{MINUS SIGN}"
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def number(value: float | None, digits: int, t: Texts, *, sign: bool = False) -> str:
    """A number with the language's decimal mark; never "-0.0"."""
    if value is None:
        return UNKNOWN
    plain = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    if not plain.strip("+-0."):
        plain = plain.lstrip("+-")
    return plain.replace("-", _MINUS).replace(".", t["report.decimal"])


def value(amount: float | None, measure: Measure, t: Texts, *, sign: bool = False) -> str:
    """A measure's value with its unit."""
    if amount is None:
        return UNKNOWN
    space = " " if measure.unit == "%" else ""
    return f"{number(amount, measure.digits, t, sign=sign)}{space}{measure.unit}"


def day_of(day: date, t: Texts) -> str:
    """A date in words."""
    return t["report.date"].format(day=day.day, month=month_word(day.month, t), year=day.year)


def month_word(month: int, t: Texts) -> str:
    """The name of a month."""
    return t[f"phone.month.{_MONTHS[month - 1]}"]


def short(day: date, t: Texts) -> str:
    """A date below a chart."""
    return t["date.short"].format(day=day.day, month=day.month)


def exercise(name: str, t: Texts) -> str:
    """An exercise's name, or the weekly check's."""
    return t["report.retest"] if name == "retest" else t[f"exercise.{name}"]


def measure(one: Measure, t: Texts) -> str:
    """A measure with its side."""
    word = t[f"report.measure.{one.word}"]
    side = t["report.both"] if one.side is None and one.word == "fppa" else ""
    side = t[f"report.side.{one.side}"] if one.side is not None else side
    return f"{word}, {side}" if side else word


def levels(loads: tuple[Load | None, Load | None], t: Texts) -> tuple[str, str]:
    """Band and phase, the first and the last where they differ."""
    known = [one for one in loads if one is not None]
    bands = [t[f"report.band.{one.band}"] if one.band else UNKNOWN for one in known]
    phases = [str(one.phase) for one in known]
    return _from_to(bands), _from_to(phases)


def stop(one: Stop, t: Texts) -> str:
    """What was stopped for, as the person said it."""
    table, _, name = one.reason.partition(".")
    if table == "flag":
        return t["report.flag"].format(words=t[f"flag.{name}"])
    key = _STOPS.get(one.reason, "report.stop.generic")
    return t[key].format(pain=UNKNOWN if one.pain is None else one.pain)


def _from_to(words: Iterable[str]) -> str:
    return " → ".join(dict.fromkeys(words)) or UNKNOWN
