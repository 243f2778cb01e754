"""A stick figure with world points, for poses that a reader can check by hand.

Room of the figure: metres forward, to its left, and up from the floor. Seen without perspective,
200 px a metre: torso 0.5 m = 100 px, hips 0.2 m = 0.4 torso lengths, legs 0.8 m.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from exercises.pose import LANDMARK_COUNT, FloatArray, Landmark, Pose

PX_PER_M: Final = 200.0
SIZE: Final = (640, 480)
MIDDLE_U: Final = 320.0
FLOOR_V: Final = 440.0
FOCAL_PX: Final = 320.0 / math.tan(math.radians(33.0))  # 66° along the longer side
SHANK_M: Final = 0.4
TORSO_M: Final = 0.5
HIPS_M: Final = 0.2

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg. Metres forward, to the figure's left, up."""

    hip: Point
    knee: Point
    ankle: Point
    toe_out_deg: float = 0.0


def pose(
    t_s: float,
    legs: tuple[Leg, Leg],
    shoulders: tuple[Point, Point],
    *,
    yaw_deg: float = 0.0,
    scale: float = 1.0,
) -> Pose:
    """Left and right leg and shoulders as a pose; yaw 0 faces the camera, 90 image right."""
    points = np.full((LANDMARK_COUNT, 3), np.nan)
    for i, (leg, shoulder) in enumerate(zip(legs, shoulders, strict=True)):
        out = math.radians(leg.toe_out_deg) * (1.0 if i == 0 else -1.0)
        foot = np.array([math.cos(out), math.sin(out), 0.0])
        ankle = np.array(leg.ankle)
        points[Landmark.LEFT_SHOULDER + i] = shoulder
        points[Landmark.LEFT_HIP + i] = leg.hip
        points[Landmark.LEFT_KNEE + i] = leg.knee
        points[Landmark.LEFT_ANKLE + i] = ankle
        points[Landmark.LEFT_HEEL + i] = ankle - 0.05 * foot - [0, 0, 0.05]
        points[Landmark.LEFT_FOOT_INDEX + i] = ankle + 0.15 * foot - [0, 0, 0.05]
    head = points[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    points[np.isnan(points[:, 0])] = head + np.array([0.0, 0.0, 0.2])
    turned = _turned(points, yaw_deg)
    size = PX_PER_M * scale
    xy = np.array([MIDDLE_U, FLOOR_V]) + size * turned[:, :2]
    # World points are seen along the line of sight: beside the camera's axis they turn with it.
    off_px = float(xy[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 0].mean()) - MIDDLE_U
    world = _turned(points, yaw_deg + math.degrees(math.atan(off_px / FOCAL_PX)))
    middle = (world[Landmark.LEFT_HIP] + world[Landmark.RIGHT_HIP]) / 2
    return Pose(t_s, xy, np.ones(LANDMARK_COUNT), world - middle, *SIZE)


def _turned(points: FloatArray, yaw_deg: float) -> FloatArray:
    """Points [N, 3] forward, left, up as right, down, away."""
    sine, cosine = math.sin(math.radians(yaw_deg)), math.cos(math.radians(yaw_deg))
    forward, left, up = points.T
    return np.column_stack([forward * sine + left * cosine, -up, left * sine - forward * cosine])


def eased(share: float) -> float:
    """A raised cosine from 0 to 1."""
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, share)))
