"""Clips that were cut short are recognised by the sizes their container states."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.drivers.clip_container import is_cut_short
from device.errors import ClipError


def box(kind: bytes, content: bytes, *, size: int | None = None) -> bytes:
    size = len(content) + 8 if size is None else size
    return size.to_bytes(4, "big") + kind + content


def large_box(kind: bytes, content: bytes) -> bytes:
    return box(kind, (len(content) + 16).to_bytes(8, "big") + content, size=1)


FTYP = box(b"ftyp", b"isom" * 4)
MOOV = box(b"moov", b"m" * 40)


@pytest.mark.parametrize(
    "content",
    [
        FTYP + MOOV + box(b"mdat", b"d" * 100),
        FTYP + large_box(b"mdat", b"d" * 100) + MOOV,
        FTYP + MOOV + box(b"mdat", b"d" * 100, size=0),
        b"RIFF" + (100).to_bytes(4, "little") + b"A" * 100,
        b"RIFF" + (0).to_bytes(4, "little") + b"A" * 100,
        b"RIFF" + (2**32 - 1).to_bytes(4, "little") + b"A" * 100,
        b"\x1aE\xdf\xa3 something Matroska",
        b"hello",
        b"",
    ],
)
def test_whole_or_unknown_files_pass(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip"
    path.write_bytes(content)
    assert not is_cut_short(path)


@pytest.mark.parametrize(
    "content",
    [
        (FTYP + MOOV + box(b"mdat", b"d" * 100))[:-1],
        (FTYP + large_box(b"mdat", b"d" * 100))[:-50],
        (FTYP + box(b"mdat", b"d" * 100) + MOOV)[:-5],
        b"RIFF" + (100).to_bytes(4, "little") + b"A" * 60,
    ],
)
def test_files_that_end_too_early_do_not(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip"
    path.write_bytes(content)
    assert is_cut_short(path)


@pytest.mark.parametrize(("name", "codec"), [("clip.mp4", "mp4v"), ("clip.avi", "MJPG")])
def test_a_written_clip_is_whole_and_half_of_it_is_refused(
    tmp_path: Path, name: str, codec: str
) -> None:
    whole, half = tmp_path / name, tmp_path / f"half_{name}"
    writer = cv2.VideoWriter(str(whole), cv2.VideoWriter.fourcc(*codec), 15.0, (64, 48))
    for value in range(30):
        writer.write(np.full((48, 64, 3), value, np.uint8))
    writer.release()
    content = whole.read_bytes()
    half.write_bytes(content[: len(content) // 2])
    FileCamera(whole).close()
    with pytest.raises(ClipError, match="cut short"):
        FileCamera(half)
