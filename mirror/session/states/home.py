"""Who is training, and what: the two menus before a routine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from exercises.pose import Pose
from mirror.session.course import Course, exercises_of
from mirror.session.inputs import Button
from mirror.session.routine import Routine, sets_of
from mirror.session.scenes import MenuItem, MenuView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome, moved

_SET_UP_S: Final = 15.0
"""How-to, check and countdown of a set, for the estimate of the plan's length."""

_REP_S: Final = 4.0
"""A calm rep (spec/angle-core.md section 2.3: 2 s down, up to 1 s there, 1-2 s up)."""


class Who:
    """Who is training."""

    name = "who"

    def __init__(self, stage: Stage) -> None:
        """Start at the one who trained last."""
        self._stage = stage
        self._names = stage.setup.profiles
        self._chosen = self._names.index(stage.profile) if stage.profile in self._names else 0

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more."""
        return "alone" if self._stage.idle_for_s > AWAY_S else None

    def press(self, button: Button) -> Outcome | None:
        """Up and down choose, select takes."""
        if button == "back":
            return "back"
        if button == "select":
            self._stage.profile = self._names[self._chosen]
            return "chosen"
        self._chosen = moved(self._chosen, button, [True] * len(self._names))
        return None

    def picture(self) -> MenuView:
        """The names."""
        stage = self._stage
        return MenuView(
            title=stage.texts["menu.who"],
            items=tuple(MenuItem(name) for name in self._names),
            chosen=self._chosen,
            labels=(
                stage.label("choose", "move"),
                stage.label("select", "ok"),
                stage.label("back", "back"),
            ),
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of home and what it does."""

    item: MenuItem
    take: Callable[[], Outcome]


class Home:
    """Today's plan first, then single exercises, progress, settings, network."""

    name = "home"

    def __init__(self, stage: Stage) -> None:
        """Start at the first line."""
        self._stage = stage
        self._chosen = 0

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Nobody is there any more."""
        return "alone" if self._stage.idle_for_s > AWAY_S else None

    def press(self, button: Button) -> Outcome | None:
        """Up and down choose, select takes."""
        entries = self._entries()
        if button == "back":
            return "back"
        if button == "select":
            return entries[min(self._chosen, len(entries) - 1)].take()
        self._chosen = moved(self._chosen, button, [entry.item.enabled for entry in entries])
        return None

    def picture(self) -> MenuView:
        """The menu."""
        stage = self._stage
        greeting = stage.texts["menu.hello"]
        return MenuView(
            title=greeting.format(name=stage.profile)
            if stage.profile
            else stage.texts["menu.home"],
            items=tuple(entry.item for entry in self._entries()),
            chosen=self._chosen,
            lead=stage.texts["menu.lead"],
            labels=(
                stage.label("choose", "move"),
                stage.label("select", "start"),
                stage.label("back", "off"),
            ),
        )

    def _entries(self) -> list[_Entry]:
        stage, texts = self._stage, self._stage.texts
        entries: list[_Entry] = []
        parked = stage.parked
        if parked is not None and parked.profile == stage.profile:
            left = len(parked.routine) - parked.index
            detail = texts["menu.sets_left_one" if left == 1 else "menu.sets_left"]
            item = MenuItem(texts["menu.continue"], detail.format(count=left), primary=True)
            entries.append(_Entry(item, self._continue))
        plan = stage.setup.routine
        if plan:
            count = len(exercises_of(plan))
            key = "menu.plan_detail_one" if count == 1 else "menu.plan_detail"
            detail = texts[key].format(count=count, minutes=_minutes(plan))
            item = MenuItem(texts["menu.plan"], detail, primary=not entries)
            entries.append(_Entry(item, lambda: self._begin(plan)))
        entries += [self._single(name) for name in stage.setup.exercises]
        pages: tuple[Outcome, ...] = ("progress", "settings", "network")
        return entries + [_page(MenuItem(texts[f"menu.{page}"]), page) for page in pages]

    def _single(self, exercise: str) -> _Entry:
        item = MenuItem(self._stage.texts[f"exercise.{exercise}"])
        return _Entry(item, lambda: self._begin(sets_of(exercise)))

    def _begin(self, routine: Routine) -> Outcome:
        self._stage.begin(Course(routine, profile=self._stage.profile))
        return "begin"

    def _continue(self) -> Outcome:
        self._stage.resume()
        return "begin"


def _page(item: MenuItem, page: Outcome) -> _Entry:
    return _Entry(item, lambda: page)


def _minutes(plan: Routine) -> int:
    """How long a routine takes, about."""
    seconds = sum(
        one.target * (1.0 if one.unit == "seconds" else _REP_S) + one.rest_s + _SET_UP_S
        for one in plan
    )
    return max(1, round(seconds / 60.0))
