"""Cards and the daily reminder: words in every language, goals first, never twice in a row."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.registry import names
from mirror.programme.cards import ALL, CARRY, card_for, reminder
from mirror.programme.person import GOALS, Goal, Person
from mirror.programme.phases import PHASES
from mirror.text.catalog import load

DAY = date(2026, 1, 5)
EXERCISES = tuple(PHASES[-1].doses)
LANGUAGES = ("en", "de", "es")


def test_cards_are_about_what_there_is() -> None:
    assert {name for one in ALL for name in one.exercises} <= set(names())
    assert len({one.id for one in ALL}) == len(ALL)
    assert all(one.source for one in ALL)
    for exercise in EXERCISES:
        assert any(exercise in one.exercises for one in ALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_has_its_words(language: str) -> None:
    texts = load(language)
    for one in ALL:
        assert all(key in texts for key in (one.title, one.line, *one.sentences))
        assert len(texts[one.line]) <= 110
    assert all(f"carry.{name}" in texts for name, _ in CARRY)


@given(
    st.lists(st.sampled_from([*EXERCISES, "unheard_of"]), min_size=2, max_size=40),
    st.integers(0, 1000),
    st.sets(st.sampled_from(GOALS)),
)
def test_no_card_comes_twice_in_a_row(rests: list[str], first: int, goals: set[Goal]) -> None:
    person = Person(goals=tuple(sorted(goals)))
    shown = [card_for(person, name, first + n) for n, name in enumerate(rests)]
    assert all(one != following for one, following in pairwise(shown))


def test_cards_are_about_the_exercise_and_all_come_round() -> None:
    shown = [card_for(Person(), "squat", n) for n in range(60)]
    assert all(not one.exercises or "squat" in one.exercises for one in shown)
    assert {one.id for one in shown} == {
        one.id for one in ALL if not one.exercises or "squat" in one.exercises
    }


def test_goals_come_first() -> None:
    assert card_for(Person(goals=("stairs",)), "squat", 1).id == "stairs"
    assert card_for(Person(goals=("strength",)), "squat", 1).id == "rest_days"


@given(st.sets(st.sampled_from(GOALS)), st.integers(0, 3000))
def test_the_reminder_changes_every_day(goals: set[Goal], number: int) -> None:
    person = Person(goals=tuple(sorted(goals)))
    day = DAY + timedelta(days=number)
    assert reminder(person, day) != reminder(person, day + timedelta(days=1))


def test_half_the_reminders_serve_a_goal() -> None:
    person = Person(goals=("stairs",))
    keys = [reminder(person, DAY + timedelta(days=n)) for n in range(40)]
    assert sum(key in {"carry.stairs", "carry.stairs_down"} for key in keys) == 20
    assert len(set(keys)) == len(CARRY)


def test_who_wants_no_reminder_gets_none() -> None:
    assert reminder(Person(reminder=False), DAY) is None
