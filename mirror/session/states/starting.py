"""Before the first moment of time is known."""

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.stage import Stage
from mirror.session.states.state import Outcome
from mirror.session.view import Line, View


class Starting:
    """See the module."""

    name = "starting"

    def __init__(self, stage: Stage) -> None:
        """Start."""
        self._stage = stage

    def pose(self, _pose: Pose) -> Outcome | None:
        """Poses bring time, which ends this scene."""
        return None

    def tick(self) -> Outcome | None:
        """Time ends this scene."""
        return None

    def press(self, _button: Button) -> Outcome | None:
        """Nothing to choose yet."""
        return None

    def picture(self) -> View:
        """That the mirror gets ready."""
        line = Line(self._stage.texts["screen.starting"], "muted")
        return View(scene="starting", title="", state=line)
