"""Pages to read: progress, good to know, how the mirror is. Up and down turn them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from exercises.pose import Pose
from mirror.health.judge import judge
from mirror.health.words import rows
from mirror.programme.cards import ALL
from mirror.session.inputs import Button
from mirror.session.scenes import CardView, Picture, ProgressView, SummaryRow, SummaryView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome
from mirror.session.trends import trends_of
from mirror.session.view import SoftLabel

COLUMNS = 12
"""Sessions shown: a month at three a week (spec/angle-core.md section 6)."""


ROWS = 4
"""Lines of the mirror's health on one page: what fits with its remedies on a lying screen."""


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
        self._pages = PAGES[name](stage)
        self._place = 0

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more."""
        return "alone" if self._stage.idle_for_s > AWAY_S else None

    def press(self, button: Button) -> Outcome | None:
        """Another page, or back to home."""
        if button in {"back", "select"}:
            return "back"
        step = 1 if button == "down" else -1
        self._place = (self._place + step) % len(self._pages)
        return None

    def picture(self) -> Picture:
        """What the page shows."""
        return self._pages[self._place]


def progress(stage: Stage) -> tuple[Picture, ...]:
    """The trends of a person; for a guest what this mirror saw since its start."""
    member = stage.member
    if member is None:
        return (columns(stage),)
    return tuple(
        replace(one, labels=_labels(stage)) for one in trends_of(member, stage.day, stage.texts)
    )


def cards(stage: Stage) -> tuple[CardView, ...]:
    """What is good to know, each with its source."""
    texts = stage.texts
    return tuple(
        CardView(
            title=texts[f"card.{card.id}.title"],
            text=tuple(texts[f"card.{card.id}.{part}"] for part in ("first", "second", "third")),
            source=card.source,
            page=number,
            pages=len(ALL),
            labels=_labels(stage),
        )
        for number, card in enumerate(ALL, start=1)
    )


def columns(stage: Stage) -> ProgressView:
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


def health(stage: Stage) -> tuple[SummaryView, ...]:
    """How the mirror is: what wants attention first, with what to do."""
    texts = stage.texts
    found = rows(judge(stage.vitals), texts)
    well = not any(one.fix for one in found)
    key = "unknown" if not found else "well" if well else "attend"
    lines = tuple(SummaryRow(one.name, one.value, one.fix, good=not one.fix) for one in found)
    parts = [lines[first : first + ROWS] for first in range(0, len(lines), ROWS)] or [()]
    return tuple(
        SummaryView(
            title=texts["health.title"],
            rows=part,
            lead=texts[f"health.{key}"],
            labels=_labels(stage) if len(parts) > 1 else (stage.label("back", "back"),),
        )
        for part in parts
    )


def _labels(stage: Stage) -> tuple[SoftLabel, ...]:
    return stage.label("choose", "turn"), stage.label("back", "back")


PAGES: Final[Mapping[str, Callable[[Stage], Sequence[Picture]]]] = {
    "progress": progress,
    "cards": cards,
    "health": health,
}
