"""Cuts what a network looks at out of a frame; only that much of it is converted."""

import cv2
import numpy as np

from device.frame import BLACK, GREY, BgrImage, Yuv
from device.pose.roi import FloatArray, bounds, warp
from device.pose.straight import straight


def cut_yuv(yuv: Yuv, matrix: FloatArray, out: Yuv) -> FloatArray:
    """Fill `out`, plane by plane: only a quarter of the colours need it.

    Args:
        yuv: the frame.
        matrix: from crop px to frame px, as asked for.
        out: what is filled.

    Returns:
        The map of what was filled, [2, 3]: a straight crop may lie up to a px beside.
    """
    height, width = yuv.y.shape
    fast = straight(matrix, (out.y.shape[1], out.y.shape[0]), width, height)
    if fast is not None:
        fast.cut(yuv.y, out.y, beyond=BLACK)
        fast.cut(yuv.u, out.u, beyond=GREY, part=2)
        fast.cut(yuv.v, out.v, beyond=GREY, part=2)
        return fast.matrix
    # A pixel of colour lies in the middle of four of luma: frame px = 2 * colour px + 0.5.
    (a, b, x), (c, d, y) = matrix.tolist()
    half = np.array(
        [[a, b, (0.5 * (a + b) + x - 0.5) / 2], [c, d, (0.5 * (c + d) + y - 0.5) / 2]],
    )
    warp(yuv.y, matrix, out.y, beyond=BLACK)
    warp(yuv.u, half, out.u, beyond=GREY)
    warp(yuv.v, half, out.v, beyond=GREY)
    return matrix


class Cutter:
    """Cuts crops of one size out of pictures in blue-green-red. Its buffers are made once."""

    def __init__(self, side: int, width: int) -> None:
        """Make those of the crop's size."""
        self._crop: BgrImage = np.zeros((side, width, 4), np.uint8)
        self._straight: BgrImage = np.zeros((side, width, 3), np.uint8)
        self._touched: BgrImage = np.empty((0, 0, 4), np.uint8)

    def rgba(self, bgr: BgrImage, matrix: FloatArray) -> tuple[BgrImage, FloatArray]:
        """The crop, [side, width, 4], until the next one, black beyond the picture; and its map.

        OpenCV warps four channels in half the time of three.
        """
        height, width = bgr.shape[:2]
        high, wide = self._crop.shape[:2]
        fast = straight(matrix, (wide, high), width, height)
        if fast is not None:
            fast.cut(bgr, self._straight)
            cv2.cvtColor(self._straight, cv2.COLOR_BGR2RGBA, dst=self._crop)
            return self._crop, fast.matrix
        left, top, right, bottom = bounds(matrix, (wide, high), width, height)
        if left >= right or top >= bottom:
            self._crop[:] = 0
            return self._crop, matrix
        if self._touched.shape[0] < bottom - top or self._touched.shape[1] < right - left:
            self._touched = np.empty((height, width, 4), np.uint8)
        part = self._touched[: bottom - top, : right - left]
        cv2.cvtColor(bgr[top:bottom, left:right], cv2.COLOR_BGR2RGBA, dst=part)
        within = matrix - np.array([[0.0, 0.0, left], [0.0, 0.0, top]])
        warp(part, within, self._crop)
        return self._crop, matrix
