"""The traffic light and the stops: nothing painful passes, and every stop says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.programme.flags import FLAGS, most_urgent, to_ask
from mirror.programme.pain import (
    before_session,
    light_of,
    lights,
    stop_of_flags,
    stop_today,
    told,
)
from mirror.programme.records import Pain

ANSWERS = st.one_of(st.none(), st.integers(0, 10))
PAINS = st.builds(Pain, ANSWERS, ANSWERS, ANSWERS, st.booleans())


@pytest.mark.parametrize(
    ("pain", "light", "key"),
    [
        (Pain(), "green", "pain.not_told"),
        (Pain(after=0), "green", "pain.low"),
        (Pain(after=2), "green", "pain.low"),
        (Pain(after=3), "amber", "pain.amber"),
        (Pain(before=1, after=5, next_morning=1), "amber", "pain.amber"),
        (Pain(after=6), "red", "pain.high"),
        (Pain(after=1, sharp=True), "red", "pain.sharp"),
        (Pain(sharp=True), "red", "pain.sharp"),
        (Pain(before=0, after=1, next_morning=2), "amber", "pain.worse_next_morning"),
        (Pain(before=0, after=1, next_morning=1), "green", "pain.low"),
        (Pain(before=0, after=3, next_morning=1), "amber", "pain.amber"),
        (Pain(before=0, after=3, next_morning=2), "red", "pain.amber_stayed"),
        (Pain(before=2, after=4, next_morning=3), "red", "pain.amber_stayed"),
        (Pain(before=0, after=1, next_morning=7), "red", "pain.high"),
    ],
)
def test_the_light_of_one_answer(pain: Pain, light: str, key: str) -> None:
    verdict = light_of(pain)
    assert (verdict.light, verdict.reason.key) == (light, key)


def test_amber_twice_is_red_only_when_it_rises() -> None:
    keys = [one.light for one in lights([Pain(after=3), Pain(after=3), Pain(after=4)])]
    assert keys == ["amber", "amber", "red"]
    rising = light_of(Pain(after=5), [Pain(after=3)])
    assert rising.reason.values == {"pain": 5, "before": 3}
    assert light_of(Pain(after=3), [Pain(after=2)]).light == "amber"


def test_an_answer_before_the_session_counts() -> None:
    assert [before_session(n).light for n in (None, 2, 3, 5, 6)] == [
        "green",
        "green",
        "amber",
        "amber",
        "red",
    ]
    assert not told(Pain(before=1))


def test_no_answer_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        Pain(after=11)


@given(PAINS, st.lists(PAINS, max_size=3))
def test_from_six_or_sharp_it_is_always_red_with_a_reason(pain: Pain, earlier: list[Pain]) -> None:
    verdict = light_of(pain, earlier)
    high = any((one or 0) >= 6 for one in (pain.before, pain.after, pain.next_morning))
    if high or pain.sharp:
        assert verdict.light == "red"
    assert verdict.reason.key.startswith("pain.")
    stop = stop_today(verdict, scope="exercise")
    assert (stop is not None) == (verdict.light == "red")
    assert stop is None or (stop.reason == verdict.reason and stop.ask_flags)


@given(PAINS, st.integers(1, 5))
def test_more_pain_never_gives_a_kinder_light(pain: Pain, more: int) -> None:
    after = min(10, (pain.after or 0) + more)
    worse = Pain(pain.before, after, pain.next_morning, pain.sharp)
    order = ("green", "amber", "red")
    assert order.index(light_of(worse).light) >= order.index(light_of(pain).light)


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("persistent_severe_pain", "therapist"),
        ("acute_pain", "orthopaedic"),
        ("fixed_deformity", "orthopaedic"),
        ("gives_way", "orthopaedic"),
        ("locking", "same_day"),
        ("fever", "same_day"),
        ("joint_replacement", "ask_first"),
    ],
)
def test_a_red_flag_stops_the_programme_and_names_who_helps(name: str, route: str) -> None:
    stop = stop_of_flags({name})
    assert stop is not None
    assert (stop.scope, stop.route, stop.reason.key) == ("programme", route, f"flag.{name}")


def test_the_most_urgent_flag_speaks() -> None:
    flag = most_urgent({flag.name for flag in FLAGS})
    assert flag is not None
    assert flag.route == "same_day"
    assert stop_of_flags(()) is None


def test_an_unknown_flag_is_no_no() -> None:
    with pytest.raises(ValueError, match="no such red flag: fevr"):
        stop_of_flags({"fevr"})


def test_questions_about_the_person_are_asked_once() -> None:
    again = {flag.name for flag in to_ask(first_set_up=False)}
    assert {flag.name for flag in to_ask(first_set_up=True)} - again == {
        "under_16",
        "pregnant",
        "recent_surgery_or_injury",
        "joint_replacement",
    }


def test_a_morning_that_is_worse_after_an_easy_session_is_amber() -> None:
    verdict = light_of(Pain(before=0, after=1, next_morning=4))
    assert (verdict.light, verdict.reason.key) == ("amber", "pain.amber")
