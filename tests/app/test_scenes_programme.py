"""Trends, cards, toggle lists, reasons and effort: what their pictures must show."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pygame
import pytest

from mirror.session.scenes import (
    CardView,
    HowToView,
    MenuItem,
    MenuView,
    PainView,
    Picture,
    RestView,
    TrendView,
)
from mirror.session.view import Line
from mirror.text.catalog import load
from mirror.ui.samples.pictures import samples
from mirror.ui.scale import scale_of
from mirror.ui.theme import COOL, SHADE, WARM, Fonts
from tests.app.scene_rules import (
    LANDSCAPE,
    PORTRAIT,
    broken_rules,
    drawn,
    light_of,
    pixels_of,
)

SIZES = (PORTRAIT, LANDSCAPE, (720, 1280), (1280, 720))
PICTURES = samples(load("de"))
YEAR = tuple(50.0 + 30 * math.sin(i / 4) for i in range(52))
SERIES: dict[str, tuple[float | None, ...]] = {
    "none": (),
    "one": (12.0,),
    "two": (12.0, 3.0),
    "year": YEAR,
    "beyond": (-40.0, 250.0),
    "unmeasured": (None, None, None),
    "gaps": (None, 12.0, None, 12.0, 13.0, None),
    "level": (0.0,) * 9,
    "tiny": (0.02, 0.03, 0.01),
}


@pytest.fixture(scope="module")
def fonts() -> Iterator[Fonts]:
    pygame.font.init()
    yield Fonts()
    pygame.font.quit()


def trend(values: tuple[float | None, ...], *, low: float = 0.0, high: float = 20.0) -> TrendView:
    base = PICTURES["trend"]
    assert isinstance(base, TrendView)
    names = tuple(f"KW {i}" for i in range(len(values)))
    return replace(
        base, values=values, names=names, low=low, high=high, band=(8.0, 14.0), practice=None
    )


def words(picture: Picture, size: tuple[int, int], fonts: Fonts) -> list[str]:
    return [one.text for one in drawn(picture, size, fonts).words]


def shown(picture: Picture, colour: tuple[int, int, int], fonts: Fonts) -> bool:
    return bool((pixels_of(drawn(picture, PORTRAIT, fonts)) == colour).all(axis=2).any())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", SERIES)
def test_any_series_is_drawn_by_the_rules(name: str, size: tuple[int, int], fonts: Fonts) -> None:
    view = trend(SERIES[name])
    assert not broken_rules(drawn(view, size, fonts))
    assert not broken_rules(drawn(replace(view, practice=len(view.values) - 1), size, fonts))
    assert not broken_rules(drawn(replace(view, low=0.0, high=0.0, facts=()), size, fonts))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_only_the_last_value_has_its_number(size: tuple[int, int], fonts: Fonts) -> None:
    found = words(trend((13.0, 11.0, 7.0, None)), size, fonts)
    assert "7°" in found
    assert not {"13°", "11°"} & set(found)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_names_of_a_year_are_thinned_evenly_to_the_last(
    size: tuple[int, int], fonts: Fonts
) -> None:
    weeks = [int(one.split()[1]) for one in words(trend(YEAR), size, fonts) if one[:3] == "KW "]
    assert weeks[-1] == 51 or weeks[0] == 51
    assert 3 < len(weeks) < 20
    assert len({abs(a - b) for a, b in itertools.pairwise(weeks)}) == 1


def test_the_axis_has_two_or_three_numbers_and_holds_all_values() -> None:
    for values, (low, high) in itertools.product(
        SERIES.values(), [(0.0, 100.0), (0.0, 0.2), (5.0, 5.0), (10.0, -10.0), (0.0, 15.0)]
    ):
        scale = scale_of(trend(values, low=low, high=high))
        assert 2 <= len(scale.numbers) <= 3
        assert len({scale.words(one) for one in scale.numbers}) == len(scale.numbers)
        measured = [value for value in values if value is not None]
        assert all(0.0 <= scale.part(value) <= 1.0 for value in (*measured, low, high))


def test_the_axis_stays_as_asked_for_and_is_widened_to_round_numbers() -> None:
    assert scale_of(trend((3.0,), high=16.0)).numbers == (0.0, 8.0, 16.0)
    assert scale_of(trend((3,), low=0, high=16)).numbers == (0, 8, 16)  # ints, as scores are
    assert scale_of(trend((3.0,), high=15.0)).numbers == (0.0, 15.0)
    wide = scale_of(trend((-3.0, 17.0), high=16.0))
    assert (wide.low, wide.high) == (-5.0, 20.0)
    counts = scale_of(trend((1.0, 2.0, 3.0), high=3.0))
    assert counts.words(3.0) == "3°"
    assert wide.words(-3.2) == "\N{MINUS SIGN}3°"
    assert wide.words(-0.3) == "0°"


@pytest.mark.parametrize("name", ["one", "gaps", "year"])
def test_the_strip_is_behind_the_line_and_named_where_nothing_is(name: str, fonts: Fonts) -> None:
    view = trend(SERIES[name], high=100.0 if name == "year" else 20.0)
    assert shown(view, SHADE, fonts)
    assert view.band_word in words(view, PORTRAIT, fonts)
    without = replace(view, band=None)
    assert not shown(without, SHADE, fonts)
    assert view.band_word not in words(without, PORTRAIT, fonts)


def test_the_strips_shade_is_seen_in_the_dark_and_is_no_light() -> None:
    light = sum((one / 255) ** 2.2 for one in SHADE) / 3
    assert 0.005 < light < 0.02


def test_practice_is_hollow(fonts: Fonts) -> None:
    full, hollow = (
        light_of(drawn(replace(trend((12.0,)), band=None, practice=at), PORTRAIT, fonts))
        for at in (None, 0)
    )
    lost, won = (full != 0) & (hollow == 0), (hollow != 0) & (full == 0)
    assert lost.any()  # its middle
    assert won.any()  # a little larger


def test_a_gap_is_not_bridged(fonts: Fonts) -> None:
    def light(values: tuple[float | None, ...]) -> np.ndarray:
        return light_of(drawn(replace(trend(values), band=None), PORTRAIT, fonts))

    joined, gap = light((12.0, 12.0, 12.0)), light((12.0, None, 12.0))
    assert (joined != 0).sum() > (gap != 0).sum() + 500


def test_pages_are_numbered_when_there_are_several(fonts: Fonts) -> None:
    card = PICTURES["card"]
    assert isinstance(card, CardView)
    assert "2 / 6" in words(card, PORTRAIT, fonts)
    assert not any("/" in one for one in words(replace(card, page=1, pages=1), PORTRAIT, fonts))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_long_card_stays_in_its_place(size: tuple[int, int], fonts: Fonts) -> None:
    card = PICTURES["card"]
    assert isinstance(card, CardView)
    long = replace(card, text=tuple(one * 4 for one in card.text), source=card.source * 3)
    assert not broken_rules(drawn(long, size, fonts))
    assert not broken_rules(drawn(replace(card, text=(), source=""), size, fonts))


def test_a_ticked_box_differs_in_shape_and_colour(fonts: Fonts) -> None:
    def light(mark: bool | None) -> np.ndarray:  # noqa: FBT001 - a menu item's own
        item = MenuItem("Gelb", mark=mark)
        return light_of(drawn(MenuView("Bänder", (MenuItem("Rot"), item), 0), PORTRAIT, fonts))

    none, empty, ticked = (light(mark) for mark in (None, False, True))
    assert (none != empty).any()
    assert ((ticked != 0) & (empty == 0)).sum() > 500


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_each_question_can_be_chosen_and_is_read_whole(size: tuple[int, int], fonts: Fonts) -> None:
    health = PICTURES["health"]
    assert isinstance(health, MenuView)
    for chosen, item in enumerate(health.items):
        found = words(replace(health, chosen=chosen), size, fonts)
        assert item.text.replace(" ", "") in {one.replace(" ", "") for one in found}


def test_effort_has_no_traffic_light(fonts: Fonts) -> None:
    def asked(value: int, kind: str) -> PainView:
        return PainView("?", value, Line("hart"), kind="pain" if kind == "pain" else "effort")

    for value in range(11):
        for colour in (WARM, COOL):
            assert not shown(asked(value, "effort"), colour, fonts)
    assert shown(asked(0, "pain"), COOL, fonts)


@pytest.mark.parametrize("name", ["howto-standing-why", "howto-lying-why"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_reasons_are_read_and_leave_the_figure_its_room(
    name: str, size: tuple[int, int], fonts: Fonts
) -> None:
    view = PICTURES[name]
    assert isinstance(view, HowToView)
    assert set(view.reason) <= set(words(view, size, fonts))
    many = replace(view, reason=tuple(one * 3 for one in view.reason * 3), dose="2 x 10 " * 9)
    assert not broken_rules(drawn(many, size, fonts))


def test_a_card_is_in_the_rest_where_it_fits(fonts: Fonts) -> None:
    rest = PICTURES["rest-card"]
    assert isinstance(rest, RestView)
    for size in SIZES:
        assert rest.card in words(rest, size, fonts)
    long = replace(rest, card=rest.card * 2)
    found = words(long, PORTRAIT, fonts)
    assert found == words(replace(rest, card=""), PORTRAIT, fonts)
    assert not broken_rules(drawn(long, PORTRAIT, fonts))
