"""Where to be, seen from above: the mirror with its camera, the mat, and the person facing a way.

Drawn in the place's own units: x and y from -1 to 1, the mirror at the head.
"""

from typing import Final

import pygame

from mirror.session.scenes import Posture
from mirror.ui.canvas import Canvas
from mirror.ui.shapes import XY, circle, dashes, disc, frame, path, stroke, triangle
from mirror.ui.theme import BLACK, COOL, FAINT, GREY, WHITE

LINE: Final = 0.045  # stroke, of half the side
MIRROR_Y: Final = -0.86


class _Plan:
    """Draws in a square's own units."""

    def __init__(self, canvas: Canvas, place: pygame.Rect) -> None:
        self.canvas = canvas
        self._half = min(place.width, place.height) / 2
        self._centre = place.center

    def at(self, x: float, y: float) -> XY:
        return self._centre[0] + x * self._half, self._centre[1] + y * self._half

    def px(self, length: float) -> float:
        return length * self._half

    def body(self, points: list[tuple[float, float]], width: float) -> None:
        path(self.canvas, WHITE, [self.at(x, y) for x, y in points], self.px(width))

    def head(self, x: float, y: float) -> None:
        disc(self.canvas, BLACK, self.at(x, y), self.px(0.145))
        disc(self.canvas, WHITE, self.at(x, y), self.px(0.115))

    def nose(self, x: float, y: float, turn_deg: float) -> None:
        triangle(self.canvas, COOL, self.at(x, y), self.px(0.10), turn_deg=turn_deg)

    def mat(self, width: float, y: tuple[float, float]) -> None:
        left, top = self.at(-width, y[0])
        right, foot = self.at(width, y[1])
        place = pygame.Rect(round(left), round(top), round(right - left), round(foot - top))
        frame(self.canvas, GREY, place, self.px(LINE * 0.7))


def draw_schematic(canvas: Canvas, posture: Posture, place: pygame.Rect) -> None:
    """Draw the plan of a posture into a square place."""
    plan = _Plan(canvas, place)
    ends = (plan.at(-0.62, MIRROR_Y), plan.at(0.62, MIRROR_Y))
    for x in (-0.95, 0.95):  # what the camera sees
        stroke(canvas, FAINT, (plan.at(0, MIRROR_Y), plan.at(x, 0.25)), plan.px(LINE * 0.5))
    stroke(canvas, WHITE, ends, plan.px(LINE * 1.6))
    disc(canvas, BLACK, plan.at(0, MIRROR_Y), plan.px(0.10))
    circle(canvas, COOL, plan.at(0, MIRROR_Y), plan.px(0.09), plan.px(0.045))
    dots = (plan.at(0, MIRROR_Y + 0.24), plan.at(0, 0.02))
    match posture:
        case "standing":
            dashes(canvas, GREY, dots, plan.px(LINE * 0.8))
            plan.body([(-0.24, 0.42), (0.24, 0.42)], 0.17)
            plan.head(0.0, 0.42)
            plan.nose(0.0, 0.18, 0)
        case "standing_sideways":
            dashes(canvas, GREY, dots, plan.px(LINE * 0.8))
            plan.body([(0.0, 0.20), (0.0, 0.64)], 0.17)
            plan.head(0.0, 0.42)
            plan.nose(0.26, 0.42, 90)
        case "lying":
            dashes(canvas, GREY, (dots[0], plan.at(0, -0.12)), plan.px(LINE * 0.8))
            plan.mat(0.92, (0.12, 0.80))
            # On the side: trunk along the mat, knees bent toward the mirror.
            plan.body([(-0.46, 0.52), (0.12, 0.56)], 0.17)
            plan.body([(0.12, 0.56), (0.42, 0.34), (0.70, 0.58)], 0.11)
            plan.head(-0.66, 0.50)
            plan.nose(-0.66, 0.27, 0)
        case "kneeling":
            dashes(canvas, GREY, (dots[0], plan.at(0, -0.12)), plan.px(LINE * 0.8))
            plan.mat(0.92, (0.12, 0.80))
            # One thigh forward, the other shank behind; shoulders across.
            plan.body([(0.0, 0.38), (0.38, 0.38)], 0.11)
            plan.body([(0.0, 0.56), (-0.48, 0.56)], 0.11)
            plan.body([(0.0, 0.28), (0.0, 0.66)], 0.17)
            plan.head(0.0, 0.47)
            plan.nose(0.62, 0.47, 90)
