"""What is measured, what it is called in the catalogue, and which truth it is held against.

A name the catalogue does not know gives "not reported", so this table may be ahead of it.
"""

from dataclasses import dataclass
from typing import Final, Literal

View = Literal["front", "side", "any"]

FRONT_DEG: Final = 25.0
SIDE_DEG: Final = 55.0
"""True turn of the body up to which a view is a front view, and from which it is a side view."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One measured quantity.

    Attributes:
        name: for people.
        key: for machines.
        exercise: where it is measured.
        unit: "deg" or "shank".
        live: channels, or the gauge, of every pose; of several the mean.
        measures: measures of every rep; of several the mean.
        live_over: channel by whose value at rest the live one is divided, None for none.
        seen: channel of `truth.seen`.
        solid: channel of `truth.solid`.
        view: the view it is meant for.
        band_deg: true knee flexion, mean of both, of the poses that are compared.
        rep_band_deg: true knee flexion over which a rep's truth is the median, as its measure
            is; None for the bottom window.
    """

    name: str
    key: str
    exercise: str
    unit: Literal["deg", "shank"]
    live: tuple[str, ...]
    measures: tuple[str, ...]
    seen: str
    solid: str
    view: View = "any"
    band_deg: tuple[float, float] | None = None
    rep_band_deg: tuple[float, float] | None = None
    live_over: str | None = None


_LOADED: Final = (30.0, 75.0)  # issue 3's target for FPPA
_BENT: Final = (30.0, 95.0)  # a standing knee says nothing about caving
# Where exercises/alignment.py reads the measures of a rep:
_REP: Final = (50.0, 85.0)
_REP_DEEP: Final = (70.0, 95.0)
_REP_ONE_SIDE: Final = (40.0, 65.0)

QUANTITIES: Final[tuple[Quantity, ...]] = (
    Quantity(
        name="knee flexion, front view",
        key="flexion_front",
        exercise="squat",
        unit="deg",
        live=("flexion_deg",),
        measures=("knee_flexion_deg",),
        seen="drop_flexion_deg",
        solid="flexion_deg",
        view="front",
    ),
    Quantity(
        name="knee flexion, side view",
        key="flexion_side",
        exercise="squat",
        unit="deg",
        live=("flexion_deg",),
        measures=("knee_flexion_deg",),
        seen="near_flexion_deg",
        solid="near_flexion_deg",
        view="side",
    ),
    Quantity(
        name="FPPA, mean of both knees",
        key="fppa_mean",
        exercise="squat",
        unit="deg",
        live=("fppa_mean_deg",),
        measures=("fppa_mean_deg",),
        seen="fppa_mean_deg",
        solid="fppa_mean_deg",
        view="front",
        band_deg=_LOADED,
        rep_band_deg=_REP,
    ),
    *(
        Quantity(
            name=f"FPPA, {side} knee, corrected for the turn",
            key=f"fppa_{side}",
            exercise="squat",
            unit="deg",
            live=(f"fppa_{side}_corrected_deg",),
            measures=(f"fppa_{side}_deg",),
            seen=f"fppa_{side}_deg",
            solid=f"fppa_{side}_deg",
            view="front",
            band_deg=_LOADED,
            rep_band_deg=_REP_ONE_SIDE,
        )
        for side in ("left", "right")
    ),
    *(
        Quantity(
            name=f"{side} knee medial to the toe",
            key=f"knee_medial_{side}",
            exercise="squat",
            unit="shank",
            live=(f"knee_medial_{side}",),
            live_over=f"shank_{side}",
            measures=(f"knee_medial_{side}_shank",),
            seen=f"knee_medial_{side}_shank",
            solid=f"knee_medial_{side}_shank",
            view="front",
            band_deg=_BENT,
            rep_band_deg=_REP_DEEP,
        )
        for side in ("left", "right")
    ),
    Quantity(
        name="clam opening",
        key="opening",
        exercise="clamshell",
        unit="deg",
        live=("opening_deg",),
        measures=("opening_deg",),
        seen="opening_deg",
        solid="opening_deg",
    ),
    Quantity(
        name="hip extension (credited)",
        key="hip_extension",
        exercise="hip_flexor_stretch",
        unit="deg",
        live=("credit_deg",),
        measures=("hip_extension_deg",),
        seen="hip_extension_deg",
        solid="hip_extension_deg",
    ),
    Quantity(
        name="hinge",
        key="hinge",
        exercise="single_leg_deadlift",
        unit="deg",
        live=("hinge_deg",),
        measures=("hinge_deg",),
        seen="hinge_deg",
        solid="hinge_deg",
    ),
)
