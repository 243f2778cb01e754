"""Where things are on the glass: words and gauges at the edges, the middle free.

Upright, the count and the figure are at the head and the words at the foot. Lying, the count
and the figure stand in the lower corners with the words between them. The knees' gauge is
beside the body, at the edge on the count's side.
"""

from dataclasses import dataclass

import pygame

from mirror.ui.glass import GaugeSide
from mirror.ui.theme import Sizes

MARGIN = 0.028  # of the height: off the frame's edge, where the glass is glued
RING = 0.28  # of the height; holds two digits of 1/6 and an arc around them
NARROW_RING = 0.56  # of the width at most, so that the figure stands beside it
KNEES_EDGE = 0.25  # of the width: how far from the edge the knees' gauge may reach
KNEES_FOOT = 0.575  # of the height: where it ends upright, above two lines of words
NOTICE_APART = 3  # parts of the margin: one of them is between the notice and the labels


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one screen, in px.

    Attributes:
        upright: the screen is taller than wide.
        margin: free border.
        sizes: type sizes.
        head: title, side and note.
        ring: square of the count and its arc.
        figure: square of the followed person.
        knees: the knees' gauge.
        words: state and cue, filled from the foot upward.
        page: all between the border and the labels, for scenes without a body to leave free.
        notice: a quiet line above the labels, of no height when there is none.
        labels: what the buttons do, at the lower edge.
    """

    upright: bool
    margin: int
    sizes: Sizes
    head: pygame.Rect
    ring: pygame.Rect
    figure: pygame.Rect
    knees: pygame.Rect
    words: pygame.Rect
    page: pygame.Rect
    notice: pygame.Rect
    labels: pygame.Rect


def layout(
    width_px: int, height_px: int, gauge_side: GaugeSide = "left", notice_px: int = 0
) -> Layout:
    """The places on a screen of a size; all others give way to a notice `notice_px` high."""
    upright = height_px >= width_px
    sizes = Sizes.of(height_px)
    margin = round(MARGIN * height_px)
    inner = pygame.Rect(margin, margin, width_px - 2 * margin, height_px - 2 * margin)
    labels = pygame.Rect(inner.left, 0, inner.width, round(sizes.small * 1.3))
    labels.bottom = inner.bottom
    notice = pygame.Rect(inner.left, 0, inner.width, notice_px)
    notice.bottom = labels.top - (margin // NOTICE_APART if notice_px else 0)
    head = pygame.Rect(inner.left, inner.top, inner.width, round(sizes.medium * 1.25))
    side = min(round(RING * height_px), round(NARROW_RING * inner.width))
    room = min(side, inner.width - side - margin)
    ring, figure = pygame.Rect(0, 0, side, side), pygame.Rect(0, 0, room, room)
    knees = pygame.Rect(inner.left, 0, min(side, round(KNEES_EDGE * width_px) - margin), 0)
    if upright:
        top = head.bottom + round(sizes.small * 1.2) + margin // 2
        ring.topleft = (inner.left, top)
        figure.midright = (inner.right, ring.centery)
        words = pygame.Rect(inner.left, ring.bottom, inner.width, 0)
        knees.top, knees.height = ring.bottom + margin // 2, 0
        knees.height = round(KNEES_FOOT * height_px) - knees.top
    else:
        foot = notice.top - margin // 2
        ring.bottomleft, figure.bottomright = (inner.left, foot), (inner.right, foot)
        words = pygame.Rect(ring.right + margin, head.bottom, figure.left - ring.right, 0)
        words.width -= 2 * margin
        knees.height = round(knees.width * 0.95)
        knees.bottom = ring.top - margin
    page = pygame.Rect(inner.left, inner.top, inner.width, notice.top - margin - inner.top)
    words.height = notice.top - (margin // 2 if notice_px else margin) - words.top
    if gauge_side == "right":
        for place in (ring, figure, knees, words):
            place.left = width_px - place.right
    return Layout(
        upright=upright,
        margin=margin,
        sizes=sizes,
        head=head,
        ring=ring,
        figure=figure,
        knees=knees,
        words=words,
        page=page,
        notice=notice,
        labels=labels,
    )
