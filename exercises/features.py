"""A cleaned pose with the quantities every exercise needs: px, torso lengths and degrees."""

import math
from dataclasses import dataclass, field
from operator import add
from typing import Final, Literal

import numpy as np

from exercises import geometry
from exercises.pose import LANDMARK_COUNT, FloatArray, Landmark, Pose
from exercises.size import TrunkSize, sizes
from exercises.smoothing import Guard, OneEuro, OneEuroRule

BodySide = Literal["left", "right"]

SIDES: Final[tuple[BodySide, BodySide]] = ("left", "right")

MIN_VISIBILITY: Final = 0.5
"""Below this BlazePose guesses (spec §1.4)."""

_EDGE: Final = 0.01
"""A landmark this share of the frame outside the picture is out of view (spec §1.4)."""

_WORLD_UNIT_M: Final = 0.5
"""About one adult torso, so that the One-Euro parameters fit world points too."""

_TRUNK: Final = (
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
)
_LEFT_LEG: Final = (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
_RIGHT_LEG: Final = (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE)


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One cleaned pose.

    Attributes:
        t_s: capture time.
        xy: float64 [33, 2], image points in px.
        world: float64 [33, 3], metres, smoothed; NaN where unknown.
        visibility: float64 [33], 0..1.
        points, world_points: the same as `xy` and `world` in lists: to read one number of an array
            takes five times as long.
        torso_px: the reference torso length, px; frozen while a rep is under way, because a
            leaning trunk looks shorter. Lengths below are divided by it.
        width_px, height_px: frame size.
        focal_px: focal length of the lens; None: not known.
    """

    t_s: float
    xy: FloatArray
    world: FloatArray
    visibility: FloatArray
    torso_px: float
    width_px: int
    height_px: int
    focal_px: float | None = None
    points: list[list[float]] = field(init=False)
    world_points: list[list[float]] = field(init=False)

    def __post_init__(self) -> None:
        """Take the numbers out of the arrays, once for all who read them."""
        object.__setattr__(self, "points", self.xy.tolist())
        object.__setattr__(self, "world_points", self.world.tolist())

    def mid(self, left: Landmark) -> tuple[float, float]:
        """Midpoint, px, of a left landmark and its right twin (the next number)."""
        (left_u, left_v), (right_u, right_v) = self.points[left], self.points[left + 1]
        return (left_u + right_u) / 2.0, (left_v + right_v) / 2.0

    def vector(self, start: Landmark, end: Landmark) -> tuple[float, float]:
        """Vector, px, from one landmark to another."""
        (start_u, start_v), (end_u, end_v) = self.points[start], self.points[end]
        return end_u - start_u, end_v - start_v

    def lowest_v(self, left: Landmark) -> float:
        """How far down, px, the lower of a left landmark and its right twin is; NaN if one is."""
        one, other = self.points[left][1], self.points[left + 1][1]
        return geometry.NAN if math.isnan(one + other) else max(one, other)

    @property
    def torso(self) -> tuple[float, float]:
        """Vector, px, from mid-hip to mid-shoulder."""
        shoulders_u, shoulders_v = self.mid(Landmark.LEFT_SHOULDER)
        hips_u, hips_v = self.mid(Landmark.LEFT_HIP)
        return shoulders_u - hips_u, shoulders_v - hips_v

    @property
    def torso_from_vertical_deg(self) -> float:
        """Tilt of the trunk in the image, 0 = upright (or upside down), 90 = lying."""
        return geometry.from_vertical_deg(self.torso)

    @property
    def hip_width(self) -> float:
        """Horizontal distance of the hips in torso lengths."""
        return abs(self.across(Landmark.LEFT_HIP, Landmark.RIGHT_HIP))

    def across(self, first: Landmark, second: Landmark) -> float:
        """How far `first` is right of `second` in the image, in torso lengths."""
        return (self.points[first][0] - self.points[second][0]) / self.torso_px

    def below(self, first: Landmark, second: Landmark) -> float:
        """How far `first` is below `second` in the image, in torso lengths."""
        return (self.points[first][1] - self.points[second][1]) / self.torso_px

    def apart(self, first: Landmark, second: Landmark) -> float:
        """Distance of two landmarks in the image, in torso lengths."""
        return math.dist(self.points[first], self.points[second]) / self.torso_px

    @property
    def yaw_deg(self) -> float:
        """Turn of the body, 0 = facing the camera, ±90 = side view, from world points."""
        left_shoulder, right_shoulder, left_hip, right_hip = self._trunk()
        return geometry.body_yaw_deg(
            [*map(add, left_shoulder, left_hip)], [*map(add, right_shoulder, right_hip)]
        )

    @property
    def chest_normal(self) -> tuple[float, float, float]:
        """Unit vector out of the chest, world axes."""
        return geometry.chest_normal(*self._trunk())

    def _trunk(self) -> tuple[list[float], list[float], list[float], list[float]]:
        """Left and right shoulder, left and right hip, world points."""
        left_shoulder, right_shoulder, left_hip, right_hip = _TRUNK
        w = self.world_points
        return w[left_shoulder], w[right_shoulder], w[left_hip], w[right_hip]

    def knee_flexion_deg(self, side: BodySide) -> float:
        """Flexion of one knee in the image plane: true in a side view only."""
        hip, knee, ankle = leg(side)
        return geometry.bend_deg(self.points[hip], self.points[knee], self.points[ankle])

    @property
    def knee_flexion_world_deg(self) -> float:
        """Mean flexion of both knees from world points: any view, but biased by 10-20°."""
        w = self.world_points
        left, right = (
            geometry.bend_deg(w[hip], w[knee], w[ankle])
            for hip, knee, ankle in (_LEFT_LEG, _RIGHT_LEG)
        )
        return (left + right) / 2.0

    @property
    def pelvic_tilt_deg(self) -> float:
        """Slope of the hip line in the image, + = left hip higher (spec §1.3)."""
        left, right = self.points[Landmark.LEFT_HIP], self.points[Landmark.RIGHT_HIP]
        return math.degrees(math.atan2(right[1] - left[1], abs(left[0] - right[0])))

    @property
    def leg_extent(self) -> float:
        """Vertical distance from mid-hip to mid-ankle in torso lengths."""
        drop = self.mid(Landmark.LEFT_ANKLE)[1] - self.mid(Landmark.LEFT_HIP)[1]
        return drop / self.torso_px

    def seen(self, *landmarks: Landmark) -> bool:
        """Whether all these landmarks are visible and inside the frame."""
        margin_u, margin_v = _EDGE * self.width_px, _EDGE * self.height_px
        most_u, most_v = self.width_px + margin_u, self.height_px + margin_v
        points, visibility = self.points, self.visibility
        for one in landmarks:
            u, v = points[one]
            if not (-margin_u < u < most_u and -margin_v < v < most_v):
                return False
            if not visibility[one] >= MIN_VISIBILITY:
                return False
        return True

    def leg_seen(self, side: BodySide) -> bool:
        """Whether hip, knee and ankle of one side can be trusted."""
        return self.seen(*leg(side))

    @property
    def forward(self) -> float:
        """+1 when the person faces image right, -1 when left; from the chest, else the nose."""
        chest = self.chest_normal[0]
        if math.isfinite(chest):
            return math.copysign(1.0, chest)
        return math.copysign(1.0, self.points[Landmark.NOSE][0] - self.mid(Landmark.LEFT_EAR)[0])


def leg(side: BodySide) -> tuple[Landmark, Landmark, Landmark]:
    """Hip, knee and ankle of one side."""
    return _LEFT_LEG if side == "left" else _RIGHT_LEG


class Cleaner:
    """Pose → Body: scale, guard, One-Euro. One per set."""

    def __init__(self, rule: OneEuroRule) -> None:
        """Start with no past."""
        self._guard = Guard()
        self._rule = rule
        self._smooth = OneEuro(rule)
        self._units = np.full((2 * LANDMARK_COUNT, 1), _WORLD_UNIT_M)
        self._size = TrunkSize()
        self._lost = False

    def __call__(self, pose: Pose, *, at_rest: bool) -> Body | None:
        """Clean the next pose.

        Args:
            pose: as seen by the camera.
            at_rest: whether the reference torso length may follow this pose.

        Returns:
            The cleaned pose, or None when nobody is there or no torso can be made out.
        """
        size = sizes(pose)
        if not (size.trunk_px > 1.0 and math.isfinite(size.trunk_px) and math.isfinite(pose.t_s)):
            if not pose.present:
                self._guard.lost()
                self._lost = True
            return None
        if self._size.follow(size, pose.t_s, at_rest=at_rest, found=self._lost):
            self._smooth = OneEuro(self._rule)
            self._guard.lost()
        self._lost = False
        unit = self._size.trunk_px
        guarded, order = self._guard(pose.xy_px, pose.t_s, unit)
        world, visibility = pose.world_m, pose.visibility
        if order is not None:
            world, visibility = world[order], visibility[order]
        # Both at once: of an array this small, numpy's calls cost more than its numbers.
        points = np.zeros((2 * LANDMARK_COUNT, 3))
        points[:LANDMARK_COUNT, :2], points[LANDMARK_COUNT:] = guarded, world
        self._units[:LANDMARK_COUNT] = unit
        points = self._smooth(points, pose.t_s, self._units)
        return Body(
            t_s=float(pose.t_s),
            xy=points[:LANDMARK_COUNT, :2],
            world=points[LANDMARK_COUNT:],
            visibility=visibility,
            torso_px=unit,
            width_px=pose.width_px,
            height_px=pose.height_px,
            focal_px=pose.focal_px,
        )
