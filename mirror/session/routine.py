"""What is trained: the sets of a session in their order, as data.

The default is phase 0 of the programme (spec/angle-core.md section 6); a planner may give others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from exercises.events import Side
from exercises.registry import UnknownExerciseError, get
from exercises.spec import HoldRule
from mirror.programme.feedback import Stage
from mirror.programme.items import SIDE_CHANGE_S
from mirror.programme.load import Load
from mirror.programme.phases import REST_S
from mirror.programme.reason import Reason
from mirror.programme.records import SetKind


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """One set.

    Attributes:
        exercise: name in the catalogue.
        side: the working side; "both" or None: any.
        target: how many reps, or for a hold how many seconds.
        rest_s: rest after it.
        unit: what the target counts.
        notes: keys of words on how, such as "dose.light_band".
        kind: what the set is for.
        extra: reps more that are offered once the target is reached.
        stage: how much feedback it gets.
        load: what the programme asks of the exercise; None outside it.
        reason: why this load; None outside the programme.
        side_reason: why this side begins; None when it does not, or there is nothing to say.
        timed: goes by the clock alone: nobody is followed, nothing is counted.
    """

    exercise: str
    side: Side | None
    target: int
    rest_s: float = REST_S
    unit: Literal["reps", "seconds"] = "reps"
    notes: tuple[str, ...] = ()
    kind: SetKind = "training"
    extra: int = 0
    stage: Stage = "full"
    load: Load | None = None
    reason: Reason | None = None
    side_reason: Reason | None = None
    timed: bool = False


Routine = tuple[PlannedSet, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """A usual amount of one exercise.

    Attributes:
        target, unit, note: as in `PlannedSet`.
        one_sided: trained on each side by itself.
    """

    target: int
    unit: Literal["reps", "seconds"] = "reps"
    one_sided: bool = False
    note: str = ""


DOSES: Final[Mapping[str, Dose]] = {
    "clamshell": Dose(12, one_sided=True, note="dose.light_band"),
    # 8 steps each way, to and fro: no room is wide enough for 8 one way (spec section 2.2: 1.9 m
    # of path at 2.5 m), so both directions are one set.
    "side_step": Dose(16, note="dose.thigh_band"),
    "squat": Dose(8, note="dose.knee_band"),
    "hip_flexor_stretch": Dose(30, unit="seconds", one_sided=True),
    "single_leg_deadlift": Dose(6, one_sided=True, note="dose.supported"),
    "single_leg_squat": Dose(5, one_sided=True, note="dose.supported"),
}
"""Spec section 6: phase 0; for the two on one leg the first phase that has them."""

_SET_UP_S: Final = 15.0
"""How-to, check and countdown of a set, for the estimate of a routine's length."""
_REP_S: Final = 4.0
"""A calm rep (spec/angle-core.md section 2.3: 2 s down, up to 1 s there, 1-2 s up)."""
_OTHER: Final = Dose(8)
_OTHER_HOLD: Final = Dose(30, unit="seconds")
ORDER: Final = ("hip_flexor_stretch", "clamshell", "side_step", "squat")
"""Spec section 6: mobility first, then clamshell, side-step, squat."""
SETS: Final = 2


def dose_of(exercise: str) -> Dose:
    """The usual amount of an exercise; of an unknown one a modest amount."""
    if exercise in DOSES:
        return DOSES[exercise]
    try:
        hold = isinstance(get(exercise).rule, HoldRule)
    except UnknownExerciseError:
        hold = False
    return _OTHER_HOLD if hold else _OTHER


def sets_of(exercise: str, rounds: int = 1) -> Routine:
    """The sets of one exercise; one-sided ones left, right, left, right."""
    dose = dose_of(exercise)
    sides: Sequence[Side] = ("left", "right") if dose.one_sided else ("both",)
    return tuple(
        PlannedSet(
            exercise,
            side,
            dose.target,
            rest_s=REST_S if side == sides[-1] else SIDE_CHANGE_S,
            unit=dose.unit,
            notes=(dose.note,) if dose.note else (),
        )
        for _ in range(rounds)
        for side in sides
    )


DEFAULT: Final[Routine] = tuple(one for name in ORDER for one in sets_of(name, SETS))
"""Phase 0, the first two weeks."""


def minutes(routine: Routine) -> int:
    """How long a routine takes, about."""
    seconds = sum(
        one.target * (1.0 if one.unit == "seconds" else _REP_S)
        + one.rest_s
        + (0.0 if one.timed else _SET_UP_S)
        for one in routine
    )
    return max(1, round(seconds / 60.0))
