"""What is gathered for a therapist, and when a change is called one."""

import re
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from exercises.rules import VERSION
from mirror.programme.pain import AMBER_FROM
from mirror.report import accuracy
from mirror.report.attendance import bars, weeks_of
from mirror.report.gathered import Gathered
from mirror.report.measures import MEASURES, change_of
from mirror.report.span import Span, last_weeks
from mirror.store.answers import Answers
from tests.app.report_world import SPAN, gathered, rows, written

ROOT = Path(__file__).resolve().parents[2]
FPPA = MEASURES[0]
KASR = next(one for one in MEASURES if one.word == "kasr")
TOE = next(one for one in MEASURES if one.word == "toe")


def test_the_figures_told_are_those_that_were_measured() -> None:
    text = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    for one in accuracy.ALL:
        row = re.search(
            rf"\| error of a rep \| {re.escape(one.row)} \| ([\d.]+)°? \|.*\| (\d+) \|", text
        )
        assert row is not None, one.row
        assert (float(row[1]), int(row[2])) == (one.error, one.of)
    assert f"{accuracy.RENDERED} rendered clips with exact truth and {accuracy.REAL} of" in text
    assert f"({accuracy.EXACT} of {accuracy.RENDERED + accuracy.REAL})" in text


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([10.0] * 5, "early"),
        ([10.0] * 6, "within"),
        ([10.0, 10.0, 10.0, 5.0, 4.0, 4.0], "fell"),
        ([10.0, 10.0, 10.0, 4.5, 4.5, 4.5], "within"),  # 5.5 of 5.54
        ([10.0, 10.0, 10.0, 16.0, 16.0, 16.0], "rose"),
        # Who varies more has to change more.
        ([4.0, 10.0, 16.0, 4.0, 4.0, 4.0], "within"),
    ],
)
def test_a_change_counts_beyond_the_error(values: list[float], verdict: str) -> None:
    assert change_of(FPPA, values).verdict == verdict


def test_knee_inside_toe_has_a_limit_of_its_own_and_kasr_has_none() -> None:
    assert change_of(TOE, [20.0] * 3 + [13.1] * 3).verdict == "within"
    assert change_of(TOE, [20.0] * 3 + [12.9] * 3).verdict == "fell"
    assert change_of(KASR, [0.6] * 3 + [0.9] * 3).verdict == "not_called"


def test_what_was_done_is_summed() -> None:
    made = gathered()
    squat = made.done["squat"]
    assert squat.sessions == made.sessions == len(made.trained)
    assert (squat.sets, squat.amount) == (2 * squat.sessions, 20 * squat.sessions)
    assert 0.85 * squat.reps < squat.judged < squat.reps
    assert squat.loads[0] is not None
    assert squat.loads[0].phase == 0
    assert made.done["hip_flexor_stretch"].amount == 120 * made.sessions
    assert (made.models, made.rules) == ({"full-int8"}, {VERSION})


def test_pain_has_the_lights_the_person_was_shown() -> None:
    made = Gathered(gathered().person, SPAN)
    log, day = made.pain, date(2026, 5, 4)
    for after, sharp in ((1, False), (AMBER_FROM, False), (5, False), (0, True), (None, False)):
        answers = Answers()
        told = "null" if after is None else str(after)
        details = (
            f'{{"when":"after","exercise":"squat","value":{told},"sharp":{str(sharp).lower()}}}'
        )
        answers.take("pain", details)
        log.answered(day, ("squat",), answers)
    # Amber that rises is red; sharp is red at any number; no answer leaves no trace.
    assert log.lights == ["green", "amber", "red", "red"]
    assert log.sharp == 1
    log.hear(day, "stop", b'{"scope":"set","reason":{"key":"fatigue.tempo","values":{}}}')
    log.hear(day, "stop", b'{"scope":"advice","reason":{"key":"flag.pain_stays","values":{}}}')
    assert log.stops == []


@pytest.mark.parametrize(
    ("days", "count"), [(1, 1), (84, 13), (175, 26), (200, 8), (1400, 47), (3650, 11)]
)
def test_bars_are_weeks_months_or_years(days: int, count: int) -> None:
    span = Span(date(2026, 5, 14) - timedelta(days=days - 1), date(2026, 5, 14))
    every = {span.first + timedelta(days=n) for n in range(days)}
    made = bars(every, span)
    assert abs(len(made) - count) <= 1
    assert {round(bar.value, 6) for bar in made[1:-1]} <= {7.0}
    assert sum(bar.value for bar in weeks_of(every, span)) == days


def test_twelve_weeks_begin_on_a_monday() -> None:
    first = last_weeks(date(2026, 5, 14))
    assert (first, first.weekday()) == (date(2026, 2, 23), 0)
    since_s, until_s = Span(first, first).seconds(UTC)
    assert until_s - since_s == 86_400.0


def test_the_table_says_what_was_gathered() -> None:
    made = gathered(name="=1+1")
    found = rows(written(made, "csv"))
    told = {row["name"]: row["value"] for row in found if row["kind"] == "report"}
    assert told["person"] == "'=1+1"
    assert (told["from"], told["to"]) == ("2026-02-23", "2026-05-14")
    assert told["version"] == "9.8.7"
    weeks = [int(row["value"]) for row in found if row["kind"] == "week"]
    assert (len(weeks), sum(weeks)) == (12, len(made.trained))
    for trend in made.trends:
        one = trend.measure
        own = [
            row
            for row in found
            if (row["exercise"], row["name"], row["side"])
            == (one.exercise, one.key, one.side or "")
        ]
        values = [float(row["value"]) for row in own if row["kind"] == "measure"]
        assert values == pytest.approx(list(trend.values), abs=0.001)
        (change,) = [row for row in own if row["kind"] == "change"]
        assert change["verdict"] == trend.change.verdict
        assert (change["error"] == "") == (trend.change.error is None)
    lights = [row["value"] for row in found if row["name"] == "light"]
    assert lights == made.pain.lights
    assert len([row for row in found if row["kind"] == "stop"]) == len(made.pain.stops)
    assert len([row for row in found if row["kind"] == "accuracy"]) == len(accuracy.ALL)
