"""What the mirror says in the programme's scenes: whole in every language, in both shapes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pygame
import pytest

from mirror.programme.cards import ALL
from mirror.programme.flags import FLAGS
from mirror.session.scenes import (
    CardView,
    HowToView,
    MenuItem,
    MenuView,
    PainView,
    Picture,
    RestView,
    TimerView,
)
from mirror.session.view import Line
from mirror.text.catalog import Texts, load
from mirror.ui.samples.pictures import samples
from mirror.ui.screenshots import languages
from mirror.ui.theme import Fonts
from tests.app.scene_rules import LANDSCAPE, PORTRAIT, broken_rules, drawn

EACH = pytest.mark.parametrize("language", languages())
BOTH = pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=str)
CARD = ("title", "line", "first", "second", "third")
PARTS = ("march", "hip_circles", "stand_together", "stand_apart")
LETTERS = str.maketrans("", "", " -")


@pytest.fixture(scope="module")
def fonts() -> Iterator[Fonts]:
    pygame.font.init()
    yield Fonts()
    pygame.font.quit()


@cache
def pictures(language: str) -> dict[str, Picture]:
    return samples(load(language))


def missing(
    picture: Picture, wanted: tuple[str, ...], size: tuple[int, int], fonts: Fonts
) -> list[str]:
    """Sentences that are not whole on a picture, and rules it breaks."""
    canvas = drawn(picture, size, fonts)
    there = {one.text.translate(LETTERS) for one in canvas.words}
    return [one for one in wanted if one.translate(LETTERS) not in there] + broken_rules(canvas)


def table(texts: Texts, name: str) -> tuple[str, ...]:
    return tuple(
        words for key, words in texts.sentences.items() if key.startswith(f"{name}.") and words
    )


@EACH
@BOTH
def test_every_card_is_read_whole(language: str, size: tuple[int, int], fonts: Fonts) -> None:
    texts = load(language)
    base, rest = pictures(language)["card"], pictures(language)["rest"]
    assert isinstance(base, CardView)
    assert isinstance(rest, RestView)
    for card in ALL:
        title, line, *text = (
            texts[f"card.{card.id}.{part}"]
            for part in ("title", "line", "first", "second", "third")
        )
        view = replace(base, title=title, text=tuple(text), source=card.source)
        assert not missing(view, (title, *text, card.source), size, fonts)
        assert not missing(replace(rest, card=line), (line,), size, fonts)


@EACH
@BOTH
def test_every_question_of_health_is_read_whole(
    language: str, size: tuple[int, int], fonts: Fonts
) -> None:
    texts = load(language)
    items = tuple(MenuItem(texts[f"flag.{flag.name}"], mark=False) for flag in FLAGS)
    base = MenuView(texts["set_up.flags"], items, 0, texts["set_up.tick"])
    for chosen, item in enumerate(items):
        assert not missing(replace(base, chosen=chosen), (item.text,), size, fonts)


@EACH
@BOTH
def test_every_timed_part_and_every_answer_is_read_whole(
    language: str, size: tuple[int, int], fonts: Fonts
) -> None:
    texts = load(language)
    timer, effort = pictures(language)["timer"], pictures(language)["effort"]
    assert isinstance(timer, TimerView)
    assert isinstance(effort, PainView)
    for part in ("march", "hip_circles", "stand_together", "stand_apart"):
        title, first, second = (
            texts[f"timed.{part}.{key}"] for key in ("title", "first", "second")
        )
        words = (Line(first), Line(second, "muted"))
        assert not missing(
            replace(timer, title=title, words=words), (title, first, second), size, fonts
        )
    for word in ("easy", "light", "right", "hard", "all_out"):
        meaning = texts[f"effort.{word}"]
        assert not missing(replace(effort, meaning=Line(meaning)), (meaning,), size, fonts)


@EACH
@BOTH
def test_every_reason_stands_above_how_much_feedback_there_is(
    language: str, size: tuple[int, int], fonts: Fonts
) -> None:
    texts = load(language)
    base = pictures(language)["howto-lying"]
    assert isinstance(base, HowToView)
    feedback = max(table(texts, "feedback"), key=len)
    side = max(table(texts, "why.side"), key=len)
    dose = " · ".join((base.dose, texts["dose.each_side"], texts["dose.band.medium.above_knees"]))
    for name in ("why.load", "why.progress", "why.hold", "why.regress", "why.pain"):
        for why in table(texts, name):
            view = replace(base, dose=dose, reason=(why, side, feedback))
            assert not missing(view, (dose, why, side, feedback), size, fonts)


@EACH
@BOTH
def test_every_line_about_the_records_is_read_whole(
    language: str, size: tuple[int, int], fonts: Fonts
) -> None:
    for line in table(load(language), "records"):
        canvas = drawn(pictures(language)["home"], size, fonts, notice=line)
        assert line in {one.text for one in canvas.words}
        assert not broken_rules(canvas)
