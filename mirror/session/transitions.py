"""Which scene follows which, from idle to summary.

    idle       somebody seen for 1 s, any press     who (one profile: home)
    who        chosen                               home
               back                                 idle
    home       plan, exercise or continue chosen    how_to
               progress, settings, network          that page; back: home
               back                                 idle
    how_to     8 s, or select                       check
    check      all four steps right, or select      countdown
               back                                 how_to
    countdown  3 s, select, or a rep done early     work
               start position left, or back         check
    work       target reached, or back              pain after the last set of an exercise,
                                                    else rest
    pain       answered, or 20 s                    rest; summary after the last set, or when the
                                                    answer says stop
    rest       its time, or select                  how_to of another exercise, else check
    summary    60 s, select or back                 home

Nobody there and nothing pressed: menus to idle after 1 min; a routine after 5 min is kept to be
continued. Leaving a routine and pausing it: `mirror.session.flow`.
"""

from typing import Final

from mirror.session.course import Course
from mirror.session.happenings import SetDone
from mirror.session.history import PastSession
from mirror.session.stage import Stage
from mirror.session.states.check import Check
from mirror.session.states.countdown import Countdown
from mirror.session.states.home import Home, Who
from mirror.session.states.how_to import HowTo
from mirror.session.states.idle import Idle
from mirror.session.states.pages import Page
from mirror.session.states.pain import Pain
from mirror.session.states.rest import Rest
from mirror.session.states.settings import SettingsMenu
from mirror.session.states.state import Outcome, State
from mirror.session.states.summary import Summary, score_of
from mirror.session.states.work import Work

TRAINING: Final = frozenset({"how_to", "check", "countdown", "work", "rest", "pain"})
"""Scenes of a routine."""


def follow(state: State, outcome: Outcome, stage: Stage) -> State:  # noqa: PLR0911 - a table, one return a row
    """The scene after one that ended."""
    course = stage.course
    if state.name in TRAINING and course is not None:
        if outcome == "alone":
            stage.park()
            return Idle(stage)
        return _in_training(state, outcome, stage, course)
    match (state.name, outcome):
        case ("idle", _):
            return Who(stage) if len(stage.setup.profiles) > 1 else Home(stage)
        case (_, "alone") | ("home" | "who", "back"):
            return Idle(stage)
        case ("home", "begin") if course is not None:
            return HowTo(stage, course)
        case ("home", "progress"):
            return Page(stage, "progress")
        case ("home", "settings"):
            return SettingsMenu(stage)
        case ("home", "network"):
            return Page(stage, "network")
        case _:
            stage.conclude()
            return Home(stage)


def _in_training(  # noqa: PLR0911 - a table, one return a row
    state: State, outcome: Outcome, stage: Stage, course: Course
) -> State:
    match (state.name, outcome):
        case ("check", "back"):
            return HowTo(stage, course)
        case ("check", _):
            return Countdown(stage, course, patient=outcome == "done")
        case ("countdown", "on"):
            if course.current is not None and course.current.tally.done:
                return _after_set(stage, course)  # one rep was wanted, and done early
            return Work(stage, course)
        case ("work", _):
            return _after_set(stage, course)
        case ("pain", _) if course.over or course.hurts:
            return summary(stage, course)
        case ("pain", _):
            return _rest(stage, course)
        case ("rest", _) if course.new_exercise:
            return HowTo(stage, course)
        case _:  # how-to seen, rest over within an exercise, start position left
            return Check(stage, course)


def summary(stage: Stage, course: Course) -> State:
    """The end of a routine; it counts as a session when anything was done in it."""
    if course.done_any:
        stage.history.append(PastSession(stage.texts["progress.today"], score_of(course)))
    return Summary(stage, course)


def _after_set(stage: Stage, course: Course) -> State:
    """Keep the set; ask about pain when its exercise is over, else rest."""
    planned, exercise_over = course.planned, course.exercise_over
    count = 0 if course.current is None else course.current.tally.count
    course.close(stage.source)
    course.advance()
    stage.tell(SetDone(stage.now_s, planned.exercise, count))
    if exercise_over:
        return Pain(stage, course, exercise=planned.exercise)
    return _rest(stage, course)


def _rest(stage: Stage, course: Course) -> State:
    before = course.index - 1
    if course.results and course.results[-1][0] == before:
        return Rest(stage, course, rest_s=course.routine[before].rest_s)
    # Nothing was done in the set: nothing to rest from.
    return HowTo(stage, course) if course.new_exercise else Check(stage, course)
