"""Angles and lengths of bodies in images. Pure functions, NaN in gives NaN out, no warnings.

Image axes: u right, v down. Formulas: spec/angle-core.md §1.3 unless noted.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from exercises.pose import FloatArray

NAN: Final = math.nan

Point = FloatArray | Sequence[float]
"""Image point: u, v in px. Lists of floats are faster than arrays where single numbers are read."""


def signed_angle_deg(first: FloatArray, second: FloatArray) -> float:
    """Angle in degrees from one 2-D vector to another, -180..180, + where v turns toward u."""
    cross = float(first[0] * second[1] - first[1] * second[0])
    return math.degrees(math.atan2(cross, float(first[0] * second[0] + first[1] * second[1])))


def bend_deg(proximal: FloatArray, joint: FloatArray, distal: FloatArray) -> float:
    """Flexion at a joint in degrees: 0 = the three points in line. 2-D or 3-D points."""
    first = joint - proximal
    second = distal - joint
    dot = float(first @ second)
    norm = math.sqrt(float(first @ first) * float(second @ second))
    if not norm > 0.0:  # also catches NaN
        return NAN
    return math.degrees(math.acos(min(1.0, max(-1.0, dot / norm))))


def from_vertical_deg(vector: FloatArray) -> float:
    """Unsigned angle in degrees between a 2-D image vector and the vertical axis, 0..90."""
    return math.degrees(math.atan2(abs(float(vector[0])), abs(float(vector[1]))))


def lean_deg(vector_up: FloatArray, forward: float) -> float:
    """Lean of an upward 2-D vector (hip to shoulder) in degrees, + toward `forward` (±1 in u)."""
    return math.degrees(math.atan2(forward * float(vector_up[0]), -float(vector_up[1])))


def swing_back_deg(vector_down: FloatArray, forward: float) -> float:
    """Angle of a downward 2-D vector (hip to knee) behind the vertical in degrees, + = behind."""
    return math.degrees(math.atan2(-forward * float(vector_down[0]), float(vector_down[1])))


def fppa_deg(hip: Point, knee: Point, ankle: Point, medial: float) -> float:
    """Frontal-plane projection angle in degrees, + = valgus.

    Args:
        hip: image point [2].
        knee: image point [2].
        ankle: image point [2].
        medial: +1 or -1, the direction of the body's midline along u on this side.
    """
    thigh_u, thigh_v = knee[0] - hip[0], knee[1] - hip[1]
    shank_u, shank_v = ankle[0] - knee[0], ankle[1] - knee[1]
    cross = float(thigh_u * shank_v - thigh_v * shank_u)
    return medial * math.degrees(math.atan2(cross, float(thigh_u * shank_u + thigh_v * shank_v)))


def body_yaw_deg(left: FloatArray, right: FloatArray) -> float:
    """Turn of the body about the vertical from a left-right pair of world points, degrees.

    0 = facing the camera, positive = turned to the person's own left (faces image right).
    World axes: x image right, y down, z away from the camera.
    """
    across = left - right
    return math.degrees(math.atan2(float(across[2]), float(across[0])))


def chest_normal(
    left_shoulder: FloatArray,
    right_shoulder: FloatArray,
    left_hip: FloatArray,
    right_hip: FloatArray,
) -> FloatArray:
    """Unit vector [3] out of the chest in world axes (x image right, y down, z away)."""
    across = left_shoulder - right_shoulder
    upward = (left_shoulder + right_shoulder - left_hip - right_hip) / 2.0
    normal = np.array(
        [
            across[1] * upward[2] - across[2] * upward[1],
            across[2] * upward[0] - across[0] * upward[2],
            across[0] * upward[1] - across[1] * upward[0],
        ]
    )
    length = math.sqrt(float(normal @ normal))
    return normal / length if length > 0.0 else np.full(3, NAN)
