"""Colours, type sizes and fonts. Black is mirror: what is not lit reflects."""

from dataclasses import dataclass
from importlib import resources
from typing import Final, Literal

import pygame

from mirror.session.view import Tone
from mirror.ui.block import Block, Recent

Colour = tuple[int, int, int]
Weight = Literal["Regular", "Semibold"]

BLACK: Final[Colour] = (0, 0, 0)
WHITE: Final[Colour] = (244, 244, 240)
# Okabe and Ito's orange and sky blue: told apart with every kind of colour vision.
WARM: Final[Colour] = (240, 165, 20)
COOL: Final[Colour] = (86, 180, 233)
GREY: Final[Colour] = (140, 140, 144)
FAINT: Final[Colour] = (52, 53, 58)  # tracks and rules: seen when looked for
SHADE: Final[Colour] = (26, 32, 40)  # strips behind a plot: wide, so barely more than the dark
DIM: Final[Colour] = (88, 89, 94)  # the idle clock: read when looked for, dark from afar

TONES: Final[dict[Tone, Colour]] = {
    "plain": WHITE,
    "good": COOL,
    "attend": WARM,
    "muted": GREY,
}

_KEPT_WORDS: Final = 96  # two scenes' worth
BlockKey = tuple[str, tuple[int, ...], int, int]
"""Text, sizes, width and lines: what the breaking of words into lines depends on."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes in px: the four fractions of the height (DESIGN.md), nothing smaller."""

    count: int
    large: int
    medium: int
    small: int

    @classmethod
    def of(cls, height_px: int) -> "Sizes":
        """The sizes for a screen's height."""
        return cls(*(max(8, round(height_px / part)) for part in (6, 14, 24, 40)))


class Fonts:
    """Source Sans Pro in the sizes asked for, and the words drawn last.

    Words change a few times a second and are drawn thirty times a second, so the latest are
    kept as pictures. Needs `pygame.font.init()`; make a new one after `pygame.font.quit()`.

    Attributes:
        blocks: the lines words were broken into last; only `mirror.ui.words` uses it.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.blocks: Recent[BlockKey, Block] = Recent(_KEPT_WORDS)
        self._fonts: dict[tuple[int, Weight], pygame.font.Font] = {}
        self._words: Recent[tuple[str, int, Weight, Colour], pygame.Surface] = Recent(_KEPT_WORDS)

    def font(self, size_px: int, weight: Weight = "Semibold") -> pygame.font.Font:
        """The font of a size and weight."""
        if (size_px, weight) not in self._fonts:
            folder = resources.files("font_source_sans_pro")
            with resources.as_file(folder / "files" / f"SourceSansPro-{weight}.ttf") as path:
                self._fonts[size_px, weight] = pygame.font.Font(str(path), size_px)
        return self._fonts[size_px, weight]

    def words(
        self, text: str, size_px: int, colour: Colour, weight: Weight = "Semibold"
    ) -> pygame.Surface:
        """One line of words as a picture. Do not draw on it."""
        key = (text, size_px, weight, colour)
        known = self._words.get(key)
        if known is not None:
            return known
        # Blended glyphs on nothing, so words can ease in over whatever is there.
        drawn = self.font(size_px, weight).render(text, antialias=True, color=colour)
        return self._words.put(key, drawn)
