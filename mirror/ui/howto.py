"""How an exercise goes: the moving figure, where to be, and the key cues with their numbers."""

from typing import Final

import pygame

from mirror.session.scenes import HowToView
from mirror.ui.block import Block
from mirror.ui.figure import draw_figure
from mirror.ui.pen import Pen, Stack
from mirror.ui.schematic import draw_schematic
from mirror.ui.shapes import disc
from mirror.ui.theme import BLACK, COOL, GREY, WHITE
from mirror.ui.words import Style

FIGURE: Final = 0.31  # of the height upright: side of the figure's square
PLAN: Final = 0.185  # of the height upright: side of the plan
PLAN_BELOW_REASONS: Final = 0.155
MOST_CUES: Final = 2
INDENT: Final = 1.3  # room for a cue's number, of the medium size
TIGHT: Final = 0.35  # between two cues below reasons, of the medium size
MOST_REASONS: Final = 3
REASON_GAP: Final = 0.35  # above a reason, of the small size
LEAST_FIGURE: Final = 0.15  # of the height upright: what reasons leave the figure
LEAST_LYING: Final = 0.6  # of the height lying: what they leave all below them
LOOSE: Final = 2.9  # of the medium size: from one cue to the next at most, two lines each


def draw_howto(pen: Pen, view: HowToView) -> None:
    """Draw figure, plan and cues: one below the other upright, side by side lying."""
    sizes, page = pen.sizes, pen.places.page
    stack = Stack(pen, page)
    stack.put(view.title, (sizes.large, sizes.medium), Style(WHITE), most_lines=2)
    stack.put(view.dose, (sizes.medium, sizes.small), Style(COOL), most_lines=2)
    cues_px = _cues_px(pen, view)
    plan_px, end = _reasons(pen, view, stack.top, cues_px)
    room = pygame.Rect(page.left, end + pen.places.margin, page.width, 0)
    room.height = page.bottom - room.top
    if pen.places.upright:
        _upright(pen, view, room, (plan_px, cues_px))
    else:
        _lying(pen, view, room)


def _reasons(pen: Pen, view: HowToView, top: int, cues_px: int) -> tuple[int, int]:
    """Why so much, quiet: so many sentences as leave the figure its room.

    Returns:
        Side of the plan upright, smaller only where reasons need its room, and where they end.
    """
    page, margin, height = pen.places.page, pen.places.margin, pen.canvas.surface.get_height()
    plan_px, small_px = (
        round(min(part * height, page.width * 0.4)) for part in (PLAN, PLAN_BELOW_REASONS)
    )
    free = page.bottom - margin - top
    if pen.places.upright:
        free -= round(LEAST_FIGURE * height) + cues_px + 2 * margin
    else:
        free -= round(LEAST_LYING * height) - plan_px  # the plan stands beside the figure
    gap = round(pen.sizes.small * REASON_GAP)
    texts = view.reason[:MOST_REASONS]
    blocks = [pen.fit(one, (pen.sizes.small,), page.width, 2) for one in texts]
    if sum(gap + block.height_px for block in blocks) > free - plan_px:
        plan_px = small_px
    for block in blocks:
        free -= gap + block.height_px
        if free < plan_px:
            break
        pen.put(block, (page.left, top + gap), Style(GREY, weight="Regular"))
        top += gap + block.height_px
    return plan_px, top


def _upright(pen: Pen, view: HowToView, room: pygame.Rect, sides: tuple[int, int]) -> None:
    plan_px, cues_px = sides
    height, gap = pen.canvas.surface.get_height(), pen.places.margin
    cues = pygame.Rect(room.left, room.bottom - cues_px, room.width, cues_px)
    plan = pygame.Rect(room.left, 0, *(plan_px,) * 2)
    plan.bottom = cues.top - gap
    side = min(round(FIGURE * height), room.width, plan.top - gap - room.top)
    figure = pygame.Rect(0, room.top, side, side)
    figure.centerx = room.centerx
    figure.centery = (room.top + plan.top - gap) // 2
    words = pygame.Rect(plan.right + gap, plan.top, room.right - plan.right - gap, plan.height)
    _parts(pen, view, (figure, plan))
    _place(pen, view.place, words)
    _cues(pen, view, cues)


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
    _cues(pen, view, cues)


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


def _cue_blocks(pen: Pen, cues: tuple[str, ...], width: int, share: int) -> list[Block]:
    """The key cues, each in its share of the height."""
    size = pen.sizes.medium
    room = (width - round(size * INDENT), share - round(size * 0.3))
    return [pen.fill(cue, (size, pen.sizes.small), room) for cue in cues[:MOST_CUES]]


def _cues_px(pen: Pen, view: HowToView) -> int:
    """Height of the cues upright: of two lines each, or no more than needed below reasons."""
    size = pen.sizes.medium
    most = round(4 * size * 1.3)
    if not view.reason:
        return most
    blocks = _cue_blocks(pen, view.cues, pen.places.page.width, most // MOST_CUES)
    gaps = round(size * TIGHT) * max(0, len(blocks) - 1)
    return sum(block.height_px for block in blocks) + gaps


def _cues(pen: Pen, view: HowToView, room: pygame.Rect) -> None:
    """The key cues, each behind its number: loose, or below reasons one close to the other."""
    size = pen.sizes.medium
    most = round(4 * size * 1.3) if pen.places.upright else room.height
    share = min(most // MOST_CUES, round(size * LOOSE))
    top = room.top
    for i, block in enumerate(_cue_blocks(pen, view.cues, room.width, share), start=1):
        radius = size * 0.46
        centre = (round(room.left + radius), round(top + block.size_px * 0.56))
        disc(pen.canvas, WHITE, centre, radius)
        number = pen.fit(str(i), (pen.sizes.small,), size)
        at = (centre[0], centre[1] - round(number.size_px * 0.58))
        pen.put(number, at, Style(BLACK, "centre"))
        pen.put(block, (room.left + round(size * INDENT), top), Style(WHITE))
        tight = view.reason and pen.places.upright
        top += block.height_px + round(size * TIGHT) if tight else share
