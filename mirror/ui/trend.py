"""One measure over time: the facts beside its plot, or upright above it."""

from typing import Final

import pygame

from mirror.session.scenes import TrendView
from mirror.ui.heading import draw_heading
from mirror.ui.pen import Pen
from mirror.ui.plot import draw_plot
from mirror.ui.theme import GREY, WHITE
from mirror.ui.words import Style

TALLEST: Final = 0.40  # of the screen's height: the plot upright; lying it takes the room
FACTS: Final = 0.3  # of the width, lying: the facts' column beside the plot
MOST_FACTS: Final = 0.4  # of the room upright: what the facts above the plot may take
FACT: Final = 1.35  # of the medium size: from one fact to the next


def draw_trend(pen: Pen, view: TrendView) -> None:
    """Draw heading, facts and plot: one below the other upright, the facts at the right lying."""
    sizes, page = pen.sizes, pen.places.page
    top = draw_heading(pen, page, (view.title, view.lead), (view.page, view.pages))
    room = pygame.Rect(page.left, top + sizes.medium, page.width, 0)
    room.height = page.bottom - room.top
    if pen.places.upright:
        end = _facts(pen, view.facts, room, most=round(room.height * MOST_FACTS))
        height = min(room.bottom - end, round(TALLEST * pen.canvas.surface.get_height()))
        place = pygame.Rect(room.left, room.bottom - height, room.width, height)
    else:
        place = room.copy()
        if view.facts:
            place.width = round(room.width * (1 - FACTS)) - 2 * pen.places.margin
            facts = room.copy()
            facts.width = round(room.width * FACTS)
            facts.right = room.right
            _facts(pen, view.facts, facts, most=room.height)
    if view.values:
        draw_plot(pen, view, place)


def _facts(pen: Pen, facts: tuple[tuple[str, str], ...], room: pygame.Rect, *, most: int) -> int:
    """Names and values, as many as fit into so many px; gives back where they end."""
    sizes, top = pen.sizes, room.top
    pitch = round(sizes.medium * FACT)
    for name, value in facts[: most // pitch]:
        number = pen.fit(value, (sizes.medium, sizes.small), room.width // 2)
        pen.put(number, (room.right, top), Style(WHITE, "right"))
        width = room.width - number.width_px - sizes.small
        words = pen.fit(name, (sizes.medium, sizes.small), width, 1)
        drop = round((number.size_px - words.size_px) * 0.8)  # on one base line
        pen.put(words, (room.left, top + drop), Style(GREY, weight="Regular"))
        top += pitch
    return top
