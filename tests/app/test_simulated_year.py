"""Whatever kind of person trains, the rules hold every day, and every decision can be said."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from mirror.programme.comparison import change
from mirror.programme.feedback import LOST, RETAINED, STAGES, TWICE, Stage
from mirror.programme.load import rises
from mirror.programme.pain import lights
from mirror.programme.past import Past
from mirror.programme.reason import Reason
from mirror.programme.records import of_exercise
from mirror.programme.week import rest_reason, trained_days
from mirror.session.reasons import sentence
from mirror.text.catalog import Texts, load
from scripts.simulation.findings import counted
from scripts.simulation.keeping import Memory
from scripts.simulation.people import PEOPLE
from scripts.simulation.stored import Stored, same
from scripts.simulation.table import report
from scripts.simulation.year import FIRST, Day, live

DAYS = 150
MODELS = {one.name: one for one in PEOPLE}
every = pytest.mark.parametrize("name", MODELS)


@cache
def lived(name: str) -> tuple[tuple[Day, ...], Memory]:
    kept = Memory()
    return tuple(live(MODELS[name], days=DAYS, keep=kept)), kept


@cache
def texts() -> tuple[Texts, ...]:
    return tuple(load(language) for language in ("en", "de", "es"))


def reasons(day: Day) -> Iterator[Reason]:
    yield day.plan.reason
    yield from day.said
    yield from day.stopped
    yield from (why for _, why in day.plan.left_out)
    yield from (why for _, _, why in day.stages)
    if day.plan.stop is not None:
        yield day.plan.stop.reason
    for item in day.plan.exercises:
        yield item.reason
        if item.side_reason is not None:
            yield item.side_reason


def test_there_are_twenty_who_are_not_alike() -> None:
    assert len(MODELS) == 20
    assert len({one.seed for one in PEOPLE}) == 20


@every
def test_every_decision_can_be_said_in_every_language(name: str) -> None:
    for day in lived(name)[0]:
        for reason in reasons(day):
            for language in texts():
                assert f"why.{reason.key}" in language
                assert "{" not in sentence(reason, language)


@every
def test_load_never_rises_after_a_red_light(name: str) -> None:
    sessions = tuple(lived(name)[1].sessions)
    for exercise in {one.exercise for each in sessions for one in each.exercises}:
        records = of_exercise(sessions, exercise)
        verdicts = lights([one.pain for one in records])
        for verdict, (before, after) in zip(verdicts, pairwise(records), strict=False):
            assert verdict.light != "red" or not rises(before.load, after.load)


@every
def test_rest_days_have_no_plan_and_training_days_do_not_touch_unless_asked(name: str) -> None:
    days, kept = lived(name)
    trained = trained_days(Past(tuple(kept.sessions)), FIRST + timedelta(days=DAYS))
    for day in days:
        before = {one for one in trained if one < day.day}
        if rest_reason(before, day.day) is not None and not day.asked:
            assert not day.plan.exercises
        if day.done is not None and day.day - timedelta(days=1) in trained:
            assert day.asked


@every
def test_feedback_moves_one_stage_and_only_by_two_probes(name: str) -> None:
    days, kept = lived(name)
    seen: dict[str, Stage] = {}
    for day in days:
        for exercise, stage, _ in day.stages:
            before = seen.get(exercise, STAGES[0])
            seen[exercise] = stage
            if before == stage:
                continue
            probes = [one for one in kept.probes[exercise] if one.day < day.day]
            judged = [one.score for one in probes if one.score is not None][-TWICE:]
            step = STAGES.index(stage) - STAGES.index(before)
            assert abs(step) == 1
            assert len(judged) == TWICE
            assert all(one >= RETAINED if step > 0 else one < LOST for one in judged)


@every
def test_who_measures_better_beyond_the_error_is_not_told_of_a_plateau(name: str) -> None:
    days, kept = lived(name)
    for day in days:
        if not any(one.key == "flag.no_improvement" for one in day.said):
            continue
        until = change([one for one in kept.retests if one.day <= day.day])
        assert until.verdict not in {"better", "worse"}


def told(name: str) -> set[str]:
    return {one.key for day in lived(name)[0] for one in day.said}


def test_a_plateau_is_told() -> None:
    assert "flag.no_improvement" in told("Eva")
    assert "flag.no_improvement" not in told("Otto")


def test_pain_that_stays_is_told() -> None:
    assert "flag.pain_stays" in told("Carla")
    assert "flag.pain_stays" not in told("Anna")


def test_regular_training_goes_through_the_phases() -> None:
    days, _ = lived("Anna")
    phases = [item.load.phase for day in days if day.done for item in day.plan.exercises]
    assert max(phases) >= 3


def test_nobody_gets_more_without_an_answer_about_pain() -> None:
    _, kept = lived("Luis")
    first, last = kept.sessions[0], kept.sessions[-1]
    before = {one.exercise: one.load for one in first.exercises}
    assert not any(rises(before[one.exercise], one.load) for one in last.exercises)


def test_a_red_flag_stops_all_until_it_is_cleared() -> None:
    assert lived("Tom")[1].sessions == []
    day, _, lasts = MODELS["Hugo"].flagged or (0, "", None)
    assert lasts is not None
    stopped = lived("Hugo")[0][day : day + lasts]
    assert all(one.plan.kind == "stop" and one.done is None for one in stopped)
    assert any(one.done is not None for one in lived("Hugo")[0][day + lasts :])


def test_bands_are_those_that_are_owned() -> None:
    bands = {item.load.band for day in lived("Ida")[0] for item in day.plan.exercises}
    assert bands == {None}
    early = [day for day in lived("Jan")[0] if (day.day - FIRST).days < 90]
    assert {item.load.band for day in early for item in day.plan.exercises} <= {None, "light"}


def test_who_comes_back_begins_easier() -> None:
    keys = {item.reason.key for day in lived("Mia")[0] for item in day.plan.exercises}
    assert "load.after_break" in keys


def test_the_same_person_lives_the_same_year() -> None:
    assert live(MODELS["Sam"], days=40) == list(lived("Sam")[0][:40])


def test_the_table_has_everybody() -> None:
    found = [
        counted(model, lived(name)[0], change(lived(name)[1].retests))
        for name, model in MODELS.items()
    ]
    text = report(found, texts()[0], days=DAYS)
    assert all(f"| {name} |" in text and f"## {name}: " in text for name in MODELS)


@pytest.mark.parametrize("name", ["Ben", "Nora"])
def test_a_year_planned_from_the_store_is_the_year_planned_from_memory(
    name: str, tmp_path: Path
) -> None:
    model = MODELS[name]
    person = replace(model.person, id="0190c0de-0000-7000-8000-000000000001", name=name)
    with closing(Stored(tmp_path, person)) as stored:
        days = live(model, days=60, keep=stored)
        kept = stored.past(days[-1].day)
    memory = Memory()
    assert live(model, days=60, keep=memory) == days
    assert same(kept, memory.past(days[-1].day))
    with closing(Stored(tmp_path, person)) as again:
        assert again.past(days[-1].day) == kept
