"""Which scene follows which, from idle to summary.

    idle       somebody seen for 1 s, any press     who (nobody is kept, or one person: home);
                                                    network before it, once, where none is known
    who        chosen                               home; first the morning question when it is due
               new person                           name, level, bands, goals, flags, home
               back                                 idle
    home       plan, exercise or continue chosen    a person: pain_before; a guest: how_to
               singles, progress, cards, profile,
               settings, network                    that page; back: home
               back                                 idle
    network    select (with a network: down)        wifi; back, or joined: network
    settings   how the mirror is                    health; back: settings
    pain_before answered, or 20 s                   how_to or timed; told when it stops the day
    timed      its time, or select                  what comes next
    how_to     8 s, or select                       check
    check      all four steps right, or select      countdown
               back                                 how_to
    countdown  3 s, select, or a rep done early     work
               start position left, or back         check
    work       target reached, tired, or back       pain after the last set of an exercise,
                                                    else rest
    pain       answered, or 20 s                    sharp from 3 on, then effort (a person), then
                                                    rest; summary after the last set, or when the
                                                    answer says stop, with the health questions
    rest       its time, or select                  how_to of another exercise, else check
    summary    60 s, select or back                 told when there is something to say, else home

Nobody there and nothing pressed: menus to idle after 1 min; a routine after 5 min is kept to be
continued. Leaving a routine and pausing it: `mirror.session.flow`. What follows the answers to
questions stands in `mirror.session.answers`.
"""

from typing import Final

from mirror.session import answers
from mirror.session.course import Course
from mirror.session.happenings import SetDone
from mirror.session.history import PastSession
from mirror.session.stage import Stage, end_of
from mirror.session.states import questions
from mirror.session.states.check import Check
from mirror.session.states.countdown import Countdown
from mirror.session.states.home import home, singles, who
from mirror.session.states.how_to import HowTo
from mirror.session.states.idle import Idle
from mirror.session.states.network import Network
from mirror.session.states.over import Question
from mirror.session.states.pages import Page
from mirror.session.states.rest import Rest
from mirror.session.states.settings import SettingsMenu
from mirror.session.states.state import Outcome, State
from mirror.session.states.summary import Summary, score_of
from mirror.session.states.timed import Timed
from mirror.session.states.wifi import SetUpWifi
from mirror.session.states.work import Work

TRAINING: Final = frozenset(
    {"how_to", "timed", "check", "countdown", "work", "rest", "pain", "sharp", "effort"}
    | {"told", "flags"}
)
"""Scenes of a routine; the last two also stand outside of one."""
EDITS: Final = ("name", "level", "bands", "goals")
"""The first set-up of a person, in its order, before the health questions."""


def follow(state: State, outcome: Outcome, stage: Stage) -> State:
    """The scene after one that ended."""
    course = stage.course
    if outcome == "alone":
        stage.then = None
    if state.name in TRAINING and course is not None:
        if outcome == "alone":
            stage.park()
            return Idle(stage)
        return _in_training(state, outcome, stage, course)
    return _at_home(state, outcome, stage)


def _at_home(state: State, outcome: Outcome, stage: Stage) -> State:  # noqa: C901, PLR0911, PLR0912 - a table
    match (state.name, outcome):
        case ("idle", _) if _offers_wifi(stage):
            stage.wifi_offered = True
            stage.then = lambda: _woken(stage)
            return Network(stage)
        case ("idle", _):
            return _woken(stage)
        case (_, "alone") | ("home" | "who", "back"):
            return Idle(stage)
        case ("who", "chosen"):
            return answers.arrived(stage)
        case ("home" | "singles", "begin"):
            return _begin(stage)
        case ("pain_before", _):
            told = answers.begin(stage)
            if told is not None and stage.course is not None:
                stage.then = lambda: _begin(stage)
            return _begin(stage) if told is None else told
        case ("home", "progress" | "cards" as name):
            return Page(stage, name)
        case ("home", "network") | ("wifi", _):
            return Network(stage)
        case ("network", "wifi"):
            return SetUpWifi(stage)
        case ("home", "settings") | ("health", "back"):
            return SettingsMenu(stage)
        case ("settings", "health" as name):
            return Page(stage, name)
        case ("home", "singles"):
            return singles(stage)
        case ("home", "why"):
            return answers.why_stopped(stage)
        case (_, "who"):
            return who(stage)
        case (_, "new_person"):
            stage.begin_draft()
            return answers.edit(stage, "name")
        case ("name" | "level" | "bands" | "goals" | "without" as name, _):
            return _edited(stage, name, outcome)
        case (_, "profile"):
            return questions.profile(stage)
        case (_, "name" | "level" | "bands" | "goals" | "without" | "flags" as name):
            return answers.edit(stage, name)
        case ("profile", "forget"):
            return Question(stage, "forget")
        case ("forget", "forget"):
            stage.forget()
            return _woken(stage)
        case ("forget", _):
            return questions.profile(stage)
        case ("flags" | "told" | "pain_morning", _):
            return answers.next_of(stage)
        case _:
            stage.conclude()
            return answers.next_of(stage)


def _woken(stage: Stage) -> State:
    if len(stage.people.members) == 1 and stage.people.place == 0:
        return answers.arrived(stage)
    return who(stage) if stage.people.members or stage.setup.keeps else home(stage)


def _offers_wifi(stage: Stage) -> bool:
    """A mirror that never had a network: once, and whoever wants none goes on with back."""
    known = stage.network
    ready = known.wifi.radio == "ready" and not known.wifi.known
    return ready and not known.address and not stage.wifi_offered


def _begin(stage: Stage) -> State:
    """The first scene of the routine, or the question before it."""
    if stage.wanted is not None:
        return answers.before(stage)
    course = stage.course
    if course is None:
        return home(stage)
    return Timed(stage, course) if course.planned.timed else HowTo(stage, course)


def _edited(stage: Stage, name: str, outcome: Outcome) -> State:
    """The next step of a first set-up; for a person who is known, back to what is known of them."""
    if stage.people.draft is None:
        return questions.profile(stage)
    place = EDITS.index(name) + (1 if outcome == "on" else -1)
    if place < 0:
        stage.people.draft = None
        return who(stage)
    return answers.edit(stage, EDITS[place] if place < len(EDITS) else "flags")


def _in_training(  # noqa: PLR0911 - a table, one return a row
    state: State, outcome: Outcome, stage: Stage, course: Course
) -> State:
    match (state.name, outcome):
        case ("timed", _):
            course.advance()
            return summary(stage, course) if course.over else _next_set(stage, course)
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
        case ("pain" | "sharp" | "effort" as name, _):
            more = answers.after(stage, course, name, sharp=outcome == "sharp")
            return _after_exercise(stage, course) if more is None else more
        case ("told" | "flags", _):
            return answers.next_of(stage, then=lambda: _after_exercise(stage, course))
        case ("rest", _):
            return _next_set(stage, course)
        case _:  # how-to seen, start position left
            return Check(stage, course)


def summary(stage: Stage, course: Course) -> State:
    """The end of a routine; it counts as a session when anything was done in it."""
    if course.done_any:
        stage.history.append(PastSession(stage.texts["progress.today"], score_of(course)))
    stage.end_session(course, end_of(course))
    answers.over(stage, course)
    return Summary(stage, course)


def _next_set(stage: Stage, course: Course) -> State:
    if course.planned.timed:
        return Timed(stage, course)
    return HowTo(stage, course) if course.new_exercise else Check(stage, course)


def _after_set(stage: Stage, course: Course) -> State:
    """Keep the set; ask about pain when its exercise is over, else rest."""
    planned, exercise_over = course.planned, course.exercise_over
    count = 0 if course.current is None else course.current.tally.count
    stage.tell(*course.close(stage.source, stage.now_s))
    course.advance()
    stage.tell(SetDone(stage.now_s, planned.exercise, count))
    if exercise_over and planned.kind != "warm_up":
        return answers.pain_after(stage, course, planned.exercise)
    return summary(stage, course) if course.over else _rest(stage, course)


def _after_exercise(stage: Stage, course: Course) -> State:
    if course.over or course.hurts:
        return summary(stage, course)
    return _rest(stage, course)


def _rest(stage: Stage, course: Course) -> State:
    before = course.index - 1
    rest_s = course.routine[before].rest_s
    if course.results and course.results[-1][0] == before and rest_s > 0.0:
        return Rest(stage, course, rest_s=rest_s)
    # Nothing was done in the set, or it was a warm-up: nothing to rest from.
    return _next_set(stage, course)
