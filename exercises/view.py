"""The view gate of standing exercises: what the person should mend before anything is judged."""

from typing import Final

from exercises import frontal
from exercises.features import Body
from exercises.pose import Landmark

TURNED_DEG: Final = 20.0
"""World turn beyond which a front view shows no alignment: about the 15° to which spec §2.5 trusts
it, since world points overstate (people turned by 28° read 34-43°, by 0° read +1 to +5°)."""

SIDE_DEG: Final = 55.0
BEHIND_DEG: Final = 125.0
"""Turns between these are side views; beyond, the person's back is seen."""

_OFF_CENTRE_DEG: Final = 8.0
"""Spec §2.3: 5° limit for per-side angles, §2.5: unscored per side beyond 8°. Only a notice."""

_MIN_TORSO: Final = 0.07
"""Torso over frame height below which a knee is a few pixels wide."""

NOTICES: Final = frozenset({None, "off_centre", "turned", "too_far"})
"""Problems that do not hinder counting: joints are seen, angles may not be told."""


def problem(body: Body, yaw_deg: float, *, side_allowed: bool) -> str | None:
    """Why a standing person cannot be judged, None when all is well.

    Args:
        body: the pose.
        yaw_deg: signed turn of the body.
        side_allowed: whether a side view serves as well.
    """
    if body.lowest_v(Landmark.LEFT_ANKLE) > body.height_px:
        return "too_close" if body.points[Landmark.NOSE][1] < 0.0 else "feet_out"
    if not (body.leg_seen("left") or body.leg_seen("right")):
        return "low_visibility"
    if body.torso_px < _MIN_TORSO * body.height_px:
        return "too_far"
    turn_deg = abs(yaw_deg)
    if turn_deg > TURNED_DEG and not (side_allowed and SIDE_DEG <= turn_deg <= BEHIND_DEG):
        return "turned"
    if turn_deg <= TURNED_DEG and abs(frontal.azimuth_deg(body)) > _OFF_CENTRE_DEG:
        return "off_centre"
    return None
