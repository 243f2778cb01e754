"""`plumbline screenshots`: every scene in every language, upright and lying, as PNG files."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from statistics import median
from typing import Final

import pygame

from mirror.errors import UserError
from mirror.text.catalog import load
from mirror.ui.draw import draw
from mirror.ui.picture import png_of
from mirror.ui.samples.pictures import notices, samples
from mirror.ui.theme import Fonts

SCREENS_PX: Final = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
ROUNDS: Final = 40
"""How often a scene is drawn to take its time; the first drawing renders its words."""


@dataclass(frozen=True, slots=True)
class ScreenshotOptions:
    """What was asked for.

    Attributes:
        folder: where the pictures go; made when it is not there.
        language: only this one; None: all.
        time: also tell how long each scene takes to draw.
    """

    folder: Path
    language: str | None = None
    time: bool = False


def languages() -> tuple[str, ...]:
    """Languages the mirror speaks."""
    folders = (one for one in resources.files("mirror.text").iterdir() if one.is_dir())
    return tuple(
        sorted(
            folder.name
            for folder in folders
            if any(file.name.endswith(".toml") for file in folder.iterdir())
        )
    )


def screenshots(
    options: ScreenshotOptions,
    *,
    tell: Callable[[str], None],
    clock: Callable[[], float] = time.perf_counter,
) -> int:
    """Write the pictures; returns the exit code.

    Args:
        options: what was asked for.
        tell: prints a line.
        clock: seconds, for the time of drawing.

    Raises:
        UserError: no such language, or the folder cannot be written.
    """
    pygame.font.init()
    fonts = Fonts()
    count = 0
    for language in _chosen(options.language):
        folder = options.folder / language
        texts = load(language)
        lines = notices(texts)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for shape, size_px in SCREENS_PX.items():
                surface = pygame.Surface(size_px)
                for name, picture in samples(texts).items():
                    shown = partial(draw, surface, picture, fonts, notice=lines.get(name, ""))
                    shown()
                    path = folder / f"{name}-{shape}.png"
                    path.write_bytes(png_of(surface))
                    count += 1
                    if options.time:
                        tell(f"{_median_ms(shown, clock):6.2f} ms  {path.stem}")
        except OSError as error:
            message = f"Cannot write pictures to {folder}: {error.strerror or error}"
            raise UserError(message, remedy="Name a folder you may write to.") from error
    tell(f"{count} pictures in {options.folder}")
    return 0


def _chosen(language: str | None) -> Sequence[str]:
    known = languages()
    if language is None:
        return known
    if language not in known:
        message = f"There are no words in {language!r}"
        raise UserError(message, remedy=f"Choose one of: {', '.join(known)}.")
    return (language,)


def _median_ms(shown: Callable[[], object], clock: Callable[[], float]) -> float:
    times_s = []
    for _ in range(ROUNDS):
        start_s = clock()
        shown()
        times_s.append(clock() - start_s)
    return 1000.0 * median(times_s)
