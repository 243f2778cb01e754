"""Something the person is told and has to read: a stop, an advice, what a re-test says."""

from typing import Final

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.notices import Notice
from mirror.session.scenes import NoticeView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome
from mirror.session.view import Line

SHOWN_S: Final = 45.0
"""Then on by itself: whoever lies on a mat need not get up. Long enough to read it three times."""


class Told:
    """One notice after the other.

    Args:
        stage: what the scenes share.
        notices: at least one.
    """

    name = "told"

    def __init__(self, stage: Stage, notices: tuple[Notice, ...]) -> None:
        """Start now, with the first."""
        self._stage = stage
        self._notices = notices
        self._place = 0
        self._since_s = stage.t_s

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Long enough."""
        if self._stage.idle_for_s > AWAY_S:
            return "alone"
        return self._next() if self._stage.t_s - self._since_s >= SHOWN_S else None

    def press(self, button: Button) -> Outcome | None:
        """The next one."""
        return self._next() if button in {"select", "back"} else None

    def picture(self) -> NoticeView:
        """Heading, what it is, what to do."""
        stage, now = self._stage, self._notices[self._place]
        return NoticeView(
            title=now.title,
            message=Line(now.text, now.tone),
            remedy=now.remedy,
            labels=(stage.label("select", "ok"),),
        )

    def _next(self) -> Outcome | None:
        if self._place + 1 == len(self._notices):
            return "on"
        self._place, self._since_s = self._place + 1, self._stage.t_s
        return None
