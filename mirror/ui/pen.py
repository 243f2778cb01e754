"""What all scenes draw with: words in the sizes of the screen, and marks of their meaning."""

from collections.abc import Sequence

import pygame

from mirror.session.view import Line, Tone
from mirror.ui.block import LEADING, Block
from mirror.ui.canvas import Canvas
from mirror.ui.layout import Layout
from mirror.ui.shapes import disc, stroke, triangle
from mirror.ui.theme import DIM, TONES, Fonts
from mirror.ui.words import Style, fit, put


class Pen:
    """A canvas, its places and its fonts."""

    def __init__(self, canvas: Canvas, fonts: Fonts, places: Layout) -> None:
        """Draw on a canvas laid out as said."""
        self.canvas = canvas
        self.places = places
        self.sizes = places.sizes
        self._fonts = fonts

    def fit(self, text: str, sizes: Sequence[int], width_px: int, most_lines: int = 1) -> Block:
        """The words in the first of the sizes that fits."""
        return fit(text, fonts=self._fonts, sizes=sizes, width_px=width_px, most_lines=most_lines)

    def fill(self, text: str, sizes: Sequence[int], room_px: tuple[int, int]) -> Block:
        """The words in the first of the sizes in which they fit a width and a height."""
        width_px, height_px = room_px
        block = Block(lines=(), size_px=sizes[-1], width_px=0)
        for size_px in sizes:
            lines = max(1, int(height_px / (size_px * LEADING)))
            block = self.fit(text, (size_px,), width_px, lines)
            if block.holds(text):
                break
        return block

    def put(self, block: Block, at: tuple[int, int], style: Style) -> None:
        """Draw words with the top of their first line at y."""
        put(self.canvas, self._fonts, block, at, style)

    def mark(
        self, tone: Tone, centre: tuple[float, float], radius: float, *, dim: bool = False
    ) -> None:
        """The shape that says the same as the tone's colour; `dim` where all is dark."""
        colour = DIM if dim else TONES[tone]
        match tone:
            case "attend":
                triangle(self.canvas, colour, centre, radius * 1.15, turn_deg=0)
            case "good":
                disc(self.canvas, colour, centre, radius * 0.85)
            case "plain" | "muted":
                x, y = centre
                ends = ((x - radius * 0.7, y), (x + radius * 0.7, y))
                stroke(self.canvas, colour, ends, radius * 0.4)


class Stack:
    """Words one below the other in a place, from its top."""

    def __init__(self, pen: Pen, place: pygame.Rect) -> None:
        """Start at the top."""
        self._pen = pen
        self.place = place
        self.top = place.top

    def put(
        self, text: str, sizes: Sequence[int], style: Style, *, most_lines: int = 1, gap: float = 0
    ) -> None:
        """Draw words and go below them; `gap` px above. Without words nothing moves."""
        if not text:
            return
        self.top += round(gap)
        block = self._pen.fit(text, sizes, self.place.width, most_lines)
        x = {
            "left": self.place.left,
            "centre": self.place.centerx,
            "right": self.place.right,
        }[style.align]
        self._pen.put(block, (x, self.top), style)
        self.top += block.height_px


def line_block(pen: Pen, line: Line, room_px: tuple[int, int], sizes: Sequence[int]) -> Block:
    """A line's words as `put_line` writes them into a place of a width and a height."""
    width = round(room_px[0] - (sizes[0] * 0.75 if _marked(line) else 0))
    return pen.fill(line.text, sizes, (width, room_px[1]))


def _marked(line: Line) -> bool:
    return line.tone in {"attend", "good"}


def put_line(pen: Pen, line: Line, place: pygame.Rect, sizes: Sequence[int]) -> pygame.Rect:
    """A line of words at the top of a place, before it the mark of a tone that says something.

    Returns:
        Where it is.
    """
    block = line_block(pen, line, place.size, sizes)
    indent = round(block.size_px * 0.75) if _marked(line) else 0
    style = Style(TONES[line.tone], strength=line.strength)
    pen.put(block, (place.left + indent, place.top), style)
    centre = (place.left + block.size_px * 0.26, place.top + block.size_px * 0.56)
    if _marked(line):
        pen.mark(line.tone, centre, block.size_px * 0.24 * line.strength)
    return pygame.Rect(place.topleft, (indent + block.width_px, block.height_px))
