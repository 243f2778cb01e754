"""Draws docs/pictures/wiring.svg: what hangs on which pin of the header.

    .venv/bin/python -m scripts.draw_wiring

The buttons' pins are the defaults of the settings; those of sensor and light are what
docs/plumbline.toml and docs/build.md name. A test compares them all.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mirror.config.settings import ButtonSettings

PICTURE: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "wiring.svg"
POWER_GPIO: Final = 3
PRESENCE_GPIO: Final = 23
LED_GPIO: Final = 24
HEADER_PIN: Final = {
    2: 3,
    3: 5,
    4: 7,
    5: 29,
    6: 31,
    7: 26,
    8: 24,
    9: 21,
    10: 19,
    11: 23,
    12: 32,
    13: 33,
    14: 8,
    15: 10,
    16: 36,
    17: 11,
    18: 12,
    19: 35,
    20: 38,
    21: 40,
    22: 15,
    23: 16,
    24: 18,
    25: 22,
    26: 37,
    27: 13,
}
"""Place in the header of each BCM number."""
GROUNDS: Final = (6, 9, 14, 20, 25, 30, 34, 39)
_START: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1180 950" '
    'font-family="sans-serif" font-size="17">'
)
_TOP, _PITCH, _ODD, _EVEN = 150, 36, 520, 572
_BUTTON, _BUS, _PART = 300, 215, 800
_INK, _GROUND, _SIGNAL, _VOLT = "#222", "#555", "#0b6fa4", "#c2410c"


def y_of(pin: int) -> int:
    """Height of a pin in the picture."""
    return _TOP + _PITCH * ((pin + 1) // 2 - 1)


def picture() -> str:
    """The whole SVG."""
    return "\n".join(
        (
            _START,
            "<title>Wiring of Plumbline on the 40-pin header</title>",
            '<rect width="1180" height="950" fill="#fff"/>',
            _text(40, 44, "Wiring: Raspberry Pi 4 and 5 (same header)", size=24, bold=True),
            _text(40, 74, "Switch the power off first. Nothing but the sensor may touch 5 V."),
            *_header(),
            *_buttons(),
            *_power(),
            *_sensor(),
            *_light(),
            "</svg>",
            "",
        )
    )


def _header() -> Iterator[str]:
    left, top = _ODD - 26, _TOP - 26
    yield _text((_ODD + _EVEN) // 2, top - 12, "card end, pin 1 here", anchor="middle")
    height = _PITCH * 19 + 52
    yield f'<rect x="{left}" y="{top}" width="104" height="{height}" rx="8" fill="#e9e9e9"/>'
    used = {HEADER_PIN[gpio] for gpio in (*ButtonSettings().pins.values(), POWER_GPIO)}
    used |= {HEADER_PIN[PRESENCE_GPIO], HEADER_PIN[LED_GPIO]}
    for pin in range(1, 41):
        colour = _SIGNAL if pin in used else _VOLT if pin in {2, 4} else "#fff"
        colour = _GROUND if pin in GROUNDS else colour
        x = _ODD if pin % 2 else _EVEN
        shape = f'x="{x - 12}" y="{y_of(pin) - 12}" width="24" height="24"'
        yield f'<rect {shape} rx="{2 if pin == 1 else 12}" fill="{colour}" stroke="{_INK}"/>'
        ink = "#fff" if colour != "#fff" else _INK
        yield _text(x, y_of(pin) + 4, str(pin), size=11, anchor="middle", ink=ink)
    foot = top + height + 24
    yield _text((_ODD + _EVEN) // 2, foot, "USB end; even pins at the edge", anchor="middle")


def _buttons() -> Iterator[str]:
    pins = ButtonSettings().pins
    places = sorted(HEADER_PIN[gpio] for gpio in pins.values())
    yield _wire((_BUS, y_of(places[0])), (_BUS, y_of(39)), (_ODD - 12, y_of(39)), ink=_GROUND)
    yield _text(_BUS + 12, y_of(39) - 8, "GND, pin 39, for all four", ink=_GROUND, size=14)
    for name, gpio in pins.items():
        yield from _button(name, gpio)


def _power() -> Iterator[str]:
    top = y_of(HEADER_PIN[POWER_GPIO])
    yield from _button("power", POWER_GPIO)
    yield _wire((_BUS, top), (_BUS, y_of(9)), (_ODD - 12, y_of(9)), ink=_GROUND)
    yield _text(_BUS + 12, y_of(9) - 8, "GND, pin 9", ink=_GROUND, size=14)
    yield _text(40, y_of(9) + 40, "optional: switches a Pi 4 off and on;", size=14)
    yield _text(40, y_of(9) + 60, "a Pi 5 has a button of its own", size=14)


def _button(name: str, gpio: int) -> Iterator[str]:
    """A push button: two contacts and the bar that joins them."""
    y = y_of(HEADER_PIN[gpio])
    yield f'<g class="wire" data-name="{name}" data-gpio="{gpio}" data-pin="{HEADER_PIN[gpio]}">'
    yield _wire((_BUTTON + 26, y), (_ODD - 12, y), ink=_SIGNAL)
    yield _wire((_BUS, y), (_BUTTON - 26, y), ink=_GROUND)
    yield _wire((_BUTTON - 24, y - 10), (_BUTTON + 24, y - 10), ink=_INK)
    yield _wire((_BUTTON, y - 10), (_BUTTON, y - 16), ink=_INK)
    for x in (_BUTTON - 24, _BUTTON + 24):
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="#fff" stroke="{_INK}" stroke-width="2"/>'
    yield _text(_BUS - 14, y + 6, name, anchor="end", bold=True)
    yield _text(_ODD - 40, y - 7, f"GPIO {gpio}", anchor="end", ink=_SIGNAL, size=14)
    yield "</g>"


def _sensor() -> Iterator[str]:
    signal = HEADER_PIN[PRESENCE_GPIO]
    top, height = y_of(4) - 30, y_of(signal) - y_of(4) + 44
    yield _group("presence", PRESENCE_GPIO)
    box = f'x="{_PART}" y="{top}" width="230" height="{height}"'
    yield f'<rect {box} rx="8" fill="#f6f6f6" stroke="{_INK}" stroke-width="2"/>'
    middle = _PART + 125
    yield _text(middle, top + 88, "motion sensor", bold=True, anchor="middle")
    yield _text(middle, top + 112, "(PIR, 3.3 V output)", size=14, anchor="middle")
    yield _text(middle, top + 134, "optional", size=14, anchor="middle")
    for pin, word, ink in (
        (4, "5 V", _VOLT),
        (14, "GND", _GROUND),
        (signal, f"GPIO {PRESENCE_GPIO}", _SIGNAL),
    ):
        yield _wire((_EVEN + 12, y_of(pin)), (_PART, y_of(pin)), ink=ink)
        yield _text(_EVEN + 40, y_of(pin) - 7, word, size=14, ink=ink)
    for pin, word in ((4, "VCC"), (14, "GND"), (signal, "OUT")):
        yield _text(_PART + 8, y_of(pin) + 5, word, size=14)
    yield "</g>"


def _light() -> Iterator[str]:
    y, ground = y_of(HEADER_PIN[LED_GPIO]), y_of(20)
    x = _PART + 120
    yield _group("led", LED_GPIO)
    yield _wire((_EVEN + 12, y), (_PART - 60, y), ink=_SIGNAL)
    yield _text(_EVEN + 40, y + 18, f"GPIO {LED_GPIO}", size=14, ink=_SIGNAL)
    resistor = f'x="{_PART - 60}" y="{y - 8}" width="60" height="16"'
    yield f'<rect {resistor} fill="#fff" stroke="{_INK}" stroke-width="2"/>'
    yield _text(_PART - 30, y + 24, "470 Ω", size=13, anchor="middle")
    yield _wire((_PART, y), (x - 14, y), ink=_SIGNAL)
    triangle = f"M{x - 14} {y - 14} L{x - 14} {y + 14} L{x + 12} {y} Z"
    yield f'<path d="{triangle}" fill="#fde68a" stroke="{_INK}" stroke-width="2"/>'
    yield _wire((x + 12, y - 14), (x + 12, y + 14), ink=_INK)
    bend = x + 50
    low = ground + 22
    yield _wire(
        (x + 12, y), (bend, y), (bend, low), (_EVEN + 30, low), (_EVEN + 30, ground),
        (_EVEN + 12, ground), ink=_GROUND,
    )  # fmt: skip
    yield _text(bend + 12, y + 6, "light (LED)", bold=True)
    yield _text(bend + 12, y + 28, "long leg: resistor", size=14)
    yield _text(bend + 12, y + 48, "optional", size=14)
    yield _text(_EVEN + 44, low - 6, "GND, pin 20", size=14, ink=_GROUND)
    yield "</g>"


def _group(name: str, gpio: int) -> str:
    return f'<g class="wire" data-name="{name}" data-gpio="{gpio}" data-pin="{HEADER_PIN[gpio]}">'


def _wire(*points: tuple[int, int], ink: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="3"/>'


def _text(  # noqa: PLR0913 - how a word looks
    x: int,
    y: int,
    words: str,
    *,
    size: int = 17,
    anchor: str = "start",
    ink: str = _INK,
    bold: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{ink}"{weight}>'
        f"{words}</text>"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(PICTURE)
    sys.exit(0)
