"""Whether anything happens beside the followed person: if not, nobody new has come in.

Looking for people in the whole frame costs more than following one. In a room where nothing moves
but the person in the middle, it would find the same each time. And whether it is the same room.
"""

import math
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import Picture, Yuv
from device.pose.roi import Roi
from device.pose.track import distance

_CELLS: Final = (24, 12)
"""Columns and rows that a frame is averaged to: a person too small to be followed still fills
one, and noise is nothing in it."""
_STEP: Final = 4  # every fourth pixel of every fourth row says as much
_STIR: Final = 5.0
"""Change of a cell's brightness, 0..255, beyond that of the whole room: a design choice, well above
noise, and below a person's in clothes like the wall, of whom skin and shadow still differ."""
_MOVED: Final = 0.4
"""Of its side: a square that went so far has uncovered who may have stood behind the person. Or it
went with somebody who crossed before them. Deep squats, side-steps and deadlifts take it by up to
0.4 from where it was at the last look."""
_SAME_SCENE: Final = 0.4
"""Correlation of the cells with those of the last look: 0.46 and more within 21 clips, up to 5 s
apart, cameras that move among them; less than 0.4 in 394 of 418 pairs of one and another."""
_ENOUGH: Final = 0.2  # of the cells
_PATTERN: Final = 5.0  # least standard deviation of their brightness
_LONGEST_S: Final = 5.0
"""After this, somebody may have come in behind the followed one, or in the colour of the wall."""


class Room:
    """What was to be seen beside the followed person when the detector last looked."""

    def __init__(self) -> None:
        """Start before the first look."""
        self._then: npt.NDArray[np.float32] | None = None
        self._beside = np.zeros(_CELLS[::-1], bool)
        self._roi: Roi | None = None
        self._looked_s = -math.inf

    def stirred(self, picture: Picture, roi: Roi, t_s: float) -> bool:
        """Whether the detector should look again; takes it that it does, if so.

        Args:
            picture: the whole frame.
            roi: the square around the followed person, who may move in it.
            t_s: the time.
        """
        now, beside = _cells(picture), _beside(picture, roi)
        if (
            self._then is not None
            and self._roi is not None
            and distance(roi, self._roi) < _MOVED
            and self._then.shape == now.shape
            and 0.0 <= t_s - self._looked_s < _LONGEST_S
        ):
            both = beside & self._beside
            change = np.sort((now - self._then)[both], axis=None)
            # The middle one is what the light did. Not numpy's median: that loads numpy.ma first.
            if change.size and np.abs(change[[0, -1]] - change[change.size // 2]).max() < _STIR:
                return False
        self._then, self._beside, self._roi, self._looked_s = now, beside, roi, t_s
        return True

    def replaced(self, picture: Picture) -> bool:
        """Whether this is another scene than at the last look, as after a cut in a clip.

        Light that changes leaves the pattern of the cells beside the person; a wall without any
        tells nothing.
        """
        now = _cells(picture)
        if self._then is None or self._then.shape != now.shape:
            return False
        # Whoever fills the picture leaves nothing beside them: then all of it tells.
        where = self._beside if self._beside.mean() > _ENOUGH else np.ones_like(self._beside)
        then, now = (cells[where] - cells[where].mean() for cells in (self._then, now))
        spreads = math.sqrt((then * then).mean() * (now * now).mean())
        return spreads > _PATTERN**2 and float((then * now).mean()) < _SAME_SCENE * spreads


def _cells(picture: Picture) -> npt.NDArray[np.float32]:
    """Brightness of every cell, [rows, columns] or [rows, columns, 3]."""
    plane = picture.y if isinstance(picture, Yuv) else picture
    some = np.ascontiguousarray(plane[::_STEP, ::_STEP])
    small = cv2.resize(some, _CELLS, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _beside(picture: Picture, roi: Roi) -> npt.NDArray[np.bool_]:
    """Which cells, [rows, columns], lie outside the square."""
    height, width = picture.shape[:2]
    reach = roi.size_px * (abs(math.cos(roi.rotation_rad)) + abs(math.sin(roi.rotation_rad))) / 2
    columns, rows = _CELLS
    x = (np.arange(columns) + 0.5) * (width / columns)
    y = (np.arange(rows) + 0.5) * (height / rows)
    inside_x = np.abs(x - roi.x_px) < reach + width / columns
    inside_y = np.abs(y - roi.y_px) < reach + height / rows
    outside: npt.NDArray[np.bool_] = ~(inside_y[:, None] & inside_x)
    return outside
