"""The ways in which scripts/changed_clips.py changes pictures are those that it names."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from device.frame import Yuv
from scripts import changed_clips
from scripts.changed_clips import CHANGES, HALF_RATE, _ChangedClip, _count
from scripts.evaluation.clips import Clip

DEMO = Path(__file__).parents[2] / "mirror" / "demo" / "demo.mp4"


@pytest.fixture
def picture() -> Yuv:
    random = np.random.default_rng(1)
    sizes = ((48, 64), (24, 32), (24, 32))
    return Yuv(*(random.integers(16, 236, size, dtype=np.uint8) for size in sizes))


def changed(name: str, picture: Yuv) -> Yuv:
    return CHANGES[name](picture)


def test_mirrored_twice_is_the_same(picture: Yuv) -> None:
    once = changed("mirrored", picture)
    assert (once.y[:, 0] == picture.y[:, -1]).all()
    again = changed("mirrored", once)
    assert all((getattr(again, one) == getattr(picture, one)).all() for one in "yuv")


def test_half_as_large_keeps_the_mean(picture: Yuv) -> None:
    small = changed("half as large", picture)
    assert (small.y.shape, small.u.shape) == ((24, 32), (12, 16))
    assert small.y.mean() == pytest.approx(picture.y.mean(), abs=1)


def test_dim_keeps_black_and_colour(picture: Yuv) -> None:
    dim = changed("dim", picture)
    assert dim.y.min() >= 16
    assert (dim.y.mean() - 16) == pytest.approx(0.55 * (picture.y.mean() - 16), abs=1)
    assert dim.u is picture.u


def test_a_third_smaller_has_the_picture_in_the_middle(picture: Yuv) -> None:
    wide = changed("a third smaller", picture)
    assert (wide.y.shape, wide.u.shape) == ((72, 96), (36, 48))
    assert (wide.y[12:60, 16:80] == picture.y).all()
    assert (wide.u[6:30, 8:40] == picture.u).all()


def test_noise_is_another_each_time(picture: Yuv) -> None:
    one, other = changed("noisy", picture), changed("noisy", picture)
    assert (one.y != other.y).any()
    assert np.abs(one.y.astype(float) - picture.y).mean() == pytest.approx(9.6, abs=2)


def test_bright_loses_what_is_white_and_grey_all_colour(picture: Yuv) -> None:
    assert (changed("bright", picture).y == 255).mean() == pytest.approx(0.2, abs=0.1)
    grey = changed("grey", picture)
    assert grey.y is picture.y
    assert (grey.u == 128).all()
    assert (grey.v == 128).all()


def test_blurred_and_squeezed_lose_detail_and_keep_the_mean(picture: Yuv) -> None:
    plain = Yuv(*(np.tile(plane, (10, 10)) for plane in (picture.y, picture.u, picture.v)))
    for name in ("blurred", "squeezed"):
        less = changed(name, plain)
        assert less.u.shape == plain.u.shape
        assert less.y.mean() == pytest.approx(plain.y.mean(), abs=2)
        assert less.y.std() < 0.95 * plain.y.std()


def test_tilted_turns_about_the_middle(picture: Yuv) -> None:
    lines = Yuv(picture.y.copy(), picture.u, picture.v)
    lines.y[:] = 16
    lines.y[24] = 235  # a floor
    for name, left_is_lower in (("tilted to the left", True), ("tilted to the right", False)):
        rows = changed(name, lines).y.argmax(axis=0)
        assert rows[32] == 24
        assert (rows[4] - rows[60] > 0) == left_is_lower


def test_a_wide_lens_keeps_the_middle_and_draws_the_rim_in() -> None:
    lines = np.zeros((120, 160), np.uint8)
    lines[:, 80] = lines[:, 20] = 200
    bent = changed("wide lens", Yuv(lines, lines[::2, ::2].copy(), lines[::2, ::2].copy())).y
    assert bent[60, 79:82].max() > 100
    middle, corner = (np.flatnonzero(bent[row, :60] > 50).mean() for row in (60, 4))
    assert corner > middle + 2  # a straight line bulges outwards


def test_a_hand_moves_the_picture_a_little_and_comes_back() -> None:
    slope = np.tile(np.linspace(20, 220, 640).astype(np.uint8), (480, 1))
    ramp = Yuv(slope, slope[::2, ::2].copy(), slope[::2, ::2].copy())
    moved = [changed("shaken", ramp).y[240, 320] - 120.0 for _ in range(200)]
    assert 1 <= np.ptp(moved) <= 12  # up to 6 % of the width
    assert np.mean(moved) == pytest.approx(0, abs=1)


@pytest.mark.parametrize(("name", "middle", "aside"), [("panned", 38.4, 38.4), ("zoomed", 0, 6.4)])
def test_a_camera_swings_to_and_fro(name: str, middle: float, aside: float) -> None:
    """By so many columns to each side: a line in the middle, and one a quarter of 640 beside it."""
    lines = np.zeros((48, 640), np.uint8)
    lines[:, [320, 480]] = 255
    places = []
    for _ in range(240):
        row = changed(name, Yuv(lines, lines[::2, ::2].copy(), lines[::2, ::2].copy())).y[24]
        places.append(np.flatnonzero(row > 90)[[0, -1]])
    ways = np.ptp(places, axis=0) / 2
    assert ways == pytest.approx([middle, aside], abs=1.5)


def test_light_falls_off_to_one_side_and_little_comes_through_glass(picture: Yuv) -> None:
    grey = replace(picture, y=np.full_like(picture.y, 116))
    assert changed("lit from one side", grey).y[5, [0, -1]].tolist() == [151, 61]
    glass = changed("through the mirror", grey)
    assert glass.y.mean() == pytest.approx(46, abs=1)
    assert glass.y.std() == pytest.approx(6, abs=0.5)
    assert np.ptp(glass.u) < 0.4 * np.ptp(picture.u)


def test_half_the_pictures_are_every_second_one() -> None:
    whole, half = (_ChangedClip(DEMO, CHANGES[HALF_RATE], every=every) for every in (1, 2))
    times = [frame.t_s for _ in range(6) if (frame := whole.read())]
    second = [frame.t_s for _ in range(3) if (frame := half.read())]
    assert second == times[1::2]
    whole.close()
    half.close()


def test_reps_of_the_clip_and_of_others_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    results = {"squat": SimpleNamespace(count=3), "clamshell": SimpleNamespace(count=2)}
    done = SimpleNamespace(counted=3, results=results)
    monkeypatch.setattr(changed_clips, "open_estimator", lambda _, **__: None)
    monkeypatch.setattr(changed_clips, "run", lambda *_: done)
    clip = Clip(path=DEMO, group="real", exercise="squat", count=3, reps=())
    assert _count(clip, "as it is", "full-int8") == (3, 2)
    idle = Clip(path=DEMO, group="real", exercise=None, count=0, reps=())
    assert _count(idle, "as it is", "full-int8") == (3, 5)
