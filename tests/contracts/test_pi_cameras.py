"""What the Pi camera's driver must do with picamera2: the fake of it, and the real one.

The real one runs on libcamera's virtual camera: sudo ./scripts/picamera2_virtual.sh
"""

from collections.abc import Generator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from device.drivers.camera_pi import PiCamera
from device.errors import CameraError
from device.frame import Frame, Yuv
from device.threaded import ThreadedCamera
from tests.contracts.fake_picamera2 import BLUE_YUV
from tests.contracts.pi_rigs import PERIOD_S, FakeRig, Rig, virtual_rig


@pytest.fixture(params=[FakeRig, pytest.param(virtual_rig, marks=pytest.mark.picamera2)])
def rig(request: pytest.FixtureRequest) -> Rig:
    made: Rig = request.param()
    return made


@pytest.fixture
def camera(rig: Rig) -> Generator[PiCamera]:
    opened = rig.open()
    yield opened
    opened.close()


def read(camera: PiCamera | ThreadedCamera) -> Frame:
    frame = camera.read()
    assert frame is not None
    return frame


def read_on(camera: PiCamera) -> list[float]:
    """Times of the next pictures: those on their way when a sensor stalls, and one after that."""
    return [read(camera).t_s for _ in range(4)]


def test_pictures_arrive_without_their_padding(rig: Rig) -> None:
    for padding in (0, 64, 128):
        camera = rig.open(padding=padding)
        picture = read(camera).picture
        camera.close()
        assert isinstance(picture, Yuv)
        assert picture.y.shape == tuple(2 * side for side in picture.u.shape)
        for plane, value in zip((picture.y, picture.u, picture.v), BLUE_YUV, strict=True):
            assert np.array_equal(np.unique(plane), [value])


def test_times_grow_and_are_on_our_clock(rig: Rig, camera: PiCamera) -> None:
    before_s = rig.now_s
    times = [read(camera).t_s for _ in range(20)]
    assert all(earlier < later for earlier, later in pairwise(times))
    # The first picture may have been begun just before it was asked for.
    assert before_s - 2 * PERIOD_S < times[0]
    assert times[-1] <= rig.now_s + 1e-6


def test_the_newest_picture_wins(rig: Rig, camera: PiCamera) -> None:
    first_s = read(camera).t_s
    rig.pass_by(12)
    asked_s = rig.now_s
    frame = read(camera)
    assert frame.t_s > first_s + 10 * PERIOD_S
    assert frame.t_s > asked_s - 2 * PERIOD_S


def test_a_stalled_sensor_is_opened_again(rig: Rig, camera: PiCamera) -> None:
    read(camera)
    rig.stall(pauses=2)
    times = read_on(camera)
    assert rig.opened == 3
    assert times == sorted(set(times))


def test_a_sensor_that_stays_silent_is_an_error(rig: Rig, camera: PiCamera) -> None:
    read(camera)
    rig.stall(pauses=99)
    with pytest.raises(CameraError, match=r"stopped giving pictures.*ribbon cable"):
        read_on(camera)


def test_a_camera_unplugged_on_the_way_is_an_error(rig: Rig, camera: PiCamera) -> None:
    read(camera)
    rig.stall(pauses=99)
    rig.unplug()
    with pytest.raises(CameraError, match=r"stopped giving pictures.*ribbon cable"):
        read_on(camera)


def test_no_camera(rig: Rig) -> None:
    rig.unplug()
    with pytest.raises(CameraError, match="No Raspberry Pi camera was found"):
        rig.open()


def test_looking_for_a_camera_again_and_again_leaves_no_file_open(rig: Rig) -> None:
    rig.unplug()
    open_files = []
    for _ in range(6):
        with pytest.raises(CameraError):
            rig.open()
        open_files.append(len(list(Path("/proc/self/fd").iterdir())))
    assert len(set(open_files[1:])) == 1  # the first look starts libcamera


def test_opens_again_after_closing(rig: Rig) -> None:
    open_files = []
    for _ in range(4):
        camera = rig.open()
        assert read(camera).picture.shape[2] == 3
        camera.close()
        camera.close()
        assert camera.read() is None
        open_files.append(len(list(Path("/proc/self/fd").iterdir())))
    assert rig.opened == 4
    assert len(set(open_files[1:])) == 1


def test_a_thread_reads_it(rig: Rig) -> None:
    camera = ThreadedCamera(rig.open())
    times = [read(camera).t_s for _ in range(5)]
    camera.close()
    assert times == sorted(set(times))
