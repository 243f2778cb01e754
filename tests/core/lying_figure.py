"""A person on the side, front to the mirror, drawn by hand: torso 100 px, 0.5 m.

Lies on the left side with the head to the right, so the right leg works. Sizes are torso lengths
unless named otherwise; the world points are the image points with a depth.
"""

import math
from typing import Final

import numpy as np

from exercises.pose import LANDMARK_COUNT, Landmark, Pose

SIZE: Final = (640, 480)
TORSO_PX: Final = 100.0
METRES: Final = 0.5 / TORSO_PX
MIDDLE: Final = np.array([300.0, 300.0])
ARMS: Final = (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST)
SHOULDERS: Final = 0.20
"""Half the gap between the shoulders."""
HIPS: Final = 0.15
KNEES: Final = 0.15
KNEES_AHEAD: Final = 0.35
"""Knees toward the camera."""


def pose(  # noqa: PLR0913 - what such a pose can be
    t_s: float,
    *,
    lift: float = 0.0,
    hips_rise: float = 0.0,
    feet: float = 0.0,
    rolled: float = 0.0,
    shoulder_turn_deg: float = 0.0,
    slide: float = 0.0,
    knee_along: float = 0.5,
    ankle_along: float = 1.0,
    knees_ahead: float = KNEES_AHEAD,
    world: bool = True,
) -> Pose:
    """The figure at a time.

    Args:
        t_s: capture time.
        lift: rise of the top knee.
        hips_rise: rise of the top hip.
        feet: rise of the top foot.
        rolled: rise of the ear and the hand.
        shoulder_turn_deg: turn of the upper shoulder backward about the trunk.
        slide: shift of the pelvis toward the head.
        knee_along, ankle_along: knees and ankles from the hips toward the feet.
        knees_ahead: knees toward the camera.
        world: whether there are world points.
    """
    flat = np.zeros((LANDMARK_COUNT, 3))  # along toward the head, up, toward the camera
    flat[:, 0] = 1.3
    flat[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR], 1] = rolled
    flat[[*ARMS, *(arm + 1 for arm in ARMS)]] = (0.9, -0.1 + rolled, 0.4)
    turn = math.radians(shoulder_turn_deg)
    for i, side in enumerate((-1.0, 1.0)):  # left is below
        top = float(i)
        flat[Landmark.LEFT_SHOULDER + i] = (
            1.0,
            side * SHOULDERS * math.cos(turn),
            -side * SHOULDERS * math.sin(turn),
        )
        flat[Landmark.LEFT_HIP + i] = (slide, side * HIPS + top * hips_rise, 0.0)
        knee = side * KNEES - 0.1 + top * lift
        flat[Landmark.LEFT_KNEE + i] = (-knee_along, knee, knees_ahead)
        for part in (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX):
            flat[part + i] = (-ankle_along, side * 0.1 + top * feet, 0.0)
    xy = MIDDLE + TORSO_PX * flat[:, :2] * [1.0, -1.0]
    points = flat * [1.0, -1.0, -1.0] * TORSO_PX * METRES
    return Pose(
        t_s,
        xy,
        np.ones(LANDMARK_COUNT),
        points if world else np.full((LANDMARK_COUNT, 3), np.nan),
        *SIZE,
    )


def turned_about(which: Pose, axis: int, angle_deg: float) -> Pose:
    """The same with its world points turned about image right (0), down (1) or away (2)."""
    sine, cosine = math.sin(math.radians(angle_deg)), math.cos(math.radians(angle_deg))
    first, second = [i for i in range(3) if i != axis]
    world = which.world_m.copy()
    world[:, first] = cosine * which.world_m[:, first] - sine * which.world_m[:, second]
    world[:, second] = sine * which.world_m[:, first] + cosine * which.world_m[:, second]
    return Pose(which.t_s, which.xy_px, which.visibility, world, *SIZE)
