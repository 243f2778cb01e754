"""The colour of a person's shirt: the simplest thing that tells two people apart."""

import math
import statistics
from typing import Final

import cv2
import numpy as np

from device.frame import Picture, colours_at
from device.pose.roi import Roi, to_frame

Colour = tuple[float, float, float]
"""CIELAB lightness 0..100 and the two colour axes; NaN where nothing of it is in the frame."""

UNKNOWN: Final[Colour] = (math.nan, math.nan, math.nan)

# The chest in a square around a person, as fractions of its side, the mid-hip at (0.5, 0.5):
# an adult's trunk is about 0.2 sides long and 0.1 wide seen from the side.
_ACROSS: Final = np.linspace(0.46, 0.54, 5)
_DOWN: Final = np.linspace(0.34, 0.46, 7)
_GRID: Final = np.stack(np.meshgrid(_ACROSS, _DOWN), axis=-1).reshape(-1, 2)

_LIGHTNESS_WEIGHT: Final = 0.5  # light changes with place more than colour does


def shirt_colour(picture: Picture, roi: Roi) -> Colour:
    """Median colour of the chest of the person in `roi`."""
    height, width = picture.shape[:2]
    x, y = np.round(to_frame(roi.crop_to_frame(1), _GRID)).astype(int).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    if not inside.any():
        return UNKNOWN
    pixels = colours_at(picture, x[inside], y[inside])[None].astype(np.float32) / 255
    # numpy's median loads numpy.ma: 10 ms of a PC's processor and 1.3 MB.
    axes = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)[0].T.tolist()
    lightness, green_red, blue_yellow = (statistics.median(axis) for axis in axes)
    return lightness, green_red, blue_yellow


def difference(one: Colour, other: Colour) -> float:
    """How different two colours look, 0 when either is unknown; 20 is plainly another shirt."""
    lightness, green_red, blue_yellow = (a - b for a, b in zip(one, other, strict=True))
    apart = math.hypot(_LIGHTNESS_WEIGHT * lightness, green_red, blue_yellow)
    return 0.0 if math.isnan(apart) else apart
