"""Every scene obeys the design: dark middle, safe margin, no small type, no words on words."""

import itertools
from collections.abc import Iterator, Mapping

import numpy as np
import pygame
import pytest

from mirror.session.scenes import MenuItem, MenuView, Picture
from mirror.session.view import KneeGauge, Line, Ring, SoftLabel, Tempo, View
from mirror.text.catalog import load
from mirror.ui.glass import GaugeSide, Glass, Rotation
from mirror.ui.layout import layout
from mirror.ui.painter import Painter
from mirror.ui.samples.pictures import notices, samples
from mirror.ui.samples.words import words_of
from mirror.ui.screenshots import languages
from mirror.ui.theme import COOL, SHADE, WARM, Fonts
from tests.app.scene_rules import (
    LANDSCAPE,
    OTHER_SIZES,
    PORTRAIT,
    broken_rules,
    drawn,
    light_of,
    pixels_of,
    stretched,
    stretched_words,
)

ENGLISH = samples(load("en"))
NAMES = tuple(ENGLISH)
NOTICES = notices(load("en"))
WORK = tuple(name for name in NAMES if name.startswith(("work", "hold", "timer")))
ANY_SIZE = (
    *("work-cue", "howto-lying", "rest", "pain", "home", "summary", "work-cue-notice"),
    *("trend", "trend-year", "card", "timer", "health", "effort", "howto-lying-why", "rest-card"),
)
STRETCHED = samples(stretched(load("de")), stretched_words(words_of("de")))


@pytest.fixture(scope="module")
def fonts() -> Iterator[Fonts]:
    pygame.font.init()
    yield Fonts()
    pygame.font.quit()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_a_scene_obeys_the_design(name: str, size: tuple[int, int], fonts: Fonts) -> None:
    canvas = drawn(ENGLISH[name], size, fonts, notice=NOTICES.get(name, ""))
    assert not broken_rules(canvas)


@pytest.mark.parametrize("size", OTHER_SIZES, ids=str)
@pytest.mark.parametrize("name", ANY_SIZE)
def test_from_720p_to_4k(name: str, size: tuple[int, int], fonts: Fonts) -> None:
    canvas = drawn(ENGLISH[name], size, fonts, notice=NOTICES.get(name, ""))
    assert not broken_rules(canvas)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=str)
def test_every_language_fits(language: str, size: tuple[int, int], fonts: Fonts) -> None:
    found, texts = {}, load(language)
    for name, picture in samples(texts).items():
        canvas = drawn(picture, size, fonts, notice=notices(texts).get(name, ""))
        cut = [one.text for one in canvas.words if one.text.endswith("…")]
        found[name] = broken_rules(canvas) + cut
    assert not {name: rules for name, rules in found.items() if rules}


@pytest.mark.parametrize("size", [(720, 1280), (1280, 720)], ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_words_that_no_line_holds_stay_in_their_place(
    name: str, size: tuple[int, int], fonts: Fonts
) -> None:
    assert not broken_rules(drawn(STRETCHED[name], size, fonts))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE, (1200, 1600)], ids=str)
@pytest.mark.parametrize("pictures", [ENGLISH, STRETCHED], ids=["english", "long"])
def test_the_middle_of_the_glass_stays_free_in_a_set(
    pictures: Mapping[str, Picture], size: tuple[int, int], side: GaugeSide, fonts: Fonts
) -> None:
    width, height = size
    top, bottom = (0.41, 0.57) if height > width else (0.15, 0.55)
    for name in WORK:
        light = light_of(drawn(pictures[name], size, fonts, side, NOTICES.get(name, "")))
        middle = light[width * 26 // 100 : width * 74 // 100, int(top * height) :]
        assert middle[:, : int((bottom - top) * height)].max() == 0, name


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=str)
def test_only_sleep_is_dark(size: tuple[int, int], fonts: Fonts) -> None:
    dark = [name for name in NAMES if not light_of(drawn(ENGLISH[name], size, fonts)).any()]
    assert dark == ["asleep"]


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=str)
def test_most_of_the_glass_stays_mirror(size: tuple[int, int], fonts: Fonts) -> None:
    # A strip's shade is a hundredth of full light: the reflection is seen through it.
    brightest = {name: pixels_of(drawn(ENGLISH[name], size, fonts)).max(axis=2) for name in NAMES}
    lit = {name: (light > max(SHADE)).mean() for name, light in brightest.items()}
    assert not {name: part for name, part in lit.items() if part > 0.15}


def test_a_gauge_on_the_right_leaves_the_left_to_the_figure(fonts: Fonts) -> None:
    for size in (PORTRAIT, LANDSCAPE):
        left, right = layout(*size, "left"), layout(*size, "right")
        assert left.ring.centerx < size[0] / 2 < right.ring.centerx
        assert right.figure.centerx < size[0] / 2 < left.figure.centerx
        assert right.knees.right == size[0] - left.knees.left
        canvas = drawn(ENGLISH["work"], size, fonts, "right")
        assert not broken_rules(canvas)
        count = next(one for one in canvas.words if one.text == "7")
        assert count.place.centerx > size[0] / 2


@pytest.mark.parametrize("name", ["work-cue", "rest", "idle", "asleep", "trend", "health", "timer"])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_picture_is_the_same_picture(name: str, rotation: Rotation) -> None:
    pygame.font.init()
    size = (720, 1280)
    upright, painter = pygame.Surface(size), Painter()
    painter.paint(upright, ENGLISH[name], Glass())
    screen = pygame.Surface(size[::-1] if rotation in {90, 270} else size)
    screen.fill((9, 9, 9))  # what was there before
    painter.paint(screen, ENGLISH["summary"], Glass(rotation=rotation))
    painter.paint(screen, ENGLISH[name], Glass(rotation=rotation))
    turned = pygame.transform.rotate(upright, -rotation)
    assert (pygame.surfarray.array3d(turned) == pygame.surfarray.array3d(screen)).all()


def test_brightness_dims_everything_alike() -> None:
    pygame.font.init()
    full, half = pygame.Surface(PORTRAIT), pygame.Surface(PORTRAIT)
    Painter().paint(full, ENGLISH["work"], Glass())
    Painter().paint(half, ENGLISH["work"], Glass(brightness=0.5))
    bright, dim = (pygame.surfarray.array3d(one).astype(int) for one in (full, half))
    assert np.abs(bright * 0.5 - dim).max() <= 2


@pytest.mark.parametrize("wrong", [{"rotation": 45}, {"brightness": 0.0}, {"gauge_side": "top"}])
def test_a_glass_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Glass(**wrong)  # type: ignore[arg-type] # that is the point


def knees(left: float | None, right: float | None) -> View:
    gauge = KneeGauge(left=left, right=right, limit=0.1)
    return View(scene="training", title="", knees=gauge)


def colour_xs(picture: Picture, colour: tuple[int, int, int], fonts: Fonts) -> np.ndarray:
    """Where along the width a colour is."""
    pixels = pixels_of(drawn(picture, PORTRAIT, fonts))
    return np.flatnonzero((pixels == colour).all(axis=2).any(axis=1))


def test_a_caving_knee_leaves_its_toe_toward_the_other_knee(fonts: Fonts) -> None:
    straight, caving = knees(0.0, 0.0), knees(0.0, 0.18)
    assert colour_xs(straight, WARM, fonts).size == 0
    warm = colour_xs(caving, WARM, fonts)
    middle = layout(*PORTRAIT).knees.centerx
    assert middle - 20 < warm.mean() < colour_xs(straight, COOL, fonts).max()
    outward = colour_xs(knees(None, -0.05), COOL, fonts)
    assert outward.mean() > colour_xs(knees(None, 0.0), COOL, fonts).mean()


def test_a_knee_at_its_limit_does_not_cave_yet(fonts: Fonts) -> None:
    assert colour_xs(knees(0.1, 0.1), WARM, fonts).size == 0
    assert colour_xs(knees(0.11, 0.1), WARM, fonts).size > 0


def test_the_tempo_is_where_the_movement_should_be(fonts: Fonts) -> None:
    ring = Ring("1", "", 0.0, reached=False, tone="plain")

    def lit(tempo: Tempo | None) -> np.ndarray:
        view = View(scene="training", title="", ring=ring, tempo=tempo)
        return light_of(drawn(view, PORTRAIT, fonts))

    without = lit(None)
    early, late = (np.argwhere(lit(Tempo(at, "hold")) != without) for at in (0.25, 0.75))
    centre = layout(*PORTRAIT).ring.centerx
    assert early[:, 0].max() < centre < late[:, 0].min()
    assert (lit(Tempo(0.5, "out")) != lit(Tempo(0.5, "back"))).any()


def test_the_chosen_line_of_a_long_menu_is_always_seen(fonts: Fonts) -> None:
    items = tuple(MenuItem(f"Line {i}") for i in range(40))
    for size, chosen in itertools.product((PORTRAIT, LANDSCAPE), range(40)):
        canvas = drawn(MenuView("Menu", items, chosen), size, fonts)
        assert f"Line {chosen}" in {one.text for one in canvas.words}


def test_every_button_has_its_own_place_and_sign(fonts: Fonts) -> None:
    texts = {"up": "More", "down": "Less", "select": "Start", "back": "Home"}
    labels = tuple(SoftLabel(button, text) for button, text in texts.items())  # type: ignore[arg-type]
    lefts = []
    for shown in (labels, labels[2:], labels[::-1]):
        view = View(scene="training", title="", labels=shown)
        canvas = drawn(view, PORTRAIT, fonts)
        lefts.append({one.text: one.place.left for one in canvas.words})
    assert lefts[0] == lefts[2]
    assert list(lefts[0].values()) == sorted(lefts[0].values())
    assert lefts[1]["Home"] == lefts[0]["Home"]
    assert abs(lefts[1]["Start"] - lefts[0]["Start"]) < PORTRAIT[0] // 10


def test_a_cue_that_has_faded_is_not_there(fonts: Fonts) -> None:
    faded = View(scene="training", title="", cue=Line("Slower", strength=0.0))
    assert not light_of(drawn(faded, PORTRAIT, fonts)).any()
