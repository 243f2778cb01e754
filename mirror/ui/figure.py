"""The followed person as a few strokes, small and off the body's reflection."""

from typing import Final

import pygame

from exercises.pose import Landmark
from mirror.session.view import Figure
from mirror.ui.canvas import Canvas
from mirror.ui.shapes import XY, circle, disc, stroke
from mirror.ui.theme import GREY, WARM, WHITE

_L = Landmark
BONES: Final = (
    (_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER),
    (_L.LEFT_SHOULDER, _L.LEFT_HIP),
    (_L.RIGHT_SHOULDER, _L.RIGHT_HIP),
    (_L.LEFT_HIP, _L.RIGHT_HIP),
    (_L.LEFT_SHOULDER, _L.LEFT_ELBOW),
    (_L.LEFT_ELBOW, _L.LEFT_WRIST),
    (_L.RIGHT_SHOULDER, _L.RIGHT_ELBOW),
    (_L.RIGHT_ELBOW, _L.RIGHT_WRIST),
    (_L.LEFT_HIP, _L.LEFT_KNEE),
    (_L.LEFT_KNEE, _L.LEFT_ANKLE),
    (_L.LEFT_ANKLE, _L.LEFT_HEEL),
    (_L.LEFT_HEEL, _L.LEFT_FOOT_INDEX),
    (_L.RIGHT_HIP, _L.RIGHT_KNEE),
    (_L.RIGHT_KNEE, _L.RIGHT_ANKLE),
    (_L.RIGHT_ANKLE, _L.RIGHT_HEEL),
    (_L.RIGHT_HEEL, _L.RIGHT_FOOT_INDEX),
)
STROKE: Final = 0.032  # of the panel's side
HEAD: Final = 0.22  # of the torso's length
MARK: Final = 0.055  # radius, of the panel's side


def draw_figure(canvas: Canvas, figure: Figure, panel: pygame.Rect) -> None:
    """Draw the figure into a square panel."""
    side = min(panel.width, panel.height)
    left, top = panel.centerx - side / 2, panel.centery - side / 2
    points = [None if p is None else (left + p[0] * side, top + p[1] * side) for p in figure.points]
    width = STROKE * side
    # Unsure bones first, so that sure ones lie on top.
    for sure in (False, True):
        for a, b in BONES:
            ends = (points[a], points[b])
            if ends[0] is None or ends[1] is None or (figure.sure[a] and figure.sure[b]) != sure:
                continue
            colour, part = (WHITE, 1.0) if sure else (GREY, 0.55)
            stroke(canvas, colour, (ends[0], ends[1]), width * part)
    _draw_head(canvas, points, width)
    for mark in figure.marked:
        at = points[mark]
        if at is not None:
            disc(canvas, WARM, at, MARK * side * 0.55)
            circle(canvas, WARM, at, MARK * side, width * 0.3)


def _draw_head(canvas: Canvas, points: list[XY | None], width: float) -> None:
    shoulders = _middle(points[_L.LEFT_SHOULDER], points[_L.RIGHT_SHOULDER])
    hips = _middle(points[_L.LEFT_HIP], points[_L.RIGHT_HIP])
    head = _middle(points[_L.LEFT_EAR], points[_L.RIGHT_EAR]) or points[_L.NOSE]
    if shoulders is None or hips is None or head is None:
        return
    radius = HEAD * pygame.Vector2(shoulders).distance_to(hips)
    neck = pygame.Vector2(head) - pygame.Vector2(shoulders)
    if neck.length() > radius:
        chin = pygame.Vector2(head) - neck.normalize() * radius
        stroke(canvas, WHITE, (shoulders, (chin.x, chin.y)), width)
    circle(canvas, WHITE, head, radius, width)


def _middle(a: XY | None, b: XY | None) -> XY | None:
    if a is None or b is None:
        return a or b
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
