"""A light emitting diode on a pin of a Raspberry Pi, dimmed by switching it quickly."""

from typing import Any

from device.errors import ButtonError


class GpioLamp:
    """See `device.ports.Lamp`.

    Args:
        pin: its BCM number; high is bright.
        factory: gpiozero's pin factory; not closed with the lamp.

    Raises:
        ButtonError: the pin is taken or does not exist.
    """

    def __init__(self, pin: int, *, factory: Any) -> None:  # noqa: ANN401 - gpiozero ships no types
        """Take the pin; dark."""
        from gpiozero import (  # noqa: PLC0415 - reads the system's state when imported
            PWMLED,
            GPIOZeroError,
        )

        try:
            self._led = PWMLED(pin, pin_factory=factory)
        except (GPIOZeroError, OSError, ValueError) as error:
            message = f"Pin {pin} cannot be used for the light ({error})"
            raise ButtonError(
                message, remedy="Choose another pin under [led] in plumbline.toml."
            ) from error
        self._level = 0.0

    def shine(self, level: float) -> None:
        """See `device.ports.Lamp`."""
        level = min(1.0, max(0.0, level))
        if level != self._level and not self._led.closed:
            self._level = level
            self._led.value = level

    def close(self) -> None:
        """See `device.ports.Lamp`."""
        if not self._led.closed:
            self.shine(0.0)
            self._led.close()
