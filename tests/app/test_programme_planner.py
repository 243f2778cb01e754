"""Whole programmes of many people: rest days, stops, sides, and what each day says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.programme.items import PlannedExercise
from mirror.programme.load import rises
from mirror.programme.pain import lights
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.phases import BANDS, Band
from mirror.programme.planner import Plan, Today
from mirror.programme.planner import plan as plan_of
from mirror.programme.records import ExerciseRecord, Pain, SessionRecord, SetRecord, of_exercise
from mirror.programme.week import programme_week, rest_reason, streak
from mirror.programme.week import trained_days as days_of

MONDAY = date(2026, 1, 5)
ANNA = Person(bands=BANDS)


def plan(person: Person, history: tuple[SessionRecord, ...], today: Today) -> Plan:
    return plan_of(person, Past(history), today)


def trained_days(history: tuple[SessionRecord, ...], until: date) -> frozenset[date]:
    return days_of(Past(history), until)


History = tuple[SessionRecord, ...]


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def done(
    item: PlannedExercise, *, pain: Pain, score: int | None = 88, left: int | None = None
) -> ExerciseRecord:
    sets = tuple(
        SetRecord(
            one.side,
            one.target,
            one.target + one.extra,
            left if left is not None and one.side == "left" else score,
            judged=8,
        )
        for one in item.sets
    )
    return ExerciseRecord(item.exercise, item.load, sets, effort=5, pain=pain)


def session(
    made: Plan, on: date, finish: Callable[[PlannedExercise], ExerciseRecord] | None = None
) -> SessionRecord:
    finish = finish or (lambda item: done(item, pain=Pain(0, 1, 0)))
    return SessionRecord(on, tuple(finish(item) for item in made.exercises))


def trained(days: int, *, pain: Pain = Pain(0, 1, 0)) -> History:  # noqa: B008 - frozen
    """Whoever comes on Monday, Wednesday and Friday and does all that is asked."""
    history: History = ()
    for number in range(days):
        made = plan(ANNA, history, Today(day(number), pain=0))
        if made.kind == "training":
            one = session(made, day(number), lambda item: done(item, pain=pain))
            history = (*history, one)
    return history


def test_days_before_the_sessions_held_count_for_the_week() -> None:
    earlier = frozenset(day(n) - timedelta(days=70) for n in (0, 2, 7, 9))
    made = plan_of(ANNA, Past(earlier=earlier), Today(MONDAY))
    assert made.week == 3


def test_who_is_used_to_training_begins_with_more_load() -> None:
    used = plan(replace(ANNA, level="used"), (), Today(MONDAY)).exercises
    new = plan(ANNA, (), Today(MONDAY)).exercises
    assert [one.exercise for one in used] == [one.exercise for one in new]
    assert [one.load.phase for one in used] == [1, 1, 1, 1]


def test_the_first_day_is_the_base_phase() -> None:
    made = plan(ANNA, (), Today(MONDAY))
    assert (made.kind, made.reason.key, made.week) == ("training", "plan.first", 1)
    assert [one.exercise for one in made.exercises] == [
        "hip_flexor_stretch",
        "clamshell",
        "side_step",
        "squat",
    ]
    assert [part[0] for part in made.warm_up] == ["march", "hip_circles", "squat", "clamshell"]
    clam = made.exercises[1]
    assert [(one.side, one.target, one.extra) for one in clam.sets] == [
        ("left", 12, 0),
        ("right", 12, 0),
    ] * 2
    assert (clam.band, clam.place, clam.hold_s) == ("light", "above_knees", 2.0)
    assert [one.target for one in made.exercises[2].sets] == [16, 16]
    assert made.exercises[3].depth_deg == 60.0


def test_no_plan_on_a_rest_day_unless_asked() -> None:
    history = (session(plan(ANNA, (), Today(MONDAY)), MONDAY),)
    tuesday = plan(ANNA, history, Today(day(1), pain=0))
    assert (tuesday.kind, tuesday.exercises, tuesday.reason.key) == (
        "rest",
        (),
        "rest.trained_yesterday",
    )
    assert plan(ANNA, history, Today(MONDAY)).reason.key == "rest.done_today"
    stretch = plan(ANNA, history, Today(day(1), ask="stretch"))
    assert (stretch.kind, [one.exercise for one in stretch.exercises]) == (
        "stretch",
        ["hip_flexor_stretch"],
    )
    asked = plan(ANNA, history, Today(day(1), ask="training"))
    assert (asked.kind, asked.reason.key) == ("training", "plan.rest_day_asked")


def test_a_stretch_alone_is_no_training_day() -> None:
    stretch = session(plan(ANNA, (), Today(MONDAY, ask="stretch")), MONDAY)
    assert trained_days((stretch,), MONDAY) == frozenset()
    assert plan(ANNA, (stretch,), Today(day(1))).kind == "training"


def test_three_a_week_and_a_missed_day_moves() -> None:
    days = {day(0), day(2), day(4)}
    reason = rest_reason(days, day(6))
    assert reason is not None
    assert reason.key == "rest.week_done"
    assert rest_reason({day(2), day(4)}, day(6)) is None
    history = (session(plan(ANNA, (), Today(day(2))), day(2)),)
    assert plan(ANNA, history, Today(day(5))).reason.key == "plan.grace_day"
    assert plan(ANNA, history, Today(day(4))).reason.key == "plan.due"


def test_thin_weeks_do_not_count_and_one_is_forgiven() -> None:
    days = {day(0), day(2), day(7), day(14), day(16), day(21), day(23)}
    assert programme_week(days, day(28)) == 4
    assert streak(days, day(28)) == 3
    assert streak(days, day(35)) == 3
    assert streak(days, day(42)) == 0
    assert streak(set(), MONDAY) == 0


def test_a_clock_that_jumped_does_not_forbid_training() -> None:
    future = SessionRecord(day(4000), session(plan(ANNA, (), Today(MONDAY)), MONDAY).exercises)
    assert plan(ANNA, (future,), Today(MONDAY)).kind == "training"


def test_the_weaker_side_begins() -> None:
    first = plan(ANNA, (), Today(MONDAY))
    weak = session(first, MONDAY, lambda item: done(item, pain=Pain(0, 0, 0), left=90, score=70))
    made = plan(ANNA, (weak,), Today(day(2)))
    clam = made.exercises[1]
    assert clam.side_reason is not None
    assert clam.side_reason.key == "side.weaker_first"
    assert [one.side for one in clam.sets][:2] == ["right", "left"]


def test_twelve_good_weeks_go_through_all_phases() -> None:
    history = trained(84)
    assert len(history) == 36
    last = history[-1]
    assert {one.exercise: one.load.phase for one in last.exercises}["squat"] >= 3
    assert "single_leg_deadlift" in [one.exercise for one in last.exercises]


def test_red_before_the_session_stops_the_day_even_when_asked() -> None:
    made = plan(ANNA, (), Today(MONDAY, pain=7, ask="training"))
    assert (made.kind, made.exercises) == ("stop", ())
    assert made.stop is not None
    assert (made.stop.reason.key, made.stop.ask_flags) == ("pain.high", True)


def test_a_red_flag_stops_all_until_it_is_cleared() -> None:
    flagged = replace(ANNA, flags=("gives_way",))
    made = plan(flagged, (), Today(MONDAY, pain=0, ask="stretch"))
    assert made.stop is not None
    assert (made.kind, made.stop.route, made.stop.scope) == ("stop", "orthopaedic", "programme")


@pytest.mark.parametrize(
    ("pain", "key"), [(None, "left_out.tell_pain_first"), (4, "left_out.not_settled"), (1, None)]
)
def test_after_a_red_light_an_exercise_waits_for_a_green_answer(
    pain: int | None, key: str | None
) -> None:
    hurt = session(
        plan(ANNA, (), Today(MONDAY)),
        MONDAY,
        lambda item: done(item, pain=Pain(0, 7 if item.exercise == "squat" else 1)),
    )
    assert plan(ANNA, (hurt,), Today(MONDAY, 0, "training")).left_out[0][1].key == (
        "left_out.stopped_today"
    )
    made = plan(ANNA, (hurt,), Today(day(2), pain))
    assert [why.key for _, why in made.left_out] == ([key] if key else [])
    squats = [one for one in made.exercises if one.exercise == "squat"]
    assert [one.depth_deg for one in squats] == ([] if key else [45.0])


def test_amber_before_makes_the_day_easier() -> None:
    history = trained(8)
    made = plan(ANNA, history, Today(day(9), pain=4))
    squat = next(one for one in made.exercises if one.exercise == "squat")
    assert (squat.reason.key, squat.load.shallower) == ("pain.amber", 1)
    assert all(one.extra == 0 for item in made.exercises for one in item.sets)


def test_after_a_long_break_it_begins_easier() -> None:
    made = plan(ANNA, trained(8), Today(day(60), pain=0))
    assert made.exercises[-1].reason.key == "load.after_break"


def test_a_person_may_leave_exercises_out() -> None:
    no_squat = replace(ANNA, without=("squat",))
    assert "squat" not in [one.exercise for one in plan(no_squat, (), Today(MONDAY)).exercises]
    none = replace(
        ANNA, without=tuple(one.exercise for one in plan(ANNA, (), Today(MONDAY)).exercises)
    )
    assert plan(none, (), Today(MONDAY)).reason.key == "plan.nothing_chosen"


ANSWER = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 10))
Ask = Literal["training", "stretch"] | None
ASKS: tuple[Ask, ...] = (None, None, "training", "stretch")
LIFE = st.lists(
    st.tuples(
        st.integers(0, 9),
        ANSWER,
        st.sampled_from(ASKS),
        st.builds(Pain, ANSWER, ANSWER, ANSWER),
        st.one_of(st.none(), st.integers(50, 100)),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(LIFE, st.sets(st.sampled_from(BANDS)))
def test_whatever_happens_load_never_rises_after_a_red_light_and_all_is_explained(
    life: list[tuple[int, int | None, Ask, Pain, int | None]], bands: set[Band]
) -> None:
    person = Person(bands=tuple(bands))
    history: History = ()
    on = MONDAY
    for pause, before, ask, pain, score in life:
        on += timedelta(days=pause)
        made = plan(person, history, Today(on, before, ask))
        assert made.reason.key
        assert (made.stop is not None) == (made.kind == "stop")
        assert bool(made.exercises) == (made.kind in {"training", "stretch"})
        if rest_reason(trained_days(history, on), on) is not None and ask is None:
            assert not made.exercises
        for item in made.exercises:
            earlier = of_exercise(history, item.exercise)
            assert item.reason.key
            assert item.sets
            if earlier and lights([one.pain for one in earlier])[-1].light == "red":
                assert not rises(earlier[-1].load, item.load)
                assert before is not None
                assert before <= 2
        if made.exercises:
            one = session(made, on, lambda item: done(item, pain=pain, score=score))  # noqa: B023
            history = (*history, one)
