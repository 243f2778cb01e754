"""A plot over time: a calm line, the last value brightest, and what is no real change."""

import itertools
from dataclasses import dataclass
from functools import partial
from typing import Final

import pygame

from mirror.session.scenes import TrendView
from mirror.ui.axis import Columns, draw_names
from mirror.ui.block import Block
from mirror.ui.pen import Pen
from mirror.ui.scale import scale_of
from mirror.ui.shapes import XY, circle, disc, rule, stroke
from mirror.ui.strip import draw_strip, name_strip
from mirror.ui.theme import BLACK, FAINT, GREY, WHITE, Colour
from mirror.ui.words import Style

SHARE: Final = 4.0  # of the small size: from one value to the next at most
HEAD: Final = 1.5  # of the small size: free above the plot, for the last number and the word
FOOT: Final = 1.5  # of the small size: the names' line below it
DOT: Final = 0.2  # radius, of the small size
ALONE: Final = 0.14  # the same at least, of one without neighbours and of practice
LAST: Final = 0.34  # the same, of the last value
LINE: Final = 0.12  # of the small size
CROWDED: Final = 0.32  # of a value's share: its dot's radius at most


@dataclass(frozen=True, slots=True)
class _Point:
    """A value in the plot.

    Attributes:
        at: where.
        hollow: it was practice.
    """

    at: XY
    hollow: bool


def draw_plot(pen: Pen, view: TrendView, place: pygame.Rect) -> None:
    """Draw a trend's values, at least one or None, into a place."""
    _Plot(pen, view, place).draw()


class _Plot:
    """A trend's plot in a place: what lies where, then its drawing."""

    def __init__(self, pen: Pen, view: TrendView, place: pygame.Rect) -> None:
        self._pen, self._view = pen, view
        self._scale = scale_of(view)
        size = pen.sizes.small
        self._numbers = [
            (value, pen.fit(self._scale.words(value), (size,), place.width // 4))
            for value in self._scale.numbers
        ]
        gutter = max(block.width_px for _, block in self._numbers) + size // 2
        self._area = pygame.Rect(place.left + gutter, place.top + round(size * HEAD), 0, 0)
        self._area.width = place.right - self._area.left
        self._area.height = place.bottom - round(size * FOOT) - self._area.top
        share = min(self._area.width / len(view.values), size * SHARE)
        self._columns = Columns(self._area.left, self._area.right, share)
        self._points = self._placed()

    def _placed(self) -> list[_Point | None]:
        return [
            None
            if value is None
            else _Point((self._columns.middle(i), self._y(value)), i == self._view.practice)
            for i, value in enumerate(self._view.values)
        ]

    def _y(self, value: float) -> float:
        return self._area.bottom - self._scale.part(value) * self._area.height

    def draw(self) -> None:
        """The strip first, then rules and names, then the line over them."""
        strip = self._strip()
        self._axis()
        names = self._view.names[: len(self._points)]
        draw_names(self._pen, names, self._columns, self._area.bottom)
        self._line()
        last = self._last()
        if strip is not None and self._view.band_word:
            places = (self._area, strip)
            name_strip(self._pen, self._view.band_word, places, partial(self._busy, last))

    def _strip(self) -> pygame.Rect | None:
        """Where nothing really changed, as far as it is on the axis."""
        if self._view.band is None:
            return None
        ends = sorted(self._y(value) for value in self._view.band)
        top, foot = (round(min(max(y, self._area.top), self._area.bottom)) for y in ends)
        strip = pygame.Rect(self._area.left, top, self._area.width, max(2, foot - top))
        draw_strip(self._pen, strip)
        return strip

    def _axis(self) -> None:
        size = self._pen.sizes.small
        for value, block in self._numbers:
            y = round(self._y(value))
            rule(self._pen.canvas, FAINT, pygame.Rect(self._area.left, y, self._area.width, 2))
            at = (self._area.left - size // 2, round(y - block.size_px * 0.58))
            self._pen.put(block, at, Style(GREY, "right", weight="Regular"))

    def _line(self) -> None:
        size, share = self._pen.sizes.small, self._columns.share
        radius = min(size * DOT, share * CROWDED)
        for one, other in itertools.pairwise(self._points):
            if one is not None and other is not None:
                ink = FAINT if one.hollow or other.hollow else GREY
                stroke(self._pen.canvas, ink, (one.at, other.at), size * LINE)
        # Dots no wider than the line would only make it restless; what stands alone keeps its own.
        crowded = radius < size * LINE
        around = zip([None, *self._points], self._points, [*self._points[1:], None], strict=False)
        for before, point, after in around:
            if point is None:
                continue
            if point.hollow or (before is None and after is None):
                self._dot(point, GREY, max(radius, size * ALONE))
            elif not crowded:
                self._dot(point, GREY, radius)

    def _dot(self, point: _Point, ink: Colour, radius: float) -> None:
        if point.hollow:
            disc(self._pen.canvas, BLACK, point.at, radius * 1.25)
            circle(self._pen.canvas, ink, point.at, radius * 1.25, max(2.0, radius * 0.4))
        else:
            disc(self._pen.canvas, ink, point.at, radius)

    def _last(self) -> pygame.Rect | None:
        """The last value, largest, with its number where no line is; where that is."""
        i = max((i for i, one in enumerate(self._points) if one is not None), default=None)
        point = None if i is None else self._points[i]
        value = None if i is None else self._view.values[i]
        if point is None or value is None:
            return None
        pen, radius = self._pen, self._pen.sizes.small * LAST
        self._dot(point, WHITE, radius)
        number = pen.fit(self._scale.words(value), (pen.sizes.medium,), self._area.width)
        places = _around(point.at, number, radius * 1.4)
        room = self._area.copy()
        room.top -= number.height_px
        room.height += number.height_px
        for place in places:
            place.clamp_ip(room)
        half, less = number.size_px // 2, -number.size_px // 4
        place = min(places, key=lambda one: self._crosses(one.inflate(half, less)))
        pen.put(number, place.topleft, Style(WHITE))
        return place

    def _busy(self, last: pygame.Rect | None, place: pygame.Rect) -> bool:
        """Whether the line or the last number is in a place."""
        return self._crosses(place) > 0 or (last is not None and bool(place.colliderect(last)))

    def _crosses(self, place: pygame.Rect) -> int:
        """How many points and lines a place touches."""
        points = [point.at for point in self._points if point is not None]
        pairs = itertools.pairwise(self._points)
        lines = [(a.at, b.at) for a, b in pairs if a is not None and b is not None]
        return sum(place.collidepoint(at) for at in points) + sum(
            bool(place.clipline(a, b)) for a, b in lines
        )


def _around(at: XY, block: Block, away: float) -> list[pygame.Rect]:
    """Above a point, below it, right and left of it; digits leave their line's edges dark."""
    (x, y), size = at, block.size_px
    place = pygame.Rect(0, 0, block.width_px, block.height_px)
    places = [place.copy() for _ in range(4)]
    places[0].midbottom = (round(x), round(y - away + size * 0.1))
    places[1].midtop = (round(x), round(y + away - size * 0.25))
    places[2].midleft = (round(x + away), round(y - size * 0.06))
    places[3].midright = (round(x - away), round(y - size * 0.06))
    return places
