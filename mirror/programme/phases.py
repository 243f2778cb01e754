"""The 12 weeks as data: the table of spec/angle-core.md section 6, row by row.

What the table leaves open stands here with its word: `band=None` where the band is the one the
person has earned, and 75 degrees of depth, the target of section 2.3, where no other is named.
Evidence for the whole, as cited there: three sessions a week for eight weeks changed 3-D knee
kinematics (comprehensive corrective programme, BMC Musculoskelet Disord 2022); loads and days
follow ACSM 2009 for novices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Band = Literal["light", "medium", "heavy"]
Place = Literal["above_knees", "ankles", "forefeet"]
"""Where it sits; gluteal activity rises from knees to feet (Lewis 2018, spec section 2.2)."""
Unit = Literal["reps", "seconds"]
Sides = Literal["each", "directions", "both"]
"""How a set is counted: a side at a time, a direction at a time within one set, or at once."""

BANDS: Final[tuple[Band, ...]] = ("light", "medium", "heavy")
"""From the weakest. The spec names light and medium, then "heavier"."""

REST_S: Final = 60.0
LONG_REST_S: Final = 90.0
"""Spec section 6: 60-90 s; the long one from phase 2, where the load is."""

WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class Dose:
    """One exercise in one phase.

    Attributes:
        sets: fewest and most sets of the phase; progress starts again at the fewest.
        amount: reps or seconds of a set, for each side or direction.
        unit: what `amount` counts.
        sides: how the sides share the sets.
        band: resistance the phase begins with; None without a band or as earned so far.
        banded: done with a band that can get heavier.
        place: where the band sits; None without one.
        depth_deg: knee flexion to reach; None where depth is no aim.
        hold_s: hold in the end position.
        lowering_s: time of the way down; None where the phase names none.
        rest_s: rest after each set.
        supported: with a hand on a chair or the wall, or down to a box.
    """

    sets: tuple[int, int]
    amount: int
    unit: Unit = "reps"
    sides: Sides = "both"
    band: Band | None = None
    banded: bool = False
    place: Place | None = None
    depth_deg: float | None = None
    hold_s: float = 0.0
    lowering_s: float | None = None
    rest_s: float = REST_S
    supported: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """Some weeks of the programme.

    Attributes:
        number: 0..4.
        name: last part of its text key.
        weeks: first and last week, from 1.
        doses: by exercise, in the order they are done.
    """

    number: int
    name: str
    weeks: tuple[int, int]
    doses: Mapping[str, Dose]


def _stretch(fewest: int = 2) -> Dose:
    # 30 s twice: Bell 2013 (spec section 2.4).
    return Dose((fewest, 2), 30, unit="seconds", sides="each")


def _clam(sets: int, amount: int, *, band: Band | None = None, rest_s: float = REST_S) -> Dose:
    return Dose(
        (2, sets),
        amount,
        sides="each",
        band=band,
        banded=True,
        place="above_knees",
        hold_s=2.0,
        rest_s=rest_s,
    )


def _steps(
    sets: int, amount: int, place: Place, *, band: Band | None = None, rest_s: float = REST_S
) -> Dose:
    return Dose(
        (2, sets),
        amount,
        sides="directions",
        band=band,
        banded=True,
        place=place,
        rest_s=rest_s,
    )


def _squat(
    sets: int, amount: int, depth_deg: float, *, lowering_s: float = 2.0, rest_s: float = REST_S
) -> Dose:
    # The band is a cue to push against, not a load: it stays light (spec: "bodyweight + band").
    return Dose(
        (2, sets),
        amount,
        place="above_knees",
        depth_deg=depth_deg,
        lowering_s=lowering_s,
        rest_s=rest_s,
    )


def _box_squat(sets: int, amount: int, *, supported: bool) -> Dose:
    # Depth: spec section 2.6, 45-60; the yaw error stays small there.
    return Dose(
        (2, sets), amount, sides="each", depth_deg=60.0, rest_s=LONG_REST_S, supported=supported
    )


def _hinge(sets: int, amount: int, *, supported: bool, rest_s: float = LONG_REST_S) -> Dose:
    return Dose((2, sets), amount, sides="each", supported=supported, rest_s=rest_s)


PHASES: Final[tuple[Phase, ...]] = (
    Phase(
        0,
        "base",
        (1, 2),
        {
            "hip_flexor_stretch": _stretch(),
            "clamshell": _clam(2, 12, band="light"),
            "side_step": _steps(2, 8, "above_knees", band="light"),
            "squat": _squat(2, 8, 60.0),
        },
    ),
    Phase(
        1,
        "build",
        (3, 4),
        {
            "hip_flexor_stretch": _stretch(),
            "clamshell": _clam(3, 12, band="medium"),
            "side_step": _steps(3, 10, "above_knees"),
            "squat": _squat(3, 10, 75.0),
            "single_leg_deadlift": _hinge(2, 6, supported=True, rest_s=REST_S),
        },
    ),
    Phase(
        2,
        "load",
        (5, 6),
        {
            "hip_flexor_stretch": _stretch(),
            "clamshell": _clam(3, 15, rest_s=LONG_REST_S),
            "side_step": _steps(3, 12, "ankles", rest_s=LONG_REST_S),
            "squat": _squat(3, 10, 75.0, lowering_s=3.0, rest_s=LONG_REST_S),
            "single_leg_deadlift": _hinge(2, 8, supported=True),
        },
    ),
    Phase(
        3,
        "control",
        (7, 8),
        {
            "hip_flexor_stretch": _stretch(),
            "clamshell": _clam(2, 15, rest_s=LONG_REST_S),
            "side_step": _steps(3, 12, "forefeet", rest_s=LONG_REST_S),
            "squat": _squat(3, 10, 75.0, lowering_s=3.0, rest_s=LONG_REST_S),
            "single_leg_squat": _box_squat(2, 5, supported=True),
            "single_leg_deadlift": _hinge(3, 8, supported=False),
        },
    ),
    Phase(
        4,
        "keep",
        (9, WEEKS),
        {
            "hip_flexor_stretch": _stretch(fewest=1),
            "clamshell": _clam(2, 15, rest_s=LONG_REST_S),
            "side_step": _steps(3, 15, "forefeet", rest_s=LONG_REST_S),
            "squat": _squat(3, 12, 75.0, rest_s=LONG_REST_S),
            "single_leg_squat": _box_squat(3, 6, supported=False),
            "single_leg_deadlift": _hinge(3, 10, supported=False),
        },
    ),
)
"""Spec section 6. Orders within: mobility, clamshell, side-step, squat, hinge."""

HEAVIER_AMOUNT: Final = 10
"""Clamshell in phase 2: "3x15 or heavier x10"."""


def phase_of(week: int) -> Phase:
    """The phase of a week from 1; the last one goes on after the programme."""
    for phase in PHASES:
        if week <= phase.weeks[1]:
            return phase
    return PHASES[-1]


def dose_of(exercise: str, phase: int) -> Dose | None:
    """An exercise in a phase; None while the programme does not have it."""
    return PHASES[phase].doses.get(exercise)


def first_phase(exercise: str) -> int:
    """The phase an exercise comes in.

    Raises:
        KeyError: the programme does not have it.
    """
    for phase in PHASES:
        if exercise in phase.doses:
            return phase.number
    raise KeyError(exercise)
