"""The demo that comes with the program: its clip, its plan and its truth agree."""

import tomllib

import pytest

from device.drivers.camera_file import FileCamera
from exercises.registry import names
from mirror.demo.script import FOLDER, load_demo
from mirror.session.plan import Segment, index_at

DEMO = load_demo()


def test_the_clip_is_small_and_as_long_as_its_plan() -> None:
    assert DEMO.clip.stat().st_size <= 3_000_000
    camera = FileCamera(DEMO.clip)
    assert camera.frame_rate_hz == pytest.approx(15)
    assert camera.frame_count == pytest.approx(DEMO.plan[-1].end_s * 15, abs=1)
    frame = camera.read()
    camera.close()
    assert frame is not None
    assert frame.bgr.shape == (480, 640, 3)
    assert 40 <= DEMO.plan[-1].end_s <= 60


def test_the_plan_has_four_known_exercises_without_a_gap() -> None:
    exercises = [segment.exercise for segment in DEMO.plan]
    assert exercises == ["squat", "clamshell", "side_step", "hip_flexor_stretch"]
    assert set(exercises) <= set(names())
    assert DEMO.plan[0].start_s == 0
    for before, after in zip(DEMO.plan, DEMO.plan[1:], strict=False):
        assert before.end_s == after.start_s


def test_every_rep_lies_in_its_segment_after_a_still_start() -> None:
    script = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    for segment in script["segment"]:
        reps = segment["rep"]
        assert len(reps) == segment["expected_count"]
        assert reps[0]["start_s"] - segment["start_s"] >= 1.5
        assert all(rep["start_s"] < rep["end_s"] <= segment["end_s"] for rep in reps)
    assert [rep["faults"] for rep in script["segment"][0]["rep"]] == [[], ["knees_cave"], []]


def test_a_time_finds_its_segment() -> None:
    plan = (Segment("squat", 1.0, 2.0), Segment("clamshell", 2.0, 3.0))
    assert [index_at(plan, t_s) for t_s in (0.0, 1.5, 2.0, 9.0)] == [0, 0, 1, 1]
