"""Today's session from a person, their history and the date, each decision with its reason.

Stops come first and nothing overrides them: red flags, then pain, then rest days (which a person
may override by asking), then what each exercise earned (`mirror.programme.progression`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mirror.programme.items import PlannedExercise, planned
from mirror.programme.load import Load, lowered, start
from mirror.programme.pain import (
    Stop,
    Verdict,
    before_session,
    latest_light,
    stop_of_flags,
    stop_today,
)
from mirror.programme.past import Past
from mirror.programme.person import Level, Person
from mirror.programme.phases import PHASES, Unit, phase_of
from mirror.programme.progression import decide, eased
from mirror.programme.reason import Reason
from mirror.programme.records import ExerciseRecord, of_exercise
from mirror.programme.sides import weaker_first
from mirror.programme.week import (
    STRETCH,
    due_reason,
    programme_week,
    rest_reason,
    trained_days,
)

BREAK_DAYS: Final = 21
"""After a longer break an exercise comes back one step easier (a design choice)."""

LEADING: Final = "squat"
"""Exercises of a later phase join when this one, which all of them build on, has got there."""

FIRST_PHASE: Final[Mapping[Level, int]] = {"new": 0, "used": 1}
"""The row an exercise begins with (a design choice): who is used to strength training skips the
two easiest weeks of load, not those of the calendar."""

WARM_UP: Final[tuple[tuple[str, int, Unit], ...]] = (
    ("march", 120, "seconds"),
    ("hip_circles", 60, "seconds"),
    ("squat", 8, "reps"),
    ("clamshell", 5, "reps"),
)
"""Spec section 6: 5 min of march, hip circles, 8 unloaded squats, 5 clams; how the minutes are
shared is ours."""


@dataclass(frozen=True, slots=True)
class Today:
    """The day.

    Attributes:
        day: its date where the person lives.
        pain: 0..10 before the session; None when not answered.
        ask: what the person asks for on a rest day.
    """

    day: date
    pain: int | None = None
    ask: Literal["training", "stretch"] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Today.

    Attributes:
        kind: what kind of day it is; only "training" and "stretch" have exercises.
        reason: why.
        week: of the programme, from 1.
        warm_up: name, amount and unit of each part.
        exercises: in their order.
        left_out: exercises of this phase that rest today, and why.
        stop: what ended it; only with the kind "stop".
    """

    kind: Literal["training", "stretch", "rest", "stop"]
    reason: Reason
    week: int
    warm_up: tuple[tuple[str, int, Unit], ...] = ()
    exercises: tuple[PlannedExercise, ...] = ()
    left_out: tuple[tuple[str, Reason], ...] = ()
    stop: Stop | None = None


def plan(person: Person, past: Past, today: Today) -> Plan:
    """Today's session.

    Args:
        person: who trains.
        past: what they did.
        today: the day.

    Raises:
        ValueError: a red flag nobody asks about, or pain outside 0..10.
    """
    trained = trained_days(past, today.day)
    week = programme_week(trained, today.day)
    before = before_session(today.pain)
    stop = stop_of_flags(person.flags) or stop_today(before, scope="session")
    if stop is not None:
        return Plan("stop", stop.reason, week, stop=stop)
    rest = rest_reason(trained, today.day)
    if rest is not None and today.ask is None:
        return Plan("rest", rest, week)
    only_stretch = today.ask == "stretch"
    reason = due_reason(trained, today.day)
    if only_stretch or rest is not None:
        reason = Reason("plan.stretch_asked" if only_stretch else "plan.rest_day_asked")
    choice = _Choice(person, past, today, before, week, may_rise=rest is None)
    exercises, left_out = choice.made((STRETCH,) if only_stretch else choice.names())
    if not exercises and not left_out:
        return Plan("rest", Reason("plan.nothing_chosen"), week)
    if not exercises:
        why = left_out[0][1]
        return Plan("stop", why, week, left_out=left_out, stop=Stop("session", why))
    if only_stretch:
        return Plan("stretch", reason, week, exercises=exercises, left_out=left_out)
    return Plan("training", reason, week, WARM_UP, exercises, left_out)


def single(person: Person, past: Past, today: Today, exercise: str) -> Plan:
    """One exercise outside the plan: at its own load, never harder than before.

    Stops hold here too: red flags, pain before, a red light of this exercise.

    Raises:
        KeyError: the programme does not have it.
        ValueError: as `plan`.
    """
    week = programme_week(trained_days(past, today.day), today.day)
    before = before_session(today.pain)
    stop = stop_of_flags(person.flags) or stop_today(before, scope="session")
    if stop is not None:
        return Plan("stop", stop.reason, week, stop=stop)
    choice = _Choice(person, past, today, before, week, may_rise=False)
    exercises, left_out = choice.made((exercise,))
    if left_out:
        why = left_out[0][1]
        return Plan("stop", why, week, left_out=left_out, stop=Stop("exercise", why))
    return Plan("training", Reason("plan.single"), week, exercises=exercises)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What each exercise gets today; the attributes are those of the plan."""

    person: Person
    past: Past
    today: Today
    before: Verdict
    week: int
    may_rise: bool

    def names(self) -> tuple[str, ...]:
        """The exercises of the phase the leading one has reached, in their order."""
        phase = phase_of(self.week).number
        if LEADING not in self.person.without:
            records = of_exercise(self.past.sessions, LEADING)
            phase = min(phase, records[-1].load.phase if records else 0)
        return tuple(name for name in PHASES[phase].doses if name not in self.person.without)

    def made(
        self, names: Collection[str]
    ) -> tuple[tuple[PlannedExercise, ...], tuple[tuple[str, Reason], ...]]:
        """The exercises that are done, and those that rest with the reason."""
        done: list[PlannedExercise] = []
        left_out: list[tuple[str, Reason]] = []
        for name in names:
            records = of_exercise(self.past.sessions, name)
            why = self._why_not(records)
            if why is not None:
                left_out.append((name, why))
                continue
            load, reason = self._load(name, records)
            sides, side_reason = weaker_first(self.past.sessions, name)
            extra = bool(records) and self.before.light == "green" and self.may_rise
            extra = extra and latest_light([one.pain for one in records[-2:]]).light == "green"
            done.append(
                planned(
                    name, load, sides=sides, extra=extra, reason=reason, side_reason=side_reason
                )
            )
        return tuple(done), tuple(left_out)

    def _why_not(self, records: tuple[ExerciseRecord, ...]) -> Reason | None:
        """After a red light an exercise waits for another day and a green answer."""
        if not records or latest_light([one.pain for one in records[-2:]]).light != "red":
            return None
        if any(
            one is records[-1]
            for session in self.past.sessions
            if session.day == self.today.day
            for one in session.exercises
        ):
            return Reason("left_out.stopped_today")
        if self.today.pain is None:
            return Reason("left_out.tell_pain_first")
        if self.before.light != "green":
            return Reason("left_out.not_settled", {"pain": self.today.pain})
        return None

    def _load(self, name: str, records: tuple[ExerciseRecord, ...]) -> tuple[Load, Reason]:
        bands = self.person.bands
        phase = phase_of(self.week).number
        decision = decide(records, phase=phase, bands=bands)
        if decision is None:
            # An exercise begins in its own first phase, however late it comes.
            return start(name, FIRST_PHASE[self.person.level], bands), Reason("load.first")
        of_today = None if decision.kind == "regress" else self._of_today(name, records)
        return of_today or (decision.load, decision.reason)

    def _of_today(
        self, name: str, records: tuple[ExerciseRecord, ...]
    ) -> tuple[Load, Reason] | None:
        """What the day says, whatever was earned; None when it says nothing."""
        last, away = records[-1].load, self._days_away(name)
        if self.before.light == "amber" and eased(records):
            return last, Reason("hold.eased")
        if self.before.light == "amber":
            return self._easier(name, last, self.before.reason)
        if away > BREAK_DAYS:
            return self._easier(name, last, Reason("load.after_break", {"days": away}))
        return None if self.may_rise else (last, Reason("load.rest_day"))

    def _easier(self, name: str, last: Load, why: Reason) -> tuple[Load, Reason]:
        load = lowered(name, last, bands=self.person.bands)
        if load == last:
            return load, Reason("hold.easiest_already", {"because": why.key})
        return load, why

    def _days_away(self, name: str) -> int:
        days = [
            session.day
            for session in self.past.sessions
            if any(one.exercise == name for one in session.exercises)
        ]
        return (self.today.day - days[-1]).days
