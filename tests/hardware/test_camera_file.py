"""Clips: their own times, and a plain word for every kind of bad file."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.errors import ClipError


def write_clip(path: Path, *, frames: int = 30, rate_hz: float = 25.0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, (96, 64))
    random = np.random.default_rng(1)
    for _ in range(frames):
        writer.write(random.integers(0, 255, (64, 96, 3), np.uint8))
    writer.release()
    return path


def stderr_of_reading(path: Path) -> str:
    """In a process of its own: OpenCV reads its settings when it opens the first file."""
    code = """
import sys
from pathlib import Path
from device.drivers.camera_file import FileCamera
from device.errors import ClipError
try:
    camera = FileCamera(Path(sys.argv[1]))
    while camera.read() is not None:
        pass
except ClipError:
    pass
"""
    done = subprocess.run(  # noqa: S603 (our own interpreter and code)
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    return done.stderr


def times(path: Path) -> list[float]:
    camera = FileCamera(path)
    found = []
    while (frame := camera.read()) is not None:
        found.append(frame.t_s)
    camera.close()
    return found


@pytest.mark.parametrize("rate_hz", [10.0, 25.0, 29.97, 60.0])
def test_times_come_from_the_container(rate_hz: float, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", rate_hz=rate_hz)
    assert times(path) == pytest.approx(np.arange(30) / rate_hz, abs=0.002)
    camera = FileCamera(path)
    assert (camera.name, camera.live, camera.frame_count) == ("a.mp4", False, 30)
    assert camera.frame_rate_hz == pytest.approx(rate_hz, rel=1e-3)
    camera.close()


def test_a_clip_damaged_in_the_middle_gives_what_can_be_read(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.avi", frames=60)
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 20_000] = os.urandom(20_000)
    path.write_bytes(content)
    assert 5 <= len(times(path)) <= 60
    assert stderr_of_reading(path) == ""


def test_a_file_whose_container_has_no_frame(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(write_clip(tmp_path / "b.mp4", frames=0).read_bytes())
    with pytest.raises(ClipError):
        FileCamera(path)


@pytest.mark.parametrize("content", [b"hello\n", bytes(100_000), os.urandom(5000)])
def test_no_video(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(ClipError, match=r"a\.mp4"):
        FileCamera(path)


def test_the_decoder_keeps_quiet(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"hello\n" * 1000)
    assert stderr_of_reading(path) == ""


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    with pytest.raises(ClipError, match="is empty"):
        FileCamera(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ClipError, match=r"No such file: .*none"):
        FileCamera(tmp_path / "none.mp4")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(ClipError, match="is a folder"):
        FileCamera(tmp_path)
