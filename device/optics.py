"""How a camera is mounted and what its lens sees, in the terms of a pinhole camera.

A focal length in px says all that angles need, and turning or flipping a picture does not change
it. Lenses are taken to be rectilinear; nothing is corrected (docs/camera.md says how far off).
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

Rotation = Literal[0, 90, 180, 270]
MainsHz = Literal[0, 50, 60]

_KNOWN_DEG: Final = {"ov5647": 53.5, "imx219": 62.2, "imx708": 66.0, "imx708_wide": 102.0}
"""Horizontal field of view of Camera Module 1, 2, 3 and 3 Wide (Raspberry Pi's camera
documentation). The HQ and Global Shutter cameras take any lens, so theirs is not known."""
_WITHOUT_FILTER: Final = "_noir"  # the same lens, without its infrared filter


@dataclass(frozen=True, slots=True)
class CameraSetup:
    """What a person says about a camera.

    Attributes:
        rotation_deg: how far to turn its pictures clockwise so that people stand upright.
        flipped: its pictures are mirrored and must be flipped back.
        field_of_view_deg: along the longer side of all it can see; None: as its model has it.
        mains_hz: of the lamps, which flicker twice as fast; 0: the camera finds out if it can.
    """

    rotation_deg: Rotation = 0
    flipped: bool = False
    field_of_view_deg: float | None = None
    mains_hz: MainsHz = 0


def known_field_deg(sensor: str) -> float | None:
    """Horizontal field of view of a Pi camera by its sensor; None: it depends on the lens."""
    return _KNOWN_DEG.get(sensor.removesuffix(_WITHOUT_FILTER))


def focal_px(side_px: float, field_deg: float) -> float:
    """Focal length in px of a lens that sees `field_deg` along a side of `side_px`."""
    return side_px / 2.0 / math.tan(math.radians(field_deg / 2.0))


def field_deg(side_px: float, focal: float) -> float:
    """The opposite: field of view along a side, horizontal or vertical."""
    return 2.0 * math.degrees(math.atan(side_px / 2.0 / focal))
