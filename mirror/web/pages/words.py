"""Words that several pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final, Literal

from mirror.programme.items import PlannedExercise
from mirror.programme.progression import GOOD, POOR
from mirror.report.said import month_word
from mirror.session.planned import notes_of
from mirror.store.sets import KeptSet
from mirror.text.catalog import Texts

Tone = Literal["good", "plain", "attend", "muted"]

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Score:
    """A score as a ring: number or none, and what it means."""

    value: int | None
    tone: Tone


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an exercise: its name, what is to be or was done, the notes, the score."""

    name: str
    amount: str
    notes: tuple[str, ...] = ()
    score: Score | None = None


def score_of(value: int | None) -> Score:
    """With the same borders as on the mirror."""
    if value is None:
        return Score(None, "muted")
    return Score(value, "good" if value >= GOOD else "attend" if value < POOR else "plain")


def weekday_words(t: Texts) -> tuple[str, ...]:
    """Short names of the days, Monday first."""
    return tuple(t[f"phone.weekday.{one}"] for one in _DAYS)


def day_words(day: date, t: Texts) -> str:
    """A date in words."""
    return t["phone.date.long"].format(
        weekday=t[f"phone.weekday.{_DAYS[day.weekday()]}"],
        day=day.day,
        month=month_word(day.month, t),
        year=day.year,
    )


def planned_row(item: PlannedExercise, t: Texts) -> Row:
    """An exercise of a plan."""
    target = t[f"dose.{item.unit}"].format(target=item.sets[0].target)
    amount = t["dose.rounds"].format(sets=item.load.sets, target=target)
    notes = [t[key] for key in notes_of(item)]
    if len(item.sets) > item.load.sets:
        notes.insert(0, t["dose.each_side"])
    return Row(t[f"exercise.{item.exercise}"], amount, tuple(notes))


def done_rows(sets: Sequence[KeptSet], t: Texts) -> tuple[Row, ...]:
    """The exercises of a session, each with all its sets."""
    by_name: dict[str, list[KeptSet]] = {}
    for one in sets:
        by_name.setdefault(one.exercise, []).append(one)
    return tuple(
        Row(
            name_of(name, t),
            t["phone.session.sets_one" if len(own) == 1 else "phone.session.sets"].format(
                sets=len(own), done=sum(one.record.done for one in own)
            ),
            score=score_of(mean([one.record.score for one in own])),
        )
        for name, own in by_name.items()
    )


def name_of(exercise: str, t: Texts) -> str:
    """An exercise, or a part of the warm-up or of the weekly check."""
    timed = f"timed.{exercise}.title"
    return t[timed] if timed in t.sentences else t[f"exercise.{exercise}"]


def mean(values: Sequence[int | None]) -> int | None:
    """The mean of the known ones; None without any."""
    known = [one for one in values if one is not None]
    return round(fmean(known)) if known else None
