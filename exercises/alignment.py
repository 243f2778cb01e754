"""Knee alignment of one finished squat on two legs, from the front.

Formulas and limits: spec/angle-core.md §2.3, §2.5.

Reads the channels of `frontal.knee_alignment` where each can be believed.
"""

import math
from functools import partial
from typing import Final

from exercises import frontal, geometry
from exercises.features import SIDES, BodySide
from exercises.spec import Alert, Values
from exercises.trace import Trace

_LOADED_DEG: Final = (50.0, 85.0)
_DEEP_DEG: Final = (70.0, 95.0)
"""Knee flexion at which angles and side differences, and the caving of the worse knee, are read.
Caving grows with depth, so it is read deep; but beyond 95° the shank points at the camera and the
model loses 2-8° of FPPA (models/README.md), with side differences up to 0.18 in sound reps."""

_ONE_SIDE_DEG: Final = (40.0, 65.0)
"""Knee flexion at which one side's FPPA is read: deeper its error bound exceeds 5° (spec §2.5)."""

_EARLY_DEG: Final = (35.0, 48.0)
"""Knee flexion of about 40° (spec SQ3)."""

ASKEW_DEG: Final = 15.0
"""Beyond this turn nothing is said about one knee against the other (spec §2.5)."""

_ORDINARY: Final = 0.13
"""Knee inside the toe when standing, shanks: a straight leg with the foot turned out by 10° (spec
§2.3, K1). Rendered people read 0.02-0.39 for a true 0-0.3, real ones 0.09-0.42."""

_STANDING_SHARE: Final = 0.55
"""How much of what standing shows beyond the ordinary is the foot's and not the knee's: turned-out
feet (spec §2.3 takes off .0077 a degree) or a toe landmark that is off. In rendered squats the
sound displacement at depth moved by 0.59 of it for wide, turned-out feet, 0.69 for narrow ones."""

_PLAINLY: Final = 0.14
"""Midway between amber and red: one pose is noisier than a rep's median, and a tone interrupts."""

_TOE_AHEAD: Final = 0.4
"""Toe in front of the standing knee, shanks: 17 cm of 43 (the specification's figure). A turned
body shows that much of it sideways."""

CAVES: Final = 0.10
RED: Final = 0.18
"""Spec SQ2."""

_BACK: Final = 0.4
"""How far hips sink behind the feet, torso lengths: times the sine of a turn they seem to move
aside by so much. Of 182 rendered squats, turned by up to 8° and none shifted, six read 0.061 to
0.071 without this; with it none reads more than 0.052."""

_SURE_TURN_DEG: Final = 8.0
"""Spec §2.5: beyond this turn one side's FPPA is not told, nor one knee against the other."""

_DOUBT_DEG: Final = 6.0
_DOUBT_AGREE_DEG: Final = 5.0
"""Spec §2.5, turn check: sides that differ by 2·6° look like a turned body. The spec asks for a
mean below 5° too, but then misses its own series T11 (mean 6.9°). World points that show no turn,
or another one, clear the doubt."""


def measures(trace: Trace, base: Values, yaw_deg: float) -> dict[str, float | None]:
    """Alignment of both knees, by measure name.

    Args:
        trace: the rep, with the channels of `frontal.knee_alignment` and "flexion_deg".
        base: references, with "shank_left", "shank_right" and, when known, "turn_deg".
        yaw_deg: unsigned turn of the body during the rep.
    """

    def band(limits: tuple[float, float]) -> partial[float]:
        return partial(trace.within, by="flexion_deg", low=limits[0], high=limits[1])

    loaded, deepest, early = band(_LOADED_DEG), band(_DEEP_DEG), band(_EARLY_DEG)
    medial, medial_deep = (
        {
            side: read(f"knee_medial_{side}") / base.get(f"shank_{side}", geometry.NAN)
            for side in SIDES
        }
        for read in (loaded, deepest)
    )
    if not math.isfinite(medial_deep["left"] + medial_deep["right"]):
        medial_deep = medial
    caving = {side: _caving(medial_deep[side], base, side) for side in SIDES}
    mean_deg = loaded("fppa_mean_deg")
    doubt_deg = _turn_doubt_deg(trace, base)
    own = {side: medial_deep[side] - _foots_share(base, side) for side in SIDES}
    facing = yaw_deg <= ASKEW_DEG and not abs(base.get("turn_deg", 0.0)) > _SURE_TURN_DEG
    return {
        "fppa_mean_deg": mean_deg,
        "fppa_standing_deg": trace.start("fppa_mean_deg"),
        "fppa_growth_deg": deepest("fppa_mean_deg") - early("fppa_mean_deg"),
        **_one_side(trace, base, told=doubt_deg is None),
        "knee_medial_left_shank": medial_deep["left"],
        "knee_medial_right_shank": medial_deep["right"],
        "caving_left_shank": caving["left"],
        "caving_right_shank": caving["right"],
        # A knee outside its toe does not come in, and says nothing about the other.
        "knee_medial_difference_shank": abs(max(0.0, own["left"]) - max(0.0, own["right"]))
        if facing and doubt_deg is None
        else None,
        "separation_ratio": loaded("separation_ratio"),
        "knee_index_ratio": loaded("knee_index"),
        "turn_doubt_deg": doubt_deg,
    }


def hip_shift(trace: Trace, base: Values) -> float:
    """How far the hips moved aside over the feet, torso lengths, less what a turn may feign."""
    shift = trace.bottom("hip_shift") - trace.start("hip_shift")
    turn = base.get("turn_deg", geometry.NAN)
    feigned = -_BACK * math.sin(math.radians(turn)) if math.isfinite(turn) else 0.0
    # A turn that is itself uncertain may excuse a shift, not make one.
    return max(0.0, abs(shift) - max(0.0, math.copysign(feigned, feigned * shift)))


def alert(now: Values, base: Values) -> Alert | None:
    """The knee that caves plainly in this pose: the worse one."""
    caving = {
        side: _caving(
            now[f"knee_medial_{side}"] / base.get(f"shank_{side}", geometry.NAN), base, side
        )
        for side in SIDES
    }
    worse: BodySide = "left" if caving["left"] >= caving["right"] else "right"
    return Alert("knees_cave", worse) if caving[worse] > _PLAINLY else None


def _caving(medial: float, base: Values, side: BodySide) -> float:
    """Knee medial displacement as far as a second witness confirms it, standing shanks.

    The first witness is the knee against the toe; the second how the same knee stood before. A
    displacement that is the foot's ends at the limit: it is no fault.
    """
    corrected = medial - _foots_share(base, side)
    return max(medial, corrected) if corrected > CAVES else min(medial, CAVES)


def _foots_share(base: Values, side: BodySide) -> float:
    """The part of a knee's displacement that is the foot's, from how the person stands."""
    nan = geometry.NAN
    standing = base.get(f"knee_medial_{side}", nan) / base.get(f"shank_{side}", nan)
    if not math.isfinite(standing):
        return 0.0
    turn = frontal.believed_turn_deg(base.get("turn_deg", 0.0))
    sideways = math.sin(math.radians(turn)) * (1.0 if side == "left" else -1.0)
    return _STANDING_SHARE * (standing - _ORDINARY - _TOE_AHEAD * sideways)


def _one_side(trace: Trace, base: Values, *, told: bool) -> dict[str, float | None]:
    """FPPA of each side, corrected for the turn, with its error bound; None when not reportable."""
    low, high = _ONE_SIDE_DEG
    flexion_deg = trace.within("flexion_deg", "flexion_deg", low, high)
    turn = base.get("turn_deg", geometry.NAN)
    error_deg = frontal.fppa_error_deg(flexion_deg) if math.isfinite(flexion_deg) else geometry.NAN
    if not (told and abs(turn) <= _SURE_TURN_DEG and error_deg <= frontal.REPORTABLE_DEG):
        return {"fppa_left_deg": None, "fppa_right_deg": None, "fppa_error_deg": None}
    return {
        **{
            f"fppa_{side}_deg": trace.within(f"fppa_{side}_corrected_deg", "flexion_deg", low, high)
            for side in SIDES
        },
        "fppa_error_deg": error_deg,
    }


def _turn_doubt_deg(trace: Trace, base: Values) -> float | None:
    """The turn that may feign a difference between the knees, None without such a doubt."""
    low, high = _LOADED_DEG
    left = trace.within("fppa_left_deg", "flexion_deg", low, high)
    right = trace.within("fppa_right_deg", "flexion_deg", low, high)
    feigned = trace.within("knee_shift_turn_deg", "flexion_deg", low, high)
    if not abs(right - left) / 2.0 > _DOUBT_DEG:
        return None
    turn = base.get("turn_deg", geometry.NAN)
    seen = abs(turn) >= _DOUBT_DEG and abs(turn - feigned) <= _DOUBT_AGREE_DEG
    return abs(feigned) if seen or not math.isfinite(turn) else None
