"""A load as the sets of a session: sides, targets, rests, and how it is done."""

from dataclasses import dataclass
from typing import Final

from exercises.events import Side
from mirror.programme.load import Load, amount, depth_deg, dose_at
from mirror.programme.phases import Band, Place, Unit
from mirror.programme.progression import EXTRA
from mirror.programme.reason import Reason
from mirror.programme.sides import Order

SIDE_CHANGE_S: Final = 20.0
"""Between the sides: the leg just trained rests while the other works, so this is only the time to
turn over and move the band (a design choice)."""


@dataclass(frozen=True, slots=True)
class SetPlan:
    """One set.

    Attributes:
        side: the working side, or "both".
        target: reps or seconds; both directions of a side-step together.
        extra: reps more that are offered, for who has them left in good form.
        rest_s: rest after it.
    """

    side: Side
    target: int
    extra: int
    rest_s: float


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise of today.

    Attributes:
        exercise: its name.
        load: what it asks; goes into its record.
        sets: in their order.
        unit: what the targets count.
        band: resistance; None without one that counts as load.
        place: where the band sits; None without one.
        depth_deg: knee flexion to reach; None where depth is no aim.
        hold_s: hold in the end position.
        lowering_s: time of the way down; None where none is named.
        supported: with a hand on something, or down to a box.
        reason: why this load.
        side_reason: why this side begins; None with both at once.
    """

    exercise: str
    load: Load
    sets: tuple[SetPlan, ...]
    unit: Unit
    band: Band | None
    place: Place | None
    depth_deg: float | None
    hold_s: float
    lowering_s: float | None
    supported: bool
    reason: Reason
    side_reason: Reason | None


def planned(  # noqa: PLR0913 - the parts of one decision, all named
    exercise: str, load: Load, *, sides: Order, extra: bool, reason: Reason, side_reason: Reason
) -> PlannedExercise:
    """The sets of a load, the extra reps offered in the last set of each side."""
    dose = dose_at(exercise, load)
    each: tuple[Side, ...] = sides if dose.sides == "each" else ("both",)
    target = amount(exercise, load) * (2 if dose.sides == "directions" else 1)
    offered = EXTRA if extra and dose.unit == "reps" else 0
    sets = tuple(
        SetPlan(
            side,
            target,
            extra=offered if number == load.sets - 1 else 0,
            rest_s=dose.rest_s if side == each[-1] else SIDE_CHANGE_S,
        )
        for number in range(load.sets)
        for side in each
    )
    return PlannedExercise(
        exercise=exercise,
        load=load,
        sets=sets,
        unit=dose.unit,
        band=load.band,
        place=dose.place,
        depth_deg=depth_deg(exercise, load),
        hold_s=dose.hold_s,
        lowering_s=dose.lowering_s,
        supported=dose.supported,
        reason=reason,
        side_reason=side_reason if dose.sides == "each" else None,
    )
