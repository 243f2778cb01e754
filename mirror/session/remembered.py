"""What becomes of a routine in a person's past."""

from datetime import date

from mirror.programme.feedback import Probe
from mirror.programme.records import ExerciseRecord, SessionRecord
from mirror.session.course import Course


def session_record(course: Course, day: date) -> SessionRecord:
    """The session a routine was; exercises outside the programme, warm-up and re-test left out."""
    planned = [one for one in course.routine if one.load is not None]
    made = [_exercise(course, name) for name in dict.fromkeys(one.exercise for one in planned)]
    return SessionRecord(
        day=day,
        exercises=tuple(one for one in made if one is not None),
        completed=course.over and not course.hurts,
        kind=course.kind,
    )


def probes(course: Course, day: date) -> tuple[tuple[str, Probe], ...]:
    """The silent sets, with their exercise."""
    return tuple(
        (one.exercise, Probe(day, one.stage, record.score))
        for index, record in course.records
        if (one := course.routine[index]).kind == "probe"
    )


def _exercise(course: Course, name: str) -> ExerciseRecord | None:
    """One exercise; None when no set of it was begun."""
    places = [
        index
        for index, one in enumerate(course.routine)
        if one.exercise == name and one.load is not None
    ]
    sets = tuple(record for index, record in course.records if index in places)
    load = course.routine[places[0]].load
    if not sets or load is None:
        return None
    return ExerciseRecord(
        exercise=name,
        load=load,
        sets=sets,
        effort=course.effort.get(name),
        pain=course.pain_of(name),
        completed=len(sets) == len(places) and all(one.done >= one.target for one in sets),
    )
