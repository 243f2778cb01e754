"""The end of a routine: what a re-test measured, and what is to be said to the person."""

from dataclasses import replace
from datetime import date

from mirror.programme.comparison import change
from mirror.programme.person import NOT_MEASURED, Body, Person
from mirror.programme.plateau import Advice
from mirror.programme.retest import Retest, measured
from mirror.programme.review import advice_of, standing_of
from mirror.session.course import Course
from mirror.session.happenings import RetestDone, Stopped
from mirror.session.members import with_retest
from mirror.session.notices import Notice, advice_notice
from mirror.session.planned import ONE_LEG, STANCES
from mirror.session.reasons import sentence
from mirror.session.stage import Stage


def after_notices(stage: Stage, course: Course) -> tuple[Notice, ...]:
    """Keep what a re-test measured; what to read after the summary, empty after other routines."""
    member = stage.member
    if member is None or course.kind != "retest" or not course.over:
        return ()
    day, texts = course.day or stage.day, stage.texts
    made = _measured(course, body_of(course), day)
    stage.tell(RetestDone(stage.now_s, member.person.id, made))
    past = with_retest(member.past, made)
    stage.people.remember(past)
    if made.standing != NOT_MEASURED:
        stage.keep(replace(_person(stage, member.person), body=made.standing))
    found = change(past.retests)
    notices = [Notice(texts["told.retest"], sentence(found.reason, texts), tone="plain")]
    for said in (standing_of(past.retests), advice_of(past, day)):
        if said is None:
            continue
        reason, route = (said.reason, said.route) if isinstance(said, Advice) else (said, None)
        stage.tell(Stopped(stage.now_s, member.person.id, "advice", reason, route))
        notices.append(advice_notice(reason, route, texts))
    return tuple(notices)


def body_of(course: Course) -> Body:
    """The body as it stood in the re-test."""
    together, apart = (course.stood(name) for name in STANCES)
    sizes = apart or together
    if sizes is None:
        return NOT_MEASURED
    return Body(
        leg_torso=sizes.leg_torso,
        shank_torso=sizes.shank_torso,
        hip_width_torso=sizes.hip_width_torso,
        together_left_deg=None if together is None else together.left_deg,
        together_right_deg=None if together is None else together.right_deg,
        apart_left_deg=None if apart is None else apart.left_deg,
        apart_right_deg=None if apart is None else apart.right_deg,
    )


def _measured(course: Course, body: Body, day: date) -> Retest:
    return measured(
        day,
        squats=course.reps_of("squat", "both"),
        left=course.reps_of(ONE_LEG, "left"),
        right=course.reps_of(ONE_LEG, "right"),
        standing=body,
    )


def _person(stage: Stage, known: Person) -> Person:
    return known if stage.member is None else stage.member.person
