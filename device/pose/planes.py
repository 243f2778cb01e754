"""From a crop to the input of a landmark model that looks at luma and chroma."""

import time
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import BLACK, GREY, Picture, Yuv
from device.pose.cut import Cutter, cut_yuv
from device.pose.roi import FloatArray, Roi

CHANNELS: Final = 6
"""Of a block of 2 x 2 pixels: luma of each, row by row, then U and V."""


class PlanesInput:
    """Fills such an input from a frame. What it needs in between is made once.

    Args:
        shape: the input's, [1, side / 2 + 1, width / 2 + 1, CHANNELS]: blocks of the picture,
            below and right of a row and a column of black ones.

    Attributes:
        side, width: what it looks at, px; a network that sees all of a square has both alike.
        fill_ns: wall time all fillings took together.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        """Make the buffers."""
        _, rows, columns, _ = shape
        self.side, self.width = 2 * (rows - 1), 2 * (columns - 1)
        self.fill_ns = 0
        self._cutter = Cutter(self.side, self.width)
        self._i420 = np.zeros((self.side * 3 // 2, self.width), np.uint8)
        u, v = self._i420[self.side :].reshape(2, rows - 1, columns - 1)
        self._yuv = Yuv(self._i420[: self.side], u, v)
        self._uv = np.zeros((rows - 1, columns - 1, 2), np.uint8)
        self._blocks = np.empty((rows, columns, CHANNELS), np.uint8)
        self._blocks[:] = [BLACK] * 4 + [GREY] * 2
        # Two bytes at a time: neighbours in a row, or a colour.
        luma, chroma = self._yuv.y.view(np.uint16), self._uv.view(np.uint16)
        inner = self._blocks.view(np.uint16)[1:, 1:]
        sources = (luma[0::2], luma[1::2], chroma[:, :, 0])
        self._pairs = [(inner[:, :, i], source) for i, source in enumerate(sources)]

    def fill(
        self, into: npt.NDArray[Any], picture: Picture, roi: Roi, left: float = 0.0
    ) -> FloatArray:
        """As `CropInput.fill`."""
        begun_ns = time.perf_counter_ns()
        asked = roi.crop_to_frame(self.side, left)
        if isinstance(picture, Yuv):
            matrix = cut_yuv(picture, asked, self._yuv)
        else:
            rgba, matrix = self._cutter.rgba(picture, asked)
            cv2.cvtColor(rgba, cv2.COLOR_RGBA2YUV_I420, dst=self._i420)
        cv2.merge([self._yuv.u, self._yuv.v], dst=self._uv)
        for place, source in self._pairs:
            place[:] = source
        np.copyto(into[0], self._blocks)
        self.fill_ns += time.perf_counter_ns() - begun_ns
        return matrix
