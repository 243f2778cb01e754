"""Cuts an upright crop out of a frame: in half the time of a warp.

Whole px of the frame fill whole px of the crop, an even number of each, so that colours at half
the size do as well; where the crop reaches beyond the frame, the frame's edge lies between two of
its px. So it shows up to a px of frame or crop more or less than was asked for: its own map says
where everything is.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from device.frame import Plane
from device.pose.roi import SPARSE, FloatArray, halved

_LEAST_PX: Final = 32
"""Of the frame and of the crop, so that rounding changes nobody's shape by much."""


@dataclass(frozen=True, slots=True)
class Span:
    """Px of a frame, across or down, that fill px of a crop.

    Attributes:
        first, beyond: of the frame.
        low, high: of the crop; the rest of it shows nothing.
    """

    first: int
    beyond: int
    low: int
    high: int

    @property
    def map(self) -> tuple[float, float]:
        """What a px of the crop adds to the place in the frame, and the place of its px 0."""
        scale = (self.beyond - self.first) / (self.high - self.low)
        return scale, self.first - 0.5 + scale * (0.5 - self.low)

    def slices(self, part: int) -> tuple[slice, slice]:
        """The px of the frame and of the crop, at a `part` of their size."""
        return (
            slice(self.first // part, self.beyond // part),
            slice(self.low // part, self.high // part),
        )


@dataclass(frozen=True, slots=True)
class Straight:
    """An upright crop.

    Attributes:
        across, down: what it shows.
    """

    across: Span
    down: Span

    @property
    def matrix(self) -> FloatArray:
        """Affine map [2, 3] from crop px to frame px."""
        (a, x), (d, y) = self.across.map, self.down.map
        return np.array([[a, 0.0, x], [0.0, d, y]])

    def cut(self, plane: Plane, out: Plane, *, beyond: int = 0, part: int = 1) -> None:
        """Fill `out`.

        Args:
            plane: uint8 [height, width] or [height, width, n], of the frame.
            out: what is filled, of as many channels.
            beyond: value of what lies beyond the plane's edges.
            part: 2 for a plane and a crop at half their size, as of colours.
        """
        columns, into_columns = self.across.slices(part)
        rows, into_rows = self.down.slices(part)
        target = out[into_rows, into_columns]
        if target.size < out.size:
            out[:] = beyond
        shown, (high, wide) = plane[rows, columns], target.shape[:2]
        while shown.shape[0] >= SPARSE * high and shown.shape[1] >= SPARSE * wide:
            shown = halved(shown)
        cv2.resize(shown, (wide, high), dst=target, interpolation=cv2.INTER_LINEAR)


def straight(
    matrix: FloatArray, crop: tuple[int, int], width_px: int, height_px: int
) -> Straight | None:
    """The upright crop nearest to one asked for.

    Args:
        matrix: from crop px to frame px.
        crop: the crop's width and height, px, both even.
        width_px: of the frame.
        height_px: of the frame.

    Returns:
        None when it is turned, or shows little of the frame.
    """
    (a, b, x), (c, d, y) = matrix.tolist()
    if b or c or min(a, d) <= 0.0:
        return None
    across, down = _span(a, x, crop[0], width_px), _span(d, y, crop[1], height_px)
    return None if across is None or down is None else Straight(across, down)


def _span(scale: float, begin: float, count: int, limit: int) -> Span | None:
    """Across or down.

    Args:
        scale: what a px of the crop adds to the place in the frame.
        begin: where the middle of its px 0 lies.
        count: px of the crop.
        limit: px of the frame.
    """
    start = begin + 0.5 - 0.5 * scale  # where px 0 begins, from the frame's edge
    end = start + scale * count
    first, beyond = max(0, _even(start)), min(limit // 2 * 2, _even(end))
    low, high = max(0, _even(-start / scale)), count - max(0, _even((end - limit) / scale))
    if min(beyond - first, high - low) < _LEAST_PX:
        return None
    return Span(first, beyond, low, high)


def _even(value: float) -> int:
    return 2 * round(value / 2)
