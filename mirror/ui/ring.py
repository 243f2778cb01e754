"""The count inside its arc, and the calm tempo as a bead that runs around it."""

from typing import Final

import pygame

from mirror.session.view import Ring, Tempo
from mirror.ui.arc import Arc
from mirror.ui.canvas import Canvas
from mirror.ui.pen import Pen
from mirror.ui.shapes import circle, disc
from mirror.ui.theme import COOL, FAINT, GREY, TONES, WHITE
from mirror.ui.words import Style

ARC_WIDTH: Final = 0.07  # of the ring's side
LEAST_FILL: Final = 0.01  # a hair of arc would be a dot: shown from where it means something
TAIL: Final = 0.09  # of the arc: the trace behind the bead, which says where it goes
DIGIT_MIDDLE: Final = 0.60  # numerals have no descenders: their middle lies above the line's
RAISED: Final = 0.09  # of the ring's side: the number gives way to the target below it


def arc_of(place: pygame.Rect) -> Arc:
    """The arc in a square place."""
    width = place.width * ARC_WIDTH
    centre = (float(place.centerx), float(place.centery))
    return Arc(centre, place.width / 2 - width, width)


def draw_ring(pen: Pen, ring: Ring, target: str) -> None:
    """The count inside its arc; the arc's far end is the target."""
    place, arc = pen.places.ring, arc_of(pen.places.ring)
    width, radius = arc.width_px, arc.radius_px
    muted = ring.tone == "muted"
    filled = min(1.0, ring.fill) if ring.fill > LEAST_FILL else 0.0
    arc.draw_span(pen.canvas, FAINT, (0.0 if muted else filled, 1.0))
    if filled:
        # What is not judged is thinner too, not only grey.
        thin = Arc(arc.centre, radius, width * (0.45 if muted else 1.0))
        thin.draw(pen.canvas, TONES[ring.tone], filled)
    if ring.reached:
        disc(pen.canvas, COOL, arc.point(1.0), width * 0.9)
    else:
        circle(pen.canvas, GREY, arc.point(1.0), width * 0.5, width * 0.16)
    ink = GREY if muted else WHITE
    _number(pen, ring.number, ink, round(RAISED * place.width) if target else 0)
    sizes: tuple[int, ...] = (pen.sizes.medium, pen.sizes.small)
    foot = round(place.centery + radius * 0.86)
    if target:
        block = pen.fit(target, sizes, round(place.width * 0.6))
        top = round(place.centery + place.width * 0.15)
        pen.put(block, (place.centerx, top), Style(GREY, "centre"))
        sizes = (pen.sizes.small,)
        foot += round(pen.sizes.small * 0.2)
    unit = pen.fit(ring.unit, sizes, round(place.width * 0.44))
    pen.put(unit, (place.centerx, foot - round(unit.size_px * 0.62)), Style(GREY, "centre"))


def draw_number(pen: Pen, number: str, fill: float) -> None:
    """A number that counts down, in the place of the count; the arc empties with it."""
    arc = arc_of(pen.places.ring)
    fill = fill if fill > LEAST_FILL else 0.0
    arc.draw_span(pen.canvas, FAINT, (fill, 1.0))
    if fill:
        arc.draw(pen.canvas, WHITE, fill)
    _number(pen, number, WHITE, 0)


def draw_tempo(canvas: Canvas, tempo: Tempo, place: pygame.Rect) -> None:
    """The bead on the arc's outer edge: the movement should keep beside it."""
    arc = arc_of(place)
    outer = Arc(arc.centre, arc.radius_px + arc.width_px * 0.74, arc.width_px * 0.18)
    at = min(1.0, max(0.0, tempo.wanted))
    match tempo.going:
        case "out":
            outer.draw_span(canvas, WHITE, (max(0.0, at - TAIL), at))
        case "back":
            outer.draw_span(canvas, WHITE, (at, min(1.0, at + TAIL)))
        case "hold":
            pass
    disc(canvas, WHITE, outer.point(at), arc.width_px * 0.30)


def _number(pen: Pen, number: str, ink: tuple[int, int, int], raised: int) -> None:
    place, arc = pen.places.ring, arc_of(pen.places.ring)
    sizes = (pen.sizes.count, pen.sizes.count * 3 // 4, pen.sizes.large)
    block = pen.fit(number, sizes, round(2 * arc.radius_px - 2 * arc.width_px))
    top = place.centery - raised - round(DIGIT_MIDDLE * block.size_px)
    pen.put(block, (place.centerx, top), Style(ink, "centre"))
