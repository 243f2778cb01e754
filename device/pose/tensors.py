"""From a crop to a model's input, and from raw outputs to numbers that mean something."""

import time
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import BgrImage, Picture, Plane, Yuv
from device.pose.cut import Cutter, cut_yuv
from device.pose.roi import FloatArray, Roi
from device.pose.runtime import TensorSpec


class CropInput:
    """Fills a network's picture input from a frame. What it needs in between is made once.

    Args:
        spec: the network's input, [1, side, width, 3].
        low, high: real values of byte 0 and byte 255.

    Attributes:
        side, width: what it looks at, px; a network that sees all of a square has both alike.
        fill_ns: wall time all fillings took together.
    """

    def __init__(self, spec: TensorSpec, *, low: float, high: float) -> None:
        """Make the buffers and the table from byte to element."""
        _, side, width, _ = spec.shape
        self.side, self.width = side, width
        # One table does scaling, type change and quantisation, whatever the input's type.
        self._table = spec.encode(np.linspace(low, high, 256))
        self._flips = self._table.dtype == np.int8 and bool(
            (self._table == np.arange(-128, 128)).all()
        )
        self._cutter = Cutter(side, width)
        self._rgb: BgrImage = np.zeros((side, width, 3), np.uint8)
        self._i420: Plane = np.zeros((side * 3 // 2, width), np.uint8)
        u, v = self._i420[side:].reshape(2, side // 2, width // 2)
        self._yuv = Yuv(self._i420[:side], u, v)
        self.fill_ns = 0

    def fill(
        self, into: npt.NDArray[Any], picture: Picture, roi: Roi, left: float = 0.0
    ) -> FloatArray:
        """Cut `roi` out of the frame, or a part of its columns.

        Args:
            into: the elements that are filled, [1, side, width, 3], of the input's type.
            picture: the frame.
            roi: the square in it.
            left: where the first column lies in the square, crop px.

        Returns:
            The map from the crop's px to frame px, [2, 3].
        """
        begun_ns = time.perf_counter_ns()
        asked = roi.crop_to_frame(self.side, left)
        if isinstance(picture, Yuv):
            matrix = cut_yuv(picture, asked, self._yuv)
            cv2.cvtColor(self._i420, cv2.COLOR_YUV2RGB_I420, dst=self._rgb)
        else:
            rgba, matrix = self._cutter.rgba(picture, asked)
            cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB, dst=self._rgb)
        if self._flips:  # byte - 128 is the byte with its highest bit turned: 15 times as fast
            np.bitwise_xor(self._rgb, 128, out=into[0].view(np.uint8))
        else:
            cv2.LUT(self._rgb, self._table, dst=into[0])
        self.fill_ns += time.perf_counter_ns() - begun_ns
        return matrix

    def cut(
        self, picture: Picture, roi: Roi, left: float = 0.0
    ) -> tuple[npt.NDArray[Any], FloatArray]:
        """As `fill`, into new memory: the elements and the map."""
        elements = np.zeros((1, self.side, self.width, 3), self._table.dtype)
        return elements, self.fill(elements, picture, roi, left)


def sigmoid(logits: npt.NDArray[np.floating[Any]]) -> FloatArray:
    """Logistic function, without overflow for any finite input."""
    return 0.5 * (1.0 + np.tanh(0.5 * logits.astype(np.float64, copy=False)))
