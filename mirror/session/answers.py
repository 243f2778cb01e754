"""What follows the answers to questions: pain, effort, health; stops are told, and hold."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from mirror.programme.flags import most_urgent
from mirror.programme.pain import AMBER_FROM, RED_FROM, light_of
from mirror.programme.person import Person
from mirror.programme.planner import Today
from mirror.programme.records import of_exercise
from mirror.session.asking import Asked, begun
from mirror.session.closing import after_notices
from mirror.session.course import Course
from mirror.session.kept import EffortTold, PainTold, Stopped
from mirror.session.members import with_morning
from mirror.session.notices import left_out_notice, stop_notice
from mirror.session.stage import Stage
from mirror.session.states import questions
from mirror.session.states.home import home
from mirror.session.states.over import Question
from mirror.session.states.pain import ASKED_S, Effort, Pain
from mirror.session.states.state import State
from mirror.session.states.told import Told

MORNING_DAYS: Final = 3
"""So long after a session the question about the morning after it still makes sense: somebody who
comes back on the third day remembers. A design choice."""

Make = Callable[[Stage, Person, Callable[[Person], None]], State]
_EDITS: Final[Mapping[str, Make]] = {
    "name": questions.name_of,
    "level": questions.level_of,
    "bands": questions.bands_of,
    "goals": questions.goals_of,
    "without": questions.without_of,
}


def arrived(stage: Stage) -> State:
    """Somebody said who they are: health questions not answered yet, the morning, home."""
    member = stage.member
    if member is None:
        return home(stage)
    stage.speak(member.person.language)
    if not member.person.asked:
        return edit(stage, "flags")
    if not _morning_due(stage):
        return home(stage)
    stage.people.asked.add((member.person.id, stage.day))

    def answered(value: int | None) -> None:
        stage.tell(PainTold(stage.now_s, member.person.id, "morning", "", value))
        if value is not None:
            stage.people.remember(with_morning(member.past, value))

    return Pain(stage, question=stage.texts["pain.morning"], answered=answered, name="pain_morning")


def edit(stage: Stage, name: str) -> State:
    """A question about a person, new or known."""
    known = None if stage.member is None else stage.member.person
    person = stage.people.draft or known or Person()
    if name == "flags":
        stage.then = lambda: _flags_answered(stage)
        return questions.flags_of(stage, person, first=True)

    def kept(changed: Person) -> None:
        if stage.people.draft is not None:
            stage.people.draft = changed
        else:
            stage.keep(changed)

    return _EDITS[name](stage, person, kept)


def next_of(stage: Stage, then: Callable[[], State] | None = None) -> State:
    """What was put off until a notice is read or a question answered; else `then`, else home."""
    while stage.then is not None:
        due, stage.then = stage.then, None
        state = due()
        if state is not None:
            return state
    return home(stage) if then is None else then()


def why_stopped(stage: Stage) -> State:
    """The stop that holds the plan, once more."""
    member = stage.member
    if member is None:
        return home(stage)
    stop = begun(member.person, member.past, Today(stage.day), Asked()).stop
    if stop is None:
        return home(stage)
    return Told(stage, (stop_notice(stop.reason, stop.route, stage.texts),))


def before(stage: Stage) -> State:
    """The pain question before a person's session."""

    def answered(value: int | None) -> None:
        stage.pain_before = value

    return Pain(stage, question=stage.texts["pain.before"], answered=answered, name="pain_before")


def begin(stage: Stage) -> State | None:
    """Begin what was wanted, now that pain is known; what is to be told first, such as a stop."""
    member, asked = stage.member, stage.wanted
    stage.wanted = None
    if member is None or asked is None:
        return home(stage)
    pain, person = stage.pain_before, member.person
    made = begun(person, member.past, Today(stage.day, pain, asked.ask), asked)
    if made.stop is None and made.routine:
        course = Course(
            made.routine,
            person=person.id,
            kind=asked.kind,
            week=made.week,
            before=pain,
            day=stage.day,
        )
        stage.begin(course)
        stage.tell(PainTold(stage.now_s, person.id, "before", "", pain))
        left_out = () if made.plan is None else made.plan.left_out
        notices = tuple(left_out_notice(name, why, stage.texts) for name, why in left_out)
        return Told(stage, notices) if notices else None
    stage.tell(PainTold(stage.now_s, person.id, "before", "", pain))
    if made.stop is None:
        return home(stage)
    stop = made.stop
    stage.tell(Stopped(stage.now_s, person.id, stop.scope, stop.reason, stop.route))
    if stop.ask_flags:
        stage.then = lambda: _flags_again(stage)
    return Told(stage, (stop_notice(stop.reason, stop.route, stage.texts),))


def pain_after(stage: Stage, course: Course, exercise: str) -> State:
    """The pain question after an exercise."""
    course.pain[exercise] = None

    def answered(value: int | None) -> None:
        course.pain[exercise] = value
        if course.person and (value is None or value < AMBER_FROM):
            stage.tell(PainTold(stage.now_s, course.person, "after", exercise, value))

    name = stage.texts[f"exercise.{exercise}"]
    question = stage.texts["pain.question"].format(exercise=name)
    return Pain(stage, question=question, answered=answered)


def after(
    stage: Stage, course: Course, name: Literal["pain", "sharp", "effort"], *, sharp: bool
) -> State | None:
    """The next question about an exercise, or the stop its answers mean; None: go on."""
    if not course.person:
        return None
    exercise = course.routine[course.index - 1].exercise
    value = course.pain.get(exercise)
    if name == "pain" and value is not None and value >= AMBER_FROM:
        return Question(stage, "sharp", asked_s=ASKED_S)
    if name == "sharp":
        if sharp:
            course.sharp.append(exercise)
        stage.tell(PainTold(stage.now_s, course.person, "after", exercise, value, sharp))
    if name != "effort":
        stop = _stop(stage, course, exercise)
        if stop is not None:
            return stop
        if course.kind != "retest":
            return _effort(stage, course, exercise)
    return None


def over(stage: Stage, course: Course) -> None:
    """A routine is over: what is to be said of it after its summary."""
    notices = after_notices(stage, course)
    if notices:
        stage.then = lambda: Told(stage, notices)


def _effort(stage: Stage, course: Course, exercise: str) -> State:
    course.effort[exercise] = None

    def answered(value: int | None) -> None:
        course.effort[exercise] = value
        stage.tell(EffortTold(stage.now_s, course.person, exercise, value))

    name = stage.texts[f"exercise.{exercise}"]
    question = stage.texts["effort.question"].format(exercise=name)
    return Effort(stage, question=question, answered=answered)


def _stop(stage: Stage, course: Course, exercise: str) -> State | None:
    """A red light ends the exercise, high or sharp pain the session; then health is asked."""
    member = stage.member
    past = () if member is None else member.past.sessions
    earlier = [one.pain for one in of_exercise(past, exercise)[-1:]]
    pain = course.pain_of(exercise)
    verdict = light_of(pain, earlier)
    if verdict.light != "red" or member is None:
        return None
    high = pain.after is not None and pain.after >= RED_FROM
    scope: Literal["exercise", "session"] = "session" if high or pain.sharp else "exercise"
    stage.tell(Stopped(stage.now_s, course.person, scope, verdict.reason))
    stage.then = lambda: _flags_again(stage)
    return Told(stage, (stop_notice(verdict.reason, None, stage.texts),))


def _flags_again(stage: Stage) -> State:
    """Pain says so: the health questions, without those about the person."""
    member = stage.member
    if member is None:
        return home(stage)
    stage.then = lambda: _flags_answered(stage)
    return questions.flags_of(stage, member.person, first=False)


def _flags_answered(stage: Stage) -> State | None:
    """A yes is told, and stops the programme and the routine that runs."""
    stage.people.draft = None
    member = stage.member
    if member is None or most_urgent(member.person.flags) is None:
        return None
    if stage.course is not None:
        stage.course.stopped = True
    return Told(stage, questions.flag_notices(stage, member.person))


def _morning_due(stage: Stage) -> bool:
    """The latest session was some days ago at most, and nobody asked about the morning after."""
    member = stage.member
    if (
        member is None
        or (member.person.id, stage.day) in stage.people.asked
        or not member.past.sessions
    ):
        return False
    last = member.past.sessions[-1]
    unasked = all(one.pain.next_morning is None for one in last.exercises)
    return bool(last.exercises) and unasked and 0 < (stage.day - last.day).days <= MORNING_DAYS
