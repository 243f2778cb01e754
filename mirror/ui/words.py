"""Words on the glass: wrapped, and in the largest of the sizes that fits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pygame

from mirror.ui.block import LEADING, Block
from mirror.ui.canvas import Canvas, Written
from mirror.ui.theme import Colour, Fonts, Weight

Align = Literal["left", "centre", "right"]
_HYPHEN: Final = re.compile(r"(?<=\w-)(?=\w)")
_LEAST_PART: Final = 3  # letters of a broken word on either line


def wrap(text: str, *, font: pygame.font.Font, width_px: int) -> tuple[str, ...]:
    """Break words into lines no wider than asked, after hyphens too; longer parts stay whole."""
    lines: list[str] = []
    for word in text.split():
        gap = " "
        for part in _HYPHEN.split(word):
            longer = f"{lines[-1]}{gap}{part}" if lines else part
            if lines and font.size(longer)[0] <= width_px:
                lines[-1] = longer
            else:
                lines.append(part)
            gap = ""
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
    """The words in the first size in which they take few enough lines.

    When they fit in none, the last size is taken, words wider than a line are broken with a
    hyphen, and what is then too much is cut with an ellipsis: nothing leaves its place.

    Raises:
        ValueError: no size is given.
    """
    if not sizes:
        message = "fit needs at least one size"
        raise ValueError(message)
    key = (text, tuple(sizes), width_px, most_lines)
    known = fonts.blocks.get(key)
    if known is not None:
        return known
    block = _fit(text, fonts=fonts, sizes=sizes, width_px=width_px, most_lines=most_lines)
    return fonts.blocks.put(key, block)


def _fit(text: str, *, fonts: Fonts, sizes: Sequence[int], width_px: int, most_lines: int) -> Block:
    for size_px in sizes:
        font = fonts.font(size_px)
        lines = _balanced(text, font=font, width_px=width_px)
        widest = max((font.size(line)[0] for line in lines), default=0)
        if len(lines) <= most_lines and widest <= width_px:
            return Block(lines=lines, size_px=size_px, width_px=widest)
    font = fonts.font(sizes[-1])
    parts = (_broken(word, font=font, width_px=width_px) for word in text.split())
    lines = wrap(" ".join(parts), font=font, width_px=width_px)
    if len(lines) > most_lines:
        last = _cut(lines[most_lines - 1], font=font, width_px=width_px)
        lines = (*lines[: most_lines - 1], last)
    widest = max((font.size(line)[0] for line in lines), default=0)
    return Block(lines=lines, size_px=sizes[-1], width_px=min(widest, width_px))


def _broken(word: str, *, font: pygame.font.Font, width_px: int) -> str:
    """A word in parts no wider than a line, each but the last with a hyphen; a space between."""
    parts = []
    while font.size(word)[0] > width_px and len(word) > 2 * _LEAST_PART:
        length = _LEAST_PART
        while (
            length < len(word) - _LEAST_PART and font.size(f"{word[: length + 1]}-")[0] <= width_px
        ):
            length += 1
        parts.append(f"{word[:length]}-")
        word = word[length:]
    return " ".join([*parts, word])


def _cut(line: str, *, font: pygame.font.Font, width_px: int) -> str:
    line = line.rstrip("-")
    while line and font.size(f"{line}…")[0] > width_px:
        line = line[:-1].rstrip()
    return f"{line}…"


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


def put(canvas: Canvas, fonts: Fonts, block: Block, at: tuple[int, int], style: Style) -> None:
    """Draw words with the top of their first line at y."""
    x, y = at
    if not block.lines or style.strength <= 0.0:
        return
    whole = pygame.Rect(0, y, block.width_px, block.height_px)
    _align(whole, x, style.align)
    canvas.words.append(Written(" ".join(block.lines), block.size_px, whole))
    for i, line in enumerate(block.lines):
        picture = fonts.words(line, block.size_px, style.colour, style.weight)
        place = picture.get_rect()
        place.centery = round(y + (i + 0.5) * block.size_px * LEADING)
        _align(place, x, style.align)
        if style.strength < 1.0:
            picture = picture.copy()
            picture.set_alpha(round(255 * style.strength))
        canvas.light(*place.topleft, *place.bottomright)
        canvas.surface.blit(picture, place)


def _align(place: pygame.Rect, x: int, align: Align) -> None:
    match align:
        case "left":
            place.left = x
        case "centre":
            place.centerx = x
        case "right":
            place.right = x
