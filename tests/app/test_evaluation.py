"""`scripts/evaluate`: arithmetic worked by hand, bad input, and whole runs over a stick figure."""

import csv
import json
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from device.pose.models import installed
from exercises.events import Rep
from scripts.evaluation import cli, fault_scores, landmarks, matching, stats
from scripts.evaluation.clips import find
from scripts.evaluation.errors import EvaluationError
from scripts.evaluation.fault_rules import RULES
from scripts.evaluation.rendered import TrueRep
from scripts.evaluation.run import run
from scripts.evaluation.summary import Summary, summarise
from scripts.evaluation.targets import verdicts
from tests.app.evaluation_clips import StickPoses, StickSource, write

ROOT = Path(__file__).resolve().parents[2]
RENDERED = ROOT.parent / "shared" / "clips" / "rendered"
GOLDEN = ROOT / "tests" / "golden" / "squat"


# Arithmetic.


def test_a_ratio_is_that_of_the_sums_and_its_interval_the_same_each_time() -> None:
    first = stats.ratio([1.0, 3.0, 0.0], [1, 4, 0])
    assert first is not None
    assert first.value == pytest.approx(4.0 / 5.0)
    assert (first.n, first.clips) == (5, 2)
    assert 0.75 <= first.low <= first.value <= first.high <= 1.0
    assert first == stats.ratio([1.0, 3.0, 0.0], [1, 4, 0])
    assert stats.ratio([], []) is None


def test_a_ratio_without_any_difference_has_no_width() -> None:
    same = stats.ratio([1.0] * 5, [1.0] * 5)
    assert same is not None
    assert (same.low, same.high) == (1.0, 1.0)


def test_wilson_s_interval() -> None:
    # 8 of 10, worked by hand: (0.8 + 0.19207 ± 1.96·√(0.016 + 0.0096)) / 1.38415
    assert stats.wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert stats.wilson(0, 0) is None
    low, high = stats.wilson(5, 5) or (math.nan, math.nan)
    assert (round(low, 3), high) == (0.566, 1.0)


def rep(start_s: float, end_s: float) -> Rep:
    return Rep(1, None, start_s, (start_s + end_s) / 2, end_s, 90, None, {}, ())


def test_reps_are_matched_by_the_longest_overlap_once_each() -> None:
    true = [TrueRep(0.0, 1.0, 2.0), TrueRep(3.0, 4.0, 5.0), TrueRep(6.0, 7.0, 8.0)]
    counted = [rep(1.8, 5.2), rep(0.2, 1.9), rep(8.5, 9.5)]
    found = matching.match(true, counted)
    assert [(one.number, one.counted.start_s) for one in found] == [(0, 0.2), (1, 1.8)]


def test_time_outside_true_reps() -> None:
    assert matching.outside_s([TrueRep(1.0, 2.0, 3.0), TrueRep(9.0, 10.0, 12.0)], 10.0) == 7.0


def test_f1_of_a_fault() -> None:
    score = fault_scores.FaultScore(
        RULES[0], 6, 2, 4, 8, (0, 0), (0, 0), reported=True, false_in=(), missed_in=()
    )
    assert score.precision == pytest.approx(6 / 8)
    assert score.recall == pytest.approx(6 / 10)
    assert score.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    never = fault_scores.FaultScore(
        RULES[0], 0, 0, 0, 8, (0, 0), (0, 0), reported=True, false_in=(), missed_in=()
    )
    assert (never.precision, never.recall, never.f1) == (None, None, None)


# A whole run over a stick figure, seen by a perfect model.


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("clips")
    write(folder, "squats", ["sound", "caving", "sound", "caving"])
    clips = find(folder, ["squat"])
    return summarise("perfect", [run(clip, StickPoses(clip.path)) for clip in clips])


def test_perfect_poses_are_counted_at_their_times(summary: Summary) -> None:
    counts = summary.counts[0]
    assert (counts.exact.value, counts.near.value, counts.mae.value) == (1.0, 1.0, 0.0)
    start, end, *of_squats = summary.boundaries
    assert [one.what for one in of_squats] == ["squat start", "squat end"]
    assert (start.n, end.n) == (4, 4)
    assert start.median_s < 0.5
    # The machine ends a squat near standing, not at it: half a second before for this figure.
    assert end.median_s < 0.8


def test_perfect_poses_measure_the_truth(summary: Summary) -> None:
    for key, largest in (("fppa_mean", 1.0), ("knee_medial_left", 0.03), ("flexion_front", 8.0)):
        found = summary.error(key, "rep", "seen")
        assert found is not None
        assert found.mae is not None
        assert found.mae.n == 4
        assert found.mae.value <= largest, key


def test_the_filters_delay_what_is_shown(summary: Summary) -> None:
    found = summary.error("fppa_mean", "pose", "seen")
    assert found is not None
    assert found.mae is not None
    assert found.lag_s is not None
    assert found.lag_s <= 0.2
    assert found.mae.n > 40


def test_caving_is_found_in_the_reps_that_cave(summary: Summary) -> None:
    score = summary.fault("squat", "knees_cave")
    assert score is not None
    assert (score.hits, score.missed, score.hidden) == (2, 0, (0, 0))


def test_nothing_counts_under_another_exercise(summary: Summary) -> None:
    assert [cell.exercise for cell in summary.cells if cell.counted] == ["squat"]
    elsewhere = summary.false_reps[2]
    assert (elsewhere.count, elsewhere.per_10_min) == (0, 0.0)


def test_targets_name_what_the_clips_cannot_tell(summary: Summary) -> None:
    told = {verdict.target.split(",")[0]: verdict.met for verdict in verdicts(summary)}
    assert told["exact count"] is True
    assert told["clam opening"] is None


# The command.


def test_the_table_and_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "squats", ["sound", "caving"])
    code = cli.main([str(tmp_path), "--report", str(tmp_path / "docs")], source=StickSource)
    printed = capsys.readouterr()
    assert code == 0
    assert "counting, all" in printed.out
    assert "knees_cave (squat)" in printed.out
    text = (tmp_path / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for part in ("## Targets", "## Angles", "## Faults", "## Every clip under every exercise"):
        assert part in text
    pictures = sorted((tmp_path / "docs" / "pictures").iterdir())
    assert [one.stem for one in pictures] == [
        f"accuracy-{name}" for name in ("angles", "boundaries", "confusion", "faults")
    ]
    for one in pictures:
        assert f"pictures/{one.name}" in text
        assert one.read_bytes().startswith(b"\x89PNG")


def test_json_is_finite_and_has_every_rep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "squats", ["sound", "caving"])
    assert cli.main([str(tmp_path), "--json"], source=StickSource) == 0
    (model,) = json.loads(capsys.readouterr().out)["models"]
    assert model["counts"][0]["exact"]["value"] == 1.0
    assert [one["true_faults"]["knees_cave"] for one in model["reps"]] == ["no", "yes"]


def test_several_models_stand_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "squats", ["sound"])
    code = cli.main([str(tmp_path), "--model", "a", "--model", "b"], source=StickSource)
    assert code == 0
    head = capsys.readouterr().out.splitlines()[0].split()
    assert head == ["figure", "a", "b"]


def test_real_clips_are_read_from_their_table(tmp_path: Path) -> None:
    write_table(tmp_path, exercise="squat (false-positive test)", reps="0")
    (tmp_path / "one.mp4").write_bytes(b"")
    (clip,) = find(tmp_path, ["squat"])
    assert (clip.group, clip.exercise, clip.count, clip.reps) == ("real", None, 0, ())


def write_table(
    folder: Path, exercise: str = "squat", reps: str = "1", times: str = "0/1/2"
) -> None:
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as lines:
        table = csv.writer(lines)
        table.writerow(["file", "protocol_exercise", "protocol_reps", "reps_start_peak_end_s"])
        table.writerow(["one.mp4", exercise, reps, times])


# What cannot be used.


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line it says."""
    assert cli.main([*arguments], source=StickSource) == cli.BAD_INPUT
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.strip().splitlines()
    assert "Traceback" not in line
    return line


def test_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no folder" in refused(capsys, str(tmp_path / "nowhere"))


def test_a_folder_without_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No truth in" in refused(capsys, str(tmp_path))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"no archive"])
def test_a_damaged_npz(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "squats", ["sound"]).with_suffix(".npz").write_bytes(content)
    assert "squats.mp4 cannot be read" in refused(capsys, str(tmp_path))


def test_an_npz_without_its_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(write(tmp_path, "squats", ["sound"]).with_suffix(".npz"), t=np.arange(3.0))
    assert "cannot be read" in refused(capsys, str(tmp_path))


@pytest.mark.parametrize("suffix", [".json", ".mp4"])
def test_a_clip_with_a_file_missing(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "squats", ["sound"]).with_suffix(suffix).unlink()
    assert "squats" in refused(capsys, str(tmp_path))


@pytest.mark.parametrize(
    ("exercise", "reps", "times"),
    [("juggling", "1", "0/1/2"), ("squat", "many", "0/1/2"), ("squat", "1", "0/1")],
)
def test_a_broken_line_of_the_table(
    tmp_path: Path, exercise: str, reps: str, times: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_table(tmp_path, exercise, reps, times)
    assert "truth.csv, line 2" in refused(capsys, str(tmp_path))


def test_a_column_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("file\none.mp4\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no column 'protocol_exercise'"):
        find(tmp_path, ["squat"])


def test_a_model_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "squats", ["sound"])
    assert cli.main([str(tmp_path), "--model", "huge"]) == cli.BAD_INPUT
    assert "evaluate: " in capsys.readouterr().err


def test_the_command_before_set_up_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts" / "evaluate", tmp_path / "scripts")
    done = subprocess.run([script], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 2
    assert done.stderr == "evaluate: Plumbline is not set up yet; run ./scripts/start once\n"


# Recordings that are kept.


def test_recordings_are_kept_until_clip_or_model_change(tmp_path: Path) -> None:
    clip = Path(shutil.copy(GOLDEN / "squat_turned.jsonl", tmp_path))

    def opened(stamp: str) -> tuple[Path, int]:
        source = landmarks.Landmarks("model", stamp, tmp_path / "kept")
        poses = source.open(clip)
        assert poses.read() is not None
        poses.close()
        (recording,) = (tmp_path / "kept" / "model").glob("*.jsonl")
        return recording, recording.stat().st_ino

    first, known = opened("one")
    assert opened("one") == (first, known)
    assert opened("two")[1] != known  # written anew, then moved into its place
    (first.parent / f"{first.stem}.json").write_text("damaged")
    assert opened("two")[0] == first


# With a real model.


@pytest.mark.skipif(not RENDERED.is_dir(), reason="../shared/clips/rendered is not here")
@pytest.mark.skipif(
    not installed(), reason="no pose models are installed; ./scripts/start builds them"
)
def test_a_rendered_clip_through_the_whole_chain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    for suffix in (".mp4", ".json", ".npz"):
        (folder / f"sidestep_clean{suffix}").symlink_to(RENDERED / f"sidestep_clean{suffix}")
    assert cli.main([str(folder), "--json", "--keep", str(tmp_path / "kept")]) == 0
    (model,) = json.loads(capsys.readouterr().out)["models"]
    assert [(one["true"], one["counted"]) for one in model["clips"]] == [(8, 8)]
    assert len(list((tmp_path / "kept" / model["model"]).glob("*.jsonl"))) == 1
