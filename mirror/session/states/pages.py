"""Pages to read: progress and network."""

from collections.abc import Callable, Mapping
from typing import Final

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.scenes import NoticeView, Picture, ProgressView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome
from mirror.session.view import Line

COLUMNS = 12
"""Sessions shown: a month at three a week (spec/angle-core.md section 6)."""


class Page:
    """A page: read, and left again.

    Args:
        stage: where it stands.
        name: a key of `PAGES`.
    """

    def __init__(self, stage: Stage, name: str) -> None:
        """Start."""
        self.name = name
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

    def picture(self) -> Picture:
        """What the page shows."""
        return PAGES[self.name](self._stage)


def progress(stage: Stage) -> ProgressView:
    """Scores of the latest sessions as columns, or that there are none yet."""
    past, count = stage.history[-COLUMNS:], len(stage.history)
    key = "none" if not count else "one" if count == 1 else "many"
    return ProgressView(
        title=stage.texts["menu.progress"],
        values=tuple(one.score for one in past),
        names=tuple(one.name for one in past),
        lead=stage.texts[f"progress.{key}"].format(count=count),
        labels=(stage.label("back", "back"),),
    )


def network(stage: Stage) -> NoticeView:
    """Where a phone finds the mirror: name, address and code, as far as there are any."""
    texts, known = stage.texts, stage.network
    if known.name:
        message = Line(texts["network.joined"].format(name=known.name), "good")
    else:
        message = Line(texts["network.none"], "muted")
    open_page = texts["network.open"].format(address=known.address)
    return NoticeView(
        title=texts["menu.network"],
        message=message,
        remedy=open_page if known.address else texts["network.private"],
        code=known.code,
        labels=(stage.label("back", "back"),),
    )


PAGES: Final[Mapping[str, Callable[[Stage], Picture]]] = {"progress": progress, "network": network}
