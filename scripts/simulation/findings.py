"""What a year came to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mirror.programme.comparison import Comparison, change
from mirror.programme.feedback import Stage
from mirror.programme.load import Load, rises
from mirror.programme.phases import PHASES
from mirror.programme.reason import Reason
from scripts.simulation.keeping import Memory
from scripts.simulation.people import Model
from scripts.simulation.year import DAYS, FIRST, Day, live

ADVICE: Final = ("flag.no_improvement", "flag.measures_worse", "flag.pain_stays")


@dataclass(frozen=True, slots=True)
class Findings:
    """One person's year, counted.

    Attributes:
        model: whose.
        sessions: trained.
        weeks: that counted in the programme.
        phases: week of the year in which any exercise first had the load of each phase.
        loads: last load by exercise.
        raised, held, lowered: decisions about load by reason.
        stops: reasons that ended a day, an exercise or a set.
        left_out: reasons an exercise rested.
        stages: of feedback, at the end.
        silent: week from which an exercise of strength went without words; None: never.
        retest: the last comparison.
        told: week of the year in which each advice was first given.
    """

    model: Model
    sessions: int
    weeks: int
    phases: tuple[int | None, ...]
    loads: dict[str, Load]
    raised: Counter[str]
    held: Counter[str]
    lowered: Counter[str]
    stops: Counter[str]
    left_out: Counter[str]
    stages: dict[str, Stage]
    silent: int | None
    retest: Comparison
    told: dict[str, int]


def find(model: Model, *, days: int = DAYS) -> Findings:
    """A person's year, counted."""
    kept = Memory()
    lived = live(model, days=days, keep=kept)
    return counted(model, lived, change(kept.retests))


def counted(model: Model, lived: Sequence[Day], retest: Comparison) -> Findings:
    """What the days come to."""
    trained = [one for one in lived if one.done is not None]
    raised, held, lowered, loads = _loads(trained)
    said = [(reason.key, _week(day)) for day in reversed(lived) for reason in day.said]
    return Findings(
        model=model,
        sessions=len(trained),
        weeks=trained[-1].plan.week if trained else 0,
        phases=tuple(_phase_reached(trained, phase.number) for phase in PHASES),
        loads=loads,
        raised=raised,
        held=held,
        lowered=lowered,
        stops=Counter(reason.key for day in lived for reason in _stops(day)),
        left_out=Counter(why.key for day in lived for _, why in day.plan.left_out),
        stages={name: stage for day in trained for name, stage, _ in day.stages},
        silent=next(
            (_week(day) for day in trained for _, stage, _ in day.stages if stage == "probe"), None
        ),
        retest=retest,
        told={key: week for key, week in said if key in ADVICE},
    )


def _loads(
    trained: Sequence[Day],
) -> tuple[Counter[str], Counter[str], Counter[str], dict[str, Load]]:
    raised, held, lowered = Counter[str](), Counter[str](), Counter[str]()
    loads: dict[str, Load] = {}
    for day in trained:
        for item in day.plan.exercises:
            before = loads.get(item.exercise)
            loads[item.exercise] = item.load
            if before is None:
                continue
            if rises(before, item.load):
                raised[item.reason.key] += 1
            elif before != item.load:
                lowered[item.reason.key] += 1
            else:
                held[item.reason.key] += 1
    return raised, held, lowered, loads


def _stops(day: Day) -> list[Reason]:
    whole = [day.plan.stop.reason] if day.plan.stop is not None else []
    return [*whole, *day.stopped]


def _phase_reached(trained: Sequence[Day], phase: int) -> int | None:
    for day in trained:
        if any(item.load.phase >= phase for item in day.plan.exercises if item.unit == "reps"):
            return _week(day)
    return None


def _week(day: Day) -> int:
    return (day.day - FIRST).days // 7 + 1
