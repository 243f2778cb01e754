"""Words on the glass: wrapped, and in the largest of the sizes that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pygame

from mirror.ui.theme import Colour, Fonts, Weight

LEADING = 1.08  # line pitch as a part of the size; tight, as signs are set
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Block:
    """Words broken into lines, not yet placed."""

    lines: tuple[str, ...]
    size_px: int
    width_px: int

    @property
    def height_px(self) -> int:
        """Height of all lines."""
        return round(len(self.lines) * self.size_px * LEADING)


def wrap(text: str, *, font: pygame.font.Font, width_px: int) -> tuple[str, ...]:
    """Break words into lines no wider than asked; a single longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.size(longer)[0] <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _balanced(text: str, *, font: pygame.font.Font, width_px: int) -> tuple[str, ...]:
    """As `wrap`, but with lines of like length: no word stands alone in the last one."""
    lines = wrap(text, font=font, width_px=width_px)
    while len(lines) > 1:
        widest = max(font.size(line)[0] for line in lines)
        narrower = wrap(text, font=font, width_px=widest - 1)
        # The same lines again: the widest is one long word, which no column narrows.
        if len(narrower) > len(lines) or narrower == lines:
            break
        lines = narrower
    return lines


def fit(text: str, *, fonts: Fonts, sizes: Sequence[int], width_px: int, most_lines: int) -> Block:
    """The words in the first size in which they take few enough lines, else in the last."""
    for size_px in sizes:
        font = fonts.font(size_px)
        lines = _balanced(text, font=font, width_px=width_px)
        widest = max((font.size(line)[0] for line in lines), default=0)
        if (len(lines) <= most_lines and widest <= width_px) or size_px == sizes[-1]:
            return Block(lines=lines, size_px=size_px, width_px=widest)
    message = "fit needs at least one size"
    raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Style:
    """How words look and hang.

    Attributes:
        colour: of the ink.
        align: which point of each line lies at the given x.
        strength: 0..1, eases in and out.
        weight: of the font.
    """

    colour: Colour
    align: Align = "left"
    strength: float = 1.0
    weight: Weight = "Semibold"


def put(
    surface: pygame.Surface, fonts: Fonts, block: Block, at: tuple[int, int], style: Style
) -> None:
    """Draw words with the top of their first line at y."""
    x, y = at
    for i, line in enumerate(block.lines):
        picture = fonts.words(line, block.size_px, style.colour, style.weight)
        place = picture.get_rect()
        place.centery = round(y + (i + 0.5) * block.size_px * LEADING)
        match style.align:
            case "left":
                place.left = x
            case "centre":
                place.centerx = x
            case "right":
                place.right = x
        if style.strength < 1.0:
            picture = picture.copy()
            picture.set_alpha(round(255 * style.strength))
        surface.blit(picture, place)
