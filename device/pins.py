"""Opens what hangs on the pins of a Raspberry Pi, or says what is missing and does without it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from device.board import is_raspberry_pi
from device.drivers.buttons_gpio import GpioButtons, open_factory
from device.drivers.lamp_gpio import GpioLamp
from device.drivers.presence_gpio import GpioPresence
from device.errors import ButtonError
from device.ports import ButtonName, Buttons, Lamp, PresenceSensor

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True, eq=False)
class Pins:
    """What there is: None for what is not wired, or does not work.

    Attributes:
        factory: gpiozero's way to the pins, closed after them.
    """

    buttons: Buttons | None = None
    presence: PresenceSensor | None = None
    lamp: Lamp | None = None
    factory: Any = None

    def close(self) -> None:
        """Put the light out and free all pins; may be called twice."""
        for part in (self.lamp, self.presence, self.buttons, self.factory):
            if part is not None:
                with suppress(OSError):  # a chip that is gone must not keep the others
                    part.close()


def open_pins(  # noqa: PLR0913 - what can hang there, all named
    buttons: Mapping[ButtonName, int],
    *,
    presence: int | None = None,
    lamp: int | None = None,
    say: Callable[[str, str], None],
    on_pi: bool | None = None,
    factory: Callable[[], Any] = open_factory,
) -> Pins:
    """Open them; nothing that fails stops the mirror, which a keyboard works too.

    Args:
        buttons: BCM number of each button's pin.
        presence: of the presence sensor; None: there is none.
        lamp: of the light; None: there is none.
        say: told once for each thing of a Raspberry Pi that cannot be used.
        on_pi: whether this is one; None: find out. Elsewhere there are no pins.
        factory: opens gpiozero's way to the pins.
    """
    if not (is_raspberry_pi() if on_pi is None else on_pi):
        return Pins()

    def tried(open_it: Callable[[], _Part], without: str) -> _Part | None:
        try:
            return open_it()
        except ButtonError as error:
            say(error.message, f"{without} {error.remedy}")
            return None

    way = tried(factory, "Only a keyboard works as buttons now.")
    if way is None:
        return Pins()
    return Pins(
        buttons=tried(
            lambda: GpioButtons(buttons, factory=way), "Only a keyboard works as buttons now."
        ),
        presence=None
        if presence is None
        else tried(
            lambda: GpioPresence(presence, factory=way), "Only the camera sees who comes now."
        ),
        lamp=None
        if lamp is None
        else tried(lambda: GpioLamp(lamp, factory=way), "The light stays dark."),
        factory=way,
    )
