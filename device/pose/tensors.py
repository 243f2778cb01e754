"""From a crop to a model's input, and from raw outputs to numbers that mean something."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import BgrImage, Picture, Plane, Yuv
from device.pose.roi import FloatArray, Roi
from device.pose.runtime import TensorSpec


class CropInput:
    """Fills a network's picture input from a frame. Its buffers are made once.

    Args:
        spec: the network's input, [1, side, side, 3].
        low, high: real values of byte 0 and byte 255.
    """

    def __init__(self, spec: TensorSpec, *, low: float, high: float) -> None:
        """Make the buffers and the table from byte to element."""
        side = spec.shape[1]
        self.side = side
        # One table does scaling, type change and quantisation, whatever the input's type.
        self._table = spec.encode(np.linspace(low, high, 256))
        self._bgr: BgrImage = np.zeros((side, side, 3), np.uint8)
        self._rgb: BgrImage = np.zeros((side, side, 3), np.uint8)
        self._i420: Plane = np.zeros((side * 3 // 2, side), np.uint8)
        u, v = self._i420[side:].reshape(2, side // 2, side // 2)
        self._yuv = Yuv(self._i420[:side], u, v)
        self._elements: npt.NDArray[Any] = np.zeros((side, side, 3), spec.dtype)

    def fill(self, picture: Picture, roi: Roi) -> tuple[npt.NDArray[Any], FloatArray]:
        """Cut `roi` out of the frame.

        Returns:
            The input elements [1, side, side, 3], valid until the next call, and the map
            from crop px to frame px.
        """
        if isinstance(picture, Yuv):
            matrix = roi.cut_yuv(picture, self._yuv)
            cv2.cvtColor(self._i420, cv2.COLOR_YUV2RGB_I420, dst=self._rgb)
        else:
            matrix = roi.cut(picture, self._bgr)
            cv2.cvtColor(self._bgr, cv2.COLOR_BGR2RGB, dst=self._rgb)
        cv2.LUT(self._rgb, self._table, dst=self._elements)
        return self._elements[None], matrix


def sigmoid(logits: npt.NDArray[np.floating[Any]]) -> FloatArray:
    """Logistic function, without overflow for any finite input."""
    return 0.5 * (1.0 + np.tanh(0.5 * logits.astype(np.float64)))
