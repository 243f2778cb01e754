"""`analyze` on made-up poses and a made-up tracker: what it prints, writes and refuses."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from device.annotate import Caption
from device.errors import ClipError, ModelError
from device.ports import PoseSource
from exercises.events import (
    Event,
    Fault,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepPartial,
    RepVoided,
)
from exercises.pose import LANDMARK_COUNT, Pose
from exercises.tracker import Snapshot
from mirror.analyze.command import analyze
from mirror.analyze.options import AnalyzeOptions
from mirror.analyze.stream import Follower
from mirror.analyze.watchers import Captioner, PoseSink
from mirror.errors import UserError, unknown_exercise

FRAMES_A_REP = 10
FAULT = Fault("SQ2", "knees_cave", "left", 0.2, "ratio", "amber", "A")


def pose(t_s: float, *, present: bool = True) -> Pose:
    if not present:
        return Pose.absent(t_s, 640, 480)
    return Pose(
        t_s=t_s,
        xy_px=np.full((LANDMARK_COUNT, 2), 100.0),
        visibility=np.ones(LANDMARK_COUNT),
        world_m=np.zeros((LANDMARK_COUNT, 3)),
        width_px=640,
        height_px=480,
    )


class FakePoses:
    """Poses from a list, then perhaps an error."""

    live = False
    model_name = "full-int8"

    def __init__(self, name: str, poses: Sequence[Pose], error: Exception | None = None) -> None:
        self.name = name
        self.frame_count: int | None = len(poses)
        self.closed = False
        self._left = list(poses)
        self._error = error

    def read(self) -> Pose | None:
        if self._left:
            return self._left.pop(0)
        if self._error is not None:
            raise self._error
        return None

    def close(self) -> None:
        self.closed = True


class FakeTracker:
    """Counts a rep every ten poses."""

    def __init__(self) -> None:
        self._poses = 0
        self.snapshot = snapshot(0.0, 0)

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        self._poses += 1
        count, rest = divmod(self._poses, FRAMES_A_REP)
        self.snapshot = snapshot(pose.t_s, count)
        if rest:
            return (PhaseChanged(t_s=pose.t_s, phase="rest"),) if self._poses == 1 else ()
        rep = Rep(count, None, pose.t_s - 0.3, pose.t_s - 0.2, pose.t_s, 90, None, {}, (FAULT,))
        return (RepCompleted(t_s=pose.t_s, rep=rep),)

    def finish(self) -> tuple[Event, ...]:
        return ()


def snapshot(t_s: float, count: int, view_problem: str | None = None) -> Snapshot:
    return Snapshot(
        t_s=t_s,
        phase="out",
        signal=0.5,
        gauge=45.0,
        gauge_name="knee_flexion_deg",
        side="left",
        count=count,
        held_s=0.0,
        view_problem=view_problem,
    )


@dataclass
class Sink:
    poses: list[Pose] = field(default_factory=list)
    closed: bool = False

    def write(self, pose: Pose) -> None:
        self.poses.append(pose)

    def close(self) -> None:
        self.closed = True


class FakeParts:
    """Parts whose clips are chosen by name: "bad…" breaks half-way, "nobody…", "empty…"."""

    def __init__(self, frames: int = 30) -> None:
        self.sink = Sink()
        self.opened: list[FakePoses] = []
        self.captions: list[Caption] = []
        self._frames = frames

    def tracker(self, exercise: str) -> Follower:
        if exercise != "squat":
            raise unknown_exercise(exercise, suggestion="squat", known=("squat",))
        return FakeTracker()

    def poses(self, clip: str, *, model: str, exercise: str) -> PoseSource:
        assert exercise == "squat"
        if model == "none":
            message = "No pose model is installed"
            raise ModelError(message, remedy="Run ./scripts/start once.")
        name = Path(clip).name
        frames = 0 if name.startswith("empty") else self._frames
        error = ClipError(f"{name} broke off", remedy="Copy it again.")
        poses = FakePoses(
            name,
            [pose(i * 0.1, present=not name.startswith("nobody")) for i in range(frames)],
            error if name.startswith("bad") else None,
        )
        self.opened.append(poses)
        return poses

    def annotated(
        self,
        clip: str,
        *,
        model: str,
        exercise: str,
        output: Path,
        caption: Callable[[], Caption],
    ) -> PoseSource:
        self.captions.append(caption())
        output.write_bytes(b"video")
        return self.poses(clip, model=model, exercise=exercise)

    def recording(self, path: Path, poses: PoseSource) -> PoseSink:
        assert poses.name
        path.touch()
        return self.sink


def clips(folder: Path, *names: str) -> tuple[str, ...]:
    for name in names:
        (folder / name).touch()
    return tuple(str(folder / name) for name in names)


def test_one_clip_gives_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (clip,) = clips(tmp_path, "a.mp4")
    parts = FakeParts()
    assert analyze(AnalyzeOptions(clips=(clip,), exercise="squat", json=True), parts) == 0
    output = capsys.readouterr()
    document = json.loads(output.out)
    assert document["clip"] == clip
    assert document["count"] == 3
    assert document["duration_s"] == 3.0
    assert output.err == ""
    assert parts.opened[0].closed


def test_several_clips_give_an_array(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = clips(tmp_path, "a.mp4", "b.mp4")
    assert analyze(AnalyzeOptions(clips=names, exercise="squat", json=True), FakeParts()) == 0
    assert [document["clip"] for document in json.loads(capsys.readouterr().out)] == list(names)


def test_people_get_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = clips(tmp_path, "a.mp4", "b.mp4")
    assert analyze(AnalyzeOptions(clips=names, exercise="squat"), FakeParts()) == 0
    assert capsys.readouterr().out.count("squat: 3 reps") == 2


@pytest.mark.parametrize("as_json", [True, False])
def test_a_bad_clip_does_not_lose_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    names = clips(tmp_path, "a.mp4", "bad.mp4", "nobody.mp4", "c.mp4")
    options = AnalyzeOptions(clips=names, exercise="squat", json=as_json)
    parts = FakeParts()
    assert analyze(options, parts) == 2
    output = capsys.readouterr()
    if as_json:
        assert [document["clip"] for document in json.loads(output.out)] == [names[0], names[3]]
    else:
        assert output.out.count("squat: 3 reps") == 2
    lines = output.err.splitlines()
    assert len(lines) == 2
    assert lines[0] == "plumbline: bad.mp4 broke off. Copy it again."
    assert lines[1].startswith(f"plumbline: Nobody was seen in {names[2]}. ")
    assert all(poses.closed for poses in parts.opened)


def test_the_same_failure_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = clips(tmp_path, "a.mp4", "b.mp4")
    options = AnalyzeOptions(clips=names, exercise="squat", model="none", json=True)
    assert analyze(options, FakeParts()) == 2
    output = capsys.readouterr()
    assert json.loads(output.out) == []
    assert len(output.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("nobody.mp4", "Nobody was seen in"), ("empty.mp4", "is empty"), ("", "is a folder")],
)
def test_a_clip_without_anybody_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, expected: str
) -> None:
    clip = clips(tmp_path, name)[0] if name else str(tmp_path)
    with pytest.raises(UserError, match=expected):
        analyze(AnalyzeOptions(clips=(clip,), exercise="squat", json=True), FakeParts())
    assert capsys.readouterr().out == ""


def test_a_missing_file_is_refused_before_a_model_is_loaded(tmp_path: Path) -> None:
    parts = FakeParts()
    with pytest.raises(UserError, match="No such file"):
        analyze(AnalyzeOptions(clips=(str(tmp_path / "a.mp4"),), exercise="squat"), parts)
    assert parts.opened == []


def test_an_unknown_exercise_is_corrected(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Did you mean squat"):
        analyze(AnalyzeOptions(clips=clips(tmp_path, "a.mp4"), exercise="sqat"), FakeParts())


def test_landmarks_are_written(tmp_path: Path) -> None:
    parts = FakeParts()
    options = AnalyzeOptions(
        clips=clips(tmp_path, "a.mp4"), exercise="squat", landmarks=tmp_path / "a.jsonl"
    )
    assert analyze(options, parts) == 0
    assert len(parts.sink.poses) == 30
    assert parts.sink.closed


def test_a_broken_clip_still_closes_the_landmarks(tmp_path: Path) -> None:
    parts = FakeParts()
    options = AnalyzeOptions(
        clips=clips(tmp_path, "bad.mp4"), exercise="squat", landmarks=tmp_path / "a.jsonl"
    )
    with pytest.raises(ClipError):
        analyze(options, parts)
    assert len(parts.sink.poses) == 30
    assert parts.sink.closed
    assert parts.opened[0].closed


def test_a_plot_is_drawn(tmp_path: Path) -> None:
    plot = tmp_path / "a.PNG"
    options = AnalyzeOptions(clips=clips(tmp_path, "a.mp4"), exercise="squat", plot=plot)
    assert analyze(options, FakeParts()) == 0
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_annotating_starts_with_the_name_of_the_exercise(tmp_path: Path) -> None:
    parts = FakeParts()
    options = AnalyzeOptions(
        clips=clips(tmp_path, "a.mp4"), exercise="squat", annotate=tmp_path / "out.mp4"
    )
    assert analyze(options, parts) == 0
    assert parts.captions == [Caption(title="squat", lines=())]


@pytest.mark.parametrize(
    ("option", "name", "expected"),
    [
        ("plot", "plot.txt", "--plot cannot write plot.txt"),
        ("plot", "nowhere/plot.png", "There is no folder"),
        ("annotate", "out.avi", "--annotate cannot write out.avi"),
        ("annotate", "a.mp4", "would overwrite the clip itself"),
        ("landmarks", "out.json", "--landmarks cannot write out.json"),
        ("landmarks", "folder.jsonl", "is a folder"),
    ],
)
def test_files_that_cannot_be_written_are_refused_before_the_work(
    tmp_path: Path, option: str, name: str, expected: str
) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    names = clips(tmp_path, "a.mp4")
    path = tmp_path / name
    options = {
        "plot": AnalyzeOptions(clips=names, exercise="squat", plot=path),
        "annotate": AnalyzeOptions(clips=names, exercise="squat", annotate=path),
        "landmarks": AnalyzeOptions(clips=names, exercise="squat", landmarks=path),
    }[option]
    parts = FakeParts()
    with pytest.raises(UserError, match=expected):
        analyze(options, parts)
    assert parts.opened == []


def test_a_recording_cannot_be_annotated(tmp_path: Path) -> None:
    options = AnalyzeOptions(
        clips=clips(tmp_path, "a.jsonl"), exercise="squat", annotate=tmp_path / "out.mp4"
    )
    with pytest.raises(UserError, match="no picture to draw on"):
        analyze(options, FakeParts())


def test_files_are_for_one_clip(tmp_path: Path) -> None:
    options = AnalyzeOptions(
        clips=clips(tmp_path, "a.mp4", "b.mp4"), exercise="squat", plot=tmp_path / "p.png"
    )
    with pytest.raises(UserError, match="--plot takes one clip, and 2 were named"):
        analyze(options, FakeParts())


def test_the_caption_tells_the_state_and_the_latest_verdict() -> None:
    captioner = Captioner("single_leg_deadlift")
    rep = Rep(1, None, 0.0, 0.5, 1.0, 71, None, {}, (FAULT,))
    captioner.see(pose(1.0), snapshot(1.0, 1, "turned"), (RepCompleted(t_s=1.0, rep=rep),))
    assert captioner.caption() == Caption(
        title="single leg deadlift 1",
        lines=("out, left", "knee flexion 45°", "view: turned", "score 71", "knees cave (left)"),
    )
    captioner.see(pose(2.0), snapshot(2.0, 1), (RepPartial(t_s=2.0, peak=0.4),))
    assert captioner.caption().lines[-1] == "partial: not counted"
    captioner.see(pose(3.0), snapshot(3.0, 1), (RepVoided(t_s=3.0, reason="feet_moved"),))
    assert captioner.caption().lines[-1] == "given up: feet moved"
