"""Half kneeling seen from the side: which knee is down, the angles, what is missing (spec §2.4)."""

import math
from dataclasses import dataclass
from typing import Final

from exercises import geometry
from exercises.features import Body, BodySide, leg
from exercises.pose import Landmark

_MIN_TURN_DEG: Final = 35.0
_SIDE_ON_DEG: Final = 50.0
"""Turn from facing the mirror: below the first nothing can be told, from the second on angles can.
Rendered clips truly 90°, 70°, 65° and 45° from it read 77-90°, 83°, 71° and 45°; a real clip that
is judged well by eye reads 54-57°."""

_MAX_SHOULDERS: Final = 0.40
"""Width of the shoulders in the picture, torso lengths, side-on (spec §2.4: .32). Rendered clips
truly 65-90° from facing read 0.00-0.31, one at 45° 0.47; without world points this decides."""

_MAX_TILT_DEG: Final = 45.0
"""Trunk from the vertical while kneeling (spec: 30°; counting is lenient)."""

_KNEE_HIGH: Final = -0.35
_FAR_KNEE_HIGH: Final = -0.50
"""Kneeling knee against the front ankle, torso lengths, + = lower (spec: -.20), for a knee on the
camera's side and for one behind the front leg, which stands higher in the picture. 20 clips of the
stretch read -0.46 (far, camera 1.3 m high) to 0.29; squats -0.45 and less, with upright shanks."""

_MIN_FRONT_DEG: Final = 40.0
"""Front thigh from the vertical (spec 45°, less 5° for the camera's height)."""

_SHANK_BEHIND: Final = 0.25
"""Kneeling ankle behind its knee, torso lengths (spec §2.4). 18 clips read 0.41-0.94, with a rear
foot up against a wall too."""

_MIN_TORSO: Final = 0.07
"""Torso over frame height below which a knee is a few pixels wide."""


@dataclass(frozen=True, slots=True)
class HalfKneeling:
    """What a side view shows of a kneeling body. Lengths in torso lengths.

    Attributes:
        rear: side of the knee that is down.
        turn_deg: turn from facing the mirror, 90 = side-on.
        thigh_deg: thigh of the kneeling leg behind the vertical.
        lean_deg: trunk forward of the vertical.
        front_thigh_deg: front thigh forward of the vertical.
        front_knee_deg: interior angle of the front knee.
        front_knee_past_toe: front knee beyond the toes, + = beyond.
        front_shank: length of the front shank in the image.
        shank_behind: rear ankle behind the rear knee.
        rear_knee_low: rear knee below the front ankle.
        rear_knee_u, rear_knee_v: its place from the front ankle in the image.
        hips_u: middle of the hips from that of the front ankle and the rear knee, which stay.
        rear_seen: whether hip and knee of the kneeling leg can be trusted.
        nearer: the kneeling leg is on the camera's side.
    """

    rear: BodySide
    turn_deg: float
    thigh_deg: float
    lean_deg: float
    front_thigh_deg: float
    front_knee_deg: float
    front_knee_past_toe: float
    front_shank: float
    shank_behind: float
    rear_knee_low: float
    rear_knee_u: float
    rear_knee_v: float
    hips_u: float
    rear_seen: bool
    nearer: bool


def look(body: Body) -> HalfKneeling:
    """Measure a pose as half kneeling; whether it is, `problem` says.

    The thigh starts at the hip of its own leg: in 6 rendered clips that hip and its knee lie where
    they are to 2 % of the torso on average, while the front one is drawn 5-18 % too far forward.
    """
    lower = body.below(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    rear: BodySide = "left" if lower > 0.0 else "right"
    hip, knee, ankle = leg(rear)
    front_hip, front_knee, front_ankle = leg("right" if rear == "left" else "left")
    toe = Landmark(front_ankle + Landmark.LEFT_FOOT_INDEX - Landmark.LEFT_ANKLE)
    xy = body.points
    forward = math.copysign(1.0, xy[front_knee][0] - xy[front_hip][0])
    turn_deg = abs(body.yaw_deg)
    return HalfKneeling(
        rear=rear,
        turn_deg=min(turn_deg, 180.0 - turn_deg),
        thigh_deg=geometry.swing_back_deg(body.vector(hip, knee), forward),
        lean_deg=geometry.lean_deg(body.torso, forward),
        front_thigh_deg=-geometry.swing_back_deg(body.vector(front_hip, front_knee), forward),
        front_knee_deg=180.0 - geometry.bend_deg(xy[front_hip], xy[front_knee], xy[front_ankle]),
        front_knee_past_toe=forward * body.across(front_knee, toe),
        front_shank=body.apart(front_knee, front_ankle),
        shank_behind=forward * body.across(knee, ankle),
        rear_knee_low=body.below(knee, front_ankle),
        rear_knee_u=body.across(knee, front_ankle),
        rear_knee_v=body.below(front_ankle, knee),
        hips_u=(body.mid(Landmark.LEFT_HIP)[0] - (xy[front_ankle][0] + xy[knee][0]) / 2.0)
        / body.torso_px,
        rear_seen=body.seen(hip, knee),
        nearer=(rear == "right") == (forward > 0.0),
    )


def knelt(seen: HalfKneeling) -> bool:
    """Whether the legs kneel, as far as a body at least half side-on shows."""
    return (
        not seen.turn_deg < _MIN_TURN_DEG
        and seen.front_thigh_deg >= _MIN_FRONT_DEG
        and seen.shank_behind >= _SHANK_BEHIND
    )


def is_side_on(turn_deg: float | None) -> bool:
    """Whether angles of the side view can be trusted; True when the turn is unknown."""
    return turn_deg is None or not turn_deg < _SIDE_ON_DEG


def problem(body: Body, seen: HalfKneeling) -> str | None:
    """What keeps this from being half kneeling, side-on to the mirror, or None."""
    knee_high = _KNEE_HIGH if seen.nearer else _FAR_KNEE_HIGH
    if body.torso_from_vertical_deg > _MAX_TILT_DEG or seen.rear_knee_low < knee_high:
        return "kneel"
    shoulders = abs(body.across(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER))
    if shoulders > _MAX_SHOULDERS or not is_side_on(seen.turn_deg):
        return "turn_side_on"
    if not knelt(seen):
        return "kneel"
    if not (body.leg_seen("left") or body.leg_seen("right")):
        return "low_visibility"
    return "too_far" if body.torso_px < _MIN_TORSO * body.height_px else None
