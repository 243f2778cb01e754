"""The settings scene: up and down choose a line, select gives it its next value.

The last line leads to the page that tells how the mirror is.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from exercises.pose import Pose
from mirror.config.rules import Choice, Flag, Rule, Whole
from mirror.config.settings import TOP, Settings, rules, values
from mirror.session.inputs import Button
from mirror.session.scenes import MenuItem, MenuView
from mirror.session.stage import Stage
from mirror.session.states.state import AWAY_S, Outcome, moved

LINES: Final = (
    (TOP, "language"),
    ("sound", "voice"),
    ("sound", "volume"),
    ("screen", "brightness"),
    ("screen", "rotation_deg"),
    ("screen", "gauge_side"),
)
"""Tables and keys of mirror.config.settings that can be changed on the glass."""


class SettingsMenu:
    """See the module."""

    name = "settings"

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
        """Up and down choose, select changes."""
        if button == "back":
            return "back"
        if button == "select":
            if self._chosen == len(LINES):
                return "health"
            self._change(*LINES[self._chosen])
        self._chosen = moved(self._chosen, button, [True] * (len(LINES) + 1))
        return None

    def _change(self, section: str, key: str) -> None:
        """The next value; a language is also that of who trains."""
        stage = self._stage
        stage.settings = changed(stage.settings, section, key)
        if key == "language" and stage.member is not None:
            stage.keep(replace(stage.member.person, language=stage.settings.language))

    def picture(self) -> MenuView:
        """Every line with its value."""
        stage, texts = self._stage, self._stage.texts
        now = values(stage.settings)
        return MenuView(
            title=texts["menu.settings"],
            items=(
                *(
                    MenuItem(texts[f"settings.{key}"], self._word(key, now[section, key]))
                    for section, key in LINES
                ),
                MenuItem(texts["health.title"]),
            ),
            chosen=self._chosen,
            labels=(
                stage.label("choose", "move"),
                stage.label("select", "change"),
                stage.label("back", "back"),
            ),
        )

    def _word(self, key: str, value: object) -> str:
        if isinstance(value, bool):
            return self._stage.texts["settings.on" if value else "settings.off"]
        if key == "rotation_deg":
            return f"{value}°"
        full = f"settings.{key}_{value}"
        return self._stage.texts[full] if full in self._stage.texts else str(value)


def changed(settings: Settings, section: str, key: str) -> Settings:
    """The settings with the next value of one key, after its last the first."""
    owner = settings if section == TOP else getattr(settings, section)
    known = choices(rules(section)[key])
    value = getattr(owner, key)
    following = known[(known.index(value) + 1) % len(known)] if value in known else known[0]
    if section == TOP:
        return replace(settings, **{key: following})  # type: ignore[arg-type] # a value of its rule
    return replace(settings, **{section: replace(owner, **{key: following})})  # type: ignore[arg-type] # likewise


def choices(rule: Rule) -> Sequence[object]:
    """What a setting may be, in order.

    Raises:
        TypeError: it may be anything.
    """
    match rule:
        case Choice(known=known):
            return known
        case Whole(low=low, high=high):
            return range(low, high + 1)
        case Flag():
            return (False, True)
        case _:
            message = f"{rule} cannot be stepped through"
            raise TypeError(message)
