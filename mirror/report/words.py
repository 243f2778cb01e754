"""Measures and faults in words, as tables, plots and captions show them."""

from collections.abc import Mapping
from typing import Final

from exercises.events import Fault, Side

UNKNOWN: Final = "-"
"""Stands where a value is not known."""

_UNITS: Final[Mapping[str, str]] = {
    "_deg": "°",
    "_per_s": "/s",
    "_s": "s",
    "_px": "px",
    "_m": "m",
    "_cm": "cm",
    "_hz": "Hz",
    "_pct": "%",
    "_torso": "torso lengths",
    "_shank": "shank lengths",
    "_leg": "leg lengths",
    "_hip_widths": "hip widths",
    "_ratio": "",
}
"""How a measure's name ends, and the unit in words."""

_FAULT_UNITS: Final[Mapping[str, str]] = {"deg": "°", "s": "s", "1/s": "/s"}
"""Units short enough to follow a fault's value; the others are ratios of the body."""

_WHOLE: Final = frozenset({"°", "px", "%"})
"""Units of which the camera knows no fractions."""


def words(name: str) -> str:
    """A name of the program as words: "knees_cave" → "knees cave"."""
    return name.replace("_", " ")


def measure_words(name: str) -> tuple[str, str]:
    """A measure's name as words, and its unit.

    "knee_flexion_deg" → ("knee flexion", "°"); a plain number has no unit: ("depth", "").
    """
    for ending, unit in _UNITS.items():
        head = name.removesuffix(ending)
        if head and head != name:
            return words(head), unit
    return words(name), ""


def number(value: float | None, unit: str) -> str:
    """A value and its unit: angles whole, the rest with two digits; `UNKNOWN` for None."""
    if value is None:
        return UNKNOWN
    digits = f"{value:.0f}" if unit in _WHOLE else f"{value:.2f}"
    space = "" if unit in {"", "°", "/s"} else " "
    return f"{digits}{space}{unit}"


def fault_words(fault: Fault) -> str:
    """A fault as words: "knees cave (left)"."""
    return words(fault.name) + side_words(fault.side, before=" (", after=")")


def fault_value(fault: Fault) -> str:
    """How bad a fault is: "14°", "0.53 s", "0.25"."""
    return number(fault.value, _FAULT_UNITS.get(fault.unit, ""))


def side_words(side: Side | None, *, before: str = "", after: str = "") -> str:
    """A side between two marks; nothing where it adds nothing."""
    return "" if side is None or side == "both" else f"{before}{side}{after}"
