"""Landmark recordings: written, read back, and refused when broken."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from device.errors import RecordingError
from device.recorded import RecordedPoses
from device.recording import RecordingWriter
from exercises.pose import Pose

Lines = list[dict[str, object]]


def pose(t_s: float) -> Pose:
    random = np.random.default_rng(round(t_s * 1000))
    xy = random.uniform(0, 480, (33, 2))
    xy[7] = np.nan
    return Pose(t_s, xy, random.uniform(0, 1, 33), random.normal(0, 1, (33, 3)), 640, 480)


def write(path: Path, poses: list[Pose]) -> Path:
    writer = RecordingWriter(path, name="squats.mp4", model="full-int8", frame_count=len(poses))
    try:
        for one in poses:
            writer.write(one)
    finally:
        writer.close()
        writer.close()
    return path


def read(path: Path) -> list[Pose]:
    source = RecordedPoses(path)
    poses = []
    try:
        while (one := source.read()) is not None:
            poses.append(one)
    finally:
        source.close()
        source.close()
    assert source.read() is None
    return poses


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    written = [pose(0.0), Pose.absent(1 / 30, 640, 480), pose(2 / 30)]
    source = RecordedPoses(write(tmp_path / "a.jsonl", written))
    assert (source.name, source.model_name) == ("squats.mp4", "full-int8")
    assert (source.live, source.frame_count) == (False, 3)
    source.close()

    again = read(tmp_path / "a.jsonl")
    assert [one.t_s for one in again] == pytest.approx([0, 1 / 30, 2 / 30], abs=1e-6)
    assert [one.present for one in again] == [True, False, True]
    for before, after in zip(written, again, strict=True):
        assert (after.width_px, after.height_px) == (640, 480)
        np.testing.assert_allclose(after.xy_px, before.xy_px, atol=0.006)
        np.testing.assert_allclose(after.visibility, before.visibility, atol=0.0006)
        np.testing.assert_allclose(after.world_m, before.world_m, atol=0.00006)


def test_lines_are_strict_json(tmp_path: Path) -> None:
    def refuse(name: str) -> None:
        pytest.fail(f"{name} is no JSON")

    path = write(tmp_path / "a.jsonl", [pose(0.0), Pose.absent(0.1, 640, 480)])
    lines = [json.loads(line, parse_constant=refuse) for line in path.read_text().splitlines()]
    assert lines[0]["format"] == "plumbline-landmarks"
    assert lines[1]["xy"][7] == [None, None]
    assert lines[2]["xy"] is None


def test_writing_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be written"):
        write(tmp_path / "none" / "a.jsonl", [])


def test_a_full_disk_is_reported() -> None:
    with pytest.raises(RecordingError, match="cannot be written"):
        write(Path("/dev/full"), [pose(float(t)) for t in range(100)])


def header(lines: Lines, **changes: object) -> None:
    lines[0].update(changes)


def line(lines: Lines, **changes: object) -> None:
    lines[2].update(changes)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lines: header(lines, format="other"), "is not a landmark recording"),
        (lambda lines: header(lines, version=2), "made by a newer plumbline"),
        (lambda lines: header(lines, version=None), '"version" must be'),
        (lambda lines: header(lines, name=None), 'line 1, .* "name" must be text'),
        (lambda lines: header(lines, width_px=0), '"width_px" must be'),
        (lambda lines: header(lines, frame_count=-1), '"frame_count" must be'),
        (lambda lines: line(lines, t="soon"), 'line 3, .* "t" must be'),
        (lambda lines: line(lines, t=float("nan")), 'line 3, .* "t" must be'),
        (lambda lines: line(lines, t=0.0), "line 3, .* not after the line before"),
        (lambda lines: line(lines, xy=[[1, 2]] * 32), 'line 3, .* "xy" must hold 33 x 2'),
        (lambda lines: line(lines, xy=[[1]] * 33), '"xy" must hold'),
        (lambda lines: line(lines, xy="far"), '"xy" must hold'),
        (lambda lines: lines[2].pop("xy"), 'line 3, .* "xy" is missing'),
        (lambda lines: lines[2].pop("w"), '"w" must hold 33 x 3'),
        (lambda lines: line(lines, v=[float("inf")] * 33), '"v" holds a number that is not finite'),
        (lambda lines: line(lines, v=[float("nan")] * 33), '"v" holds a number that is not finite'),
        (lambda lines: line(lines, xy=[[1e300, 1.0]] * 33), '"xy" holds a number beyond 1e.09'),
    ],
)
def test_refuses_a_broken_line(
    spoil: Callable[[Lines], object], message: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", [pose(0.0), pose(0.1)])
    lines = [json.loads(text) for text in path.read_text().splitlines()]
    spoil(lines)
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    with pytest.raises(RecordingError, match=message):
        read(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"hello\n", "is not a landmark recording"),
        (b"\x00\x01\xff\xfe" * 100, "is not a landmark recording"),
        (b"[1, 2]\n", "is not a landmark recording"),
        (b"x" * 1_000_000, "is not a landmark recording"),
    ],
)
def test_refuses_another_file(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=message):
        RecordedPoses(path)


def test_a_recording_cut_off_in_a_line_says_which(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [pose(0.0), pose(0.1)])
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(RecordingError, match=r"line 3, .* not a complete line"):
        read(path)


def test_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="No such file"):
        RecordedPoses(tmp_path / "none.jsonl")
    with pytest.raises(RecordingError, match="cannot be opened"):
        RecordedPoses(tmp_path)


def test_lens_and_darkness_are_kept(tmp_path: Path) -> None:
    lit, plain = replace(pose(0.0), focal_px=591.25), pose(0.1)
    gone = Pose.absent(0.2, 640, 480, focal_px=591.25, dark=True)
    again = read(write(tmp_path / "a.jsonl", [lit, plain, gone]))
    assert [(one.focal_px, one.dark) for one in again] == [
        (591.25, False),
        (None, False),
        (591.25, True),
    ]


@pytest.mark.parametrize("focal_px", [0, -1, "wide", True])
def test_a_lens_that_is_none_is_refused(tmp_path: Path, focal_px: object) -> None:
    path = write(tmp_path / "a.jsonl", [pose(0.0)])
    head, line = path.read_text().splitlines()
    path.write_text(f"{head}\n{json.dumps(json.loads(line) | {'f': focal_px})}\n")
    with pytest.raises(RecordingError, match=r'line 2.*"f" must be a number of px above 0'):
        read(path)
