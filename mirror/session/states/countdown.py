"""Three seconds before a set. A rep that is done early counts, and begins the set."""

import math
from typing import Final

from exercises.pose import Pose
from mirror.session.course import Course
from mirror.session.happenings import CountdownAt
from mirror.session.inputs import Button
from mirror.session.scenes import CountdownView
from mirror.session.stage import Stage
from mirror.session.states.check import followed
from mirror.session.states.state import GONE_S, Outcome

SECONDS: Final = 3
MOVED_S: Final = 0.7
"""Away from the start position for longer than that takes the person back to the check; shorter
is a step to find one's balance. A design choice."""


class Countdown:
    """See the module.

    Args:
        stage: what the scenes share.
        course: the routine.
        patient: begin wherever the person is: they skipped the check.
    """

    name = "countdown"

    def __init__(self, stage: Stage, course: Course, *, patient: bool) -> None:
        """Start now."""
        self._stage = stage
        self._course = course
        self._patient = patient
        self._since_s = self._fine_s = stage.t_s
        self._told = SECONDS + 1
        self._done_before = _done(course)
        self._tell()

    def pose(self, pose: Pose) -> Outcome | None:
        """Follow the person already."""
        self._stage.tell(*self._course.feed(pose))
        if _done(self._course) > self._done_before:
            return "on"
        now = self._course.snapshot
        if self._patient or now is None or followed(now):
            self._fine_s = self._stage.t_s
        return "moved" if self._stage.t_s - self._fine_s > MOVED_S else None

    def tick(self) -> Outcome | None:
        """Tell each second; zero begins the set."""
        if self._stage.idle_for_s > GONE_S:
            return "alone"
        self._tell()
        return "on" if self._gone_s >= SECONDS else None

    def press(self, button: Button) -> Outcome | None:
        """Select begins at once, back shows the check again."""
        match button:
            case "select":
                return "on"
            case "back":
                return "back"
            case _:
                return None

    def picture(self) -> CountdownView:
        """The second."""
        stage, planned = self._stage, self._course.planned
        title = stage.texts[f"exercise.{planned.exercise}"]
        side = stage.texts[f"side.{planned.side}"] if planned.side else ""
        pattern = stage.texts["check.title"]
        return CountdownView(
            title=pattern.format(exercise=title, side=side) if side else title,
            number=self._number,
            fraction=min(1.0, self._gone_s) if self._gone_s < 1.0 else self._gone_s % 1.0,
            figure=stage.figure,
            labels=(stage.label("back", "back"),),
        )

    @property
    def _gone_s(self) -> float:
        return self._stage.t_s - self._since_s

    @property
    def _number(self) -> int:
        return max(1, SECONDS - math.floor(self._gone_s))

    def _tell(self) -> None:
        if self._number < self._told and self._gone_s < SECONDS:
            self._told = self._number
            self._stage.tell(CountdownAt(self._stage.now_s, self._number))


def _done(course: Course) -> int:
    running = course.current
    return 0 if running is None else len(running.tally.reps)
