"""Pages to read: progress and network."""

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.scenes import NoticeView, ProgressView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome
from mirror.session.view import Line

COLUMNS = 12
"""Sessions shown: a month at three a week (spec/angle-core.md section 6)."""


class Progress:
    """Scores of the latest sessions."""

    name = "progress"

    def __init__(self, stage: Stage) -> None:
        """Start."""
        self._stage = stage

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more."""
        return "alone" if self._stage.idle_for_s > AWAY_S else None

    def press(self, button: Button) -> Outcome | None:
        """Back to home."""
        return "back" if button in {"back", "select"} else None

    def picture(self) -> ProgressView:
        """Columns, or that there are none yet."""
        stage, texts = self._stage, self._stage.texts
        past = stage.history[-COLUMNS:]
        count = len(stage.history)
        key = "none" if not count else "one" if count == 1 else "many"
        return ProgressView(
            title=texts["menu.progress"],
            values=tuple(one.score for one in past),
            names=tuple(one.name for one in past),
            lead=texts[f"progress.{key}"].format(count=count),
            labels=(stage.label("back", "back"),),
        )


class Network:
    """Where a phone finds the mirror."""

    name = "network"

    def __init__(self, stage: Stage) -> None:
        """Start."""
        self._stage = stage

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more."""
        return "alone" if self._stage.idle_for_s > AWAY_S else None

    def press(self, button: Button) -> Outcome | None:
        """Back to home."""
        return "back" if button in {"back", "select"} else None

    def picture(self) -> NoticeView:
        """Name, address and code, as far as there are any."""
        stage, texts, network = self._stage, self._stage.texts, self._stage.network
        if network.name:
            message = Line(texts["network.joined"].format(name=network.name), "good")
        else:
            message = Line(texts["network.none"], "muted")
        open_page = texts["network.open"].format(address=network.address)
        return NoticeView(
            title=texts["menu.network"],
            message=message,
            remedy=open_page if network.address else texts["network.private"],
            code=network.code,
            labels=(stage.label("back", "back"),),
        )
