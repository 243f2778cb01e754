"""A list to choose from: up and down move, select takes the marked line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from exercises.pose import Pose
from mirror.session.inputs import Button
from mirror.session.scenes import MenuItem, MenuView
from mirror.session.stage import ButtonName, Stage
from mirror.session.states.state import AWAY_S, Outcome, moved

Take = Callable[[], Outcome | None]
"""What a line does: says how the scene ended, or does something and stays."""

WORDS: Final[tuple[tuple[ButtonName, str], ...]] = (
    ("choose", "move"),
    ("select", "ok"),
    ("back", "back"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line and what it does."""

    item: MenuItem
    take: Take


@dataclass(frozen=True, slots=True)
class List:
    """What a menu shows now.

    Attributes:
        title: the heading.
        entries: the lines.
        lead: a sentence under the heading; may be empty.
        words: what the buttons do: button and the last part of its text key.
    """

    title: str
    entries: Sequence[Entry]
    lead: str = ""
    words: tuple[tuple[ButtonName, str], ...] = WORDS


class Menu:
    """See the module.

    Args:
        stage: what the scenes share.
        name: of the scene.
        made: makes the list, anew for each picture and press; cheap.
        back: what back does; None: the outcome "back".
        first: the line to begin at.
    """

    def __init__(
        self,
        stage: Stage,
        name: str,
        made: Callable[[], List],
        *,
        back: Take | None = None,
        first: int = 0,
    ) -> None:
        """Start."""
        self.name = name
        self._stage = stage
        self._made = made
        self._back = back
        self._chosen = first

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more."""
        return "alone" if self._stage.idle_for_s > AWAY_S else None

    def press(self, button: Button) -> Outcome | None:
        """Up and down choose, select takes."""
        if button == "back":
            return "back" if self._back is None else self._back()
        entries = self._made().entries
        if button == "select":
            return entries[min(self._chosen, len(entries) - 1)].take()
        self._chosen = moved(self._chosen, button, [entry.item.enabled for entry in entries])
        return None

    def picture(self) -> MenuView:
        """The lines."""
        now, stage = self._made(), self._stage
        return MenuView(
            title=now.title,
            items=tuple(entry.item for entry in now.entries),
            chosen=min(self._chosen, len(now.entries) - 1),
            lead=now.lead,
            labels=tuple(stage.label(button, word) for button, word in now.words),
        )


def entry(text: str, take: Take, *, detail: str = "", primary: bool = False) -> Entry:
    """A plain line."""
    return Entry(MenuItem(text, detail, primary=primary), take)


def page(text: str, outcome: Outcome) -> Entry:
    """A line that leads to another scene."""
    return Entry(MenuItem(text), lambda: outcome)


def tick_box(text: str, *, mark: bool, turn: Callable[[], None]) -> Entry:
    """A line with a box that select ticks or clears."""

    def take() -> None:
        turn()

    return Entry(MenuItem(text, mark=mark), take)
