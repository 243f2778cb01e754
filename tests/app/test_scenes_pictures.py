"""Scenes against small reference pictures, which `python -m tests.app.test_scenes_pictures` writes.

They are 1/10 of full HD and compared with tolerance: glyphs differ a little from SDL to SDL. The
words are the keys' own names, so that a new wording changes none of them.
"""

from pathlib import Path

import numpy as np
import pygame
import pytest

from mirror.text.catalog import Texts
from mirror.ui.draw import draw
from mirror.ui.samples.pictures import notices, samples
from mirror.ui.theme import Fonts

FOLDER = Path(__file__).parent / "scenes"
SHAPES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
PART = 10
UPRIGHT = (
    *("idle", "home", "howto-standing", "howto-lying", "howto-kneeling", "check", "countdown"),
    *("work-cue", "work-lying", "hold-lost", "rest", "pain-high", "summary", "progress", "network"),
    *("wifi-first", "wifi-second"),
    *("trend", "trend-one", "trend-year", "card", "timer", "health-scrolled", "bands", "effort"),
    *("howto-lying-why", "rest-card", "home-notice", "work-cue-notice"),
)
LYING = (
    *("howto-sideways", "check-start", "work", "rest", "pain"),
    *("trend", "timer", "health", "howto-standing-why", "rest-card", "work-cue-notice"),
)
REFERENCES = (
    *((name, "portrait") for name in UPRIGHT),
    *((name, "landscape") for name in LYING),
)
MEAN, BLOCK = 1.0, 40.0
"""Largest differences, of 255: of the whole picture, and of any square of 12 x 12."""
SIDE = 12


def small(name: str, shape: str) -> pygame.Surface:
    pygame.font.init()
    width, height = SHAPES[shape]
    surface = pygame.Surface((width, height))
    texts = Texts(language="xx", sentences={})
    draw(surface, samples(texts)[name], Fonts(), notice=notices(texts).get(name, ""))
    return pygame.transform.smoothscale(surface, (width // PART, height // PART))


def difference(one: pygame.Surface, other: pygame.Surface) -> tuple[float, float]:
    """Of the whole picture, and of the square that differs most."""
    first, second = (pygame.surfarray.array3d(surface).astype(float) for surface in (one, other))
    off = np.abs(first - second).max(axis=2)
    squares = off.reshape(off.shape[0] // SIDE, SIDE, off.shape[1] // SIDE, SIDE)
    return float(off.mean()), float(squares.mean(axis=(1, 3)).max())


@pytest.mark.parametrize(("name", "shape"), REFERENCES)
def test_a_scene_looks_as_it_did(name: str, shape: str) -> None:
    drawn = small(name, shape)
    reference = pygame.image.load(FOLDER / f"{name}-{shape}.png")
    assert drawn.get_size() == reference.get_size()
    mean, block = difference(drawn, reference)
    assert mean < MEAN, "look at it; when it should be so: python -m tests.app.test_scenes_pictures"
    assert block < BLOCK, "look at it; when it should be so, write the references anew"


def test_another_scene_would_be_noticed() -> None:
    mean, block = difference(small("work", "portrait"), small("work-lying", "portrait"))
    assert mean > MEAN
    assert block > BLOCK


def write() -> None:
    """Write all references."""
    FOLDER.mkdir(exist_ok=True)
    for name, shape in REFERENCES:
        with (FOLDER / f"{name}-{shape}.png").open("wb") as file:
            pygame.image.save(small(name, shape), file, ".png")


if __name__ == "__main__":
    write()
