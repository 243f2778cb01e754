"""What a camera in front of a person shows of knees, and how far that can be believed.

A squatting knee is in front of the hip and the ankle, so a turned body shifts it sideways in the
picture: one leg then seems to cave and the other to bow. Formulas: spec/angle-core.md §1.3, §2.5.
Turns are positive toward the person's own left (the front of the body faces image right), and
are turns against the line of sight: what the camera sees, wherever in the picture the person is.
"""

import math
from itertools import pairwise
from typing import Final

from exercises import geometry
from exercises.features import SIDES, Body, BodySide, leg
from exercises.pose import Landmark

TURN_SD_DEG: Final = 3.5
"""How well the turn is known. Spec §2.5 assumes 2-3°; on 12 rendered clips of people who face
the camera the four estimators' median read +1 to +5°."""

REPORTABLE_DEG: Final = 5.0
"""Per-side FPPA is told up to this error bound, as "± 5°" (spec §2.5)."""

_AGREE_DEG: Final = 5.0
"""Two estimates of the turn must agree this well, else it is unknown (spec §2.5)."""

_DROP_DEG: Final = 170.0

LONG_SIDE_FOV_DEG: Final = 66.0
"""Field of view along the picture's longer side where the lens is not known: Camera Module 3."""
_HALF_FOV: Final = math.tan(math.radians(LONG_SIDE_FOV_DEG / 2.0))

_ACROSS: Final = (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_ANKLE)
_FEET: Final = (
    (Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    (Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
)

Leg = tuple[geometry.Point, geometry.Point, geometry.Point]
"""Hip, knee and ankle of one leg, image points [2]."""


def thigh_and_shank_deg(flexion_deg: float) -> tuple[float, float]:
    """Forward inclination of thigh and shank in a squat of this knee flexion, degrees.

    Spec §2.5: the shank takes 38 %, at most 30°; the thigh the rest.
    """
    shank_deg = min(30.0, 0.38 * flexion_deg)
    return flexion_deg - shank_deg, shank_deg


def turn_gain(flexion_deg: float) -> float:
    """Degrees by which per-side FPPA changes for a degree of turn (spec §2.5, g)."""
    thigh_deg, shank_deg = thigh_and_shank_deg(flexion_deg)
    return math.tan(math.radians(thigh_deg)) + math.tan(math.radians(shank_deg))


def fppa_error_deg(flexion_deg: float, unknown_turn_deg: float = 0.0) -> float:
    """Error bound of a corrected per-side FPPA in degrees (spec §2.5, e).

    Args:
        flexion_deg: knee flexion at which it was read.
        unknown_turn_deg: the part of the turn that was not corrected.
    """
    return turn_gain(flexion_deg) * math.hypot(unknown_turn_deg, TURN_SD_DEG)


def corrected_fppa_deg(
    leg_uv: Leg,
    lateral: float,
    turn_deg: float,
    flexion_deg: float,
) -> float:
    """Per-side FPPA as it would be seen by a body that faces the camera, degrees, + = valgus.

    Args:
        leg_uv: hip, knee and ankle, image points [2].
        lateral: +1 or -1, the direction along u away from the midline on this side.
        turn_deg: turn of the body against the line of sight.
        flexion_deg: knee flexion, which tells how far the knee is in front (spec §2.5).
    """
    hip, knee, ankle = leg_uv
    thigh_v, shank_v = float(knee[1] - hip[1]), float(ankle[1] - knee[1])
    if thigh_v <= 0.0 or shank_v <= 0.0:
        return geometry.NAN
    thigh_slope = float(hip[0] - knee[0]) / thigh_v
    shank_slope = float(knee[0] - ankle[0]) / shank_v
    thigh_deg, shank_deg = thigh_and_shank_deg(flexion_deg)
    turn = math.radians(turn_deg)
    thigh = (thigh_slope + math.tan(math.radians(thigh_deg)) * math.sin(turn)) / math.cos(turn)
    shank = (shank_slope - math.tan(math.radians(shank_deg)) * math.sin(turn)) / math.cos(turn)
    return lateral * math.degrees(math.atan(thigh) - math.atan(shank))


def knee_shift_turn_deg(left_fppa_deg: float, right_fppa_deg: float, flexion_deg: float) -> float:
    """The turn that alone would explain two unequal FPPAs (spec §2.5 c).

    One leg that really caves reads the same, so this may raise a doubt but correct nothing.
    """
    gain = turn_gain(flexion_deg)
    if not gain > 0.0:
        return geometry.NAN
    sine = math.radians(right_fppa_deg - left_fppa_deg) / 2.0 / gain
    return math.degrees(math.asin(min(1.0, max(-1.0, sine))))


def separation_ratio(left: Leg, right: Leg) -> float:
    """KASR: signed width of the knees over that of the ankles.

    Args:
        left: hip, knee and ankle of the left leg.
        right: the same of the right leg.
    """
    ankles = left[2][0] - right[2][0]
    return float((left[1][0] - right[1][0]) / ankles) if ankles else geometry.NAN


def knee_index(left: Leg, right: Leg) -> float:
    """NKI = KASR / KASR0: 1 = both knees on their hip-ankle lines, below 1 = valgus.

    KASR alone depends on how wide the person stands (spec §1.3).

    Args:
        left: hip, knee and ankle of the left leg.
        right: the same of the right leg.
    """
    (hip, knee, ankle), (other_hip, other_knee, other_ankle) = left, right
    hips, knees, ankles = hip[0] - other_hip[0], knee[0] - other_knee[0], ankle[0] - other_ankle[0]
    hip_v, knee_v = (hip[1] + other_hip[1]) / 2.0, (knee[1] + other_knee[1]) / 2.0
    ankle_v = (ankle[1] + other_ankle[1]) / 2.0
    if not ankle_v > hip_v:
        return geometry.NAN
    neutral = ankles + (hips - ankles) * (ankle_v - knee_v) / (ankle_v - hip_v)
    return float(knees / neutral) if neutral else geometry.NAN


def flexion_from_drop_deg(drop: float, standing_deg: float = 0.0) -> float:
    """Knee flexion of a squat from the share of leg height lost, degrees (spec §1.3).

    KF = c·√drop from a straight leg, c = 170 for a camera 1.4 m high and 2.5 m away (160 for one
    far away). A leg that is bent by `standing_deg` at rest has lost its part already.

    Args:
        drop: 1 - leg height now / leg height at rest.
        standing_deg: knee flexion at rest.
    """
    kept = (1.0 - drop) * (1.0 - (standing_deg / _DROP_DEG) ** 2)
    # max() with NaN would say 0: standing.
    return _DROP_DEG * math.sqrt(max(0.0, 1.0 - kept)) if math.isfinite(kept) else geometry.NAN


def believed_turn_deg(turn: float) -> float:
    """The part of a measured turn that exceeds its own uncertainty: what may be corrected.

    People who face the camera read up to 6° either way; correcting that would add an error.
    """
    if not math.isfinite(turn):
        return turn
    return math.copysign(max(0.0, abs(turn) - TURN_SD_DEG), turn)


def turn_from_width_deg(width: float, facing_width: float) -> float:
    """Unsigned turn from a shoulder width against the one when facing the camera (spec §2.5 d).

    Usable above 20°: the cosine of smaller turns differs too little from 1.
    """
    return math.degrees(math.acos(min(1.0, max(0.0, width / facing_width))))


def azimuth_deg(body: Body) -> float:
    """Direction of the pelvis from the camera's axis, degrees, + = right in the image."""
    focal_px = body.focal_px
    if focal_px is None:
        focal_px = max(body.width_px, body.height_px) / 2.0 / _HALF_FOV
    off_px = body.mid(Landmark.LEFT_HIP)[0] - body.width_px / 2.0
    return math.degrees(math.atan(off_px / focal_px))


def turn_deg(body: Body, *, on_both_feet: bool = True) -> float:
    """Turn of a standing body against the line of sight, degrees; NaN when unknown.

    Median of four lines in world points, of which two must agree (spec §2.5): shoulders, hips,
    ankles, and the middle direction of the feet; on one foot only the first two. World points
    are seen from the camera, so standing beside its axis is contained in them.
    """
    world = body.world_points
    estimates = [
        math.degrees(math.atan2(left[2] - right[2], left[0] - right[0]))
        for left, right in (
            (world[line], world[line + 1]) for line in _ACROSS[: 3 if on_both_feet else 2]
        )
    ]
    feet = [] if not on_both_feet else [(world[heel], world[toe]) for heel, toe in _FEET]
    ahead = [math.degrees(math.atan2(toe[0] - heel[0], heel[2] - toe[2])) for heel, toe in feet]
    estimates += [sum(ahead) / 2.0] if ahead else []
    known = sorted(value for value in estimates if math.isfinite(value))
    if not any(b - a <= _AGREE_DEG for a, b in pairwise(known)):
        return geometry.NAN
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2.0


def knee_alignment(body: Body, turn: float, flexion_deg: float) -> dict[str, float]:
    """Knee alignment of both legs as the front view shows it.

    Args:
        body: the pose.
        turn: turn of the body in degrees, NaN when unknown.
        flexion_deg: knee flexion now.

    Returns:
        Of each side: FPPA as seen and corrected for the turn, knee medial displacement against
        the toe (torso lengths, + = medial), shank length; of both: mean FPPA, KASR, NKI and the
        turn that would explain the difference between the sides.
    """
    points, middle_u = body.points, body.mid(Landmark.LEFT_HIP)[0]
    legs: dict[BodySide, Leg] = {}
    values: dict[str, float] = {}
    for side in SIDES:
        hip, knee, ankle = legs[side] = _leg_points(points, side)
        toe = points[Landmark.LEFT_FOOT_INDEX if side == "left" else Landmark.RIGHT_FOOT_INDEX]
        medial = math.copysign(1.0, middle_u - hip[0])
        values[f"fppa_{side}_deg"] = geometry.fppa_deg(hip, knee, ankle, medial)
        values[f"fppa_{side}_corrected_deg"] = corrected_fppa_deg(
            legs[side], -medial, turn, flexion_deg
        )
        values[f"knee_medial_{side}"] = medial * (knee[0] - toe[0]) / body.torso_px
        values[f"shank_{side}"] = math.dist(knee, ankle) / body.torso_px
    left, right = values["fppa_left_deg"], values["fppa_right_deg"]
    values["fppa_mean_deg"] = (left + right) / 2.0
    values["knee_shift_turn_deg"] = knee_shift_turn_deg(left, right, flexion_deg)
    values["separation_ratio"] = separation_ratio(legs["left"], legs["right"])
    values["knee_index"] = knee_index(legs["left"], legs["right"])
    return values


def _leg_points(points: list[list[float]], side: BodySide) -> Leg:
    hip, knee, ankle = leg(side)
    return points[hip], points[knee], points[ankle]
