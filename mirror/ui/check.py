"""The position check: four signs in their order, and one thing to do, where the cue will be.

A sign's shape says how far it is: a filled disc with a hook is done, the large ring with its
drawing is what to mend now, a small ring comes later.
"""

from typing import Final, get_args

import pygame

from mirror.session.scenes import CheckView, Step
from mirror.ui.arc import Arc
from mirror.ui.canvas import Canvas
from mirror.ui.figure import draw_figure
from mirror.ui.pen import Pen
from mirror.ui.shapes import XY, circle, disc, path, stroke, triangle
from mirror.ui.theme import BLACK, COOL, FAINT, GREY, WHITE
from mirror.ui.training import draw_cue, draw_head

STEPS: Final[tuple[Step, ...]] = get_args(Step)
NOW: Final = 0.16  # radius of the sign to mend now, of the place's height
OTHER: Final = 0.085  # radius of the others


def draw_check(pen: Pen, view: CheckView) -> None:
    """Draw the steps on the gauge's side, the figure and the instruction."""
    draw_head(pen, view.title)
    _steps(pen.canvas, view, _place(pen))
    if view.figure is not None:
        draw_figure(pen.canvas, view.figure, pen.places.figure)
    draw_cue(pen, view.instruction)


def _place(pen: Pen) -> pygame.Rect:
    """The ring's place; lying it reaches up the edge."""
    place = pen.places.ring.copy()
    if not pen.places.upright:
        place.height = round(place.height * 1.6)
        place.bottom = pen.places.ring.bottom
    return place


def _steps(canvas: Canvas, view: CheckView, place: pygame.Rect) -> None:
    now, other = NOW * place.height, OTHER * place.height
    radii = [now if step == view.step and step not in view.done else other for step in STEPS]
    free = (place.height - 2 * sum(radii)) / (len(STEPS) - 1)
    x, y = place.left + now * 1.1, float(place.top)
    before: float | None = None
    for step, radius in zip(STEPS, radii, strict=True):
        y += radius
        if before is not None:
            ends = ((x, before + free * 0.2), (x, y - radius - free * 0.2))
            stroke(canvas, FAINT, ends, place.height * 0.008)
        if step in view.done:
            disc(canvas, COOL, (x, y), radius)
            hook = [(x - 0.42 * radius, y), (x - 0.1 * radius, y + 0.34 * radius)]
            path(canvas, BLACK, [*hook, (x + 0.46 * radius, y - 0.36 * radius)], radius * 0.2)
        elif step == view.step:
            circle(canvas, WHITE, (x, y), radius, radius * 0.1)
            _sign(canvas, step, (x, y), radius * 0.52)
        else:
            circle(canvas, GREY, (x, y), radius * 0.6, radius * 0.14)
        before = y + radius
        y = before + free


def _sign(canvas: Canvas, step: Step, centre: XY, size: float) -> None:
    """A drawing of a step, `size` px from its middle to its edge."""
    x, y = centre
    width = size * 0.17
    match step:
        case "in_box":
            for side_x in (-1, 1):
                for side_y in (-1, 1):
                    corner = (x + side_x * size, y + side_y * size)
                    ends = [(corner[0], corner[1] - side_y * size * 0.6), corner]
                    ends.append((corner[0] - side_x * size * 0.6, corner[1]))
                    path(canvas, WHITE, ends, width)
            disc(canvas, WHITE, (x, y - size * 0.4), size * 0.22)
            stroke(canvas, WHITE, ((x, y), (x, y + size * 0.55)), width * 2.2)
        case "turned":
            turn = Arc(centre, size * 0.85, width)
            turn.draw(canvas, WHITE, 0.94)
            tip = turn.point(1.0)
            triangle(canvas, WHITE, tip, size * 0.4, turn_deg=225.0)
            disc(canvas, WHITE, (x, y), size * 0.25)
        case "joints":
            points = [(x + size * 0.25, y - size * 0.95), (x - size * 0.35, y)]
            points.append((x + size * 0.3, y + size * 0.95))
            path(canvas, WHITE, points, width)
            for point in points:
                disc(canvas, WHITE, point, size * 0.26)
        case "start":
            triangle(canvas, WHITE, (x + size * 0.16, y), size * 0.95, turn_deg=90)
