"""A part that goes by the clock: of the warm-up, or standing still for the re-test."""

import math

from exercises.pose import Pose
from exercises.standing import Standing
from mirror.session.course import Course
from mirror.session.inputs import Button
from mirror.session.planned import STANCES
from mirror.session.scenes import TimerView
from mirror.session.stage import Stage
from mirror.session.states.state import GONE_S, Outcome
from mirror.session.view import Line


class Timed:
    """See the module.

    Args:
        stage: what the scenes share.
        course: the routine, whose planned set goes by the clock.
    """

    name = "timed"

    def __init__(self, stage: Stage, course: Course) -> None:
        """Start now."""
        self._stage = stage
        self._course = course
        self._planned = course.planned
        self._since_s = stage.t_s
        self._standing = Standing() if self._planned.exercise in STANCES else None

    def pose(self, pose: Pose) -> Outcome | None:
        """Standing still is measured; the clock waits for who is not there yet."""
        if self._standing is not None:
            if not pose.present and self._standing.windows == 0:
                self._since_s = self._stage.t_s
            self._standing.feed(pose)
        return None

    def tick(self) -> Outcome | None:
        """Time is up."""
        if self._stage.idle_for_s > GONE_S:
            return "alone"
        return self._over() if self._gone_s >= self._planned.target else None

    def press(self, button: Button) -> Outcome | None:
        """Select goes on at once, back leaves."""
        match button:
            case "select":
                return self._over()
            case "back":
                return "leave"
            case _:
                return None

    def picture(self) -> TimerView:
        """What to do, and for how long."""
        stage, texts, planned = self._stage, self._stage.texts, self._planned
        following = self._course.following
        coming = "" if following is None else texts[f"exercise.{following.exercise}"]
        if following is not None and following.timed:
            coming = texts[f"timed.{following.exercise}.title"]
        return TimerView(
            title=texts[f"timed.{planned.exercise}.title"],
            left=str(max(0, math.ceil(planned.target - self._gone_s))),
            fill=min(1.0, self._gone_s / planned.target),
            words=(
                Line(texts[f"timed.{planned.exercise}.first"]),
                Line(texts[f"timed.{planned.exercise}.second"], "muted"),
            ),
            coming=texts["timed.coming"].format(name=coming) if coming else "",
            figure=stage.figure,
            labels=(stage.label("select", "skip"), stage.label("back", "leave")),
        )

    @property
    def _gone_s(self) -> float:
        return self._stage.t_s - self._since_s

    def _over(self) -> Outcome:
        if self._standing is not None:
            self._course.stand(self._planned.exercise, self._standing.stood())
        return "on"
