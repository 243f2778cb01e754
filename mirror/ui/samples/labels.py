"""What the buttons do in a sample picture."""

from typing import Final, Literal

from mirror.session.view import SoftLabel
from mirror.text.catalog import Texts

Button = Literal["choose", "up", "down", "select", "back"]

_UP: Final[tuple[Button, ...]] = ("up", "down", "select", "back")
_CHOOSE: Final[tuple[Button, ...]] = ("choose", "select", "back")


def labels(texts: Texts, *names: str) -> tuple[SoftLabel, ...]:
    """Labels in the words of `[button]`: of back, select and choose; four: of up and down too."""
    buttons = _UP if len(names) == len(_UP) else _CHOOSE[-len(names) :]
    return tuple(
        SoftLabel(button, texts[f"button.{name}"])
        for button, name in zip(buttons, names, strict=True)
    )
