"""The flow of a session in front of a camera: clocks, buttons, and what lies over a scene.

Which scene follows which stands in `mirror.session.transitions`. Over a scene, which stands still
meanwhile, may lie, the last one on top:

    pause      long select from how_to to rest      select: on; from countdown or work by the check
    leave      long back in a routine               no: on; yes: home, the routine can be continued
               (nothing done yet: home at once)
    shut_down  back and down held                   no: on; yes: the end
    error      the camera broke                     on when it is back; a set goes on with its count

Long back elsewhere: home (from who: idle). Up and down have no long press.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from exercises.pose import Pose
from mirror.config.settings import Settings
from mirror.model import SetResult
from mirror.session.current import CurrentSet
from mirror.session.happenings import Happening, SceneChanged, TrackerBegan
from mirror.session.inputs import (
    DayBegan,
    HealthTold,
    Input,
    NetworkChanged,
    PersonWished,
    Press,
    RecordsTold,
    Sensed,
    SettingsWished,
    ShutDownHeld,
    SourceEnded,
    SourceFailed,
    SourceOpened,
    SystemStops,
    Tick,
)
from mirror.session.noticed import Notices
from mirror.session.people import People
from mirror.session.scenes import Picture
from mirror.session.setup import Setup
from mirror.session.stage import Stage
from mirror.session.states.check import Check
from mirror.session.states.home import home
from mirror.session.states.idle import Idle
from mirror.session.states.over import Failed, Pause, Question, ShuttingDown
from mirror.session.states.starting import Starting
from mirror.session.states.state import Outcome, State
from mirror.session.transitions import TRAINING, follow, summary
from mirror.session.wished import grant

PAUSABLE: Final = TRAINING - {"pain", "sharp", "effort", "told", "flags"}


class Flow:
    """Holds the scene that is on, and what lies over it.

    Args:
        setup: what it is made of.
    """

    def __init__(self, setup: Setup) -> None:
        """Start before the first moment of time."""
        self._stage = Stage(setup, -math.inf)
        self._stage.take_up(setup.resume)
        self._state: State = Starting(self._stage)
        self._over: list[State] = []
        self._told: SceneChanged | None = None
        self._notices = Notices()

    @property
    def settings(self) -> Settings:
        """As chosen now."""
        return self._stage.settings

    @property
    def shutting_down(self) -> bool:
        """Confirmed."""
        return self._stage.shut_down

    @property
    def results(self) -> tuple[SetResult, ...]:
        """The finished sets, in order."""
        return self._stage.results

    @property
    def pain(self) -> Mapping[str, int | None]:
        """Answers of the routine that runs or ran last."""
        return dict(self._stage.pain)

    @property
    def current(self) -> CurrentSet | None:
        """The set that runs."""
        course = self._stage.course
        return None if course is None else course.current

    def saved(self) -> dict[str, object]:
        """What must be kept to go on later; empty when there is nothing."""
        for course in (self._stage.course, self._stage.parked):
            if course is not None and course.done_any and not course.over and not course.hurts:
                return course.saved()
        return {}

    @property
    def notice(self) -> str:
        """A word on the records or the mirror's health; empty: all is well, or it was read."""
        return self._notices.words

    @property
    def people(self) -> People:
        """Who trains here, as they are now."""
        return self._stage.people

    def happenings(self) -> tuple[Happening, ...]:
        """What happened since the last call."""
        return self._stage.take()

    def picture(self) -> Picture:
        """What is to be seen."""
        return self._top.picture()

    def end(self) -> None:
        """The program ends: what was done is in `results`; a routine can still be continued."""
        self._stage.leave_off()

    def feed(self, item: Input) -> None:  # noqa: C901, PLR0912 - a table
        """Take the next input."""
        match item:
            case Pose(t_s=t_s):
                self._time(t_s)
                self._pose(item)
            case Tick(t_s=t_s, time_of_day=time_of_day):
                self._time(t_s)
                self._stage.time_of_day = time_of_day
            case Press(t_s=t_s):
                self._time(t_s)
                self._press(item)
            case ShutDownHeld(t_s=t_s):
                self._time(t_s)
                if self._top.name not in {"shut_down", "shutting_down"}:
                    self._over.append(Question(self._stage, "shut_down"))
            case Sensed(t_s=t_s, there=there):
                self._time(t_s)
                self._stage.sense(there=there)
            case SystemStops():
                self._over = [ShuttingDown(self._stage)]
            case SourceOpened():
                self._opened(item)
            case SourceEnded():
                texts = self._stage.texts
                self._fail(texts["error.ended"], texts["error.ended_remedy"])
            case SourceFailed(message=message, remedy=remedy):
                self._fail(message, remedy)
            case NetworkChanged():
                self._stage.network = item
            case DayBegan():
                self._stage.begin_day(item)
            case PersonWished() | SettingsWished():
                grant(self._stage, item)
            case RecordsTold():
                self._notices.records(item, self._stage.texts)
            case HealthTold():
                self._stage.vitals = item.vitals
                self._notices.health(item)
        self._settle()

    @property
    def _top(self) -> State:
        return self._over[-1] if self._over else self._state

    def _time(self, t_s: float) -> None:
        """Move the clocks; training time stands still under anything that lies over it."""
        stage = self._stage
        if not math.isfinite(t_s) or t_s <= stage.now_s:
            return
        if isinstance(self._state, Starting):
            stage.start(t_s)
            self._state = Idle(stage)
            return
        if not self._over:
            stage.t_s += t_s - stage.now_s
        stage.now_s = t_s

    def _pose(self, pose: Pose) -> None:
        self._stage.see(pose)
        self._end(self._top.pose(pose))

    def _press(self, press: Press) -> None:
        stage, top = self._stage, self._top
        stage.active_s = stage.now_s
        long, button = press.kind == "long", press.button
        if not long or top.name in {"idle", "starting", "error", "shutting_down"}:
            self._end(top.press(button))
        elif button == "back":
            self._homewards()
        elif button == "select" and top.name in PAUSABLE:
            self._end("pause")
        else:  # one step, as when pressed shortly
            self._end(top.press(button))

    def _settle(self) -> None:
        """Let time end scenes, then tell which scene is on."""
        self._end(self._top.tick())
        stage, top = self._stage, self._top
        self._notices.tick(top.name, stage.now_s, lambda: stage.texts)
        course = stage.course if self._state.name in TRAINING else None
        planned = None if course is None or course.over else course.planned
        now = SceneChanged(
            stage.now_s,
            top.name,
            exercise="" if planned is None else planned.exercise,
            side=None if planned is None else planned.side,
        )
        if self._told is None or replace(now, t_s=self._told.t_s) != self._told:
            self._told = now
            stage.tell(now)

    def _opened(self, opened: SourceOpened) -> None:
        """A camera is there (again): a set that ran goes on where it was, with a new tracker."""
        stage = self._stage
        stage.source = opened
        stage.reopen()
        course = stage.course
        if course is not None and course.current is not None:
            course.current.renew(stage.setup.make_tracker(course.current.exercise))
            if self._state.name != "check":  # a check has a tracker of its own
                stage.tell(TrackerBegan(stage.now_s, course.current.exercise))
        self._over = [one for one in self._over if one.name != "error"]

    def _fail(self, message: str, remedy: str) -> None:
        if self._top.name != "shutting_down":
            self._over = [one for one in self._over if one.name != "error"]
            self._over.append(Failed(self._stage, message=message, remedy=remedy))

    def _end(self, outcome: Outcome | None) -> None:
        """What follows the end of the scene on top."""
        if outcome is None:
            return
        if self._over:
            self._end_over(outcome)
        elif outcome == "leave":
            self._homewards()
        elif outcome == "pause":
            self._over.append(Pause(self._stage))
        else:
            self._state = follow(self._state, outcome, self._stage)

    def _end_over(self, outcome: Outcome) -> None:
        """What follows the end of what lies on top."""
        over = self._over.pop()
        match (over.name, outcome):
            case ("pause", "resume") if self._state.name in {"countdown", "work"}:
                course = self._stage.course
                if course is not None:
                    self._state = Check(self._stage, course)
            case ("pause", "leave"):
                self._over.append(over)  # who stays finds the pause again
                self._homewards()
            case ("leave", "leave"):
                self._leave()
            case ("shut_down", "shut_down"):
                self._stage.shut_down = True
                self._over = [ShuttingDown(self._stage)]
            case (_, "alone") if self._state.name in TRAINING:
                self._over.clear()
                self._stage.park()
                self._state = Idle(self._stage)
            case _:
                pass

    def _homewards(self) -> None:
        """Home from anywhere; asks when reps were done."""
        stage, course = self._stage, self._stage.course
        self._over = [one for one in self._over if one.name == "pause"]
        if self._state.name not in TRAINING or course is None:
            stage.conclude()
            stage.then = stage.people.draft = stage.wanted = None
            self._state = Idle(stage) if self._state.name == "who" else home(stage)
        elif course.done_any:
            self._over.append(Question(stage, "leave"))
        else:
            self._leave()

    def _leave(self) -> None:
        """Out of a routine; one that is over gets its summary."""
        stage, course = self._stage, self._stage.course
        self._over.clear()
        if course is not None and course.over:
            self._state = summary(stage, course)
            return
        stage.park()
        self._state = home(stage)
