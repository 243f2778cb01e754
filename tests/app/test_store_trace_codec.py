"""Poses as bytes: small, close to what they were, and never mistaken."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from exercises.pose import Pose
from mirror.store.trace_codec import TraceError, pack, unpack
from tests.core.conftest import COUNTS, changed, read

_RATE_HZ = 15.0


def _same(first: Pose, second: Pose) -> None:
    side_px = max(first.width_px, first.height_px)
    assert first.t_s == second.t_s or np.isnan(first.t_s)
    assert (first.width_px, first.height_px) == (second.width_px, second.height_px)
    np.testing.assert_allclose(first.xy_px, second.xy_px, rtol=0, atol=side_px / 16384 + 1e-9)
    np.testing.assert_allclose(first.visibility, second.visibility, rtol=0, atol=1 / 508 + 1e-9)
    np.testing.assert_allclose(first.world_m, second.world_m, rtol=0, atol=0.5e-4 + 1e-9)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_recording_comes_back_within_the_rounding(name: str) -> None:
    poses = read(name, COUNTS[name][0])
    for before, after in zip(poses, unpack(pack(poses)), strict=True):
        _same(before, after)


def test_a_second_takes_less_than_three_and_a_half_kilobytes() -> None:
    chunk = round(4 * _RATE_HZ)
    sizes, seconds = 0, 0.0
    for name, (exercise, _) in COUNTS.items():
        poses = read(name, exercise)
        sizes += sum(len(pack(poses[i : i + chunk])) for i in range(0, len(poses), chunk))
        seconds += len(poses) / _RATE_HZ
    assert sizes / seconds < 3500, sizes / seconds


def test_nobody_and_hidden_points_come_back_as_missing() -> None:
    seen = read("squat_valgus", "squat")[0]
    xy, world = seen.xy_px.copy(), seen.world_m.copy()
    xy[5], world[6, 2] = np.nan, np.nan
    poses = [seen, Pose.absent(seen.t_s + 0.1, 640, 480), changed(seen, xy_px=xy, world_m=world)]
    for before, after in zip(poses, unpack(pack(poses)), strict=True):
        _same(before, after)
        assert before.present == after.present


def test_times_are_exact_and_the_frame_may_change() -> None:
    seen = read("squat_valgus", "squat")[0]
    chance = random.Random(2)  # noqa: S311 - not for secrets
    times = sorted(chance.uniform(0, 1e6) for _ in range(40))
    sizes = [(640, 480) if i < 20 else (1080, 1920) for i in range(40)]
    poses = [
        changed(seen, t_s=t_s, width_px=width, height_px=height)
        for t_s, (width, height) in zip(times, sizes, strict=True)
    ]
    back = unpack(pack(poses))
    assert [pose.t_s for pose in back] == times
    assert [(pose.width_px, pose.height_px) for pose in back] == sizes


def test_what_is_far_outside_stays_outside() -> None:
    seen = read("squat_valgus", "squat")[0]
    far = changed(seen, xy_px=np.full((33, 2), -1e9), world_m=np.full((33, 3), 99.0))
    (back,) = unpack(pack([far]))
    assert (back.xy_px < -3.9 * 640).all()
    assert (back.world_m > 3.2).all()


@settings(max_examples=60, deadline=None)
@given(
    points=arrays.arrays(np.float64, (3, 33, 2), elements=st.floats(-2500, 2500) | st.just(np.nan)),
    times=st.lists(st.floats(0, 1e9), min_size=3, max_size=3),
)
def test_any_points_come_back(points: np.ndarray, times: list[float]) -> None:
    poses = [
        Pose(t_s, xy, np.linspace(0, 1, 33), np.tile(xy, (1, 2))[:, :3] / 1000, 640, 480)
        for t_s, xy in zip(times, points, strict=True)
    ]
    for before, after in zip(poses, unpack(pack(poses)), strict=True):
        _same(before, after)


@pytest.mark.parametrize("cut", [0, 1, 6, 7, 20, -1])
def test_damaged_bytes_are_refused(cut: int) -> None:
    with pytest.raises(TraceError):
        unpack(pack(read("squat_valgus", "squat")[:30])[:cut])
    with pytest.raises(TraceError):
        unpack(b"PT9" + pack(read("squat_valgus", "squat")[:3])[3:])


def test_no_poses_are_no_poses() -> None:
    assert unpack(pack([])) == ()


def test_lens_and_darkness_come_back_exactly() -> None:
    seen = read("squat_valgus", "squat")[:6]
    lenses = [None, 591.234, 591.234, 700.5, None, None]
    poses = [
        replace(pose, focal_px=focal_px, dark=i >= 4)
        for i, (pose, focal_px) in enumerate(zip(seen, lenses, strict=True))
    ]
    back = unpack(pack(poses))
    assert [pose.focal_px for pose in back] == lenses
    assert [pose.dark for pose in back] == [False] * 4 + [True] * 2
    for before, after in zip(poses, back, strict=True):
        _same(before, after)


def test_poses_without_are_packed_as_ever() -> None:
    assert pack(read("squat_valgus", "squat")[:3])[:3] == b"PT1"
