"""Measures, faults and times in words, as tables, plots and captions show them."""

from collections.abc import Mapping
from typing import Final

from exercises.events import Fault, Side

_UNITS: Final[Mapping[str, str]] = {
    "deg": "°",
    "s": " s",
    "px": " px",
    "m": " m",
    "cm": " cm",
    "hz": " Hz",
    "pct": " %",
}
"""The last word of a measure's name, and how it is written after a number."""


UNKNOWN: Final = "-"
"""Stands where a value is not known."""


def words(name: str) -> str:
    """A name of the program as words: "knees_cave" → "knees cave"."""
    return name.replace("_", " ")


def measure_words(name: str) -> tuple[str, str]:
    """A measure's name as words and what follows its number.

    "knee_flexion_deg" → ("knee flexion", "°"); a ratio has no unit: ("feet_apart", "") .
    """
    head, _, unit = name.rpartition("_")
    if head and unit in _UNITS:
        return words(head), _UNITS[unit]
    return words(name), ""


def number(value: float | None, unit: str) -> str:
    """A measured value with its unit: angles whole, the rest with two digits."""
    if value is None:
        return UNKNOWN
    return f"{value:.0f}{unit}" if unit in {"°", " px", " %"} else f"{value:.2f}{unit}"


def fault_words(fault: Fault) -> str:
    """A fault as words: "knees cave (left)"."""
    return words(fault.name) + side_words(fault.side, before=" (", after=")")


def side_words(side: Side | None, *, before: str = "", after: str = "") -> str:
    """A side between two marks; nothing where it adds nothing."""
    return "" if side is None or side == "both" else f"{before}{side}{after}"
