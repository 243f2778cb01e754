"""Between sets: what the set was worth and why, and what comes next. Ends by itself."""

import math

from exercises.pose import Pose
from mirror.session.course import Course
from mirror.session.inputs import Button
from mirror.session.routine import PlannedSet
from mirror.session.scenes import RestView
from mirror.session.stage import Stage
from mirror.session.states.state import GONE_S, Outcome
from mirror.session.worth import bars, because, done_words, worth_line, worth_of
from mirror.text.catalog import Texts


class Rest:
    """See the module.

    Args:
        stage: what the scenes share.
        course: the routine, with at least one set done.
        rest_s: how long.
    """

    name = "rest"

    def __init__(self, stage: Stage, course: Course, *, rest_s: float) -> None:
        """Start now."""
        self._stage = stage
        self._course = course
        self._rest_s = rest_s
        self._since_s = stage.t_s

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """The rest is over."""
        if self._stage.idle_for_s > GONE_S:
            return "alone"
        return "on" if self._gone_s >= self._rest_s else None

    def press(self, button: Button) -> Outcome | None:
        """Select goes on at once, back leaves."""
        return {"select": "on", "back": "leave"}.get(button)  # type: ignore[return-value] # both are outcomes

    def picture(self) -> RestView:
        """The set just done, the time left, the next one."""
        stage, texts, course = self._stage, self._stage.texts, self._course
        index, result = course.results[-1]
        reps = result.reps
        worth = worth_of(reps)
        return RestView(
            title=texts["rest.title"],
            left=str(max(0, math.ceil(self._rest_s - self._gone_s))),
            fill=min(1.0, self._gone_s / self._rest_s) if self._rest_s > 0.0 else 1.0,
            done=done_words(course.routine[index], result, texts),
            score=worth_line(worth, reps, texts),
            because=because(reps, texts),
            bars=bars(reps, texts),
            coming=_coming(course.routine[index], course.planned, texts),
            labels=(stage.label("select", "go_on"), stage.label("back", "leave")),
        )

    @property
    def _gone_s(self) -> float:
        return self._stage.t_s - self._since_s


def _coming(before: PlannedSet, planned: PlannedSet, texts: Texts) -> str:
    """What comes next, in words."""
    side = texts[f"side.{planned.side}"] if planned.side else ""
    changes = before.exercise == planned.exercise and before.side != planned.side
    key = "side_change.coming" if changes else "rest.coming" if not side else "rest.coming_side"
    return texts[key].format(
        exercise=texts[f"exercise.{planned.exercise}"],
        side=side,
        target=texts[f"dose.{planned.unit}"].format(target=planned.target),
    )
