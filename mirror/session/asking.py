"""What was asked for at home, and the routine that comes of it after the pain question."""

from dataclasses import dataclass
from typing import Literal

from mirror.programme.pain import Stop, before_session, stop_of_flags, stop_today
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.planner import Plan, Today, plan, single
from mirror.programme.records import SessionKind
from mirror.session.planned import in_programme, routine_of
from mirror.session.routine import Routine


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Attributes:
        kind: of the session.
        ask: on a rest day, see `mirror.programme.planner.Today`.
        exercise: of a single one.
        routine: of guests, re-tests, and exercises the programme does not have.
    """

    kind: SessionKind = "training"
    ask: Literal["training", "stretch"] | None = None
    exercise: str = ""
    routine: Routine = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """The routine to begin, or why there is none.

    Attributes:
        routine: its sets; empty with a stop.
        week: of the programme.
        plan: where it is from; None outside the programme.
        stop: why not.
    """

    routine: Routine
    week: int
    plan: Plan | None = None
    stop: Stop | None = None


def begun(person: Person, past: Past, today: Today, asked: Asked) -> Begun:
    """The routine of what was asked for, with the answer about pain in `today`."""
    by_plan = plan(person, past, today)
    outside = asked.kind == "retest" or (
        asked.kind == "single" and not in_programme(asked.exercise)
    )
    if outside:
        # Stops hold outside the plan too.
        stop = stop_of_flags(person.flags) or stop_today(
            before_session(today.pain), scope="session"
        )
        return Begun(() if stop else asked.routine, by_plan.week, stop=stop)
    made = by_plan
    if asked.kind == "single":
        made = single(person, past, today, asked.exercise)
    if made.stop is not None:
        return Begun((), made.week, made, made.stop)
    return Begun(routine_of(made, past), made.week, made)
