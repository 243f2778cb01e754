"""A pen for one page: type, colours, lines; positions in points from the top left corner."""

from collections.abc import Sequence
from importlib import resources
from typing import BinaryIO, Final, Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT: Final = 42.0
"""Border, 15 mm: what every printer can print within."""
RIGHT: Final = WIDTH - LEFT

Colour = tuple[float, float, float]
Weight = Literal["Regular", "Semibold"]
Align = Literal["left", "right", "centre"]

INK: Final[Colour] = (0.10, 0.14, 0.18)
SOFT: Final[Colour] = (0.38, 0.43, 0.48)
RULE: Final[Colour] = (0.80, 0.83, 0.86)
BAND: Final[Colour] = (0.88, 0.92, 0.95)
LINE: Final[Colour] = (0.13, 0.38, 0.55)
ATTEND: Final[Colour] = (0.72, 0.36, 0.05)
"""As on the mirror: one cool and one warm accent, which colour-blind people tell apart."""
PAPER: Final[Colour] = (1.0, 1.0, 1.0)

_WEIGHTS: Final[tuple[Weight, ...]] = ("Regular", "Semibold")
_ELLIPSIS: Final = "…"


class Pen:
    """Draws on a page.

    Args:
        file: where the PDF goes.
        language: of its words.
    """

    def __init__(self, file: BinaryIO, *, language: str) -> None:
        """Begin the page."""
        folder = resources.files("font_source_sans_pro") / "files"
        for weight in _WEIGHTS:
            with resources.as_file(folder / f"SourceSansPro-{weight}.ttf") as path:
                pdfmetrics.registerFont(TTFont(weight, str(path)))
        self.canvas = Canvas(file, pagesize=A4, lang=language)

    def about(self, *, title: str, author: str, subject: str) -> None:
        """What the file says of itself."""
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator(author)
        self.canvas.setSubject(subject)

    def save(self) -> None:
        """End the page and the file."""
        self.canvas.showPage()
        self.canvas.save()

    def text(  # noqa: PLR0913 - all named but the place and the words
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 8.0,
        weight: Weight = "Regular",
        colour: Colour = INK,
        align: Align = "left",
        room: float | None = None,
    ) -> None:
        """One line of words; `y` is its base line, and what exceeds `room` is cut."""
        if room is not None:
            words = fitted(words, size, weight, room)
        self.canvas.setFont(weight, size)
        self.canvas.setFillColorRGB(*colour)
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "centre": self.canvas.drawCentredString,
        }[align]
        draw(x, HEIGHT - y, words)

    def lines(  # noqa: PLR0913 - all named but the place and the words
        self,
        x: float,
        y: float,
        words: Sequence[str],
        *,
        size: float,
        leading: float,
        colour: Colour = INK,
    ) -> float:
        """Lines one below the other; where the next one's base line is."""
        for line in words:
            self.text(x, y, line, size=size, colour=colour)
            y += leading
        return y

    def rule(  # noqa: PLR0913 - two ends and the line
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        *,
        colour: Colour = RULE,
        width: float = 0.5,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A straight line."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(width)
        self.canvas.setDash(*dash) if dash else self.canvas.setDash()
        self.canvas.line(x, HEIGHT - y, x2, HEIGHT - y2)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled box; `y` is its upper edge."""
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)

    def course(self, points: Sequence[tuple[float, float]], *, colour: Colour = LINE) -> None:
        """A line through points."""
        path = self.canvas.beginPath()
        for place, (x, y) in enumerate(points):
            (path.lineTo if place else path.moveTo)(x, HEIGHT - y)
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(0.9)
        self.canvas.setLineJoin(1)
        self.canvas.setDash()
        self.canvas.drawPath(path)

    def dot(self, x: float, y: float, radius: float, colour: Colour, *, hollow: bool) -> None:
        """A dot, or a ring."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setFillColorRGB(*(PAPER if hollow else colour))
        self.canvas.setLineWidth(0.7)
        self.canvas.setDash()
        self.canvas.circle(x, HEIGHT - y, radius, stroke=1, fill=1)

    def arrow(self, x: float, y: float, *, up: bool, colour: Colour) -> None:
        """A small triangle that stands on a base line."""
        low, high = (y, y - 4.6) if up else (y - 4.6, y)
        path = self.canvas.beginPath()
        path.moveTo(x, HEIGHT - low)
        path.lineTo(x + 5.0, HEIGHT - low)
        path.lineTo(x + 2.5, HEIGHT - high)
        path.close()
        self.canvas.setFillColorRGB(*colour)
        self.canvas.drawPath(path, stroke=0, fill=1)


def width_of(words: str, size: float, weight: Weight = "Regular") -> float:
    """How wide words are; a `Pen` was made before."""
    return float(pdfmetrics.stringWidth(words, weight, size))


def wrapped(words: str, size: float, room: float) -> list[str]:
    """Words as lines that fit."""
    return list(simpleSplit(words, "Regular", size, room))


def fitted(words: str, size: float, weight: Weight, room: float) -> str:
    """Words cut to what fits, with a mark where they were cut."""
    if width_of(words, size, weight) <= room:
        return words
    while words and width_of(words + _ELLIPSIS, size, weight) > room:
        words = words[:-1].rstrip()
    return words + _ELLIPSIS
