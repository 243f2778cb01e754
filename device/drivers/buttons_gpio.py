"""Four push buttons on the pins of a Raspberry Pi: each closes its pin to ground.

gpiozero and lgpio come with the Pi's own packages (docs/decisions/0009). Debouncing is not
done here but in `device.presses`, with time passed in; so no `bounce_time`, which gpiozero's
test factory ignores anyway.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from device.errors import ButtonError
from device.ports import ButtonName, Edge

CAPACITY: Final = 256
"""Edges kept when nobody asks: presses of minutes, with their bouncing. The oldest go first."""
LABELS: Final = ("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835")
"""What the kernel calls the chip of the 40 pins: on a Pi 5, a Pi 4, and before. Its number
changed with the kernel (4, then 0), so it is looked up."""
_DEVICES: Final = Path("/dev")


class GpioButtons:
    """Buttons on pins, followed by gpiozero's thread.

    Args:
        pins: BCM number of each button's pin.
        factory: gpiozero's pin factory; not closed with the buttons.
        clock: monotonic seconds.

    Raises:
        ButtonError: a pin is taken or does not exist.
    """

    def __init__(
        self,
        pins: Mapping[ButtonName, int],
        *,
        factory: Any,  # noqa: ANN401 - gpiozero ships no types
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin to listen."""
        from gpiozero import (  # noqa: PLC0415 - reads the system's state when imported
            DigitalInputDevice,
            GPIOZeroError,
        )

        self._clock = clock
        self._edges: deque[Edge] = deque(maxlen=CAPACITY)
        self._lock = threading.Lock()
        self._devices: list[Any] = []
        name, pin = "", 0
        try:
            for name, pin in pins.items():
                device = DigitalInputDevice(pin, pull_up=True, pin_factory=factory)
                self._devices.append(device)
                device.when_activated = self._noter(name, down=True)
                device.when_deactivated = self._noter(name, down=False)
        except (GPIOZeroError, OSError, ValueError) as error:
            self.close()
            message = f"Pin {pin} cannot be used for the {name} button ({error})"
            raise ButtonError(
                message, remedy="Choose another pin under [buttons] in plumbline.toml."
            ) from error

    def edges(self) -> tuple[Edge, ...]:
        """See `device.ports.Buttons`."""
        with self._lock:
            found = tuple(self._edges)
            self._edges.clear()
        return found

    def close(self) -> None:
        """Free the pins; may be called twice."""
        for device in self._devices:
            device.close()
        self._devices.clear()

    def _noter(self, name: ButtonName, *, down: bool) -> Callable[[], None]:
        def note() -> None:  # gpiozero takes no partial with a keyword
            with self._lock:
                self._edges.append(Edge(name, down=down, t_s=self._clock()))

        return note


def load_lgpio() -> Any:  # noqa: ANN401 - lgpio ships no types
    """The library that talks to the kernel.

    Raises:
        ButtonError: it is not installed.
    """
    try:
        import lgpio  # noqa: PLC0415 - only on a Pi
    except ImportError as error:
        message = f"The buttons need lgpio ({error})"
        raise ButtonError(message, remedy="Install it: sudo apt install python3-lgpio") from error
    return lgpio


def header_chip(lgpio: Any, devices: Path = _DEVICES) -> int:  # noqa: ANN401 - no types
    """Number of the chip the 40 pins are on.

    Args:
        lgpio: the library.
        devices: the folder of the gpiochip devices.

    Raises:
        ButtonError: there is none, or it may not be opened.
    """
    refused = ""
    numbers = sorted(
        int(path.name.removeprefix("gpiochip"))
        for path in devices.glob("gpiochip*")
        if path.name.removeprefix("gpiochip").isdigit()
    )
    for number in numbers:
        try:
            handle = lgpio.gpiochip_open(number)
        except lgpio.error as error:
            refused = str(error)
            continue
        try:
            # Status, number of lines, name, label.
            label = lgpio.gpio_get_chip_info(handle)[3]
        finally:
            lgpio.gpiochip_close(handle)
        if label in LABELS:
            return number
    if refused:
        message = f"The buttons' pins may not be used ({refused})"
        raise ButtonError(
            message, remedy="Add yourself to the group: sudo usermod -aG gpio $USER, log in again."
        )
    message = "No pins for buttons were found"
    raise ButtonError(message, remedy="Check that this Raspberry Pi runs a current system.")


def open_factory() -> Any:  # noqa: ANN401 - gpiozero ships no types
    """The way to the 40 pins for gpiozero.

    Raises:
        ButtonError: there is none here.
    """
    lgpio = load_lgpio()
    chip = header_chip(lgpio)
    from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415 - imports lgpio

    try:
        return LGPIOFactory(chip=chip)
    except (lgpio.error, OSError) as error:
        message = f"The buttons' pins cannot be opened ({error})"
        raise ButtonError(message, remedy="End other programs that use the pins.") from error
