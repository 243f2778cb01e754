"""The real command in its own process: help, exit codes, and every kind of bad input."""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from device.pose.models import installed
from mirror.cli import main

COMMAND = str(Path(sys.executable).with_name("plumbline"))

needs_models = pytest.mark.skipif(
    not installed(), reason="no pose models are installed; ./scripts/start builds them"
)


def plumbline(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=cwd,
        env=os.environ | environment,
    )


def said(outcome: subprocess.CompletedProcess[str]) -> str:
    """The one line a person gets for bad input; checks that it is one and nothing else."""
    assert outcome.returncode == 2, outcome.stderr
    lines = outcome.stderr.splitlines()
    assert len(lines) == 1, outcome.stderr
    assert lines[0].startswith("plumbline: ")
    assert outcome.stdout == ""
    return lines[0]


def write_clip(path: Path, frames: int = 20) -> Path:
    """A clip of an empty, softly lit room."""
    codec = "MJPG" if path.suffix == ".avi" else "mp4v"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 15.0, (320, 240))
    shade = np.linspace(60, 120, 320, dtype=np.uint8)
    for _ in range(frames):
        writer.write(np.repeat(np.tile(shade, (240, 1))[:, :, None], 3, axis=2))
    writer.release()
    return path


def write_recording(path: Path, poses: int = 30) -> Path:
    header = {
        "format": "plumbline-landmarks",
        "version": 1,
        "name": "made up",
        "model": "full-int8",
        "frame_count": None,
        "width_px": 640,
        "height_px": 480,
    }
    xy = [[300.0 + 3 * point, 100.0 + 8 * point] for point in range(33)]
    lines = [header] + [
        {"t": frame / 30, "xy": xy, "v": [1.0] * 33, "w": [[0.0, 0.0, 0.0]] * 33}
        for frame in range(poses)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_help_lists_the_commands_with_examples() -> None:
    outcome = plumbline("--help")
    assert outcome.returncode == 0
    for part in ("run", "analyze", "models", "exercises", "examples:"):
        assert part in outcome.stdout


@pytest.mark.parametrize("command", ["run", "analyze", "models", "exercises"])
def test_each_command_has_help(command: str) -> None:
    outcome = plumbline(command, "--help")
    assert outcome.returncode == 0
    assert outcome.stdout.startswith(f"usage: plumbline {command}")


def test_nothing_heavy_is_imported_for_the_help() -> None:
    program = (
        "import sys\n"
        "from mirror.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'cv2', 'pygame', 'rich', 'matplotlib', 'ai_edge_litert'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    outcome = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert outcome.returncode == 0, outcome.stderr


def test_version_is_the_packages_own() -> None:
    assert plumbline("--version").stdout.split()[0] == "plumbline"


def test_without_a_command_the_help_is_shown() -> None:
    outcome = plumbline()
    assert outcome.returncode == 2
    assert "analyze" in outcome.stderr
    assert outcome.stdout == ""


def test_exercises_are_listed() -> None:
    outcome = plumbline("exercises")
    assert outcome.returncode == 0
    assert "hip_flexor_stretch" in outcome.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("analyse",), "invalid choice: 'analyse'"),
        (("analyze",), "CLIP, --exercise"),
        (("analyze", "a.mp4", "--exercise", "squat", "--frames"), "--frames"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: Sequence[str], expected: str) -> None:
    line = said(plumbline(*arguments))
    assert expected in line
    assert "--help" in line


def test_a_recording_is_analysed(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.jsonl")
    outcome = plumbline("analyze", str(path), "--exercise", "squat", "--json")
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == ""
    document = json.loads(outcome.stdout)
    assert document["frames"] == 30
    assert document["count"] == 0


def test_missing_file() -> None:
    line = said(plumbline("analyze", "no such clip.mp4", "--exercise", "squat", "--json"))
    assert line == "plumbline: No such file: no such clip.mp4. Check the name and the folder."


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("notes.mp4", b"These are notes, not a video.\n", "not a video"),
        ("empty.mp4", b"", "is empty"),
        ("line\nbreak.mp4", b"", "is empty"),
        ("noise.mp4", bytes(range(256)) * 40, "not a video"),
        ("empty.jsonl", b"", "is empty"),
        ("other.jsonl", b'{"a": 1}\n', "not a landmark recording"),
        ("noise.jsonl", bytes(range(256)), "not a landmark recording"),
    ],
)
@needs_models
def test_files_that_are_no_clip(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert expected in said(plumbline("analyze", name, "--exercise", "squat", cwd=tmp_path))


@pytest.mark.parametrize("name", ["clip.mp4", "clip.avi"])
@needs_models
def test_a_truncated_clip(tmp_path: Path, name: str) -> None:
    path = write_clip(tmp_path / name)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "cut short" in said(plumbline("analyze", str(path), "--exercise", "squat"))


@needs_models
def test_a_clip_without_frames(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", frames=0)
    assert str(path) in said(plumbline("analyze", str(path), "--exercise", "squat"))


@needs_models
def test_nobody_in_view(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "room.mp4")
    line = said(plumbline("analyze", str(path), "--exercise", "squat", "--json"))
    assert "Nobody was seen" in line


def test_a_broken_recording_names_the_line(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.jsonl")
    path.write_text(path.read_text(encoding="utf-8")[:-200], encoding="utf-8")
    line = said(plumbline("analyze", str(path), "--exercise", "squat", "--json"))
    assert "line 31" in line


def test_a_folder_is_no_clip(tmp_path: Path) -> None:
    assert "is a folder" in said(plumbline("analyze", str(tmp_path), "--exercise", "squat"))


def test_unknown_exercise_suggests_the_nearest(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.jsonl")
    for command in (("analyze", str(path)), ("run", "--source", str(path))):
        assert "Did you mean squat?" in said(plumbline(*command, "--exercise", "sqat"))


def test_absent_models(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4")
    data = tmp_path / "data"
    data.mkdir()
    line = said(plumbline("analyze", str(path), "--exercise", "squat", PLUMBLINE_DATA=str(data)))
    assert "./scripts/start" in line


@needs_models
def test_an_unknown_model_lists_the_known(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4")
    line = said(plumbline("analyze", str(path), "--exercise", "squat", "--model", "huge"))
    assert "full" in line


@pytest.mark.parametrize("source", ["pi", "v4l2:/dev/video9", "v4l2:/dev/null"])
def test_absent_camera(source: str) -> None:
    said(plumbline("run", "--source", source, "--window", SDL_VIDEODRIVER="dummy"))


@pytest.mark.parametrize(
    ("option", "name", "expected"),
    [
        ("--plot", "nowhere/plot.png", "mkdir -p"),
        ("--plot", "plot.gif", ".png"),
        ("--landmarks", "nowhere/out.jsonl", "mkdir -p"),
        ("--landmarks", "a.jsonl", "overwrite"),
        ("--annotate", "nowhere/out.mp4", "mkdir -p"),
        ("--annotate", "out.mp4", "no picture"),
    ],
)
def test_outputs_that_cannot_be(tmp_path: Path, option: str, name: str, expected: str) -> None:
    write_recording(tmp_path / "a.jsonl")
    line = said(plumbline("analyze", "a.jsonl", "--exercise", "squat", option, name, cwd=tmp_path))
    assert expected in line


@pytest.mark.parametrize("extra", [("--json",), ()])
def test_a_reader_that_stops_early(tmp_path: Path, extra: Sequence[str]) -> None:
    path = write_recording(tmp_path / "a.jsonl")
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        outcome = subprocess.run(  # noqa: S603 - our own command
            [COMMAND, "analyze", str(path), "--exercise", "squat", *extra],
            stdout=write_end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(write_end)
    assert outcome.returncode == 2
    assert len(outcome.stderr.splitlines()) == 1, outcome.stderr
    assert "stopped before the end" in outcome.stderr


def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    fifo = tmp_path / "a.jsonl"
    os.mkfifo(fifo)  # the command waits here for a recording that never comes
    # Tests started in the background of a shell ignore Ctrl-C, and so would their children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "analyze", str(fifo), "--exercise", "squat"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with fifo.open("wb"):  # returns once the command has opened its end
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (output, errors) == (b"", b"")


def broken(options: argparse.Namespace) -> int:
    message = f"oh dear: {options.command}"
    raise RuntimeError(message)


def test_a_bug_asks_for_a_report_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"], command=broken) == 1
    errors = capsys.readouterr().err
    assert len(errors.splitlines()) == 1
    assert "oh dear: models" in errors
    assert "--debug" in errors


@pytest.mark.parametrize("arguments", [["--debug", "models"], ["models", "--debug"]])
def test_debug_shows_where(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments, command=broken) == 1
    assert "Traceback" in capsys.readouterr().err
