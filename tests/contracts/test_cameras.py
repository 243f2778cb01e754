"""What every camera must do, held against a clip, a webcam and the Pi camera's fake."""

from collections.abc import Callable, Generator
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.drivers.camera_pi import PiCamera
from device.drivers.camera_v4l2 import V4l2Camera
from device.frame import Frame
from device.oriented import OrientedCamera
from device.ports import Camera
from device.thinned import ThinnedCamera
from device.threaded import ThreadedCamera
from tests.contracts.fake_picamera2 import CLOCK_OFFSET_NS, FakeLibrary, World
from tests.contracts.pi_rigs import virtual_rig

BLUE = (250, 10, 20)


def write_blue_clip(path: Path) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 15.0, (96, 64))
    for _ in range(20):
        writer.write(np.full((64, 96, 3), BLUE, np.uint8))
    writer.release()
    return path


class FakeCapture:
    """A webcam that shows blue, behind the part of cv2.VideoCapture the driver uses."""

    def __init__(self) -> None:
        self._open = True

    def isOpened(self) -> bool:  # noqa: N802 (OpenCV's name)
        return self._open

    def set(self, prop: int, value: float, /) -> bool:
        return prop >= 0 and value >= 0

    def get(self, prop: int, /) -> float:
        return 30.0 if prop == cv2.CAP_PROP_FPS else 0.0

    def grab(self) -> bool:
        return self._open

    def retrieve(self) -> tuple[bool, Any]:
        return True, np.full((480, 640, 3), BLUE, np.uint8)

    def release(self) -> None:
        self._open = False


def clip(tmp_path: Path) -> Camera:
    return FileCamera(write_blue_clip(tmp_path / "blue.mp4"))


def thinned_clip(tmp_path: Path) -> Camera:
    return ThinnedCamera(clip(tmp_path))


def fake_pi(_tmp_path: Path) -> Camera:
    return PiCamera(
        load=lambda: FakeLibrary(World()),
        clock_offset_ns=lambda: CLOCK_OFFSET_NS,
        pause=lambda _seconds: None,
    )


def fake_webcam(tmp_path: Path) -> Camera:
    device = tmp_path / "video0"
    device.touch()
    ticks = count()
    return V4l2Camera(
        str(device), opener=lambda _device: FakeCapture(), clock=lambda: next(ticks) / 30
    )


def threaded_pi(tmp_path: Path) -> Camera:
    return ThreadedCamera(fake_pi(tmp_path))


def upright_pi(tmp_path: Path) -> Camera:
    return OrientedCamera(fake_pi(tmp_path), rotation_deg=90, flipped=True)


def webcam(_tmp_path: Path) -> Camera:
    if not Path("/dev/video0").exists():
        pytest.skip("no webcam at /dev/video0")
    return V4l2Camera("/dev/video0")


def virtual_pi(_tmp_path: Path) -> Camera:
    return virtual_rig().open()


REAL_PICAMERA2 = pytest.param(virtual_pi, marks=pytest.mark.picamera2)


@pytest.fixture(
    params=[
        clip,
        thinned_clip,
        fake_pi,
        fake_webcam,
        threaded_pi,
        upright_pi,
        webcam,
        REAL_PICAMERA2,
    ]
)
def camera(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Camera]:
    make: Callable[[Path], Camera] = request.param
    opened = make(tmp_path)
    yield opened
    opened.close()


def frames(camera: Camera, number: int) -> list[Frame]:
    read = [camera.read() for _ in range(number)]
    return [frame for frame in read if frame is not None]


def test_gives_pictures_of_one_size(camera: Camera) -> None:
    shapes = {frame.bgr.shape for frame in frames(camera, 5)}
    assert len(shapes) == 1
    assert shapes.pop()[2] == 3
    assert all(frame.bgr.dtype == np.uint8 for frame in frames(camera, 2))


def test_times_increase(camera: Camera) -> None:
    times = [frame.t_s for frame in frames(camera, 8)]
    assert len(times) == 8
    assert all(earlier < later for earlier, later in pairwise(times))


def test_pictures_are_blue_green_red(camera: Camera, request: pytest.FixtureRequest) -> None:
    if "webcam" in request.node.name and "fake" not in request.node.name:
        pytest.skip("nobody knows what the webcam sees")
    (frame,) = frames(camera, 1)
    # The codec of the clip shifts colours a little.
    assert frame.bgr.mean(axis=(0, 1)) == pytest.approx(BLUE, abs=25)
    assert frame.bgr.std(axis=(0, 1)).max() < 3  # no padding, nothing overwritten


def test_a_picture_stays_when_the_next_comes(camera: Camera) -> None:
    (first,) = frames(camera, 1)
    kept = first.bgr.copy()
    frames(camera, 3)
    assert np.array_equal(first.bgr, kept)


def test_says_what_it_is(camera: Camera) -> None:
    assert camera.name
    assert camera.live == (camera.frame_count is None)
    assert camera.frame_rate_hz is None or 1 < camera.frame_rate_hz < 1000


def test_closes_twice_and_then_gives_nothing(camera: Camera) -> None:
    frames(camera, 1)
    camera.close()
    camera.close()
    assert camera.read() is None
