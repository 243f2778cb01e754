"""Rates of camera and model over the last seconds, and pins and sound cards for the doctor."""

from pathlib import Path
from typing import Any

import pytest

from device.doctor import sound_cards, taken_pins
from device.errors import ButtonError
from device.meter import Meter, Speed


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def run(meter: Meter, clock: Clock, *, over_s: float, every: int = 2, ms: float = 40.0) -> None:
    """A camera with 30 pictures a second; the model looks at every other."""
    for n in range(round(over_s * 30)):
        clock.now_s += 1 / 30
        meter.frame()
        if n % every == 0:
            meter.pose(ms / 1000)


def test_rates_are_those_of_the_last_ten_seconds() -> None:
    clock = Clock()
    meter = Meter(clock)
    run(meter, clock, over_s=60.0, ms=10.0)
    run(meter, clock, over_s=10.0, every=3, ms=60.0)
    speed = meter.speed()
    assert speed is not None
    assert (round(speed.camera_hz), round(speed.poses_hz)) == (30, 10)
    assert speed.model_p95_ms == pytest.approx(60.0)


def test_the_slowest_of_twenty_is_no_measure() -> None:
    clock = Clock()
    meter = Meter(clock)
    for n in range(100):
        clock.now_s += 0.05
        meter.frame()
        meter.pose(0.5 if n % 25 == 0 else 0.03)
    speed = meter.speed()
    assert speed is not None
    assert speed.model_p95_ms == pytest.approx(30.0)


def test_too_little_says_nothing_and_a_stopped_camera_neither() -> None:
    clock = Clock()
    meter = Meter(clock)
    assert meter.speed() is None
    run(meter, clock, over_s=2.0)
    assert meter.speed() is None
    run(meter, clock, over_s=2.0)
    assert isinstance(meter.speed(), Speed)
    clock.now_s += 11.0
    assert meter.speed() is None


class FakeLgpio:
    """A chip on which some lines are held."""

    class error(Exception):  # noqa: N801, N818 - as lgpio has it
        pass

    def __init__(self, held: set[int], *, broken: bool = False) -> None:
        self.held, self.broken, self.open = held, broken, 0

    def gpiochip_open(self, _number: int) -> int:
        if self.broken:
            raise self.error
        self.open += 1
        return 7

    def gpiochip_close(self, _handle: int) -> None:
        self.open -= 1

    def gpio_get_line_info(self, _handle: int, pin: int) -> list[Any]:
        return [0, pin, 1 if pin in self.held else 0, "", ""]


def test_pins_that_are_held_are_named() -> None:
    lgpio = FakeLgpio({13})
    assert taken_pins({"up": 5, "select": 13}, lgpio=lgpio, chip=0) == {"select": 13}
    assert lgpio.open == 0


def test_pins_that_cannot_be_looked_at() -> None:
    with pytest.raises(ButtonError):
        taken_pins({"up": 5}, lgpio=FakeLgpio(set(), broken=True), chip=0)


def test_sound_cards_are_read(tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    assert sound_cards(cards) == ()
    cards.write_text(" 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0\n                      vc4\n")
    assert sound_cards(cards) == ("vc4-hdmi - vc4-hdmi-0",)
    cards.write_text("--- no soundcards ---\n")
    assert sound_cards(cards) == ()
