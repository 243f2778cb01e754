"""What all buttons must do: pins (gpiozero's own fake ones), keys of a window, and a script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pygame
import pytest
from gpiozero.pins.mock import MockFactory

from device.board import clock_is_set, is_raspberry_pi
from device.drivers.buttons_gpio import GpioButtons, header_chip
from device.drivers.buttons_script import ScriptedButtons, held
from device.errors import ButtonError
from device.ports import ButtonName, Buttons, Edge
from device.presses import NAMES, PressRecogniser
from mirror.ui.window import Window, open_window

PINS: dict[ButtonName, int] = {"up": 5, "down": 6, "select": 13, "back": 26}
KEYS = {
    "up": pygame.K_UP,
    "down": pygame.K_DOWN,
    "select": pygame.K_RETURN,
    "back": pygame.K_ESCAPE,
}


@dataclass
class Time:
    """A clock that a test moves."""

    now_s: float = 10.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Hands:
    """Somebody who works the buttons, and the clock they are on."""

    buttons: Buttons
    clock: Time
    move: Callable[[ButtonName, bool], None]

    def change(self, button: ButtonName, *, down: bool) -> None:
        self.clock.now_s += 0.1
        self.move(button, down)


@pytest.fixture
def pins() -> Iterator[Hands]:
    factory, clock = MockFactory(), Time()
    buttons = GpioButtons(PINS, factory=factory, clock=clock)

    def move(button: ButtonName, down: bool) -> None:  # noqa: FBT001 - a callback
        pin: Any = factory.pin(PINS[button])
        pin.drive_low() if down else pin.drive_high()

    yield Hands(buttons, clock, move)
    buttons.close()


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    open_window(fullscreen=False)
    surface, clock = pygame.display.get_surface(), Time()
    assert surface is not None
    window = Window(surface, clock=clock)

    def move(button: ButtonName, down: bool) -> None:  # noqa: FBT001 - a callback
        kind = pygame.KEYDOWN if down else pygame.KEYUP
        pygame.event.post(pygame.event.Event(kind, key=KEYS[button]))

    yield Hands(window, clock, move)
    window.close()


class Planned:
    """Scripted buttons whose script is written while they run."""

    def __init__(self, clock: Time) -> None:
        self._clock = clock
        self._coming: list[Edge] = []

    def plan(self, button: ButtonName, down: bool) -> None:  # noqa: FBT001 - a callback
        self._coming.append(Edge(button, down=down, t_s=self._clock()))

    def edges(self) -> tuple[Edge, ...]:
        found = ScriptedButtons(self._coming, clock=self._clock).edges()
        self._coming.clear()
        return found

    def close(self) -> None:
        self._coming.clear()


@pytest.fixture
def script() -> Hands:
    clock = Time()
    buttons = Planned(clock)
    return Hands(buttons, clock, buttons.plan)


@pytest.fixture(params=["pins", "keyboard", "script"])
def hands(request: pytest.FixtureRequest) -> Hands:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Hands)
    found.buttons.edges()  # what came with opening
    return found


@pytest.mark.parametrize("button", NAMES)
def test_down_and_up_come_in_order_with_their_button(hands: Hands, button: ButtonName) -> None:
    hands.change(button, down=True)
    hands.change(button, down=False)
    found = hands.buttons.edges()
    assert [(edge.button, edge.down) for edge in found] == [(button, True), (button, False)]
    assert 10.0 < found[0].t_s <= found[1].t_s <= hands.clock()
    assert hands.buttons.edges() == ()


def test_a_chord_comes_as_it_was_played(hands: Hands) -> None:
    hands.change("back", down=True)
    hands.change("down", down=True)
    hands.change("back", down=False)
    hands.change("down", down=False)
    found = hands.buttons.edges()
    assert [(edge.button, edge.down) for edge in found] == [
        ("back", True),
        ("down", True),
        ("back", False),
        ("down", False),
    ]


def test_a_tap_is_understood(hands: Hands) -> None:
    recogniser = PressRecogniser()
    hands.change("select", down=True)
    hands.change("select", down=False)
    found = [gesture for edge in hands.buttons.edges() for gesture in recogniser.feed(edge)]
    found.extend(recogniser.tick(hands.clock() + 1.0))
    (press,) = found
    assert getattr(press, "button", None) == "select"


def test_closing_twice_is_no_mistake(hands: Hands) -> None:
    hands.buttons.close()
    hands.buttons.close()


def test_a_script_gives_nothing_before_its_time_and_nothing_twice() -> None:
    ticks = count()
    buttons = ScriptedButtons(held("up", 1.5), clock=lambda: float(next(ticks)))
    assert [len(buttons.edges()) for _ in range(4)] == [0, 0, 2, 0]


def test_a_pin_that_is_taken_is_told_with_its_button() -> None:
    factory = MockFactory()
    with pytest.raises(ButtonError, match="Pin 5 cannot be used for the down button"):
        GpioButtons({"up": 5, "down": 5}, factory=factory)


def test_too_many_edges_drop_the_oldest() -> None:
    factory = MockFactory()
    buttons = GpioButtons(PINS, factory=factory)
    for _ in range(400):
        factory.pin(5).drive_low()
        factory.pin(5).drive_high()
    found = buttons.edges()
    buttons.close()
    assert len(found) == 256
    assert not found[-1].down


class FakeLgpioError(Exception):
    """lgpio's own error."""


@dataclass
class FakeLgpio:
    """The kernel's chips by number; None: may not be opened."""

    labels: dict[int, str | None]
    open: list[int] = field(default_factory=list)
    error: type[Exception] = FakeLgpioError

    def gpiochip_open(self, number: int) -> int:
        if self.labels[number] is None:
            message = "can not open gpiochip"
            raise FakeLgpioError(message)
        self.open.append(number)
        return number

    def gpio_get_chip_info(self, handle: int) -> tuple[int, int, str, str | None]:
        return 0, 54, f"gpiochip{handle}", self.labels[handle]

    def gpiochip_close(self, handle: int) -> None:
        self.open.remove(handle)


def devices(folder: Path, numbers: list[int]) -> Path:
    for number in numbers:
        (folder / f"gpiochip{number}").touch()
    (folder / "gpiochipX").touch()
    return folder


@pytest.mark.parametrize(
    ("labels", "chip"),
    [
        ({0: "pinctrl-bcm2711", 1: "raspberrypi-exp-gpio"}, 0),
        ({0: "gpio-brcmstb@107d508500", 4: "pinctrl-rp1", 10: "gpio-brcmstb"}, 4),
        ({0: "pinctrl-rp1", 10: "gpio-brcmstb"}, 0),
        ({0: None, 11: "pinctrl-rp1"}, 11),
    ],
)
def test_the_chip_of_the_header_is_found_by_its_label(
    tmp_path: Path, labels: dict[int, str | None], chip: int
) -> None:
    lgpio = FakeLgpio(labels)
    assert header_chip(lgpio, devices(tmp_path, list(labels))) == chip
    assert lgpio.open == []


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({}, "No pins for buttons were found"),
        ({0: "gpio-mockup"}, "No pins for buttons were found"),
        ({0: None}, "may not be used .*usermod"),
    ],
)
def test_no_chip_is_told(tmp_path: Path, labels: dict[int, str | None], said: str) -> None:
    with pytest.raises(ButtonError, match=said):
        header_chip(FakeLgpio(labels), devices(tmp_path, list(labels)))


@pytest.mark.parametrize(
    ("model", "answer"),
    [(b"Raspberry Pi 5 Model B Rev 1.0\x00", True), (b"Radxa ROCK 5B\x00", False), (None, False)],
)
def test_what_a_raspberry_pi_is(tmp_path: Path, model: bytes | None, answer: bool) -> None:  # noqa: FBT001 - parametrised
    path = tmp_path / "model"
    if model is not None:
        path.write_bytes(model)
    assert is_raspberry_pi(path) is answer


def test_a_raspberry_pi_knows_the_time_once_it_had_a_network(tmp_path: Path) -> None:
    model, synchronised = tmp_path / "model", tmp_path / "synchronized"
    assert clock_is_set(model, synchronised)
    model.write_bytes(b"Raspberry Pi 4 Model B Rev 1.5\x00")
    assert not clock_is_set(model, synchronised)
    synchronised.touch()
    assert clock_is_set(model, synchronised)
