"""Names of the program in words."""

import pytest

from exercises.events import Fault
from mirror.report.words import fault_words, measure_words, number


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("knee_flexion_deg", ("knee flexion", "°")),
        ("descent_s", ("descent", "s")),
        ("opening_speed_per_s", ("opening speed", "/s")),
        ("feet_apart", ("feet apart", "")),
        ("step_hip_widths", ("step", "hip widths")),
        ("s", ("s", "")),
    ],
)
def test_a_measure_is_split_from_its_unit(name: str, expected: tuple[str, str]) -> None:
    assert measure_words(name) == expected


def test_numbers_carry_sensible_digits() -> None:
    assert [number(81.6, "°"), number(0.1234, ""), number(1.5, "s"), number(None, "°")] == [
        "82°",
        "0.12",
        "1.50 s",
        "-",
    ]


@pytest.mark.parametrize(("side", "expected"), [("left", "wobble (left)"), (None, "wobble")])
def test_a_fault_names_its_side(side: str | None, expected: str) -> None:
    fault = Fault("SQ8", "wobble", side, 1.0, "ratio", "amber", "B")  # type: ignore[arg-type]  # str
    assert fault_words(fault) == expected
