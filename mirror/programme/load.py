"""How hard an exercise is for one person now, and one step up or down from there."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from mirror.programme.phases import BANDS, HEAVIER_AMOUNT, PHASES, Band, Dose, dose_of, first_phase

SHALLOWER_DEG: Final = 15.0
"""One step less deep: from the 75 of section 2.3 to the 60 of phase 0."""
SHALLOWEST_DEG: Final = 45.0
"""A squat counts from here (spec section 2.3: hi .60 of 75)."""


@dataclass(frozen=True, slots=True)
class Load:
    """The demand of one exercise.

    Attributes:
        phase: row of the table the amounts come from.
        sets: how many of them.
        band: resistance; None without one that counts as load.
        shallower: steps of depth taken off.
    """

    phase: int
    sets: int
    band: Band | None = None
    shallower: int = 0


def dose_at(exercise: str, load: Load) -> Dose:
    """The row of the table a load belongs to.

    Raises:
        KeyError: the phase does not have the exercise.
    """
    dose = dose_of(exercise, load.phase)
    if dose is None:
        raise KeyError(exercise)
    return dose


def start(exercise: str, phase: int, bands: Collection[Band]) -> Load:
    """The first load: fewest sets of the phase, its band or the nearest weaker one owned."""
    number = max(phase, first_phase(exercise))
    dose = PHASES[number].doses[exercise]
    band = _owned(dose.band or BANDS[0], bands) if dose.banded else None
    return Load(number, dose.sets[0], band)


def depth_deg(exercise: str, load: Load) -> float | None:
    """Knee flexion to reach; None where depth is no aim."""
    depth = dose_at(exercise, load).depth_deg
    return None if depth is None else max(SHALLOWEST_DEG, depth - load.shallower * SHALLOWER_DEG)


def amount(exercise: str, load: Load) -> int:
    """Reps or seconds of a set; fewer with the heaviest band in phase 2."""
    dose = dose_at(exercise, load)
    heavier = exercise == "clamshell" and PHASES[load.phase].name == "load" and load.band == "heavy"
    return HEAVIER_AMOUNT if heavier else dose.amount


def raised(exercise: str, load: Load, *, phase: int, bands: Collection[Band]) -> Load:
    """One step up: depth back, then sets, the next phase once it is due, a heavier band.

    Args:
        exercise: its name.
        load: as it is.
        phase: the furthest one the weeks of training allow.
        bands: what the person owns.

    Returns:
        The same load when there is nothing to add.
    """
    dose = dose_at(exercise, load)
    if load.shallower:
        return replace(load, shallower=load.shallower - 1)
    if load.sets < dose.sets[1]:
        return replace(load, sets=load.sets + 1)
    if load.phase < phase:
        following = PHASES[load.phase + 1].doses[exercise]
        sets = min(max(load.sets, following.sets[0]), following.sets[1])
        return replace(load, phase=load.phase + 1, sets=sets, band=load.band)
    heavier = [band for band in _heavier(dose, load.band) if band in bands]
    if heavier:
        # Spec section 6: "Band colour up one, sets back to bottom of range."
        return replace(load, band=heavier[0], sets=dose.sets[0])
    return load


def lowered(exercise: str, load: Load, *, bands: Collection[Band]) -> Load:
    """One step down: "reduce band/depth" (spec section 6), then a set, then a phase.

    Returns:
        The same load when it is the easiest already.
    """
    depth = depth_deg(exercise, load)
    if depth is not None and depth > SHALLOWEST_DEG:
        return replace(load, shallower=load.shallower + 1)
    lighter = [band for band in reversed(_lighter(load.band)) if band in bands]
    if lighter:
        return replace(load, band=lighter[0])
    if load.sets > 1:
        return replace(load, sets=load.sets - 1)
    if load.phase > first_phase(exercise):
        return replace(load, phase=load.phase - 1)
    return load


def rises(before: Load, after: Load) -> bool:
    """Whether anything got harder."""
    return (
        after.phase > before.phase
        or after.sets > before.sets
        or after.shallower < before.shallower
        or _rank(after.band) > _rank(before.band)
    )


def _rank(band: Band | None) -> int:
    return -1 if band is None else BANDS.index(band)


def _heavier(dose: Dose, band: Band | None) -> tuple[Band, ...]:
    # Who began without a band may have bought one since. The band a phase names is its strongest:
    # two good sessions do not skip weeks of the table.
    if not dose.banded:
        return ()
    most = len(BANDS) if dose.band is None else _rank(dose.band) + 1
    return BANDS[_rank(band) + 1 : most]


def _lighter(band: Band | None) -> tuple[Band, ...]:
    return () if band is None else BANDS[: _rank(band)]


def _owned(wanted: Band, bands: Collection[Band]) -> Band | None:
    """The wanted band or the nearest weaker one; with only stronger ones none at all."""
    fitting = [band for band in BANDS[: BANDS.index(wanted) + 1] if band in bands]
    return fitting[-1] if fitting else None
