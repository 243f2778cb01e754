"""Angles and lengths of bodies in images. Pure functions, NaN in gives NaN out, no warnings.

Image axes: u right, v down. Formulas: spec/angle-core.md §1.3 unless noted.
"""

import math
from collections.abc import Sequence
from operator import mul, sub
from typing import Final

from exercises.pose import FloatArray

NAN: Final = math.nan

Point = FloatArray | Sequence[float]
"""Point or vector: u, v in px, or x, y, z in m. Lists of floats are faster than arrays where single
numbers are read."""


def signed_angle_deg(first: Point, second: Point) -> float:
    """Angle in degrees from one 2-D vector to another, -180..180, + where v turns toward u."""
    cross = float(first[0] * second[1] - first[1] * second[0])
    return math.degrees(math.atan2(cross, float(first[0] * second[0] + first[1] * second[1])))


def bend_deg(proximal: Point, joint: Point, distal: Point) -> float:
    """Flexion at a joint in degrees: 0 = the three points in line. 2-D or 3-D points."""
    first, second = [*map(sub, joint, proximal)], [*map(sub, distal, joint)]
    dot, norm = sum(map(mul, first, second)), math.hypot(*first) * math.hypot(*second)
    if not (norm > 0.0 and math.isfinite(dot)):
        return NAN
    return math.degrees(math.acos(min(1.0, max(-1.0, dot / norm))))


def from_vertical_deg(vector: Point) -> float:
    """Unsigned angle in degrees between a 2-D image vector and the vertical axis, 0..90."""
    return math.degrees(math.atan2(abs(float(vector[0])), abs(float(vector[1]))))


def lean_deg(vector_up: Point, forward: float) -> float:
    """Lean of an upward 2-D vector (hip to shoulder) in degrees, + toward `forward` (±1 in u)."""
    return math.degrees(math.atan2(forward * float(vector_up[0]), -float(vector_up[1])))


def swing_back_deg(vector_down: Point, forward: float) -> float:
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


def body_yaw_deg(left: Point, right: Point) -> float:
    """Turn of the body about the vertical from a left-right pair of world points, degrees.

    0 = facing the camera, positive = turned to the person's own left (faces image right).
    World axes: x image right, y down, z away from the camera.
    """
    return math.degrees(math.atan2(float(left[2] - right[2]), float(left[0] - right[0])))


def chest_normal(
    left_shoulder: Point, right_shoulder: Point, left_hip: Point, right_hip: Point
) -> tuple[float, float, float]:
    """Unit vector out of the chest in world axes (x image right, y down, z away)."""
    (a, b, c), (d, e, f) = left_shoulder, right_shoulder
    (g, h, i), (j, k, m) = left_hip, right_hip
    upward = (a + d - g - j) / 2.0, (b + e - h - k) / 2.0, (c + f - i - m) / 2.0
    return unit(cross((a - d, b - e, c - f), upward))


def cross(first: Point, second: Point) -> tuple[float, float, float]:
    """Vector product of two 3-D vectors."""
    (a, b, c), (x, y, z) = first, second
    return b * z - c * y, c * x - a * z, a * y - b * x


def unit(vector: tuple[float, float, float]) -> tuple[float, float, float]:
    """A 3-D vector of length 1 of the same direction; NaN when it has no length."""
    x, y, z = vector
    length = math.hypot(x, y, z)
    return (x / length, y / length, z / length) if length > 0.0 else (NAN, NAN, NAN)
