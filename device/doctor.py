"""Tries each part of the hardware for a moment, for `plumbline doctor`.

What is found wrong is a DeviceError that says what to do.
"""

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from device.build import open_camera
from device.drivers.buttons_gpio import header_chip, load_lgpio
from device.drivers.voice_espeak import PROGRAM
from device.errors import ButtonError, CameraError, ModelError
from device.ports import ButtonName
from device.pose.manifest import BUILD_REMEDY
from device.pose.models import REBUILD_REMEDY, choose, installed, is_intact, measure_ms

FRAMES: Final = 20
"""Pictures taken from the camera: under a second at 30 a second; the first few come late."""
SKIPPED: Final = 5
LONGEST_S: Final = 6.0
_TAKEN: Final = 1
"""The bit of a line's flags that says something holds it (linux/gpio.h, GPIO_V2_LINE_FLAG_USED)."""
_CARDS: Final = Path("/proc/asound/cards")


@dataclass(frozen=True, slots=True)
class CameraFigures:
    """What a camera gave.

    Attributes:
        name: of the camera.
        width_px, height_px: of its pictures.
        rate_hz: pictures a second.
    """

    name: str
    width_px: int
    height_px: int
    rate_hz: float


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What a model took here.

    Attributes:
        name: of the landmark model that would be used.
        ms: of an inference, with all files whole.
        count: models installed.
    """

    name: str
    ms: float
    count: int


def camera_figures(source: str, *, clock: Callable[[], float] = time.monotonic) -> CameraFigures:
    """Take some pictures; nothing of them is kept.

    Args:
        source: as for `open_poses`.
        clock: seconds that only grow.

    Raises:
        DeviceError: there is no camera, it is in use, or no pictures come.
    """
    camera = open_camera(source)
    times: list[float] = []
    try:
        start_s, size = clock(), (0, 0)
        while len(times) < FRAMES and clock() - start_s < LONGEST_S:
            frame = camera.read()
            if frame is None:
                break
            height, width = frame.bgr.shape[:2]
            size = (width, height)
            times.append(clock())
        name = camera.name
    finally:
        camera.close()
    counted = times[SKIPPED:]
    over_s = counted[-1] - counted[0] if len(counted) > 1 else 0.0
    if over_s <= 0.0:
        message = f"{name} opens and gives too few pictures"
        raise CameraError(message, remedy="Check its cable, then try again.")
    return CameraFigures(name, *size, (len(counted) - 1) / over_s)


def model_figures(choice: str = "auto") -> ModelFigures:
    """Check every model's hash, and run the one that would be used.

    Raises:
        ModelError: none is there, one is damaged, or it cannot be run.
    """
    models = installed()
    if not models:
        message = "The pose models are not built yet"
        raise ModelError(message, remedy=BUILD_REMEDY)
    damaged = [one.name for one in models if not is_intact(one)]
    if damaged:
        message = f"Damaged pose models: {', '.join(damaged)}"
        raise ModelError(message, remedy=REBUILD_REMEDY)
    chosen = choose(choice).landmark
    return ModelFigures(chosen.name, measure_ms(chosen), len(models))


def taken_pins(
    pins: Mapping[ButtonName, int],
    *,
    lgpio: Any = None,  # noqa: ANN401 - no types
    chip: int | None = None,
) -> dict[ButtonName, int]:
    """The pins of buttons that a program holds.

    Args:
        pins: BCM number of each button's pin.
        lgpio: the library; None: the installed one.
        chip: number of the chip of the 40 pins; None: found by its label.

    Raises:
        ButtonError: they cannot be looked at.
    """
    library = load_lgpio() if lgpio is None else lgpio
    number = header_chip(library) if chip is None else chip
    try:
        handle = library.gpiochip_open(number)
        try:
            # Status, pin, flags, name, user.
            flags = {name: library.gpio_get_line_info(handle, pin)[2] for name, pin in pins.items()}
        finally:
            library.gpiochip_close(handle)
    except library.error as error:
        message = f"The buttons' pins cannot be looked at ({error})"
        raise ButtonError(
            message, remedy="Check the pins under [buttons] in plumbline.toml."
        ) from error
    return {name: pins[name] for name, bits in flags.items() if bits & _TAKEN}


def sound_cards(cards: Path = _CARDS) -> tuple[str, ...]:
    """Names of the machine's sound outputs, as the kernel has them."""
    try:
        lines = cards.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(line.split("]:", 1)[1].strip() for line in lines if "]:" in line)


def voice_program(name: str = PROGRAM) -> str | None:
    """Where the program that speaks is; None: not installed."""
    return shutil.which(name)
