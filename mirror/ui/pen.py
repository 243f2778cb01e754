"""What all scenes draw with: words in the sizes of the screen, marks, soft labels."""

from collections.abc import Sequence

import pygame

from mirror.session.view import SoftLabel, Tone
from mirror.ui.layout import Layout
from mirror.ui.shapes import circle, disc, stroke, triangle
from mirror.ui.theme import GREY, TONES, Fonts
from mirror.ui.words import Block, Style, fit, put


class Pen:
    """A surface, its places and its fonts."""

    def __init__(self, surface: pygame.Surface, fonts: Fonts, places: Layout) -> None:
        """Draw on a surface laid out as said."""
        self.surface = surface
        self.places = places
        self.sizes = places.sizes
        self._fonts = fonts

    def fit(self, text: str, sizes: Sequence[int], width_px: int, most_lines: int = 1) -> Block:
        """The words in the first of the sizes that fits."""
        return fit(text, fonts=self._fonts, sizes=sizes, width_px=width_px, most_lines=most_lines)

    def put(self, block: Block, at: tuple[int, int], style: Style) -> None:
        """Draw words with the top of their first line at y."""
        put(self.surface, self._fonts, block, at, style)

    def mark(self, tone: Tone, centre: tuple[float, float], radius: float) -> None:
        """The shape that says the same as the tone's colour."""
        match tone:
            case "attend":
                triangle(self.surface, TONES[tone], centre, radius * 1.15, turn_deg=0)
            case "good":
                disc(self.surface, TONES[tone], centre, radius * 0.85)
            case "plain" | "muted":
                x, y = centre
                ends = ((x - radius * 0.7, y), (x + radius * 0.7, y))
                stroke(self.surface, TONES[tone], ends, radius * 0.4)

    def labels(self, labels: tuple[SoftLabel, ...]) -> None:
        """What the buttons do, spread along the lower edge."""
        place, size = self.places.labels, self.sizes.small
        for i, label in enumerate(labels):
            words = self.fit(label.text, (size,), place.width)
            sign = round(size * 1.15)
            free = place.width - sign - words.width_px
            left = place.left + (free * i // (len(labels) - 1) if len(labels) > 1 else 0)
            self._sign(label, (left + size * 0.4, place.centery), size * 0.36)
            at = (left + sign, place.centery - words.height_px // 2)
            self.put(words, at, Style(GREY, weight="Regular"))

    def _sign(self, label: SoftLabel, centre: tuple[float, float], radius: float) -> None:
        """The button's sign: up and down, a ring, or an arrow back."""
        x, y = centre
        match label.button:
            case "choose":
                triangle(self.surface, GREY, (x, y - radius * 0.62), radius * 0.75, turn_deg=0)
                triangle(self.surface, GREY, (x, y + radius * 0.62), radius * 0.75, turn_deg=180)
            case "select":
                circle(self.surface, GREY, centre, radius * 0.9, radius * 0.34)
            case "back":
                triangle(self.surface, GREY, centre, radius, turn_deg=-90)
