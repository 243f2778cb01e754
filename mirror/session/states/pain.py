"""The pain question after an exercise, 0 to 10. Not answered is an answer: hands are not needed."""

from typing import Final

from exercises.pose import Pose
from mirror.programme.pain import AMBER_FROM, RED_FROM
from mirror.session.course import Course
from mirror.session.inputs import Button
from mirror.session.scenes import PainView
from mirror.session.stage import Stage
from mirror.session.states.state import Outcome
from mirror.session.view import Line

ASKED_S: Final = 20.0
MOST: Final = 10


class Pain:
    """See the module."""

    name = "pain"

    def __init__(self, stage: Stage, course: Course, *, exercise: str) -> None:
        """Ask about an exercise; until a button is pressed it is not answered."""
        self._stage = stage
        self._course = course
        self._exercise = exercise
        self._value = 0
        self._touched = False
        self._since_s = stage.t_s
        course.pain[exercise] = None

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Whoever chose a number and walked away meant it."""
        if self._stage.t_s - self._since_s < ASKED_S:
            return None
        if self._touched:
            self._course.pain[self._exercise] = self._value
        return "on"

    def press(self, button: Button) -> Outcome | None:
        """Up is more, down is less, select answers, back does not."""
        self._since_s = self._stage.t_s
        match button:
            case "up":
                self._value, self._touched = min(MOST, self._value + 1), True
            case "down":
                self._value, self._touched = max(0, self._value - 1), True
            case "select":
                self._course.pain[self._exercise] = self._value
                return "on"
            case "back":
                return "on"
        return None

    def picture(self) -> PainView:
        """The question and the marked number."""
        stage, texts = self._stage, self._stage.texts
        word = (
            "none"
            if self._value == 0
            else "go"
            if self._value < AMBER_FROM
            else "gently"
            if self._value < RED_FROM
            else "stop"
        )
        return PainView(
            question=texts["pain.question"].format(exercise=texts[f"exercise.{self._exercise}"]),
            value=self._value,
            meaning=Line(texts[f"pain.{word}"], "good" if self._value < AMBER_FROM else "attend"),
            labels=(
                stage.label("up", "more"),
                stage.label("down", "less"),
                stage.label("select", "ok"),
                stage.label("back", "skip"),
            ),
        )
