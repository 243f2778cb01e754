"""Between sets: what the set was worth and why, and what comes next. Ends by itself."""

import math
from collections.abc import Sequence

from exercises.events import Rep
from exercises.pose import Pose
from mirror.programme.cards import card_for
from mirror.programme.feedback import sums_up
from mirror.session.course import Course
from mirror.session.current import SILENT
from mirror.session.inputs import Button
from mirror.session.reasons import sentence
from mirror.session.routine import PlannedSet
from mirror.session.scenes import RestView
from mirror.session.stage import Stage
from mirror.session.states.state import GONE_S, Outcome
from mirror.session.view import Line
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
        reps, done = result.reps, course.routine[index]
        told = sums_up(done.stage, silent=done.kind in SILENT)
        worth = worth_of(reps)
        return RestView(
            title=texts["rest.title"],
            left=str(max(0, math.ceil(self._rest_s - self._gone_s))),
            fill=min(1.0, self._gone_s / self._rest_s) if self._rest_s > 0.0 else 1.0,
            done=done_words(done, result, texts),
            score=worth_line(worth, reps, texts) if told else Line(texts["worth.silent"], "muted"),
            because=self._because(reps) if told else "",
            bars=bars(reps, texts) if told else (),
            coming=_coming(done, course.planned, texts),
            labels=(stage.label("select", "go_on"), stage.label("back", "leave")),
            card=self._card,
        )

    def _because(self, reps: Sequence[Rep]) -> str:
        """Why the set ended early, else what the points were lost for."""
        texts, ended = self._stage.texts, self._course.ended
        return because(reps, texts) if ended is None else sentence(ended, texts)

    @property
    def _card(self) -> str:
        """Something worth knowing, of the exercise just done; nothing for guests."""
        stage, course = self._stage, self._course
        if stage.member is None:
            return ""
        index, result = course.results[-1]
        # A number of its own for every rest of every session.
        number = len(stage.member.past.sessions) * len(course.routine) + index
        card = card_for(stage.member.person, result.exercise, number)
        return stage.texts[f"card.{card.id}.line"]

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
