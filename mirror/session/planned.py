"""A plan of the programme as the sets of a routine: warm-up, silent probes, notes, re-test."""

from collections.abc import Sequence
from typing import Final

from mirror.programme.feedback import next_stage, probe_set
from mirror.programme.items import SIDE_CHANGE_S, PlannedExercise
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.phases import PHASES, REST_S, Unit
from mirror.programme.planner import Plan
from mirror.programme.records import of_exercise
from mirror.session.routine import PlannedSet, Routine

TIMED: Final = frozenset({"march", "hip_circles"})
"""Parts of the warm-up that go by the clock."""
STANCES: Final = ("stand_together", "stand_apart")
STAND_S: Final = 16
"""Three windows of 5 s (spec section 6), and a moment to stand still."""
RETEST_SQUATS: Final = 5
RETEST_SINGLE: Final = 3
"""Spec section 6."""
CALM_S: Final = 2.0
"""The usual way down (spec section 2.3); a longer one is said."""
ONE_LEG: Final = "single_leg_squat"


def routine_of(plan: Plan, past: Past) -> Routine:
    """The sets of a plan, warm-up first."""
    warm_up = tuple(_warm_up(*one) for one in plan.warm_up)
    return warm_up + tuple(one for item in plan.exercises for one in _sets(item, past))


def retest_of(person: Person) -> Routine:
    """The weekly re-test: standing still twice, squats, single-leg squats on each side."""
    standing = tuple(
        PlannedSet(name, None, STAND_S, rest_s=0.0, unit="seconds", kind="retest", timed=True)
        for name in STANCES
    )
    squats = PlannedSet("squat", "both", RETEST_SQUATS, rest_s=REST_S, kind="retest")
    if ONE_LEG in person.without:
        return *standing, squats
    sides = (
        PlannedSet(ONE_LEG, "left", RETEST_SINGLE, rest_s=SIDE_CHANGE_S, kind="retest"),
        PlannedSet(ONE_LEG, "right", RETEST_SINGLE, rest_s=REST_S, kind="retest"),
    )
    return *standing, squats, *sides


def in_programme(exercise: str) -> bool:
    """Whether the programme has an exercise."""
    return any(exercise in phase.doses for phase in PHASES)


def notes_of(item: PlannedExercise) -> tuple[str, ...]:
    """Keys of words on how an exercise is done."""
    notes = []
    if item.place is not None and item.band is not None:
        notes.append(f"dose.band.{item.band}.{item.place}")
    elif item.place is not None:
        notes.append(f"dose.at.{item.place}")
    if item.lowering_s is not None and item.lowering_s > CALM_S:
        notes.append("dose.slow_lowering")
    if item.supported:
        notes.append("dose.supported")
    return tuple(notes)


def _warm_up(name: str, amount: int, unit: Unit) -> PlannedSet:
    timed = name in TIMED
    # On the mat any side will do.
    both = not timed and name != "clamshell"
    return PlannedSet(
        name,
        "both" if both else None,
        amount,
        rest_s=0.0,
        unit=unit,
        kind="warm_up",
        timed=timed,
    )


def _sets(item: PlannedExercise, past: Past) -> Sequence[PlannedSet]:
    fading = next_stage(past.probes.get(item.exercise, ()))
    # The first time there is nothing to retain yet; a hold has no reps to be talked about.
    known = bool(of_exercise(past.sessions, item.exercise)) and item.unit == "reps"
    silent = probe_set(len(item.sets)) if known else None
    return tuple(
        PlannedSet(
            item.exercise,
            one.side,
            one.target,
            rest_s=one.rest_s,
            unit=item.unit,
            notes=notes_of(item),
            kind="probe" if place == silent else "training",
            extra=one.extra,
            stage=fading.stage,
            load=item.load,
            reason=item.reason,
            side_reason=item.side_reason if place == 0 else None,
        )
        for place, one in enumerate(item.sets)
    )
