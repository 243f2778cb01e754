"""The formulas of spec/angle-core.md §1.3 and §2, written a second time.

On purpose without those of `exercises`: an error that both shared would hide. Points are arrays
whose last axis is the coordinate. "Flat" points have (across, up): across grows toward image
right, up grows upward, so they are image points with the sign of v turned.
"""

from collections.abc import Mapping
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Points = Mapping[str, FloatArray]
Channels = dict[str, FloatArray]
Side = Literal["left", "right"]
Leg = tuple[FloatArray, FloatArray, FloatArray]

SIDES: Final[tuple[Side, Side]] = ("left", "right")

DROP_DEG: Final = 170.0
"""Spec §1.3: KF_est = 170·sqrt(drop) for a camera 1.4 m high and 2.5 m away."""

LIFTS: Final = (0.0, 0.097, 0.150, 0.206, 0.263, 0.322, 0.381, 0.440, 0.498, 0.554)
OPENINGS_DEG: Final = (0.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0)
"""Spec §2.1: lift of the knee in torso lengths against the opening."""


def angle_deg(first: FloatArray, second: FloatArray) -> FloatArray:
    """Angle between two vectors of 2 or 3 coordinates [..., D], 0..180."""
    lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (first * second).sum(axis=-1) / lengths
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def flexion_deg(hip: FloatArray, knee: FloatArray, ankle: FloatArray) -> FloatArray:
    """Bend of a knee, 0 for a straight leg; the true angle for 3-D points [..., 3]."""
    return angle_deg(knee - hip, ankle - knee)


def fppa_deg(
    hip: FloatArray, knee: FloatArray, ankle: FloatArray, medial: FloatArray
) -> FloatArray:
    """Frontal-plane projection angle of flat points, + = valgus (spec §1.3).

    Args:
        hip: flat points [..., 2].
        knee: flat points [..., 2].
        ankle: flat points [..., 2].
        medial: [...], +1 where the middle of the body lies toward larger `across`, else -1.
    """
    thigh, shank = knee - hip, ankle - knee
    # The spec's cross product has v down; with "up" its sign turns.
    cross = thigh[..., 1] * shank[..., 0] - thigh[..., 0] * shank[..., 1]
    turned = np.degrees(np.arctan2(cross, (thigh * shank).sum(axis=-1)))
    return np.asarray(medial * turned)


def knee_index_ratio(left: Leg, right: Leg) -> FloatArray:
    """NKI: width of the knees over the width if both lay on their hip-ankle lines (spec §1.3).

    Args:
        left: hip, knee and ankle of the left leg, flat points [..., 2].
        right: the same of the right leg.
    """
    hips, knees, ankles = (a[..., 0] - b[..., 0] for a, b in zip(left, right, strict=True))
    hip, knee, ankle = (a[..., 1] + b[..., 1] for a, b in zip(left, right, strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (knee - ankle) / (hip - ankle)
        return np.asarray(knees / (ankles + (hips - ankles) * share))


def lean_deg(upward: FloatArray) -> FloatArray:
    """Lean of flat vectors [..., 2] that point up, + toward larger `across`."""
    return np.asarray(np.degrees(np.arctan2(upward[..., 0], upward[..., 1])))


def behind_deg(downward: FloatArray) -> FloatArray:
    """Angle of flat vectors [..., 2] that point down behind the vertical, forward = across."""
    return np.asarray(np.degrees(np.arctan2(-downward[..., 0], -downward[..., 1])))


def hip_extension_deg(thigh_behind: FloatArray, trunk_lean: FloatArray) -> FloatArray:
    """What is credited: thigh behind the vertical less the trunk's forward lean (spec §2.4)."""
    return np.asarray(thigh_behind - np.maximum(trunk_lean, 0.0))


def drop_flexion_deg(leg: FloatArray, standing: float) -> FloatArray:
    """Knee flexion as a front view can estimate it: from the fall of the hips (spec §1.3)."""
    return np.asarray(DROP_DEG * np.sqrt(np.maximum(0.0, 1.0 - leg / standing)))


def opening_deg(lift: FloatArray) -> FloatArray:
    """Opening of a clamshell from the lift of the upper knee in torso lengths (spec §2.1)."""
    return np.asarray(np.interp(lift, LIFTS, OPENINGS_DEG))
