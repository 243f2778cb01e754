"""Whether something moves beside the followed person."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from device.frame import Picture, Yuv
from device.pose.roi import Roi
from device.pose.room import Room

Plane = npt.NDArray[np.uint8]
Make = Callable[[Plane], Picture]

HIGH, WIDE = 360, 640
ME = Roi(320.0, 180.0, 160.0, 0.0)
RNG = np.random.default_rng(4)


def wall(*, light: float = 110.0, noise: float = 4.0) -> Plane:
    """A room with a slope of light, as a noisy sensor sees it."""
    plane = np.linspace(light - 30, light + 30, WIDE) + RNG.normal(0, noise, (HIGH, WIDE))
    return np.asarray(np.clip(plane, 0, 255), np.uint8)


def with_box(plane: Plane, corner: tuple[int, int], size: tuple[int, int], by: int) -> Plane:
    """The room with something of another brightness in it; corner and size across, then down."""
    (x, y), (wide, high) = corner, size
    changed = plane.astype(np.int_)
    changed[y : y + high, x : x + wide] += by
    return np.asarray(np.clip(changed, 0, 255), np.uint8)


def bgr(plane: Plane) -> Picture:
    return np.repeat(plane[:, :, None], 3, axis=2)


def yuv(plane: Plane) -> Picture:
    grey = np.full((HIGH // 2, WIDE // 2), 128, np.uint8)
    return Yuv(plane, grey, grey)


@pytest.fixture(params=[bgr, yuv], ids=["bgr", "yuv"])
def picture(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


@pytest.fixture
def room(picture: Make) -> Room:
    room = Room()
    assert room.stirred(picture(wall()), ME, 0.0)  # the first look is always due
    return room


def test_noise_and_the_person_are_no_stir(room: Room, picture: Make) -> None:
    moved = with_box(wall(), (260, 100), (120, 160), 60)
    assert not room.stirred(picture(moved), ME, 1.0)


def test_light_that_changes_everywhere_is_none(room: Room, picture: Make) -> None:
    assert not room.stirred(picture(wall(light=122.0)), ME, 1.0)


def test_somebody_who_comes_in_is_one(room: Room, picture: Make) -> None:
    there = with_box(wall(), (20, 120), (30, 120), 25)
    assert room.stirred(picture(there), ME, 1.0)
    assert not room.stirred(picture(there), ME, 2.0)  # they are known now
    assert room.stirred(picture(wall()), ME, 3.0)  # and have left


def test_a_slow_change_is_found_as_well(room: Room, picture: Make) -> None:
    found = [
        room.stirred(picture(with_box(wall(), (20, 120), (30, 120), 2 * step)), ME, 0.3 * step)
        for step in range(1, 9)
    ]
    assert any(found)


def test_what_a_square_that_moves_on_uncovers_is_looked_at(room: Room, picture: Make) -> None:
    a_deep_squat = Roi(330.0, 225.0, 150.0, 0.05)
    assert not room.stirred(picture(wall()), a_deep_squat, 1.0)
    assert room.stirred(picture(wall()), Roi(390.0, 180.0, 160.0, 0.0), 2.0)


def test_a_look_is_due_after_a_while_and_when_time_or_size_jumps(room: Room, picture: Make) -> None:
    assert not room.stirred(picture(wall()), ME, 4.9)
    assert room.stirred(picture(wall()), ME, 5.0)
    assert room.stirred(picture(wall()), ME, 1.0)


def test_a_square_over_all_of_the_frame_hides_whoever_comes(picture: Make) -> None:
    room, near = Room(), Roi(320.0, 180.0, 900.0, 0.4)
    assert room.stirred(picture(wall()), near, 0.0)
    assert room.stirred(picture(wall()), near, 1.0)


def striped(plane: Plane) -> Plane:
    """Another room: dark and light walls, and as bright on the whole."""
    return np.asarray(plane + 60 * (-1) ** (np.arange(WIDE) // 120) - 20, np.uint8)


def test_another_scene_is_known_from_light_that_changes(room: Room, picture: Make) -> None:
    assert not room.replaced(picture(wall()))
    assert not room.replaced(picture(np.asarray(wall() * 0.3, np.uint8)))
    assert not room.replaced(picture(with_box(wall(), (260, 100), (120, 160), 90)))
    assert not room.replaced(picture(with_box(wall(), (20, 60), (60, 200), -60)))
    assert room.replaced(picture(striped(wall())))
    assert room.replaced(picture(wall()[:, ::-1]))


def test_a_bare_wall_tells_no_scene(picture: Make) -> None:
    bare = Room()
    assert not bare.replaced(picture(wall()))  # before any look
    assert bare.stirred(picture(np.full((HIGH, WIDE), 120, np.uint8)), ME, 0.0)
    assert not bare.replaced(picture(striped(wall())))


def test_whoever_fills_the_picture_hides_no_new_scene(picture: Make) -> None:
    room = Room()
    near = Roi(320.0, 180.0, 700.0, 0.0)
    assert room.stirred(picture(wall()), near, 0.0)
    assert not room.replaced(picture(wall()))
    assert room.replaced(picture(striped(wall())))
