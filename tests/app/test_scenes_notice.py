"""A quiet line about the records: on every picture, and never on other words."""

from collections.abc import Iterator

import pygame
import pytest

from mirror.text.catalog import load
from mirror.ui.layout import layout
from mirror.ui.samples.pictures import samples
from mirror.ui.samples.words import words_of
from mirror.ui.theme import WARM, Fonts
from tests.app.scene_rules import (
    LANDSCAPE,
    LONG,
    OTHER_SIZES,
    PORTRAIT,
    broken_rules,
    drawn,
    light_of,
    pixels_of,
    stretched,
    stretched_words,
)

GERMAN = samples(load("de"))
STRETCHED = samples(stretched(load("de")), stretched_words(words_of("de")))
NOTICE = words_of("de")["notice"]
LIT = tuple(name for name in GERMAN if name != "asleep")


@pytest.fixture(scope="module")
def fonts() -> Iterator[Fonts]:
    pygame.font.init()
    yield Fonts()
    pygame.font.quit()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE, *OTHER_SIZES], ids=str)
def test_it_is_whole_and_below_all_other_words(size: tuple[int, int], fonts: Fonts) -> None:
    for name in LIT if max(size) < 3840 else LIT[:3]:
        canvas = drawn(GERMAN[name], size, fonts, notice=NOTICE)
        found = [one for one in canvas.words if one.text == NOTICE]
        assert found, name
        assert found[0].size_px == layout(*size).sizes.small
        assert not broken_rules(canvas), name
        # A label of two lines reaches up by a line and the space between them.
        labels = layout(*size).labels.top - 1.2 * found[0].size_px
        above = [one for one in canvas.words if one is not found[0] and one.place.top < labels]
        assert all(one.place.bottom <= found[0].place.top + 2 for one in above), name


@pytest.mark.parametrize("size", [(720, 1280), (1280, 720)], ids=str)
@pytest.mark.parametrize("name", LIT)
def test_words_that_no_line_holds_give_way_to_it(
    name: str, size: tuple[int, int], fonts: Fonts
) -> None:
    assert not broken_rules(drawn(STRETCHED[name], size, fonts, notice=f"{NOTICE} {LONG} {LONG}"))


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=str)
def test_the_middle_of_the_glass_stays_free_with_it(size: tuple[int, int], fonts: Fonts) -> None:
    width, height = size
    top, bottom = (0.41, 0.57) if height > width else (0.15, 0.55)
    for name in ("work", "work-cue", "work-lying", "hold-lost", "timer"):
        light = light_of(drawn(STRETCHED[name], size, fonts, notice=f"{NOTICE} {LONG}"))
        middle = light[width * 26 // 100 : width * 74 // 100, int(top * height) :]
        assert middle[:, : int((bottom - top) * height)].max() == 0, name


def test_asleep_stays_dark_and_idle_stays_dim(fonts: Fonts) -> None:
    assert not light_of(drawn(GERMAN["asleep"], PORTRAIT, fonts, notice=NOTICE)).any()
    idle = pixels_of(drawn(GERMAN["idle"], PORTRAIT, fonts, notice=NOTICE))
    assert idle.max() < 100
    awake = pixels_of(drawn(GERMAN["home"], PORTRAIT, fonts, notice=NOTICE))
    assert (awake == WARM).all(axis=2).any()


def test_without_it_nothing_moves(fonts: Fonts) -> None:
    for name in ("work", "home"):
        plain = pixels_of(drawn(GERMAN[name], PORTRAIT, fonts))
        assert (pixels_of(drawn(GERMAN[name], PORTRAIT, fonts, notice="")) == plain).all()
