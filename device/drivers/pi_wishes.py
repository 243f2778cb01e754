"""What the mirror wishes of a Pi camera: the whole field of view, and settings for a room.

Plain data on picamera2's terms; `camera_pi` asks for it.
"""

from collections.abc import Mapping
from typing import Any, Final

from device.optics import CameraSetup, focal_px, known_field_deg

WIDE_SIZE: Final = (768, 432)
SIZE: Final = (640, 480)
_WIDE: Final = 1.5
"""Picture of a sensor of 16:9 (Module 3) and of 4:3 (all others): the sensor's own shape, so that
nothing is cut off. Widths are multiples of 128, which need no padding; the models see 256 px."""
_PIXELS: Final = "PixelArraySize"

RATE_HZ: Final = 30.0
_FAST_US: Final = 33_333
_SLOW_US: Final = 66_667
"""Frame durations: 30 a second in light. In the dark, exposures may be twice as long: 15 a second
is still twice what counting needs."""
_FOCUS_DIOPTRES: Final = 0.5
"""2 m, fixed. At 768 px across, Module 3 (4.74 mm, f/1.8) is then sharp from 0.85 m to infinity:
blur within one picture px of 8.4 um, so its hyperfocal distance is 1.5 m. A lens that does not
move neither hunts nor settles on the glass it looks through."""
_AUTO_FLICKER: Final = 2  # libcamera: AeFlickerMode off, manual, auto


def picture_size(properties: Mapping[str, Any]) -> tuple[int, int]:
    """Width and height that show all the sensor sees."""
    across, down = properties.get(_PIXELS, SIZE)
    return WIDE_SIZE if across / down > _WIDE else SIZE


def whole_sensor(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The mode to ask for: half the sensor's px, which reads all of it at 30 a second or more.

    Left to itself, picamera2 takes the mode nearest to the picture's size, and on Module 2 that
    shows only the middle (640 x 480).
    """
    if _PIXELS not in properties:
        return {}
    across, down = properties[_PIXELS]
    return {"output_size": (across // 2, down // 2)}


def picture_focal_px(
    properties: Mapping[str, Any],
    *,
    size_px: tuple[int, int],
    crop: tuple[int, int, int, int] | None,
    field_deg: float | None,
) -> float | None:
    """Focal length of a picture, from the lens and the part of the sensor it shows.

    Args:
        properties: of the camera.
        size_px: width and height of the picture.
        crop: left, top, width and height of that part in px of the whole sensor, as the camera
            tells it; None: the largest part of the picture's shape.
        field_deg: of the lens across the whole sensor; None: as the sensor's module has it.

    Returns:
        px; None when the lens is not known.
    """
    field_deg = field_deg or known_field_deg(str(properties.get("Model", "")))
    if field_deg is None:
        return None
    across, down = size_px
    whole = properties.get(_PIXELS, size_px)
    shown = crop[2] if crop is not None else min(whole[0], whole[1] * across / down)
    return focal_px(max(whole), field_deg) * across / shown


def controls(offered: Mapping[str, tuple[Any, Any, Any]], setup: CameraSetup) -> dict[str, Any]:
    """What to ask of the camera, as far as it offers it; numbers are libcamera's."""
    wanted: dict[str, Any] = {
        "AeEnable": True,
        "AwbEnable": True,
        "AwbMode": 0,  # auto: the room has lamps in the evening and a window at noon
        "NoiseReductionMode": 1,  # fast: the better ones cost frames
        "FrameDurationLimits": (_FAST_US, _SLOW_US),
        "AfMode": 0,  # manual
        "LensPosition": _FOCUS_DIOPTRES,
    }
    if setup.mains_hz:
        wanted |= {"AeFlickerMode": 1, "AeFlickerPeriod": round(1e6 / (2 * setup.mains_hz))}
    elif "AeFlickerMode" in offered and offered["AeFlickerMode"][1] >= _AUTO_FLICKER:
        wanted["AeFlickerMode"] = _AUTO_FLICKER
    return {name: value for name, value in wanted.items() if name in offered}
