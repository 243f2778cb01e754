"""Clips in real time: at their own speed, skipping what is late."""

import numpy as np
import pytest

from device.frame import Frame
from device.paced import Pace, PacedCamera, PacedPoses
from exercises.pose import Pose


class FakeTime:
    """A clock that only goes on when somebody sleeps or works."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def clock(self) -> float:
        return self.now_s

    def pass_time(self, duration_s: float) -> None:
        self.now_s += duration_s


class FakeClip:
    """A second of frames at 10 a second."""

    name, live, frame_rate_hz, frame_count = "clip.mp4", False, 10.0, 10

    def __init__(self) -> None:
        self._next = 0
        self.closed = False

    def read(self) -> Frame | None:
        if self._next == 10:
            return None
        self._next += 1
        return Frame(t_s=(self._next - 1) / 10, picture=np.zeros((2, 2, 3), dtype=np.uint8))

    def close(self) -> None:
        self.closed = True


def play(work_s: float) -> tuple[list[float], PacedCamera, FakeTime]:
    """Frame times seen by a reader that works so long on each frame."""
    time = FakeTime()
    camera = PacedCamera(FakeClip(), Pace(time.clock, time.pass_time))
    seen = []
    while (frame := camera.read()) is not None:
        seen.append(frame.t_s)
        time.pass_time(work_s)
    return seen, camera, time


def test_a_fast_reader_gets_every_frame_at_its_moment_with_its_time() -> None:
    seen, camera, time = play(work_s=0.01)
    assert seen == pytest.approx([100 + i / 10 for i in range(10)])
    assert camera.skipped == 0
    assert time.now_s == pytest.approx(100.91)


def test_a_slow_reader_skips_and_keeps_the_clips_time() -> None:
    seen, camera, time = play(work_s=0.25)
    assert len(seen) + camera.skipped == 10
    assert camera.skipped >= 4
    assert time.now_s == pytest.approx(101.0, abs=0.3)


def test_a_paced_clip_looks_like_a_camera_and_closes_the_clip() -> None:
    clip = FakeClip()
    camera = PacedCamera(clip, Pace())
    assert (camera.name, camera.live, camera.frame_rate_hz, camera.frame_count) == (
        "clip.mp4",
        True,
        10.0,
        10,
    )
    camera.close()
    assert clip.closed


class FakeRecording:
    """Three poses, a second apart."""

    name, model_name, live, frame_count = "poses.jsonl", "full-int8", False, 3

    def __init__(self) -> None:
        self._times = [5.0, 6.0, 7.0]
        self.closed = False

    def read(self) -> Pose | None:
        return Pose.absent(self._times.pop(0), 640, 480) if self._times else None

    def close(self) -> None:
        self.closed = True


def test_a_recording_comes_at_its_own_speed_and_complete() -> None:
    time, recording = FakeTime(), FakeRecording()
    poses = PacedPoses(recording, Pace(time.clock, time.pass_time))
    seen = []
    while (pose := poses.read()) is not None:
        seen.append(pose.t_s)
    assert seen == pytest.approx([100.0, 101.0, 102.0])
    assert time.now_s == pytest.approx(102.0)
    assert (poses.name, poses.model_name, poses.live, poses.frame_count) == (
        "poses.jsonl",
        "full-int8",
        True,
        3,
    )
    poses.close()
    assert recording.closed
