"""A finished session: what was done, its scores, and what to work on."""

from typing import Final

import pygame

from mirror.session.pages import NOT_JUDGED
from mirror.session.scenes import SummaryRow, SummaryView
from mirror.ui.block import Block
from mirror.ui.heading import draw_heading
from mirror.ui.pen import Pen
from mirror.ui.theme import GREY, WARM, WHITE
from mirror.ui.words import Style

GAP: Final = 0.55  # between two rows, of the medium size
LOOSE: Final = 1.3  # the same where there is room to spare
INDENT: Final = 0.9  # room for the mark, of the medium size
WIDEST: Final = 0.7  # of the width, lying: a score far from its name is read as another's


def draw_summary(pen: Pen, view: SummaryView) -> None:
    """Draw heading and rows; the latest that fit."""
    sizes, page = pen.sizes, pen.places.page.copy()
    if not pen.places.upright:
        page.width = round(page.width * WIDEST)
    top = draw_heading(pen, page, (view.title, view.lead)) + sizes.medium
    room = pygame.Rect(page.left, top, page.width, page.bottom - top)
    for row, place in _placed(pen, view.rows, room):
        _row(pen, row, place)


def _placed(
    pen: Pen, rows: tuple[SummaryRow, ...], room: pygame.Rect
) -> list[tuple[SummaryRow, pygame.Rect]]:
    """The latest rows that fit, each with its place; spare height goes between them."""
    heights = [_height_px(pen, row, room.width) for row in rows]
    gap = pen.sizes.medium * GAP
    first = len(rows)
    while first > 0 and (
        first == len(rows) or sum(heights[first - 1 :]) + gap * (len(rows) - first) <= room.height
    ):
        first -= 1
    spare = (room.height - sum(heights[first:])) / max(1, len(rows) - first)
    gap = min(max(gap, spare), pen.sizes.medium * LOOSE)
    placed, top = [], float(room.top)
    for row, height in zip(rows[first:], heights[first:], strict=True):
        placed.append((row, pygame.Rect(room.left, round(top), room.width, height)))
        top += height + gap
    return placed


def _blocks(pen: Pen, row: SummaryRow, width: int) -> tuple[Block, Block, Block]:
    """Score, exercise, and largest loss."""
    size, small = pen.sizes.medium, pen.sizes.small
    indent = round(size * INDENT)
    score = pen.fit(row.score, (size, small), width // 3)
    text = pen.fit(row.text, (size, small), width - indent - score.width_px - small, 2)
    return score, text, pen.fit(row.because, (small,), width - indent, 2)


def _height_px(pen: Pen, row: SummaryRow, width: int) -> int:
    _, text, because = _blocks(pen, row, width)
    return text.height_px + because.height_px


def _row(pen: Pen, row: SummaryRow, place: pygame.Rect) -> None:
    """Exercise and score, and below them the largest loss."""
    size = pen.sizes.medium
    left = place.left + round(size * INDENT)
    judged = row.score != NOT_JUDGED
    centre = (place.left + size * 0.3, place.top + size * 0.56)
    pen.mark("muted" if not judged else "good" if row.good else "attend", centre, size * 0.28)
    score, text, because = _blocks(pen, row, place.width)
    pen.put(score, place.topright, Style(WHITE if judged else GREY, "right"))
    pen.put(text, (left, place.top), Style(WHITE))
    ink = WARM if judged and not row.good else GREY
    pen.put(because, (left, place.top + text.height_px), Style(ink, weight="Regular"))
