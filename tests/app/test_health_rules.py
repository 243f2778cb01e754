"""When the mirror slows itself down, what it warns of, and what it finds well: tables."""

import pytest

from device.health import Health, Strain
from device.meter import Speed
from mirror.health import cooling, warning
from mirror.health.cooling import Cooling
from mirror.health.judge import judge
from mirror.health.vitals import Vitals
from mirror.health.words import rows
from mirror.text.catalog import load

Look = tuple[float, float | None, float | None]
"""Time, temperature, poses a second at most after it."""


def follow(looks: list[Look]) -> list[float | None]:
    state, rates = Cooling(), list[float | None]()
    for t_s, celsius, _ in looks:
        state = cooling.step(state, Health(temperature_c=celsius), t_s)
        rates.append(state.rate_hz)
    return rates


@pytest.mark.parametrize(
    "looks",
    [
        pytest.param([(0, 74.9, None), (500, 74.9, None)], id="warm is not hot"),
        pytest.param(
            [(0, 75, 15), (5, 76, 15), (20, 76, 12), (40, 76, 10), (60, 76, 8), (80, 76, 8)],
            id="hot: a step each 20 s, never below 8",
        ),
        pytest.param([(0, 79, 8), (5, 79, 8)], id="very hot: the slowest at once"),
        pytest.param(
            [(0, 75, 15), (30, 74, 15), (60, 70, 15), (600, 74.9, 15)], id="warm: as it is"
        ),
        pytest.param(
            [(0, 79, 8), (100, 69, 8), (150, 69, 8), (160, 69, 10), (219, 69, 10), (220, 69, 12)],
            id="cool for a minute: a step faster",
        ),
        pytest.param(
            [(0, 79, 8), (100, 69, 8), (130, 72, 8), (140, 69, 8), (190, 69, 8), (200, 69, 10)],
            id="warm in between: the minute begins anew",
        ),
        pytest.param(
            [(0, 75, 15), (60, 69, 15), (120, 69, None), (500, 69, None)], id="back to full speed"
        ),
        pytest.param([(0, None, None), (500, None, None)], id="not told: as fast as it goes"),
    ],
)
def test_heat_slows_in_steps(looks: list[Look]) -> None:
    assert follow(looks) == [rate for _, _, rate in looks]


@pytest.mark.parametrize(
    ("strains", "rate_hz"),
    [
        ({"soft_limit"}, 15.0),
        ({"throttled"}, 8.0),
        ({"under_voltage"}, None),
        ({"capped"}, None),
    ],
)
def test_the_firmwares_word_counts_too(strains: set[Strain], rate_hz: float | None) -> None:
    machine = Health(temperature_c=60.0, strains=frozenset(strains))
    assert cooling.step(Cooling(), machine, 0.0).rate_hz == rate_hz


def test_no_step_is_too_slow_for_the_angle_core() -> None:
    assert min(one for one in cooling.STEPS_HZ if one is not None) >= 8.0


GOOD = Health(
    temperature_c=60.0,
    strains=frozenset(),
    strained=frozenset(),
    memory_free_mb=800,
    disk_free_mb=20_000,
    clock_set=True,
    wifi_dbm=-60.0,
)
SPEED = Speed(30.0, 15.0, 40.0)


@pytest.mark.parametrize(
    ("vitals", "advice"),
    [
        (Vitals(GOOD, SPEED), set()),
        (Vitals(), set()),
        (Vitals(Health(temperature_c=75.0)), {"hot"}),
        (Vitals(Health(strains=frozenset({"under_voltage"}))), {"power"}),
        (Vitals(Health(strains=frozenset(), strained=frozenset({"under_voltage"}))), {"power"}),
        (Vitals(Health(memory_free_mb=79)), {"memory"}),
        (Vitals(Health(disk_free_mb=0)), {"disk"}),
        (Vitals(Health(clock_set=False)), {"clock"}),
        (Vitals(Health(wifi_dbm=-76.0)), {"wifi"}),
        (Vitals(speed=Speed(30.0, 6.0, 150.0)), {"slow"}),
        (Vitals(speed=Speed(5.0, 5.0, 40.0)), {"camera"}),
        (Vitals(speed=Speed(30.0, 8.0, 40.0), slowed_hz=8.0), set()),
    ],
)
def test_what_wants_attention(vitals: Vitals, advice: set[str]) -> None:
    assert {one.advice for one in judge(vitals)} - {""} == advice


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_everything_has_words_and_attention_comes_first(language: str) -> None:
    bad = Health(
        temperature_c=80.0,
        strains=frozenset({"under_voltage"}),
        memory_free_mb=800,
        disk_free_mb=20_000,
        clock_set=False,
        wifi_dbm=-60.0,
    )
    found = rows(judge(Vitals(bad, SPEED, 8.0)), load(language))
    assert len(found) == 8
    fixed = [bool(one.fix) for one in found]
    assert fixed == [True] * 3 + [False] * 5
    assert not any("{" in part for one in found for part in (one.name, one.value, one.fix))


def test_each_warning_comes_once_and_again_after_an_hour_without_it() -> None:
    hot = judge(Vitals(Health(temperature_c=76.0)))
    cool = judge(Vitals(Health(temperature_c=60.0)))
    state, due = warning.Warned(), []
    for t_s, found in [(0, hot), (5, hot), (60, cool), (65, hot), (3000, cool), (3664, cool)]:
        state = warning.step(state, found, float(t_s))
        due.append(state.due)
    assert due == [("hot",), (), (), (), (), ()]
    assert warning.step(state, hot, 65.0 + 3600.0).due == ("hot",)


def test_the_most_pressing_is_said_first_and_what_is_over_not_at_all() -> None:
    machine = Health(
        temperature_c=76.0, strains=frozenset(), strained=frozenset({"under_voltage"}),
        clock_set=False, wifi_dbm=-90.0,
    )  # fmt: skip
    assert warning.step(warning.Warned(), judge(Vitals(machine)), 0.0).due == ("hot", "clock")
