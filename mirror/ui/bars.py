"""Sub-scores as lying bars, one below the other."""

from typing import Final

import pygame

from mirror.programme.progression import GOOD
from mirror.session.scenes import Bar
from mirror.ui.pen import Pen
from mirror.ui.shapes import bar, dashes
from mirror.ui.theme import COOL, FAINT, GREY, WARM, WHITE, Colour
from mirror.ui.words import Style

NAME: Final = 0.44  # of the width
MOST: Final = 100
_THICK: Final = 0.42  # of the small size
_PITCH: Final = 1.3  # of the small size: the least, and with room to spare
_LOOSE: Final = 2.7


def least_px(pen: Pen, bars: tuple[Bar, ...]) -> int:
    """The least height they need."""
    return round(_PITCH * pen.sizes.small) * len(bars)


def draw_bars(pen: Pen, bars: tuple[Bar, ...], place: pygame.Rect) -> int:
    """Draw them from the top, as loose as there is room; gives back where they end.

    Not measured is a dotted line without a number.
    """
    size = pen.sizes.small
    names = [pen.fit(one.text, (size,), round(NAME * place.width)) for one in bars]
    left = place.left + max((name.width_px for name in names), default=0) + size
    track = pygame.Rect(left, 0, place.right - round(size * 2.2) - left, round(size * _THICK))
    top = place.top
    spare = place.height / max(1, len(bars))
    pitch = round(min(_LOOSE * size, max(_PITCH * size, spare)))
    for one, name in zip(bars, names, strict=True):
        pen.put(name, (place.left, top), Style(GREY, weight="Regular"))
        track.centery = top + round(size * 0.56)
        if one.value is None:
            ends = ((track.left, track.centery), (track.right, track.centery))
            dashes(pen.canvas, FAINT, ends, track.height * 0.3)
        else:
            _bar(pen, one.value, track, top)
        top += pitch
    return top


def _bar(pen: Pen, value: int, track: pygame.Rect, top: int) -> None:
    bar(pen.canvas, FAINT, track)
    colour: Colour = COOL if value >= GOOD else WARM
    filled = track.copy()
    filled.width = max(track.height, round(track.width * min(MOST, max(0, value)) / MOST))
    bar(pen.canvas, colour, filled)
    number = pen.fit(str(value), (pen.sizes.small,), round(pen.sizes.small * 2.2))
    right = track.right + round(pen.sizes.small * 2.2)
    pen.put(number, (right, top), Style(WHITE, "right"))
