"""The table of the specification, and the steps between its rows."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.registry import names
from mirror.programme.load import (
    SHALLOWEST_DEG,
    Load,
    amount,
    depth_deg,
    dose_at,
    lowered,
    raised,
    rises,
    start,
)
from mirror.programme.phases import BANDS, PHASES, WEEKS, Band, dose_of, first_phase, phase_of

FOLDER = Path(__file__).resolve().parents[2] / "mirror/programme"
EXERCISES = tuple(PHASES[-1].doses)


def test_every_week_has_one_phase() -> None:
    weeks = [week for p in PHASES for week in range(p.weeks[0], p.weeks[1] + 1)]
    assert weeks == list(range(1, WEEKS + 1))
    assert [phase_of(week).number for week in (1, 2, 3, 6, 8, 9, 12, 40)] == [
        0,
        0,
        1,
        2,
        3,
        4,
        4,
        4,
    ]


def test_an_exercise_that_came_stays() -> None:
    for one, following in pairwise(PHASES):
        assert set(one.doses) <= set(following.doses)


def test_the_programme_asks_only_for_what_the_mirror_can_watch() -> None:
    assert set(EXERCISES) <= set(names())


@pytest.mark.parametrize(
    ("exercise", "dose"),
    [
        ("clamshell", [(2, 12), (3, 12), (3, 15), (2, 15), (2, 15)]),
        ("side_step", [(2, 8), (3, 10), (3, 12), (3, 12), (3, 15)]),
        ("squat", [(2, 8), (3, 10), (3, 10), (3, 10), (3, 12)]),
        ("hip_flexor_stretch", [(2, 30)] * 5),
        ("single_leg_deadlift", [None, (2, 6), (2, 8), (3, 8), (3, 10)]),
        ("single_leg_squat", [None, None, None, (2, 5), (3, 6)]),
    ],
)
def test_sets_and_amounts_are_the_specification_s(
    exercise: str, dose: list[tuple[int, int] | None]
) -> None:
    found = [dose_of(exercise, phase.number) for phase in PHASES]
    assert [one and (one.sets[1], one.amount) for one in found] == dose


def test_depth_band_and_place_follow_the_table() -> None:
    assert [depth_deg("squat", start("squat", n, BANDS)) for n in range(3)] == [60.0, 75.0, 75.0]
    places = [phase.doses["side_step"].place for phase in PHASES]
    assert places == ["above_knees", "above_knees", "ankles", "forefeet", "forefeet"]
    assert start("clamshell", 0, BANDS).band == "light"
    assert start("clamshell", 1, BANDS).band == "medium"
    only_light: tuple[Band, ...] = ("light",)
    assert start("clamshell", 1, only_light).band == "light"
    assert start("clamshell", 0, ()).band is None
    assert start("single_leg_squat", 0, BANDS).phase == first_phase("single_leg_squat") == 3


def test_heavy_clamshells_are_fewer() -> None:
    assert amount("clamshell", Load(2, 3, "medium")) == 15
    assert amount("clamshell", Load(2, 3, "heavy")) == 10


def test_a_heavier_band_begins_with_the_fewest_sets() -> None:
    after = raised("clamshell", Load(1, 3, "light"), phase=1, bands=BANDS)
    assert after == Load(1, 2, "medium")


def test_a_phase_that_names_its_band_goes_no_further() -> None:
    light, medium = Load(0, 2, "light"), Load(1, 3, "medium")
    assert raised("clamshell", light, phase=0, bands=BANDS) == light
    assert raised("clamshell", medium, phase=1, bands=BANDS) == medium
    assert raised("clamshell", Load(0, 2), phase=0, bands=BANDS) == light


def test_sets_come_before_the_phase_and_the_phase_before_the_band() -> None:
    load = start("side_step", 1, BANDS)
    steps = [load]
    for _ in range(5):
        steps.append(raised("side_step", steps[-1], phase=2, bands=BANDS))
    assert steps == [
        Load(1, 2, "light"),
        Load(1, 3, "light"),
        Load(2, 3, "light"),
        Load(2, 2, "medium"),
        Load(2, 3, "medium"),
        Load(2, 2, "heavy"),
    ]


def test_nothing_left_to_add_leaves_the_load() -> None:
    load = Load(4, 3)
    assert raised("squat", load, phase=4, bands=BANDS) == load


LOADS = st.tuples(
    st.sampled_from(EXERCISES),
    st.integers(0, 4),
    st.sets(st.sampled_from(BANDS)).map(frozenset),
    st.lists(st.booleans(), max_size=30),
)


@given(LOADS)
def test_every_step_goes_its_way_and_stays_in_the_table(
    case: tuple[str, int, frozenset[Band], list[bool]],
) -> None:
    exercise, phase, bands, ups = case
    load = start(exercise, phase, bands)
    for up in ups:
        if up:
            after = raised(exercise, load, phase=4, bands=bands)
            assert after == load or rises(load, after)
        else:
            after = lowered(exercise, load, bands=bands)
            assert not rises(load, after)
        load = after
        assert 1 <= load.sets <= dose_at(exercise, load).sets[1]
        depth = depth_deg(exercise, load)
        assert depth is None or depth >= SHALLOWEST_DEG
        assert load.band is None or load.band in bands


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_the_programme_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        node.module.split(".")[0] if node.module else ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    } | {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    pure = {"collections", "dataclasses", "datetime", "exercises", "itertools", "math", "mirror"}
    assert modules <= pure | {"statistics", "typing"}
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"today", "now", "utcnow"}
