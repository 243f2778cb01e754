"""From a name to a pose source, and the plain word when there is none."""

import importlib.util
from pathlib import Path

import pytest

from device.annotate import Caption
from device.build import open_annotated, open_camera, open_poses
from device.errors import CameraError, ClipError, ModelError, RecordingError
from device.pose.models import DATA_VARIABLE
from device.recording import RecordingWriter
from exercises.pose import Pose

DEMO = Path(__file__).resolve().parents[2] / "mirror" / "demo" / "demo.mp4"


def test_a_recording_needs_no_model(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    writer = RecordingWriter(path, name="squats.mp4", model="full-int8", frame_count=None)
    writer.write(Pose.absent(0.0, 640, 480))
    writer.close()
    source = open_poses(str(path), model="no such model")
    assert source.name == "squats.mp4"
    assert source.read() is not None
    assert source.read() is None
    source.close()


def test_a_recording_stands_in_for_a_camera(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    writer = RecordingWriter(path, name="squats.mp4", model="full-int8", frame_count=None)
    writer.write(Pose.absent(0.0, 640, 480))
    writer.write(Pose.absent(0.001, 640, 480))
    writer.close()
    source = open_poses(f"recorded:{path}", model="no such model")
    assert source.live
    assert (source.name, source.model_name, source.frame_count) == ("squats.mp4", "full-int8", None)
    poses = [source.read() for _ in range(5)]
    times_s = [pose.t_s for pose in poses if pose is not None]
    assert len(times_s) == 5
    assert times_s == sorted(set(times_s))
    source.close()


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("none.mp4", ClipError),
        ("none.jsonl", RecordingError),
        ("recorded:none.jsonl", RecordingError),
        ("v4l2:/dev/video-none", CameraError),
    ],
)
def test_absent_sources(source: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="none"):
        open_poses(source, model="auto")


def test_no_camera_at_all() -> None:
    if any(Path("/dev").glob("video*")) or importlib.util.find_spec("picamera2"):
        pytest.skip("this machine may have a camera")
    with pytest.raises(CameraError, match="No camera was found"):
        open_camera("auto")
    with pytest.raises(CameraError, match="sudo apt install"):
        open_camera("pi")


def test_an_unknown_model() -> None:
    with pytest.raises(ModelError):
        open_poses(str(DEMO), model=f"none, nor in {DATA_VARIABLE}")


def test_a_copy_is_never_written_over_its_clip(tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(DEMO.read_bytes())
    with pytest.raises(ClipError, match="is the clip itself"):
        open_annotated(clip, model="auto", output=clip, caption=lambda: Caption("x"))
    assert clip.read_bytes() == DEMO.read_bytes()


def test_a_recording_cannot_be_annotated(tmp_path: Path) -> None:
    with pytest.raises(ClipError, match="recording without pictures"):
        open_annotated(
            tmp_path / "a.jsonl",
            model="auto",
            output=tmp_path / "b.mp4",
            caption=lambda: Caption("x"),
        )
