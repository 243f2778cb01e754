"""Between sets: the seconds left, the score of the set and why, and what comes next."""

from typing import Final

import pygame

from mirror.session.scenes import RestView
from mirror.session.view import Line
from mirror.ui.bars import draw_bars, least_px
from mirror.ui.coming import draw_coming, room_px
from mirror.ui.pen import Pen, put_line
from mirror.ui.ring import DIGIT_MIDDLE, draw_number
from mirror.ui.theme import GREY, TONES, WHITE
from mirror.ui.training import draw_head
from mirror.ui.words import Style

GAP: Final = 0.6  # between the parts, of the medium size
TIGHT: Final = 0.38  # the same, to make room for a card
MARK: Final = 0.75  # room for a mark, of the medium size
MOST_CARD: Final = 4  # lines
_NUMBER: Final = 3  # letters: a score is a number, not words on why there is none


def draw_rest(pen: Pen, view: RestView) -> None:
    """Draw the rest: the ring in its place, the score where the figure was, bars below."""
    draw_head(pen, view.title)
    draw_number(pen, view.left, 1.0 - min(1.0, max(0.0, view.fill)))
    places = pen.places
    if places.upright:
        _score(pen, view, places.figure)
        room = pygame.Rect(places.page.left, places.ring.bottom, places.page.width, 0)
        foot, above = room.copy(), places.margin
    else:
        room = places.words.copy()
        room.top = places.head.bottom + places.margin
        room.width = places.page.right - room.left
        if places.ring.left > places.page.centerx:
            room.left, room.width = places.page.left, places.ring.left - 2 * places.margin
        right = pygame.Rect(0, 0, room.width // 3, places.ring.height)
        right.topright = room.topright
        _score(pen, view, right)
        foot, above = room.copy(), 0
        room.width -= right.width + places.margin
    foot.height = room_px(pen)
    foot.bottom = places.page.bottom
    room.height = draw_coming(pen, view.coming, foot) - places.margin - room.top
    _Why(pen, view, room, above).draw()


def _score(pen: Pen, view: RestView, place: pygame.Rect) -> None:
    """The score, huge, in the middle of a place; or why there is none, in words."""
    sizes = pen.sizes
    number = len(view.score.text) <= _NUMBER
    choice = (sizes.count, sizes.large) if number else (sizes.medium, sizes.small)
    block = pen.fill(view.score.text, choice, place.size)
    style = Style(TONES[view.score.tone], "centre", weight="Semibold" if number else "Regular")
    above = round(DIGIT_MIDDLE * block.size_px) if number else block.height_px // 2
    pen.put(block, (place.centerx, place.centery - above), style)


class _Why:
    """The set just done, its bars, the points lost, and where it fits something to read.

    Args:
        pen: what to draw with.
        view: what there is to see.
        room: the place.
        above: px of it that stay free at its top, unless something to read needs them.
    """

    def __init__(self, pen: Pen, view: RestView, room: pygame.Rect, above: int) -> None:
        """Break the words into lines, and see what fits."""
        self._pen, self._view, self._room = pen, view, room
        self._sizes = (pen.sizes.medium, pen.sizes.small)
        self._done = pen.fit(view.done, self._sizes, room.width, 2)
        width = round(room.width - pen.sizes.medium * MARK)
        self._because = pen.fit(view.because, self._sizes, width, 2)
        self._card = pen.fit(view.card, (pen.sizes.small,), room.width, MOST_CARD)
        loose = (above, round(pen.sizes.medium * GAP))
        fits = (one for one in (loose, (0, round(pen.sizes.medium * TIGHT))) if self._holds(*one))
        found = next(fits, None) if view.card else None
        self._carded = found is not None
        self._above, self._gap = found or loose

    def _holds(self, above: int, gap: int) -> bool:
        """Whether all of it fits with the card."""
        least = above + self._but_bars(gap, carded=True) + least_px(self._pen, self._view.bars)
        return self._card.holds(self._view.card) and least <= self._room.height

    def _but_bars(self, gap: int, *, carded: bool) -> int:
        """Height of everything else, with gaps."""
        card = gap + self._card.height_px if carded else 0
        return self._done.height_px + gap + gap // 2 + self._because.height_px + card

    def draw(self) -> None:
        """From the top; the card at the foot."""
        pen, room, gap = self._pen, self._room, self._gap
        top = room.top + self._above
        pen.put(self._done, (room.left, top), Style(WHITE))
        top += self._done.height_px + gap
        free = room.height - self._above - self._but_bars(gap, carded=self._carded)
        place = pygame.Rect(room.left, top, room.width, max(0, free))
        top = draw_bars(pen, self._view.bars, place) + gap // 2
        if self._view.because:
            place = pygame.Rect(room.left, top, room.width, self._because.height_px)
            put_line(pen, Line(self._view.because, "attend"), place, self._sizes)
        if self._carded:
            at = (room.left, room.bottom - self._card.height_px)
            pen.put(self._card, at, Style(GREY, weight="Regular"))
