"""The end of a routine: what a re-test measured, and what is to be said to the person."""

from dataclasses import replace
from datetime import date
from typing import Final

from mirror.programme.comparison import change
from mirror.programme.person import NOT_MEASURED, Body
from mirror.programme.plateau import Advice
from mirror.programme.reason import Reason
from mirror.programme.retest import Retest, measured
from mirror.programme.review import advice_of, standing_of
from mirror.session.course import Course
from mirror.session.kept import RetestDone, Stopped
from mirror.session.members import Member, with_advice, with_retest
from mirror.session.notices import Notice, advice_notice
from mirror.session.planned import ONE_LEG, STANCES
from mirror.session.reasons import sentence
from mirror.session.stage import Stage

AGAIN_DAYS: Final = 28
"""An advice is not said again sooner: who did not follow it knows it. A design choice."""


def after_notices(stage: Stage, course: Course) -> tuple[Notice, ...]:
    """Keep what a re-test measured; what is to be read after the summary, often nothing."""
    member = stage.member
    if member is None or not course.over or course.hurts:
        return ()
    notices = _retested(stage, course, member) if course.kind == "retest" else []
    past = member.past if stage.member is None else stage.member.past
    advices: list[Reason | Advice | None] = [advice_of(past, stage.day)]
    if course.kind == "retest":
        advices.insert(0, standing_of(past.retests))
    return *notices, *(one for said in advices for one in _advised(stage, said))


def _retested(stage: Stage, course: Course, member: Member) -> list[Notice]:
    day, texts = course.day or stage.day, stage.texts
    made = _measured(course, body_of(course), day)
    stage.tell(RetestDone(stage.now_s, member.person.id, made))
    past = with_retest(member.past, made)
    stage.people.remember(past)
    if made.standing != NOT_MEASURED:
        stage.keep(replace(member.person, body=made.standing))
    found = change(past.retests)
    return [Notice(texts["told.retest"], sentence(found.reason, texts), tone="plain")]


def _advised(stage: Stage, said: Reason | Advice | None) -> list[Notice]:
    """An advice that is due, told and remembered; empty when it was said not long ago."""
    member = stage.member
    if member is None or said is None:
        return []
    reason, route = (said.reason, said.route) if isinstance(said, Advice) else (said, None)
    last = member.past.advised.get(reason.key)
    if last is not None and 0 <= (stage.day - last).days < AGAIN_DAYS:
        return []
    stage.people.remember(with_advice(member.past, reason.key, stage.day))
    stage.tell(Stopped(stage.now_s, member.person.id, "advice", reason, route))
    return [advice_notice(reason, route, stage.texts)]


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
