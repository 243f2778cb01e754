"""Questions with 0 to 10: pain and effort. Not answered is an answer: hands are not needed."""

from collections.abc import Callable
from typing import Final, Literal

from exercises.pose import Pose
from mirror.programme.pain import AMBER_FROM, RED_FROM
from mirror.session.inputs import Button
from mirror.session.scenes import PainView
from mirror.session.stage import Stage
from mirror.session.states.state import Outcome
from mirror.session.view import Line, SoftLabel

ASKED_S: Final = 20.0
EFFORT_ASKED_S: Final = 12.0
"""Shorter: it moves the load, not safety."""
MOST: Final = 10
USUAL_EFFORT: Final = 5
"""Where the mark of the effort question begins: the middle."""
_EFFORT_WORDS: Final = ((2, "easy"), (4, "light"), (6, "right"), (8, "hard"), (MOST, "all_out"))
"""RPE 6-7 is what is wanted (spec section 6)."""


class Pain:
    """Asks about pain.

    Args:
        stage: what the scenes share.
        question: in words.
        answered: takes the answer once, None when there was none.
        name: of the scene.
    """

    def __init__(
        self,
        stage: Stage,
        *,
        question: str,
        answered: Callable[[int | None], None],
        name: Literal["pain", "pain_before", "pain_morning"] = "pain",
    ) -> None:
        """Ask; until a button is pressed it is not answered."""
        self.name = name
        self._stage = stage
        self._question = question
        self._scale = Scale(stage, answered, start=0, asked_s=ASKED_S)

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Whoever chose a number and walked away meant it."""
        return self._scale.tick()

    def press(self, button: Button) -> Outcome | None:
        """Up and down choose, select answers, back does not."""
        return self._scale.press(button)

    def picture(self) -> PainView:
        """The question and the marked number."""
        texts, value = self._stage.texts, self._scale.value
        word = (
            "none"
            if value == 0
            else "go"
            if value < AMBER_FROM
            else "gently"
            if value < RED_FROM
            else "stop"
        )
        return PainView(
            question=self._question,
            value=value,
            meaning=Line(texts[f"pain.{word}"], "good" if value < AMBER_FROM else "attend"),
            labels=self._scale.labels(),
        )


class Effort:
    """Asks how hard it was; arguments as of `Pain`."""

    name = "effort"

    def __init__(
        self, stage: Stage, *, question: str, answered: Callable[[int | None], None]
    ) -> None:
        """Ask; until a button is pressed it is not answered."""
        self._stage = stage
        self._question = question
        self._scale = Scale(stage, answered, start=USUAL_EFFORT, asked_s=EFFORT_ASKED_S)

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """As of pain."""
        return self._scale.tick()

    def press(self, button: Button) -> Outcome | None:
        """As of pain."""
        return self._scale.press(button)

    def picture(self) -> PainView:
        """The question and the marked number."""
        value = self._scale.value
        word = next(word for most, word in _EFFORT_WORDS if value <= most)
        return PainView(
            question=self._question,
            value=value,
            meaning=Line(self._stage.texts[f"effort.{word}"]),
            labels=self._scale.labels(),
            kind="effort",
        )


class Scale:
    """The number of such a question.

    Args:
        stage: what the scenes share.
        answered: takes the answer once, None when there was none.
        start: the number marked first.
        asked_s: then the question is over.

    Attributes:
        value: the marked number.
    """

    def __init__(
        self, stage: Stage, answered: Callable[[int | None], None], *, start: int, asked_s: float
    ) -> None:
        """Start now."""
        self.value = start
        self._stage = stage
        self._answered = answered
        self._asked_s = asked_s
        self._touched = False
        self._since_s = stage.t_s

    def tick(self) -> Outcome | None:
        """Time is up."""
        if self._stage.t_s - self._since_s < self._asked_s:
            return None
        return self._over(self.value if self._touched else None)

    def press(self, button: Button) -> Outcome | None:
        """Up and down choose, select answers, back does not."""
        match button:
            case "up" | "down":
                step = 1 if button == "up" else -1
                self.value = min(MOST, max(0, self.value + step))
                self._touched, self._since_s = True, self._stage.t_s
                return None
            case "select":
                return self._over(self.value)
            case "back":
                return self._over(None)

    def labels(self) -> tuple[SoftLabel, ...]:
        """What the buttons do."""
        stage = self._stage
        return (
            stage.label("up", "more"),
            stage.label("down", "less"),
            stage.label("select", "ok"),
            stage.label("back", "skip"),
        )

    def _over(self, value: int | None) -> Outcome:
        self._answered(value)
        return "on"
