"""Whether there is enough light: below it the landmarks wander, and nothing should be judged."""

import math
from typing import Final

import cv2

from device.frame import Frame, Yuv

_DARK_LUMA: Final = 35.0
_LIGHT_LUMA: Final = 42.0
"""Mean brightness of the picture, 0..255, below which it is dark, and above which it is light. A
rendered clip made darker, with the noise of a small sensor, is followed with a median error of 4 %
of the torso at 36, and nobody is found in it at 32 (scripts/measure_camera.py dark)."""

_DARK_LUX: Final = 3.0
_LIGHT_LUX: Final = 6.0
"""The same of what a camera tells of the scene: its picture may be bright by gain, and full of
noise. A design choice (a room lit by a screen alone); a Pi must confirm it."""

_LASTS_S: Final = 2.0  # a lamp that flickers, or a hand before the lens, is no darkness
_PAUSE_S: Final = 0.2  # between looks
_STEP: Final = 16  # every sixteenth row says as much as all


class Light:
    """Dark or light, with hysteresis and patience. Starts light."""

    def __init__(self) -> None:
        """Start before the first picture."""
        self._dark = False
        self._since_s: float | None = None
        self._looked_s = -math.inf

    def dark(self, frame: Frame) -> bool:
        """Take the next frame; says whether it is dark."""
        if 0.0 <= frame.t_s - self._looked_s < _PAUSE_S:
            return self._dark
        self._looked_s = frame.t_s
        if self._as_said(frame):
            self._since_s = None
        elif self._since_s is None or frame.t_s < self._since_s:
            self._since_s = frame.t_s
        elif frame.t_s - self._since_s >= _LASTS_S:
            self._dark, self._since_s = not self._dark, None
        return self._dark

    def _as_said(self, frame: Frame) -> bool:
        """Whether this frame alone gives no reason to say otherwise."""
        luma, lux = brightness(frame), frame.lux
        if self._dark:
            return luma < _LIGHT_LUMA or (lux is not None and lux < _LIGHT_LUX)
        return luma >= _DARK_LUMA and (lux is None or lux >= _DARK_LUX)


def brightness(frame: Frame) -> float:
    """Mean brightness of a picture, 0..255."""
    picture = frame.picture
    if isinstance(picture, Yuv):
        # 16..235 to 0..255
        return max(0.0, (cv2.mean(picture.y[::_STEP])[0] - 16.0) * 255.0 / 219.0)
    blue, green, red, _ = cv2.mean(picture[::_STEP])  # numpy's mean takes ten times as long
    return 0.114 * blue + 0.587 * green + 0.299 * red  # BT.601
