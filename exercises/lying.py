"""A person lying on one side: which side is up, how the trunk lies, what is missing.

Directions are those of the camera: world x is image right, y down, z away (see `pose.Pose`).
"""

import math
from operator import mul, sub
from statistics import median
from typing import Final

from exercises import geometry
from exercises.features import SIDES, Body, BodySide, leg
from exercises.pose import Landmark

_MAX_SLOPE_DEG: Final = 35.0
"""Trunk against the horizontal (spec §2.1: 30°, and 5° for the slope of a low camera). 17 rendered
and 2 real clips of people on their side read 0-7°."""

_MAX_TURN_DEG: Final = 50.0
"""Trunk out of the picture's plane; beyond it, feet or head point at the camera (view E of the
spec, in which this pose model loses the person: it is not judged)."""

_MIN_STACKED: Final = 0.06
"""How far the upper of a pair lies above the lower one, torso lengths (spec §2.1)."""

_FACING: Final = 0.5
"""Chest normal toward the camera: 0.72-0.97 front to the mirror, -0.89 seen from behind."""

_ON_BACK: Final = -0.5
_ON_FRONT: Final = 0.85
"""Chest normal downward: on the side 0.23-0.67, since the camera looks down on the body; a person
on the back, seen from the side, has -0.87."""

_STRAIGHT_DEG: Final = 25.0
"""Both knees less bent than this, in world points, are straight legs."""

_WORLD_SHARE: Final = 0.6
_WORLD_BASE_DEG: Final = 27.0
"""True flexion of the hips by that of world points, a line through 17 rendered clips: a true 45°
shows as 14-48° (15 clips, 29° in the middle), 60° as 57° and 70° as 71°."""

_DEPRESSION_DEG: Final = 27.0
"""Downward slope of a camera 1.4 m high and 2.2 m away (spec §2.1, CL6)."""

_SHOULDERS: Final = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_HIPS: Final = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_KNEES: Final = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)


def turn_deg(body: Body) -> float:
    """Angle of the trunk out of the picture's plane, unsigned; NaN without world points."""
    x, y, z = _trunk(body)
    return math.degrees(math.atan2(abs(z), math.hypot(x, y)))


def top_side(body: Body) -> BodySide | None:
    """The upper side by the vote of shoulders, hips and knees; None when they lie level."""
    higher = median(body.below(left, right) for left, right in (_SHOULDERS, _HIPS, _KNEES))
    if not abs(higher) >= _MIN_STACKED:  # also NaN
        return None
    return "right" if higher > 0.0 else "left"


def upper_shoulder(body: Body) -> BodySide:
    """The side whose shoulder is higher in the image."""
    return "right" if body.below(*_SHOULDERS) > 0.0 else "left"


def shoulder_turn_deg(body: Body, top: BodySide) -> float:
    """How far the upper shoulder lies behind the lower one about the trunk; NaN without world."""
    trunk = _trunk(body)
    lower, upper = _SHOULDERS if top == "right" else _SHOULDERS[::-1]
    line = [*map(sub, body.world_points[upper], body.world_points[lower])]
    # Away from or toward the camera, across the trunk.
    back = geometry.unit(geometry.cross(trunk, (0.0, -1.0, 0.0)))
    up = geometry.unit(geometry.cross(trunk, back))
    behind, over = sum(map(mul, line, back)), sum(map(mul, line, up))
    return math.degrees(
        math.atan2(math.copysign(1.0, back[2]) * behind, math.copysign(1.0, -up[1]) * over)
    )


def problem(body: Body) -> str | None:
    """What keeps this from being "on the side, front to the mirror, knees bent", or None.

    Without world points the chest is taken to face the mirror and the knees to be bent.
    """
    if turn_deg(body) > _MAX_TURN_DEG:
        return "front_to_mirror"
    if 90.0 - body.torso_from_vertical_deg > _MAX_SLOPE_DEG or top_side(body) is None:
        return "lie_on_side"
    normal = body.chest_normal
    if normal[1] < _ON_BACK or normal[1] > _ON_FRONT:
        return "lie_on_side"
    if -normal[2] < _FACING:
        return "front_to_mirror"
    legs = [*leg("left"), *leg("right")]
    if not (body.leg_seen("left") or body.leg_seen("right") or body.seen(*_KNEES)):
        return "low_visibility" if _inside(body, legs) else "body_out"
    bends = [geometry.bend_deg(*(body.world_points[one] for one in leg(side))) for side in SIDES]
    return "bend_knees" if all(bend < _STRAIGHT_DEG for bend in bends) else None


def shown_hip_angle_deg(body: Body) -> float:
    """Apparent flexion of the hips in the image, mean of both legs."""
    return _hip_bend_deg(body.points)


def hip_angle_deg(body: Body) -> float:
    """Flexion of the hips (spec §2.1, CL6): from world points, else undone from the image."""
    bend_deg = _hip_bend_deg(body.world_points)
    if math.isfinite(bend_deg):
        return _WORLD_SHARE * bend_deg + _WORLD_BASE_DEG
    return unforeshortened_deg(shown_hip_angle_deg(body))


def unforeshortened_deg(shown_deg: float) -> float:
    """True hip angle of an apparent one: its tangent over the sine of the camera's slope."""
    return math.degrees(
        math.atan2(
            math.sin(math.radians(shown_deg)),
            math.cos(math.radians(shown_deg)) * math.sin(math.radians(_DEPRESSION_DEG)),
        )
    )


def _hip_bend_deg(points: list[list[float]]) -> float:
    hips = _middle(points, _HIPS)
    return geometry.bend_deg(_middle(points, _SHOULDERS), hips, _middle(points, _KNEES))


def _trunk(body: Body) -> list[float]:
    """From the middle of the hips to that of the shoulders, world axes."""
    world = body.world_points
    return [*map(sub, _middle(world, _SHOULDERS), _middle(world, _HIPS))]


def _middle(points: list[list[float]], pair: tuple[Landmark, Landmark]) -> list[float]:
    return [
        (one + other) / 2.0 for one, other in zip(points[pair[0]], points[pair[1]], strict=True)
    ]


def _inside(body: Body, landmarks: list[Landmark]) -> bool:
    points = [body.points[one] for one in landmarks]
    return all(0.0 <= u <= body.width_px and 0.0 <= v <= body.height_px for u, v in points)
