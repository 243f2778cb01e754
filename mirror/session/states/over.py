"""What can lie over a scene, which stands still meanwhile: pause, a question, an error."""

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.scenes import MenuItem, MenuView, NoticeView
from mirror.session.stage import Stage
from mirror.session.states.state import GONE_S, Outcome, moved
from mirror.session.view import Line


class Pause:
    """The person paused; select goes on."""

    name = "pause"

    def __init__(self, stage: Stage) -> None:
        """Start."""
        self._stage = stage

    def pose(self, _pose: Pose) -> Outcome | None:
        """Nothing is counted."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody came back for a long while."""
        return "alone" if self._stage.idle_for_s > GONE_S else None

    def press(self, button: Button) -> Outcome | None:
        """Select goes on, back leaves."""
        return {"select": "resume", "back": "leave"}.get(button)  # type: ignore[return-value] # both are outcomes

    def picture(self) -> NoticeView:
        """That it is paused, and how to go on."""
        stage = self._stage
        return NoticeView(
            title=stage.texts["pause.title"],
            message=Line(stage.texts["pause.message"]),
            labels=(stage.label("select", "go_on"), stage.label("back", "leave")),
        )


class Question:
    """A question that is answered with the second line; the first one, "no", is marked.

    Args:
        stage: what the scenes share.
        name: such as "leave" or "shut_down": the table of its words, and of what a yes means.
        asked_s: then it is a no; None: it waits.
    """

    def __init__(self, stage: Stage, name: Outcome, *, asked_s: float | None = None) -> None:
        """Start at "no"."""
        self._stage = stage
        self._name = name
        self._asked_s = asked_s
        self._since_s = stage.t_s
        self._chosen = 0

    @property
    def name(self) -> str:
        """See the class."""
        return self._name

    def pose(self, _pose: Pose) -> Outcome | None:
        """Nothing is counted."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody answered for a long while."""
        if self._asked_s is not None and self._stage.t_s - self._since_s >= self._asked_s:
            return "back"
        return "alone" if self._stage.idle_for_s > GONE_S else None

    def press(self, button: Button) -> Outcome | None:
        """Up and down choose, select answers, back means no."""
        if button == "back":
            return "back"
        if button == "select":
            return self._name if self._chosen else "back"
        self._since_s = self._stage.t_s
        self._chosen = moved(self._chosen, button, (True, True))
        return None

    def picture(self) -> MenuView:
        """The question."""
        stage, texts = self._stage, self._stage.texts
        return MenuView(
            title=texts[f"{self._name}.title"],
            items=(MenuItem(texts[f"{self._name}.no"]), MenuItem(texts[f"{self._name}.yes"])),
            chosen=self._chosen,
            lead=texts[f"{self._name}.lead"],
            labels=(
                stage.label("choose", "move"),
                stage.label("select", "ok"),
                stage.label("back", "back"),
            ),
        )


class Failed:
    """The camera broke; goes away by itself when it is back."""

    name = "error"

    def __init__(self, stage: Stage, *, message: str, remedy: str) -> None:
        """Start."""
        self._stage = stage
        self._message = message
        self._remedy = remedy

    def pose(self, _pose: Pose) -> Outcome | None:
        """Poses that were still under way."""
        return None

    def tick(self) -> Outcome | None:
        """Waits."""
        return None

    def press(self, _button: Button) -> Outcome | None:
        """No button mends a camera."""
        return None

    def picture(self) -> NoticeView:
        """What happened, what to do."""
        texts = self._stage.texts
        return NoticeView(
            title=texts["screen.error"],
            message=Line(self._message, "attend"),
            remedy=self._remedy,
        )


class ShuttingDown:
    """The last picture."""

    name = "shutting_down"

    def __init__(self, stage: Stage) -> None:
        """Start."""
        self._stage = stage

    def pose(self, _pose: Pose) -> Outcome | None:
        """Nothing more is counted."""
        return None

    def tick(self) -> Outcome | None:
        """The end."""
        return None

    def press(self, _button: Button) -> Outcome | None:
        """Too late."""
        return None

    def picture(self) -> NoticeView:
        """Good bye."""
        texts = self._stage.texts
        return NoticeView(
            title=texts["shut_down.going"],
            message=Line(texts["shut_down.kept"], "muted"),
            remedy=texts["shut_down.unplug"],
        )
