"""From a crop to a model's input, and from raw outputs to numbers that mean something."""

import time
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import BgrImage
from device.pose.roi import FloatArray, Roi
from device.pose.runtime import TensorSpec


class CropInput:
    """Fills a network's picture input from a frame. Its buffers are made once.

    Args:
        spec: the network's input, [1, side, side, 3].
        low, high: real values of byte 0 and byte 255.

    Attributes:
        fill_ns: wall time all fillings took together.
    """

    def __init__(self, spec: TensorSpec, *, low: float, high: float) -> None:
        """Make the buffers and the table from byte to element."""
        side = spec.shape[1]
        self.side = side
        # One table does scaling, type change and quantisation, whatever the input's type.
        self._table = spec.encode(np.linspace(low, high, 256))
        self._bgr: BgrImage = np.zeros((side, side, 3), np.uint8)
        self._rgb: BgrImage = np.zeros((side, side, 3), np.uint8)
        self._elements: npt.NDArray[Any] = np.zeros((side, side, 3), spec.dtype)
        self.fill_ns = 0

    def fill(self, bgr: BgrImage, roi: Roi) -> tuple[npt.NDArray[Any], FloatArray]:
        """Cut `roi` out of the frame.

        Returns:
            The input elements [1, side, side, 3], valid until the next call, and the map
            from crop px to frame px.
        """
        begun_ns = time.perf_counter_ns()
        matrix = roi.cut(bgr, self._bgr)
        cv2.cvtColor(self._bgr, cv2.COLOR_BGR2RGB, dst=self._rgb)
        cv2.LUT(self._rgb, self._table, dst=self._elements)
        self.fill_ns += time.perf_counter_ns() - begun_ns
        return self._elements[None], matrix


def sigmoid(logits: npt.NDArray[np.floating[Any]]) -> FloatArray:
    """Logistic function, without overflow for any finite input."""
    return 0.5 * (1.0 + np.tanh(0.5 * logits.astype(np.float64)))
