"""Clips: their own times, and a plain word for every kind of bad file."""

import os
import struct
import subprocess
import sys
import wave
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.errors import ClipError
from device.frame import BgrImage


def write_clip(path: Path, *, frames: int = 30, rate_hz: float = 25.0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, (96, 64))
    random = np.random.default_rng(1)
    for _ in range(frames):
        writer.write(random.integers(0, 255, (64, 96, 3), np.uint8))
    writer.release()
    return path


def encode(path: Path, codec: str, pixels: str, bgr: BgrImage, **options: str) -> Path:
    """A clip of three equal pictures."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=15, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = bgr.shape[:2]
        stream.pix_fmt = pixels
        for _ in range(3):
            picture = av.VideoFrame.from_ndarray(bgr, format="bgr24")
            container.mux(stream.encode(picture.reformat(format=pixels)))
        container.mux(stream.encode())
    return path


def first(path: Path) -> BgrImage:
    camera = FileCamera(path)
    frame = camera.read()
    camera.close()
    assert frame is not None
    return frame.bgr


def turn(path: Path, cosine: int, sine: int) -> Path:
    """Write a turn into a clip's track header (ISO 14496-12, 8.3.2), as telephones do."""
    content = bytearray(path.read_bytes())
    place = content.index(b"tkhd") + 44
    turned = (cosine << 16, sine << 16, 0, -sine << 16, cosine << 16, 0)
    matrix = struct.pack(">9i", *turned, 0, 0, 1 << 30)
    content[place : place + len(matrix)] = matrix
    path.write_bytes(content)
    return path


def stderr_of_reading(path: Path) -> str:
    """In a process of its own, with all it writes."""
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
    camera.close()
    assert (camera.read(), camera.frame_count) == (None, 30)


@pytest.mark.parametrize(
    ("codec", "pixels", "name"),
    [
        ("libx264", "yuv420p", "a.mp4"),
        ("libx264", "yuv444p", "a.mp4"),
        ("libx264", "yuv420p10le", "a.mkv"),
        ("mjpeg", "yuvj420p", "a.avi"),
        ("mjpeg", "yuvj422p", "a.mov"),
        ("ffv1", "bgr0", "a.mkv"),
        ("rawvideo", "gray", "a.mkv"),
    ],
)
def test_the_same_colours_however_a_clip_holds_them(
    codec: str, pixels: str, name: str, tmp_path: Path
) -> None:
    grey = np.full((64, 96, 3), 60, np.uint8)
    grey[:, 48:] = 200
    picture = grey if pixels == "gray" else grey + np.array([30, 0, 15], np.uint8)
    shown = first(encode(tmp_path / name, codec, pixels, picture))
    assert shown.shape == (64, 96, 3)
    for half in (slice(8, 40), slice(56, 88)):  # not where the edge is
        off = shown[8:56, half].mean(axis=(0, 1)) - picture[8:56, half].mean(axis=(0, 1))
        assert np.abs(off).max() < 4.0


def test_of_odd_sides_the_last_row_and_column_are_left_out(tmp_path: Path) -> None:
    shown = first(encode(tmp_path / "a.mkv", "ffv1", "yuv420p", np.full((65, 97, 3), 90, np.uint8)))
    assert shown.shape == (64, 96, 3)
    assert np.abs(shown.astype(int) - 90).max() < 4


@pytest.mark.parametrize(
    ("cosine", "sine", "bright"),
    [
        (1, 0, (slice(0, 64), slice(0, 48))),
        (0, 1, (slice(0, 48), slice(0, 64))),
        (-1, 0, (slice(0, 64), slice(48, 96))),
        (0, -1, (slice(48, 96), slice(0, 64))),
    ],
)
def test_a_clip_that_lies_is_put_upright(
    cosine: int, sine: int, bright: tuple[slice, slice], tmp_path: Path
) -> None:
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[:, :48] = 200
    shown = first(turn(encode(tmp_path / "a.mp4", "libx264", "yuv420p", picture), cosine, sine))
    assert shown.shape[:2] == ((64, 96) if cosine else (96, 64))
    assert shown[bright].mean() > 190
    assert shown.mean() < 110


def test_a_clip_without_pictures(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 8000, "NONE", ""))
        sound.writeframes(bytes(16000))
    with pytest.raises(ClipError, match=r"a\.wav"):
        FileCamera(path)


def test_a_name_with_a_colon_is_a_file(tmp_path: Path) -> None:
    assert len(times(write_clip(tmp_path / "http:a.mp4"))) == 30


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
