"""A finished session: what was done, its scores, and what to work on."""

from typing import Final

import pygame

from mirror.session.scenes import SummaryRow, SummaryView
from mirror.session.view import Tone
from mirror.ui.block import LEADING
from mirror.ui.pen import Pen, Stack
from mirror.ui.theme import GREY, WARM, WHITE
from mirror.ui.words import Style

GAP: Final = 0.55  # between two rows, of the medium size
LOOSE: Final = 1.6  # a row's height may grow by this much to fill the page


def draw_summary(pen: Pen, view: SummaryView) -> None:
    """Draw heading and rows; the latest that fit."""
    sizes, page = pen.sizes, pen.places.page
    stack = Stack(pen, page)
    stack.put(view.title, (sizes.large, sizes.medium), Style(WHITE), most_lines=2)
    style = Style(GREY, weight="Regular")
    gap = sizes.small * 0.3
    stack.put(view.lead, (sizes.medium, sizes.small), style, most_lines=3, gap=gap)
    top = stack.top + sizes.medium
    room = pygame.Rect(page.left, top, page.width, page.bottom - top)
    for row, place in _placed(pen, view.rows, room):
        _row(pen, row, place)


def _least_px(pen: Pen) -> int:
    return round(pen.sizes.medium * (LEADING + GAP) + pen.sizes.small * LEADING)


def _placed(
    pen: Pen, rows: tuple[SummaryRow, ...], room: pygame.Rect
) -> list[tuple[SummaryRow, pygame.Rect]]:
    least = _least_px(pen)
    kept = rows[-max(1, room.height // least) :]
    height = min(room.height // max(1, len(kept)), round(least * LOOSE))
    return [
        (row, pygame.Rect(room.left, room.top + i * height, room.width, height))
        for i, row in enumerate(kept)
    ]


def _row(pen: Pen, row: SummaryRow, place: pygame.Rect) -> None:
    """Exercise and score, and below them the largest loss."""
    size, small = pen.sizes.medium, pen.sizes.small
    indent = round(size * 0.9)
    judged = row.score.isdigit()
    tone: Tone = "muted" if not judged else "good" if row.good else "attend"
    pen.mark(tone, (place.left + size * 0.3, place.top + size * 0.56), size * 0.28)
    score = pen.fit(row.score, (size, small), place.width // 3)
    pen.put(score, place.topright, Style(WHITE if judged else GREY, "right"))
    width = place.width - indent - score.width_px - small
    text = pen.fit(row.text, (size, small), width)
    pen.put(text, (place.left + indent, place.top), Style(WHITE))
    height = place.height - round(size * (LEADING + GAP))
    because = pen.fill(row.because, (small,), (place.width - indent, height))
    ink = WARM if judged and not row.good else GREY
    at = (place.left + indent, place.top + round(size * LEADING))
    pen.put(because, at, Style(ink, weight="Regular"))
