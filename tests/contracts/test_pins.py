"""What lamps and presence sensors must do, real drivers on gpiozero's own fake pins; and what is
said when the pins of a Raspberry Pi cannot be used."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from device.drivers.lamp_gpio import GpioLamp
from device.drivers.presence_gpio import GpioPresence
from device.errors import ButtonError
from device.pins import Pins, open_pins
from device.ports import ButtonName, Lamp, PresenceSensor
from tests.contracts.fake_pins import FakeLamp, FakePresence

BUTTONS: dict[ButtonName, int] = {"up": 5, "down": 6, "select": 13, "back": 26}
PIR, LED = 23, 24


def mock() -> Any:  # noqa: ANN401 - gpiozero ships no types
    return MockFactory(pin_class=MockPWMPin)


@dataclass
class Seen:
    """A lamp and how bright it really is."""

    lamp: Lamp
    level: Callable[[], float]


@pytest.fixture(params=["pin", "fake"])
def seen(request: pytest.FixtureRequest) -> Seen:
    if request.param == "fake":
        fake = FakeLamp()
        return Seen(fake, lambda: fake.level)
    factory = mock()
    lamp = GpioLamp(LED, factory=factory)
    return Seen(lamp, lambda: float(factory.pin(LED).state))


def test_a_lamp_shines_as_asked_and_ends_dark(seen: Seen) -> None:
    assert seen.level() == 0.0
    for level, really in ((0.25, 0.25), (1.0, 1.0), (7.0, 1.0), (-1.0, 0.0), (0.5, 0.5)):
        seen.lamp.shine(level)
        assert seen.level() == really
    seen.lamp.close()
    assert seen.level() == 0.0
    seen.lamp.close()
    seen.lamp.shine(1.0)
    assert seen.level() == 0.0


@dataclass
class Room:
    """A sensor, and somebody who comes and goes."""

    sensor: PresenceSensor
    move: Callable[[bool], None]


@pytest.fixture(params=["pin", "fake"])
def room(request: pytest.FixtureRequest) -> Room:
    if request.param == "fake":
        fake = FakePresence()
        return Room(fake, lambda there: setattr(fake, "now", there))
    factory = mock()
    sensor = GpioPresence(PIR, factory=factory)

    def move(there: bool) -> None:  # noqa: FBT001 - a callback
        pin = factory.pin(PIR)
        pin.drive_high() if there else pin.drive_low()

    return Room(sensor, move)


def test_a_sensor_tells_who_is_there(room: Room) -> None:
    assert not room.sensor.there  # a wire that is loose, too
    for there in (True, False, True):
        room.move(there)
        assert room.sensor.there is there
    room.sensor.close()
    room.sensor.close()
    assert not room.sensor.there


@pytest.mark.parametrize("driver", [GpioLamp, GpioPresence])
def test_a_pin_that_is_taken_is_told(driver: Callable[..., object]) -> None:
    factory = mock()
    first = GpioLamp(5, factory=factory)
    with pytest.raises(ButtonError, match="Pin 5 cannot be used for the"):
        driver(5, factory=factory)
    first.close()


@dataclass
class Told:
    said: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, message: str, remedy: str) -> None:
        self.said.append((message, remedy))


def opened(
    told: Told, factory: Callable[[], object], *, on_pi: bool = True, pir: int = PIR
) -> Pins:
    return open_pins(BUTTONS, presence=pir, lamp=LED, say=told, on_pi=on_pi, factory=factory)


def test_without_a_raspberry_pi_there_are_no_pins_and_nothing_is_said() -> None:
    told = Told()
    pins = opened(told, lambda: pytest.fail("looked for pins"), on_pi=False)
    assert (pins.buttons, pins.presence, pins.lamp, told.said) == (None, None, None, [])
    pins.close()


def test_a_missing_chip_is_said_once_for_all() -> None:
    def fail() -> object:
        message = "The pins are gone"
        raise ButtonError(message, remedy="Look for them.")

    told = Told()
    pins = opened(told, fail)
    assert (pins.buttons, pins.presence, pins.lamp) == (None, None, None)
    assert told.said == [
        ("The pins are gone", "Only a keyboard works as buttons now. Look for them.")
    ]


def test_one_pin_that_fails_leaves_the_others() -> None:
    told = Told()
    pins = opened(told, mock, pir=6)
    assert pins.presence is None
    assert pins.buttons is not None
    assert pins.lamp is not None
    ((message, remedy),) = told.said
    assert message.startswith("Pin 6 cannot be used for the presence sensor")
    assert remedy.startswith("Only the camera sees who comes now.")
    pins.close()


def test_on_a_raspberry_pi_the_pins_work_together_and_closing_puts_the_light_out() -> None:
    factory, told = mock(), Told()
    pins = opened(told, lambda: factory)
    assert pins.buttons is not None
    assert pins.presence is not None
    assert pins.lamp is not None
    factory.pin(26).drive_low()
    (edge,) = pins.buttons.edges()
    assert (edge.button, edge.down) == ("back", True)
    factory.pin(PIR).drive_high()
    assert pins.presence.there
    light = factory.pin(LED)
    pins.lamp.shine(0.5)
    assert light.state == 0.5
    pins.close()
    pins.close()
    assert light.state == 0.0
    assert told.said == []
