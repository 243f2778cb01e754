"""A mirror runs for months: what a session keeps in memory of what is over has a bound."""

from datetime import date

from mirror.programme.feedback import Probe
from mirror.programme.load import Load
from mirror.programme.past import RECENT, Past
from mirror.programme.records import ExerciseRecord, SessionRecord, SetRecord
from mirror.programme.week import STRETCH, trained_days
from mirror.session.members import with_session
from mirror.session.routine import PlannedSet
from tests.app.flow_mirror import Mirror
from tests.app.people_world import MONDAY, days


def session_of(day: date, exercise: str = "squat") -> SessionRecord:
    one = SetRecord("both", target=3, done=3, score=90)
    return SessionRecord(day, (ExerciseRecord(exercise, Load(1, 3), (one,)),), completed=True)


def past_of(count: int, exercise: str = "squat") -> Past:
    past = Past()
    for number in range(count):
        day = MONDAY + days(number)
        past = with_session(past, session_of(day, exercise), [(exercise, Probe(day, "full", 90))])
    return past


def test_a_past_keeps_the_latest_sessions_and_all_days() -> None:
    past = past_of(3 * RECENT)
    last = MONDAY + days(3 * RECENT - 1)
    assert len(past.sessions) == len(past.probes["squat"]) == RECENT
    assert past.sessions[-1].day == past.probes["squat"][-1].day == last
    assert len(trained_days(past, last)) == 3 * RECENT


def test_days_with_the_stretch_alone_are_no_training_days() -> None:
    assert past_of(2 * RECENT, STRETCH).earlier == frozenset()


def test_a_mirror_keeps_the_sets_of_the_latest_routines_alone() -> None:
    mirror = Mirror((PlannedSet("squat", "both", 1),))
    kept = []
    for _ in range(50):
        mirror.at_work().reps(1).until("pain").press("select").until("summary").press("select")
        kept.append(len(mirror.session.results))
    assert kept[:20] == list(range(1, 21))
    assert kept[-1] == kept[-2] == 40
