"""Where in the square around a person a narrow picture holds all of them.

A person is upright in that square, and mostly narrow: its sides show the room. A network that
sees fewer columns takes as much less time.
"""

from typing import Final

import numpy as np

from device.pose.roi import FloatArray, Roi

CELL_PX: Final = 32
"""Of the smallest map that still shows places: a narrow picture is some of these wide."""
_MARGIN_PX: Final = 12
"""Crop px between the outermost landmark of the last frame and the narrow picture's edge: what a
body is wider than its landmarks, and what it moves until now. A torso is about 60 px long."""


def beside(side: int, width: int) -> int:
    """Px of the square that a narrow network leaves out on its left, as it was tuned."""
    return (side - width) // CELL_PX // 2 * CELL_PX


def place(roi: Roi, points_px: FloatArray, *, side: int, width: int) -> float | None:
    """Where the narrow picture has to begin.

    Args:
        roi: the square around the person.
        points_px: [n, 2], frame px: where they were just now.
        side: of the square, crop px.
        width: of the narrow picture, crop px.

    Returns:
        Its left edge in the square, crop px, with the person in its middle; None when they are
        too wide for it.
    """
    cos, sin = np.cos(roi.rotation_rad), np.sin(roi.rotation_rad)
    across = (points_px - (roi.x_px, roi.y_px)) @ (cos, sin) * (side / roi.size_px)
    low, high = float(across.min()), float(across.max())
    if not high - low <= width - 2 * _MARGIN_PX:
        return None
    return (side + low + high - width) / 2
