"""A motion sensor on a pin of a Raspberry Pi, such as a PIR: its output is high while it notices.

A PIR's own timer keeps the output high for some seconds, so the level is looked at, not its edges.
"""

from typing import Any

from device.errors import ButtonError


class GpioPresence:
    """See `device.ports.PresenceSensor`.

    Args:
        pin: its BCM number; pulled down, so that a loose wire says nobody.
        factory: gpiozero's pin factory; not closed with the sensor.

    Raises:
        ButtonError: the pin is taken or does not exist.
    """

    def __init__(self, pin: int, *, factory: Any) -> None:  # noqa: ANN401 - gpiozero ships no types
        """Take the pin."""
        from gpiozero import (  # noqa: PLC0415 - reads the system's state when imported
            DigitalInputDevice,
            GPIOZeroError,
        )

        try:
            self._device = DigitalInputDevice(pin, pull_up=False, pin_factory=factory)
        except (GPIOZeroError, OSError, ValueError) as error:
            message = f"Pin {pin} cannot be used for the presence sensor ({error})"
            raise ButtonError(
                message, remedy="Choose another pin under [presence] in plumbline.toml."
            ) from error

    @property
    def there(self) -> bool:
        """See `device.ports.PresenceSensor`."""
        return not self._device.closed and bool(self._device.value)

    def close(self) -> None:
        """See `device.ports.PresenceSensor`."""
        self._device.close()
