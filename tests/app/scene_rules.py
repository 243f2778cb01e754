"""What every scene's test needs: a drawn picture, and the rules of the design it breaks."""

import itertools
from collections.abc import Mapping

import numpy as np
import pygame

from mirror.session.scenes import Picture
from mirror.text.catalog import Texts
from mirror.ui.canvas import Canvas, Written
from mirror.ui.draw import draw
from mirror.ui.glass import GaugeSide
from mirror.ui.layout import layout
from mirror.ui.theme import Fonts

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
OTHER_SIZES = ((720, 1280), (1280, 720), (2160, 3840), (1200, 1600), (640, 480))
LONG = "Oberschenkelmuskulaturdehnungsübungswiederholung"


def stretched(texts: Texts) -> Texts:
    """The same sentences, each with a word that no line holds."""
    longer = {key: f"{words} {LONG}" for key, words in texts.sentences.items()}
    return Texts(language=texts.language, sentences=longer)


def stretched_words(words: Mapping[str, str]) -> dict[str, str]:
    """The same for words of the samples' own."""
    return {key: f"{text} {LONG}" for key, text in words.items()}


def drawn(
    picture: Picture,
    size: tuple[int, int],
    fonts: Fonts,
    side: GaugeSide = "left",
    notice: str = "",
) -> Canvas:
    return draw(pygame.Surface(size), picture, fonts, side, notice)


def light_of(canvas: Canvas) -> np.ndarray:
    """Not 0 where anything is lit; [width, height]."""
    raw = pygame.surfarray.array2d(canvas.surface)
    return np.asarray(raw & (2**24 - 1))


def pixels_of(canvas: Canvas) -> np.ndarray:
    return np.asarray(pygame.surfarray.array3d(canvas.surface), dtype=np.uint8)


def ink(one: Written) -> pygame.Rect:
    """Where words are lit; numerals have no descenders and lie in the middle of their line."""
    if not one.text.isdigit():
        return one.place.inflate(-2, -2)
    place = one.place.copy()
    place.height = round(place.height * 0.84)
    return place


def broken_rules(canvas: Canvas) -> list[str]:
    """What a drawn picture does that none may do."""
    size = canvas.surface.get_size()
    border = layout(*size).margin * 3 // 4  # round ends and smooth edges reach a little over it
    light = light_of(canvas)
    edges = (light[:border], light[-border:], light[:, :border], light[:, -border:])
    found = ["light in the margin" for edge in edges if edge.any()]
    inner = canvas.surface.get_rect().inflate(-2 * border, -2 * border)
    for one in canvas.words:
        if one.size_px < round(size[1] / 40):
            found.append(f"too small: {one.text}")
        if not inner.contains(one.place):
            found.append(f"in the margin: {one.text}")
    for one, other in itertools.combinations(canvas.words, 2):
        if ink(one).colliderect(ink(other)):
            found.append(f"{one.text!r} on {other.text!r}")
    for box in canvas.lit:
        light[box.left : box.right, box.top : box.bottom] = 0
    if light.any():
        found.append("light that was not noted")
    return found
