"""A camera frame. Only code inside `device` may hold one."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

BgrImage = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.uint8]

BLACK: Final = 16
GREY: Final = 128
"""Luma of black, and chroma of no colour."""


@dataclass(frozen=True, slots=True, eq=False)
class Yuv:
    """A picture as cameras make it: YUV 4:2:0, BT.601, luma 16..235.

    Colours are computed only where somebody looks, which is a small part of it.

    Attributes:
        y: uint8 [height, width], both even.
        u, v: uint8 [height / 2, width / 2], each the colour of 2 x 2 pixels.
    """

    y: Plane
    u: Plane
    v: Plane

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and 3, as of a `BgrImage`."""
        height, width = self.y.shape
        return height, width, 3

    def bgr(self) -> BgrImage:
        """All of it, converted."""
        height, width = self.y.shape
        parts = [plane.reshape(-1) for plane in (self.y, self.u, self.v)]
        joined = np.concatenate(parts).reshape(height * 3 // 2, width)
        return np.asarray(cv2.cvtColor(joined, cv2.COLOR_YUV2BGR_I420), dtype=np.uint8)


_TURNS: Final = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}

Picture = BgrImage | Yuv
"""uint8 [height, width, 3], blue-green-red; or the same as `Yuv`."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        t_s: capture time, monotonic seconds; for a file, seconds since its first frame.
        picture: not mirrored. Nobody writes to it again, so threads may pass it on.
        focal_px: focal length of the lens in px of this picture; None: not known.
        lux: brightness of the scene as the camera reckons it; None: it does not.
    """

    t_s: float
    picture: Picture
    focal_px: float | None = None
    lux: float | None = None

    @property
    def bgr(self) -> BgrImage:
        """The picture in blue-green-red; converts a `Yuv` each time."""
        return self.picture.bgr() if isinstance(self.picture, Yuv) else self.picture


def upright(picture: Picture, rotation_deg: int, *, flipped: bool = False) -> Picture:
    """A picture turned clockwise, then its left and right exchanged.

    Args:
        picture: any.
        rotation_deg: 90, 180 or 270; it is not turned by anything else.
        flipped: exchange left and right of the turned picture.
    """
    if isinstance(picture, Yuv):
        planes = (picture.y, picture.u, picture.v)
        return Yuv(*(_upright(plane, rotation_deg, flipped=flipped) for plane in planes))
    return _upright(picture, rotation_deg, flipped=flipped)


def _upright(plane: Plane, rotation_deg: int, *, flipped: bool) -> Plane:
    turn = _TURNS.get(rotation_deg)
    turned = plane if turn is None else cv2.rotate(plane, turn)
    return np.asarray(cv2.flip(turned, 1) if flipped else turned, dtype=np.uint8)


def colours_at(picture: Picture, x: npt.NDArray[np.intp], y: npt.NDArray[np.intp]) -> BgrImage:
    """Colours of single pixels.

    Args:
        picture: any.
        x: [n], columns inside the picture.
        y: [n], their rows.

    Returns:
        uint8 [n, 3], as `Frame.bgr` has them there.
    """
    if not isinstance(picture, Yuv):
        return picture[y, x]
    # Each pixel as a picture of 2 x 2, all in a row.
    line = np.repeat(picture.y[y, x], 2)
    colour = np.concatenate([picture.u[y // 2, x // 2], picture.v[y // 2, x // 2]])
    wide = cv2.cvtColor(np.stack([line, line, colour]), cv2.COLOR_YUV2BGR_I420)
    return np.asarray(wide[0, ::2], dtype=np.uint8)
