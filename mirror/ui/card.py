"""Something worth knowing: paragraphs to read, and small at the foot where they are from."""

from typing import Final

import pygame

from mirror.session.scenes import CardView
from mirror.ui.block import Block
from mirror.ui.heading import draw_heading
from mirror.ui.pen import Pen
from mirror.ui.theme import GREY, WHITE
from mirror.ui.words import Style

WIDEST: Final = 0.68  # of the width, lying: longer lines lose the eye on its way back
GAP: Final = 0.62  # between two paragraphs, of their size
APART: Final = 1.0  # between heading and text, of the medium size


def draw_card(pen: Pen, view: CardView) -> None:
    """Draw heading, paragraphs and source."""
    sizes, page = pen.sizes, pen.places.page
    top = draw_heading(pen, page, (view.title, ""), (view.page, view.pages))
    width = page.width if pen.places.upright else round(page.width * WIDEST)
    source = pen.fit(view.source, (sizes.small,), width, 2)
    foot = page.bottom - source.height_px
    pen.put(source, (page.left, foot), Style(GREY, weight="Regular"))
    top += round(sizes.medium * APART)
    room = pygame.Rect(page.left, top, width, foot - sizes.small - top)
    for block in _paragraphs(pen, view.text, room):
        pen.put(block, (room.left, top), Style(WHITE, weight="Regular"))
        top += block.height_px + round(block.size_px * GAP)


def _paragraphs(pen: Pen, text: tuple[str, ...], room: pygame.Rect) -> list[Block]:
    """All in the first size in which they fit; in none, all shares of the height are alike."""
    sizes = (pen.sizes.medium, pen.sizes.small)
    for size in sizes:
        gaps = round(size * GAP) * (len(text) - 1)
        blocks = [pen.fill(one, (size,), room.size) for one in text]
        if gaps + sum(block.height_px for block in blocks) <= room.height:
            return blocks
    share = (room.height - gaps) // max(1, len(text))
    return [pen.fill(one, sizes[-1:], (room.width, share)) for one in text]
