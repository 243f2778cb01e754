"""Where in the square around a person a narrow picture holds all of them.

A person is upright in that square, and mostly narrow: its sides show the room. A network that
sees fewer columns takes as much less time.
"""

import math
from typing import Final

from device.pose.roi import FloatArray, Roi

SIDE_PX: Final = 256
"""Of the square that a landmark model looks at."""
CELL_PX: Final = 32
"""Of the smallest map that still shows places."""
WIDTH_PX: Final = 160
"""Of the narrow picture, in whole cells: squats, side-steps and clamshells fit into it, a deep
deadlift and a half-kneeling stretch do not. 128 is faster, and less accurate with further people
(docs/models.md)."""
LEFT_PX: Final = (SIDE_PX - WIDTH_PX) // CELL_PX // 2 * CELL_PX
"""Where a narrow model takes its picture to lie in the square, by its tuning."""
_MARGIN_PX: Final = CELL_PX
"""Between the outermost landmark of the last frame and the narrow picture's edge: what a body is
wider than its landmarks, what it moves until now, and some of the room, by which a network knows
where a body ends. With 12 and 26, two slow rocks of three in a half-kneeling clip became one."""


def place(roi: Roi, points_px: FloatArray) -> float | None:
    """Where the narrow picture has to begin.

    Args:
        roi: the square around the person.
        points_px: [n, 2], frame px: where they were just now.

    Returns:
        Its left edge in the square, crop px, with the person in its middle; None when they are
        too wide for it.
    """
    low, high = reach(roi, points_px)
    if not high - low <= WIDTH_PX - 2 * _MARGIN_PX:  # also where something is NaN
        return None
    return (SIDE_PX + low + high - WIDTH_PX) / 2


def reach(roi: Roi, points_px: FloatArray) -> tuple[float, float]:
    """How far points [n, 2], frame px, lie left and right of the square's middle, crop px.

    NaN where one of them is.
    """
    cos, sin = math.cos(roi.rotation_rad), math.sin(roi.rotation_rad)
    across = [x * cos + y * sin for x, y in points_px.tolist()]
    if math.isnan(sum(across)):
        return math.nan, math.nan
    middle, scale = roi.x_px * cos + roi.y_px * sin, SIDE_PX / roi.size_px
    return (min(across) - middle) * scale, (max(across) - middle) * scale
