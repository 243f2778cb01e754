"""A stick figure of an adult before a camera: joints in metres in, a pose as a model gives it out.

Exact and without noise: what a pose costs to follow does not depend on how well it was seen.
Axes as in `exercises.pose`: x image right, y down, z away from the camera, which is the origin.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from exercises.pose import LANDMARK_COUNT, FloatArray, Landmark, Pose

WIDTH_PX, HEIGHT_PX = 640, 480
_FOCAL_PX: Final = 520.0  # a view of 50° from top to bottom, as webcams have
FLOOR_M: Final = 1.0
"""The camera's height above the floor."""
AWAY_M: Final = 3.0
"""The figure's usual distance."""

# Lengths of an adult 1.7 m tall, metres.
_TRUNK, _THIGH, _SHANK, _FOOT = 0.50, 0.42, 0.40, 0.20
_HIP, _SHOULDER, _EAR = 0.10, 0.18, 0.07
ANKLE_M: Final = 0.08
"""Height of the ankle over the sole."""
LEG_M: Final = _THIGH + _SHANK


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Where a body points: unit vectors [3]; `left` is the person's own left."""

    up: FloatArray
    front: FloatArray

    @property
    def left(self) -> FloatArray:
        """Unit vector [3]."""
        return np.cross(self.up, self.front)

    def tilted(self, forward_deg: float) -> "Axes":
        """The same bent forward about the left-right axis."""
        angle = np.radians(forward_deg)
        return Axes(
            up=self.up * np.cos(angle) + self.front * np.sin(angle),
            front=self.front * np.cos(angle) - self.up * np.sin(angle),
        )


def vector(x: float, y: float, z: float) -> FloatArray:
    """A point or direction [3]."""
    return np.array([x, y, z], dtype=np.float64)


FACING: Final = Axes(up=vector(0, -1, 0), front=vector(0, 0, -1))
SIDE_ON: Final = Axes(up=vector(0, -1, 0), front=vector(1, 0, 0))
ON_SIDE: Final = Axes(up=vector(1, 0, 0), front=vector(0, 0, -1))
"""Facing the camera; from the side, facing image right; lying on the left side, facing it."""


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """Where a leg stands: its ankle [3], and the direction [3] its knee points to."""

    ankle: FloatArray
    knee_toward: FloatArray


def pose(t_s: float, hips: FloatArray, trunk: Axes, legs: tuple[Leg, Leg]) -> Pose:
    """The pose of a figure.

    Args:
        t_s: its time.
        hips: point [3] midway between the hips.
        trunk: where the trunk points.
        legs: the left one, then the right one.
    """
    points = np.zeros((LANDMARK_COUNT, 3))
    shoulders = hips + _TRUNK * trunk.up
    head = shoulders + 0.22 * trunk.up
    for index in range(Landmark.LEFT_SHOULDER):  # the face: small, never measured closely
        points[index] = head + 0.09 * trunk.front
    for side, sign in ((0, 1.0), (1, -1.0)):
        across = sign * trunk.left
        hip, shoulder = hips + _HIP * across, shoulders + _SHOULDER * across
        leg = legs[side]
        points[Landmark.LEFT_EAR + side] = head + _EAR * across
        points[Landmark.LEFT_SHOULDER + side] = shoulder
        points[Landmark.LEFT_ELBOW + side] = shoulder - 0.28 * trunk.up + 0.03 * across
        for hand in (Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX):
            points[hand + side] = shoulder - 0.52 * trunk.up + 0.06 * trunk.front
        points[Landmark.LEFT_THUMB + side] = points[Landmark.LEFT_WRIST + side]
        points[Landmark.LEFT_HIP + side] = hip
        points[Landmark.LEFT_KNEE + side] = _knee(hip, leg)
        points[Landmark.LEFT_ANKLE + side] = leg.ankle
        points[Landmark.LEFT_HEEL + side] = leg.ankle - 0.3 * _FOOT * leg.knee_toward
        points[Landmark.LEFT_FOOT_INDEX + side] = leg.ankle + 0.7 * _FOOT * leg.knee_toward
    xy = points[:, :2] / points[:, 2:] * _FOCAL_PX + (WIDTH_PX / 2, HEIGHT_PX / 2)
    return Pose(
        t_s=t_s,
        xy_px=xy,
        visibility=np.ones(LANDMARK_COUNT),
        world_m=points - hips,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
    )


def _knee(hip: FloatArray, leg: Leg) -> FloatArray:
    """The knee of a leg of two bones, on the side it points to."""
    way = leg.ankle - hip
    distance = float(np.linalg.norm(way))
    along = (_THIGH**2 - _SHANK**2 + min(distance, LEG_M) ** 2) / (2.0 * distance)
    off = np.sqrt(max(0.0, _THIGH**2 - along**2))
    straight = way / distance
    aside = leg.knee_toward - (leg.knee_toward @ straight) * straight
    return np.asarray(hip + along * straight + off * aside / np.linalg.norm(aside))
