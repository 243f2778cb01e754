"""How an exercise goes: the moving figure, where to be, and the key cues with their numbers."""

from typing import Final

import pygame

from mirror.session.scenes import HowToView
from mirror.ui.figure import draw_figure
from mirror.ui.pen import Pen, Stack
from mirror.ui.schematic import draw_schematic
from mirror.ui.shapes import disc
from mirror.ui.theme import BLACK, COOL, WHITE
from mirror.ui.words import Style

FIGURE: Final = 0.31  # of the height upright: side of the figure's square
PLAN: Final = 0.185  # of the height upright: side of the plan
MOST_CUES: Final = 2
LOOSE: Final = 2.9  # of the medium size: from one cue to the next at most, two lines each


def draw_howto(pen: Pen, view: HowToView) -> None:
    """Draw figure, plan and cues: one below the other upright, side by side lying."""
    sizes, page = pen.sizes, pen.places.page
    stack = Stack(pen, page)
    stack.put(view.title, (sizes.large, sizes.medium), Style(WHITE), most_lines=2)
    stack.put(view.dose, (sizes.medium, sizes.small), Style(COOL), most_lines=2)
    top = stack.top + pen.places.margin
    room = pygame.Rect(page.left, top, page.width, page.bottom - top)
    if pen.places.upright:
        _upright(pen, view, room)
    else:
        _lying(pen, view, room)


def _upright(pen: Pen, view: HowToView, room: pygame.Rect) -> None:
    height, gap = pen.canvas.surface.get_height(), pen.places.margin
    cues = pygame.Rect(room.left, 0, room.width, round(4 * pen.sizes.medium * 1.3))
    cues.bottom = room.bottom
    plan = pygame.Rect(room.left, 0, *(round(min(PLAN * height, room.width * 0.4)),) * 2)
    plan.bottom = cues.top - gap
    side = min(round(FIGURE * height), room.width, plan.top - gap - room.top)
    figure = pygame.Rect(0, room.top, side, side)
    figure.centerx = room.centerx
    figure.centery = (room.top + plan.top - gap) // 2
    words = pygame.Rect(plan.right + gap, plan.top, room.right - plan.right - gap, plan.height)
    _parts(pen, view, (figure, plan))
    _place(pen, view.place, words)
    _cues(pen, view.cues, cues)


def _lying(pen: Pen, view: HowToView, room: pygame.Rect) -> None:
    gap = 2 * pen.places.margin
    side = min(room.height, round(room.width * 0.36))
    figure = pygame.Rect(room.left, room.top, side, side)
    figure.centery = room.centery
    right = pygame.Rect(figure.right + gap, room.top, room.right - figure.right - gap, room.height)
    plan = pygame.Rect(right.left, right.top, *(round(room.height * 0.42),) * 2)
    words = pygame.Rect(plan.right + gap // 2, plan.top, 0, plan.height)
    words.width = right.right - words.left
    cues = pygame.Rect(right.left, plan.bottom + gap, right.width, 0)
    cues.height = right.bottom - cues.top
    _parts(pen, view, (figure, plan))
    _place(pen, view.place, words)
    _cues(pen, view.cues, cues)


def _parts(pen: Pen, view: HowToView, places: tuple[pygame.Rect, pygame.Rect]) -> None:
    figure, plan = places
    if view.figure is not None:
        draw_figure(pen.canvas, view.figure, figure)
    draw_schematic(pen.canvas, view.posture, plan)


def _place(pen: Pen, text: str, room: pygame.Rect) -> None:
    """Where to be, in the middle of the height beside the plan."""
    block = pen.fill(text, (pen.sizes.medium, pen.sizes.small), room.size)
    at = (room.left, room.centery - block.height_px // 2)
    pen.put(block, at, Style(WHITE, weight="Regular"))


def _cues(pen: Pen, cues: tuple[str, ...], room: pygame.Rect) -> None:
    """The key cues, each behind its number."""
    size = pen.sizes.medium
    indent, top = round(size * 1.3), room.top
    share = min(room.height // MOST_CUES, round(size * LOOSE))
    for i, cue in enumerate(cues[:MOST_CUES], start=1):
        sizes = (size, pen.sizes.small)
        block = pen.fill(cue, sizes, (room.width - indent, share - round(size * 0.3)))
        radius = size * 0.46
        centre = (round(room.left + radius), round(top + block.size_px * 0.56))
        disc(pen.canvas, WHITE, centre, radius)
        number = pen.fit(str(i), (pen.sizes.small,), size)
        at = (centre[0], centre[1] - round(number.size_px * 0.58))
        pen.put(number, at, Style(BLACK, "centre"))
        pen.put(block, (room.left + indent, top), Style(WHITE))
        top += share
