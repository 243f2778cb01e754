"""The webcam driver when the webcam misbehaves."""

from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from device.drivers.camera_v4l2 import V4l2Camera
from device.errors import CameraError


class Webcam:
    """Works for a number of reads and then no more."""

    def __init__(self, *, reads: int, opens: bool = True) -> None:
        self.left = reads
        self.failed = 0
        self.released = False
        self._opens = opens

    def isOpened(self) -> bool:  # noqa: N802 (OpenCV's name)
        return self._opens and not self.released

    def set(self, prop: int, value: float, /) -> bool:
        return prop >= 0 and value >= 0

    def get(self, prop: int, /) -> float:
        return float(prop < 0)

    def grab(self) -> bool:
        self.left -= 1
        self.failed += self.left < 0
        return self.left >= 0

    def retrieve(self) -> tuple[bool, Any]:
        return True, np.zeros((480, 640, 3), np.uint8)

    def release(self) -> None:
        self.released = True


def opened(webcam: Webcam, folder: Path) -> V4l2Camera:
    device = folder / "video0"
    device.touch()
    ticks = count()
    return V4l2Camera(str(device), opener=lambda _: webcam, clock=lambda: next(ticks) / 30)


def test_absent(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"There is no camera at .*Plug it in"):
        V4l2Camera(str(tmp_path / "video9"))


def test_not_a_camera(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.write_text("not a camera")
    with pytest.raises(CameraError, match="gives no pictures"):
        V4l2Camera(str(device))


@pytest.mark.parametrize("webcam", [Webcam(reads=9, opens=False), Webcam(reads=0)])
def test_busy_or_silent(webcam: Webcam, tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"gives no pictures.*Close other programs"):
        opened(webcam, tmp_path)
    assert webcam.released


def test_unplugged(tmp_path: Path) -> None:
    webcam = Webcam(reads=3)
    camera = opened(webcam, tmp_path)
    assert camera.read() is not None
    assert camera.read() is not None
    with pytest.raises(CameraError, match=r"stopped giving pictures.*cable"):
        camera.read()
    assert webcam.failed == 3
    assert camera.frame_rate_hz is None
