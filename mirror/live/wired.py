"""What hangs on the pins, as the settings say."""

from collections.abc import Callable

from device.pins import Pins, open_pins
from mirror.config.settings import Settings, Spare


def pins_of(settings: Settings, *, say: Callable[[str, str], None]) -> Pins:
    """Open it.

    Args:
        settings: name the pins.
        say: told once for each thing that cannot be used.
    """
    return open_pins(
        settings.buttons.pins,
        presence=_wired(settings.presence.pin),
        lamp=_wired(settings.led.pin),
        say=say,
    )


def _wired(pin: Spare) -> int | None:
    return pin if isinstance(pin, int) else None
