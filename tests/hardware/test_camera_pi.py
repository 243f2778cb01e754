"""The Pi camera's driver against a fake of picamera2."""

import importlib.util
from dataclasses import replace

import pytest

from device.drivers.camera_pi import PiCamera, load_picamera2
from device.errors import CameraError
from tests.contracts.fake_picamera2 import CLOCK_OFFSET_NS, FRAME_NS, FakeLibrary, World


def camera(world: World) -> PiCamera:
    return PiCamera(
        load=lambda: FakeLibrary(world),
        pause=world.pauses_s.append,
        clock_offset_ns=lambda: CLOCK_OFFSET_NS,
    )


def test_asks_for_low_latency() -> None:
    world = World()
    camera(world)
    assert world.asked == [
        {
            "main": {"size": (640, 480), "format": "RGB888"},
            "controls": {"FrameRate": 30.0},
            "buffer_count": 4,
            "queue": False,
        }
    ]


def test_time_is_the_sensors_on_the_monotonic_clock() -> None:
    world = World()
    frame = camera(replace(world)).read()
    assert frame is not None
    expected_ns = world.boot_ns + FRAME_NS + CLOCK_OFFSET_NS
    assert frame.t_s == pytest.approx(expected_ns / 1e9, abs=1e-6)


def test_gives_every_request_back() -> None:
    world = World()
    opened = camera(world)
    for _ in range(10):
        assert opened.read() is not None
    assert world.held == 0


def test_no_camera() -> None:
    with pytest.raises(CameraError, match=r"No Raspberry Pi camera was found.*ribbon cable"):
        camera(World(attached=False))


def test_a_stall_reopens_the_camera() -> None:
    world = World(silent=2)
    opened = camera(world)
    assert opened.read() is not None
    assert world.pauses_s == [0.5, 1.0]
    assert (world.opened, world.closed) == (3, 2)
    assert opened.read() is not None


def test_a_dead_camera_is_given_up_after_growing_pauses() -> None:
    world = World(silent=100)
    with pytest.raises(CameraError, match="stopped giving pictures"):
        camera(world).read()
    assert world.pauses_s == [0.5, 1.0, 2.0, 4.0]


def test_a_camera_that_vanishes_is_given_up() -> None:
    world = World(silent=1, fixed_by_reopening=False)
    opened = camera(world)
    with pytest.raises(CameraError, match="stopped giving pictures"):
        opened.read()
    assert world.opened == world.closed == 1
    opened.close()


def test_picamera2_is_not_installed() -> None:
    if importlib.util.find_spec("picamera2") is not None:
        pytest.skip("picamera2 is installed")
    with pytest.raises(CameraError, match="sudo apt install python3-picamera2"):
        load_picamera2()
