"""The rotated square around a person that the landmark model looks at."""

import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import Plane

FloatArray = npt.NDArray[np.float64]

_ROI_PER_RADIUS: Final = 2.5
"""ROI side over the distance of the two alignment points: the point pair spans a radius, and
MediaPipe's pose graph enlarges the square by 1.25 (pose_detection_to_roi.pbtxt)."""
_NEARLY_RAD: Final = math.radians(3.0)
"""A person turned by so little more is seen as well: with 0 and 3 degrees the mean error of the
13 rendered clips was 3.99 and 3.98 % of torso. With 10, leaning people were told later."""

SPARSE: Final = 2.0
"""Px of the frame for one of the crop from which on bilinear sampling would pass over px and show
the noise of the rest: frames are halved first."""


@dataclass(frozen=True, slots=True)
class Roi:
    """A square in the frame, turned with the person so that the head is up in the crop.

    Attributes:
        x_px, y_px: centre (the person's mid-hip).
        size_px: side length.
        rotation_rad: clockwise turn as seen on the screen, in -pi..pi; 0 is upright.
    """

    x_px: float
    y_px: float
    size_px: float
    rotation_rad: float

    @classmethod
    def from_alignment(cls, centre_px: FloatArray, edge_px: FloatArray) -> "Roi":
        """ROI from the two alignment points the models give.

        Args:
            centre_px: [2], mid-hip.
            edge_px: [2], the point that sets scale and rotation; up in the crop.
        """
        dx, dy = float(edge_px[0] - centre_px[0]), float(edge_px[1] - centre_px[1])
        return cls(
            x_px=float(centre_px[0]),
            y_px=float(centre_px[1]),
            size_px=_ROI_PER_RADIUS * math.hypot(dx, dy),
            rotation_rad=math.atan2(dx, -dy),
        )

    @classmethod
    def whole(cls, width_px: int, height_px: int) -> "Roi":
        """The smallest upright square that holds the whole frame."""
        return cls(width_px / 2, height_px / 2, float(max(width_px, height_px)), 0.0)

    def straightened(self) -> "Roi":
        """The same, upright when it nearly is: that is cut in half the time."""
        if abs(self.rotation_rad) > _NEARLY_RAD:
            return self
        return Roi(self.x_px, self.y_px, self.size_px, 0.0)

    def crop_to_frame(self, side: int, left: float = 0.0) -> FloatArray:
        """Affine map [2, 3] from crop px to frame px.

        Args:
            side: of the whole crop, px.
            left: where px 0 lies in it, for a crop of fewer columns.
        """
        scale = self.size_px / side
        cos, sin = math.cos(self.rotation_rad) * scale, math.sin(self.rotation_rad) * scale
        half = side / 2
        across = left - half
        return np.array(
            [
                [cos, -sin, self.x_px + cos * across + sin * half],
                [sin, cos, self.y_px + sin * across - cos * half],
            ]
        )


def bounds(
    matrix: FloatArray, crop: tuple[int, int], width_px: int, height_px: int
) -> tuple[int, int, int, int]:
    """The part of a frame that a crop's pixels are mixed from.

    Args:
        matrix: from crop px to frame px.
        crop: the crop's width and height, px.
        width_px: of the frame.
        height_px: of the frame.

    Returns:
        Left, top, right and bottom edge, px; right and bottom exclusive. Empty (right not
        beyond left, or bottom not below top) when the crop lies outside.
    """
    wide, high = crop
    (a, b, x), (c, d, y) = matrix.tolist()
    left, top = (
        x + min(0.0, a * wide) + min(0.0, b * high),
        y + min(0.0, c * wide) + min(0.0, d * high),
    )
    right, bottom = left + abs(a * wide) + abs(b * high), top + abs(c * wide) + abs(d * high)
    # Two pixels more: each pixel is mixed from its neighbours.
    return (
        max(0, math.floor(left) - 2),
        max(0, math.floor(top) - 2),
        min(width_px, math.floor(right) + 3),
        min(height_px, math.floor(bottom) + 3),
    )


def warp(picture: Plane, matrix: FloatArray, out: Plane, *, beyond: int = 0) -> None:
    """Fill `out` from a picture; from a halved one, as often as `SPARSE` asks for.

    Args:
        picture: uint8 [height, width] or [height, width, n].
        matrix: affine map [2, 3] from px of `out` to px of `picture`.
        out: what is filled, of as many channels.
        beyond: value of what lies beyond the picture's edges.
    """
    while (
        min(math.hypot(*matrix[:, 0]), math.hypot(*matrix[:, 1])) >= SPARSE
        and min(picture.shape[:2]) > 1
    ):
        picture = halved(picture)
        matrix = (matrix - ((0.0, 0.0, 0.5), (0.0, 0.0, 0.5))) / 2  # of the px' middles
    cv2.warpAffine(
        picture,
        matrix,
        (out.shape[1], out.shape[0]),
        dst=out,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=beyond,
    )


def halved(picture: Plane) -> Plane:
    """Half as wide and high, of the mean of each four px; an odd px at the end is left out."""
    high, wide = picture.shape[0] // 2, picture.shape[1] // 2
    even = picture[: 2 * high, : 2 * wide]
    return np.asarray(cv2.resize(even, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)


def to_frame(matrix: FloatArray, points: FloatArray) -> FloatArray:
    """Crop points [n, 2] in frame px; `matrix` as from `Roi.crop_to_frame`."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def turn(world_m: npt.NDArray[np.floating[Any]], rotation_rad: float) -> FloatArray:
    """World points [n, 3] of a turned crop, turned back to the camera's axes."""
    cos, sin = math.cos(rotation_rad), math.sin(rotation_rad)
    return np.asarray(world_m @ ((cos, sin, 0.0), (-sin, cos, 0.0), (0.0, 0.0, 1.0)))
