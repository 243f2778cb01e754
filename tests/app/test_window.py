"""The window on SDL's dummy driver, and the pictures of all scenes."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

from mirror.session.view import Figure, Line, ResultRow, Ring, Scene, SoftLabel, View
from mirror.ui.draw import draw
from mirror.ui.glass import Glass
from mirror.ui.layout import layout
from mirror.ui.picture import save_picture
from mirror.ui.theme import COOL, WARM, Fonts
from mirror.ui.window import NoDisplayError, Window, open_window

PORTRAIT, LANDSCAPE, SMALL = (1080, 1920), (1920, 1080), (540, 960)
SHAPES = (PORTRAIT, LANDSCAPE, SMALL)
LABELS = (SoftLabel("choose", "Exercise"), SoftLabel("select", "Start"), SoftLabel("back", "End"))
BODY = tuple((0.3 + 0.4 * (i % 2), i / 32) for i in range(33))


def view(scene: Scene = "training", *, cue: Line | None = None, count: str = "12") -> View:
    return View(
        scene=scene,
        title="Squat",
        side="Left",
        note="Demo clip",
        state=Line("Stand tall"),
        cue=cue,
        ring=Ring(number=count, unit="reps", fill=0.5, reached=False, tone="plain"),
        figure=Figure(points=BODY, sure=(True,) * 33, marked=frozenset({25})),
        labels=LABELS,
        rows=(ResultRow("Squat", "3 of 3", "Aim your knees at your second toes", "attend"),) * 12,
    )


@pytest.fixture
def fonts() -> Iterator[Fonts]:
    pygame.font.init()
    yield Fonts()
    pygame.font.quit()


def pixels(shown: View, size: tuple[int, int], fonts: Fonts) -> np.ndarray:
    surface = pygame.Surface(size)
    draw(surface, shown, fonts)
    return np.asarray(pygame.surfarray.array3d(surface), dtype=np.uint8)


@pytest.mark.parametrize("size", SHAPES)
def test_the_middle_of_the_glass_stays_black(size: tuple[int, int], fonts: Fonts) -> None:
    cue = Line("Aim your knees at your second toes", "attend")
    picture = pixels(view(cue=cue), size, fonts)
    width, height = size
    top, bottom = (0.40, 0.60) if height > width else (0.15, 0.60)
    middle = picture[width // 4 : 3 * width // 4, int(top * height) : int(bottom * height)]
    assert middle.max() == 0
    lit = (picture.max(axis=2) > 30).mean()
    assert 0.01 < lit < 0.12


@pytest.mark.parametrize("size", SHAPES)
def test_the_counts_digits_are_large(size: tuple[int, int], fonts: Fonts) -> None:
    places = layout(*size)
    assert places.sizes.count == round(size[1] / 6)
    ring = pixels(view(count="1"), size, fonts)[
        places.ring.left + places.ring.width // 4 : places.ring.right - places.ring.width // 4,
        places.ring.top + places.ring.height // 8 : places.ring.bottom - places.ring.height // 4,
    ]
    rows = np.flatnonzero((ring.min(axis=2) > 200).any(axis=0))
    assert rows[-1] - rows[0] > 0.6 * size[1] / 6


@pytest.mark.parametrize("size", SHAPES)
def test_nothing_overlaps_and_nothing_leaves_the_screen(size: tuple[int, int]) -> None:
    places = layout(*size)
    screen = pygame.Rect((0, 0), size)
    parts = [places.head, places.ring, places.figure, places.words, places.labels]
    for i, part in enumerate(parts):
        assert screen.contains(part)
        assert part.collidelist(parts[i + 1 :]) == -1


@pytest.mark.parametrize("scene", ["starting", "training", "result", "error"])
@pytest.mark.parametrize("size", SHAPES)
def test_every_scene_draws_inside_the_margin(
    scene: Scene, size: tuple[int, int], fonts: Fonts
) -> None:
    long = Line("Aim your knees at your second toes and keep them there, please", "attend")
    picture = pixels(view(scene, cue=long), size, fonts).max(axis=2)
    margin = layout(*size).margin // 3
    assert picture.any()
    edges = (picture[:margin], picture[-margin:], picture[:, :margin], picture[:, -margin:])
    assert not any(edge.any() for edge in edges)


def test_attend_and_good_differ_by_colour_and_by_shape(fonts: Fonts) -> None:
    def lit(tone_line: Line, colour: tuple[int, int, int]) -> np.ndarray:
        picture = pixels(view(cue=tone_line), PORTRAIT, fonts)
        same: np.ndarray = np.all(picture == colour, axis=2)
        return np.asarray(same[:, 1300:])

    attend, good = lit(Line("Slower", "attend"), WARM), lit(Line("Slower", "good"), COOL)
    assert attend.sum() > 500
    assert good.sum() > 500
    assert (attend != good).any()


def test_a_cue_eases_in(fonts: Fonts) -> None:
    def brightness(strength: float) -> float:
        return float(pixels(view(cue=Line("Slower", "plain", strength)), SMALL, fonts).mean())

    dark, half, full = (brightness(part) for part in (0.0, 0.5, 1.0))
    assert dark < half < full


def test_drawing_is_a_function_of_the_view(fonts: Fonts) -> None:
    first = pixels(view(), SMALL, fonts)
    pixels(view("result"), SMALL, fonts)
    assert (pixels(view(), SMALL, fonts) == first).all()


def test_a_picture_is_written_without_a_display(tmp_path: Path) -> None:
    save_picture(view(), tmp_path / "view.png", size_px=SMALL)
    assert pygame.image.load(tmp_path / "view.png").get_size() == SMALL


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    opened = open_window(fullscreen=False)
    yield opened
    opened.close()


def test_the_window_draws_only_what_is_new(window: Window) -> None:
    assert window.show(view())
    assert not window.show(view())
    assert window.show(view(count="13"))


def test_the_window_draws_again_when_there_is_something_to_notice(window: Window) -> None:
    window.show(view())
    assert window.show(view(), "The disk is full")
    assert not window.show(view(), "The disk is full")
    assert window.show(view())


def test_the_window_draws_again_when_its_size_changes(window: Window) -> None:
    window.show(view())
    pygame.display.set_mode((960, 540), pygame.RESIZABLE)
    assert window.show(view())


def test_the_window_draws_again_when_the_glass_is_adjusted(window: Window) -> None:
    window.show(view())
    window.adjust(Glass())
    assert not window.show(view())
    window.adjust(Glass(rotation=90, brightness=0.5))
    assert window.show(view())


def test_another_scene_eases_in_over_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    open_window(fullscreen=False).close()
    pygame.display.init()
    pygame.font.init()
    screen, times_s = pygame.display.set_mode(SMALL), iter((0.0, 0.0, 0.1, 0.3))
    window = Window(screen, clock=lambda: next(times_s))

    def shown(scene: Scene) -> np.ndarray:
        assert window.show(view(scene))
        return np.asarray(pygame.surfarray.array3d(screen), dtype=int)

    before, begun, half, done = (shown(one) for one in ("training", "result", "result", "result"))
    assert (begun == before).all()
    assert np.abs(half - (before + done) / 2).max() < 3
    assert not window.show(view("result"))
    window.close()


def test_a_window_of_a_turned_screen_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    opened = open_window(fullscreen=False, glass=Glass(rotation=270))
    width, height = pygame.display.get_window_size()
    opened.close()
    assert width > height


@pytest.mark.parametrize(
    ("key", "button"),
    [
        (pygame.K_UP, "up"),
        (pygame.K_DOWN, "down"),
        (pygame.K_RETURN, "select"),
        (pygame.K_ESCAPE, "back"),
        (pygame.K_BACKSPACE, "back"),
    ],
)
def test_keys_stand_for_buttons(window: Window, key: int, button: str) -> None:
    window.edges()
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key))
    edges = [(edge.button, edge.down) for edge in window.edges()]
    assert edges == [(button, True), (button, False)]


def test_closing_the_window_is_told(window: Window) -> None:
    window.edges()
    assert not window.closing
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert window.edges() == ()
    assert window.closing


def test_a_driver_that_does_not_work_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no_such_driver")
    with pytest.raises(NoDisplayError, match="no_such_driver"):
        open_window(fullscreen=True)
