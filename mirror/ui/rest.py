"""Between sets: the seconds left, the score of the set and why, and what comes next."""

from typing import Final

import pygame

from mirror.session.scenes import RestView
from mirror.session.view import Line
from mirror.ui.bars import draw_bars
from mirror.ui.block import LEADING
from mirror.ui.coming import draw_coming, room_px
from mirror.ui.pen import Pen, put_line
from mirror.ui.ring import DIGIT_MIDDLE, draw_number
from mirror.ui.theme import TONES, WHITE
from mirror.ui.training import draw_head
from mirror.ui.words import Style

_NUMBER: Final = 3  # letters: a score is a number, not words on why there is none


def draw_rest(pen: Pen, view: RestView) -> None:
    """Draw the rest: the ring in its place, the score where the figure was, bars below."""
    draw_head(pen, view.title)
    draw_number(pen, view.left, 1.0 - min(1.0, max(0.0, view.fill)))
    places = pen.places
    coming_px = room_px(pen)
    if places.upright:
        _score(pen, view, places.figure)
        room = pygame.Rect(places.page.left, places.ring.bottom + places.margin, 0, 0)
        room.width = places.page.width
        room.height = places.page.bottom - coming_px - places.margin - room.top
        _why(pen, view, room)
        foot = pygame.Rect(room.left, room.bottom + places.margin, room.width, coming_px)
    else:
        room = places.words.copy()
        room.top = places.head.bottom + places.margin
        room.width = places.page.right - room.left
        if places.ring.left > places.page.centerx:
            room.left, room.width = places.page.left, places.ring.left - 2 * places.margin
        right = pygame.Rect(0, 0, room.width // 3, places.ring.height)
        right.topright = room.topright
        _score(pen, view, right)
        left = room.copy()
        left.width = room.width - right.width - places.margin
        left.height = places.page.bottom - coming_px - places.margin - left.top
        _why(pen, view, left)
        foot = pygame.Rect(room.left, left.bottom + places.margin, room.width, coming_px)
    draw_coming(pen, view.coming, foot)


def _score(pen: Pen, view: RestView, place: pygame.Rect) -> None:
    """The score, huge, in the middle of a place; or why there is none, in words."""
    sizes = pen.sizes
    number = len(view.score.text) <= _NUMBER
    choice = (sizes.count, sizes.large) if number else (sizes.medium, sizes.small)
    block = pen.fill(view.score.text, choice, place.size)
    style = Style(TONES[view.score.tone], "centre", weight="Semibold" if number else "Regular")
    above = round(DIGIT_MIDDLE * block.size_px) if number else block.height_px // 2
    pen.put(block, (place.centerx, place.centery - above), style)


def _why(pen: Pen, view: RestView, room: pygame.Rect) -> None:
    """The set just done, its bars, and the points lost."""
    sizes, gap = pen.sizes, round(pen.sizes.medium * 0.6)
    done = pen.fit(view.done, (sizes.medium, sizes.small), room.width, 2)
    pen.put(done, room.topleft, Style(WHITE))
    top = room.top + done.height_px + gap
    because_px = round(2 * sizes.medium * LEADING) + gap
    height = max(0, room.bottom - because_px - top)
    top = draw_bars(pen, view.bars, pygame.Rect(room.left, top, room.width, height)) + gap // 2
    if view.because:
        line = Line(view.because, "attend")
        place = pygame.Rect(room.left, top, room.width, room.bottom - top)
        put_line(pen, line, place, (sizes.medium, sizes.small))
