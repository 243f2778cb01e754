"""`plumbline analyze` on real pictures with real models: all outputs of one run agree."""

import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import cv2
import jsonschema
import pytest

from device.pose.models import installed
from mirror.cli import main

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "analyze.schema.json"

pytestmark = pytest.mark.skipif(
    not installed(), reason="no pose models are installed; ./scripts/start builds them"
)


def first_seconds(clip: Path, output: Path, seconds: float) -> Path:
    """A copy of the beginning of a clip."""
    source = cv2.VideoCapture(str(clip))
    rate_hz = source.get(cv2.CAP_PROP_FPS)
    size = (int(source.get(cv2.CAP_PROP_FRAME_WIDTH)), int(source.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    writer = cv2.VideoWriter(str(output), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    for _ in range(round(seconds * rate_hz)):
        grabbed, picture = source.read()
        if not grabbed:
            break
        writer.write(picture)
    writer.release()
    source.release()
    return output


def analyzed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["analyze", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    return document


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first squats of the demo."""
    demo = resources.files("mirror.demo")
    segment = tomllib.loads(demo.joinpath("demo.toml").read_text(encoding="utf-8"))["segment"][0]
    assert segment["exercise"] == "squat"
    output = tmp_path_factory.mktemp("clip") / "squats.mp4"
    with resources.as_file(demo.joinpath("demo.mp4")) as path:
        return first_seconds(path, output, segment["end_s"])


def test_all_outputs_of_one_run(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot, annotated, landmarks = (tmp_path / name for name in ("p.png", "a.mp4", "l.jsonl"))
    outputs = ("--plot", str(plot), "--annotate", str(annotated), "--landmarks", str(landmarks))
    seen = analyzed(capsys, str(clip), "--exercise", "squat", *outputs)
    assert seen["count"] == 3
    assert seen["tracked_fraction"] > 0.95
    assert seen["view"] == {"ok": True, "problem": None}

    assert plot.read_bytes().startswith(b"\x89PNG")
    copy = cv2.VideoCapture(str(annotated))
    assert int(copy.get(cv2.CAP_PROP_FRAME_COUNT)) == seen["frames"]
    copy.release()

    # The recording stores hundredths of a pixel, so measures may differ in the last digits.
    again = analyzed(capsys, str(landmarks), "--exercise", "squat")
    for key in ("model", "frames", "duration_s", "tracked_fraction", "count", "partials", "voids"):
        assert again[key] == seen[key], key
    for before, after in zip(seen["reps"], again["reps"], strict=True):
        assert after["start_s"] == pytest.approx(before["start_s"], abs=0.1)
        assert after["end_s"] == pytest.approx(before["end_s"], abs=0.1)
        assert [fault["code"] for fault in after["faults"]] == [
            fault["code"] for fault in before["faults"]
        ]


def test_a_long_stretch_is_a_hold_and_a_rep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = SHARED / "clips" / "rendered" / "hipflexor_left_front.mp4"
    if not path.exists():
        pytest.skip("the rendered clips (../shared/clips) are not here")
    beginning = first_seconds(path, tmp_path / "stretch.mp4", 12.5)
    document = analyzed(capsys, str(beginning), "--exercise", "hip_flexor_stretch")
    assert document["count"] == len(document["reps"]) == len(document["holds"]) == 1
    assert document["holds"][0]["held_s"] >= 2.0
    assert document["reps"][0]["end_s"] == document["holds"][0]["end_s"]


GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "squat" / "squat_valgus.jsonl"


def test_what_was_there_stays_when_a_recording_breaks_off(tmp_path: Path) -> None:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines(keepends=True)
    cut, kept = tmp_path / "cut.jsonl", tmp_path / "kept.jsonl"
    cut.write_text("".join([*lines[:30], "no pose\n", *lines[31:]]), encoding="utf-8")
    kept.write_text("before", encoding="utf-8")
    words = ["analyze", str(cut), "--exercise", "squat", "--landmarks", str(kept)]
    assert main(words) == 2
    assert kept.read_text(encoding="utf-8") == "before"
    words[1] = str(GOLDEN)
    assert main(words) == 0
    assert len(kept.read_text(encoding="utf-8").splitlines()) == len(lines)
    assert {one.name for one in tmp_path.iterdir()} == {"cut.jsonl", "kept.jsonl"}


def test_a_clip_whose_name_is_no_text_is_drawn(tmp_path: Path) -> None:
    clip, plot = tmp_path / "ok\udcff.jsonl", tmp_path / "p.png"
    try:
        clip.write_bytes(GOLDEN.read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("no such names here")
    assert main(["analyze", str(clip), "--exercise", "squat", "--plot", str(plot)]) == 0
    assert plot.read_bytes().startswith(b"\x89PNG")
