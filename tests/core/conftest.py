"""Golden recordings as poses, and the ways to bend them."""

import importlib.util
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from device.recorded import RecordedPoses
from exercises import registry
from exercises.events import Event
from exercises.pose import LANDMARK_COUNT, Pose
from exercises.tracker import Tracker

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
COUNTS = {  # recording: (exercise, reps that the renderer put into it)
    "squat_valgus": ("squat", 4),
    "squat_turned": ("squat", 2),
    "clamshell_feet_apart": ("clamshell", 3),
    "sidestep_feet_snap": ("side_step", 6),
    "hipflexor_lean": ("hip_flexor_stretch", 1),
    "deadlift_left": ("single_leg_deadlift", 2),
    "single_leg_squat_left": ("single_leg_squat", 3),
}
_TWINS = [(1, 4), (2, 5), (3, 6), (7, 8), (9, 10), *((i, i + 1) for i in range(11, 33, 2))]


def read(name: str, exercise: str) -> list[Pose]:
    with closing(RecordedPoses(GOLDEN / exercise / f"{name}.jsonl")) as source:
        return list(iter(source.read, None))


def run(exercise: str, poses: Iterable[Pose]) -> list[Event]:
    tracker = Tracker(registry.get(exercise))
    events = [event for pose in poses for event in tracker.feed(pose)]
    return events + list(tracker.finish())


def changed(pose: Pose, **parts: object) -> Pose:
    """A copy of a pose with some of its parts replaced."""
    names = ("t_s", "xy_px", "visibility", "world_m", "width_px", "height_px")
    return Pose(**{name: parts.get(name, getattr(pose, name)) for name in names})  # type: ignore[arg-type] # any part


def mirrored(pose: Pose) -> Pose:
    order = np.arange(LANDMARK_COUNT)
    for left, right in _TWINS:
        order[[left, right]] = right, left
    xy, world = pose.xy_px.copy(), pose.world_m.copy()
    xy[:, 0] = pose.width_px - 1 - xy[:, 0]
    world[:, 0] = -world[:, 0]
    return changed(pose, xy_px=xy[order], visibility=pose.visibility[order], world_m=world[order])


@pytest.fixture(scope="session")
def synth() -> ModuleType:
    """The specification's generator of stick figures."""
    path = Path(__file__).resolve().parents[2].parent / "shared" / "spec" / "synth.py"
    if not path.exists():
        pytest.skip("the specification's generator (../shared/spec) is not here")
    spec = importlib.util.spec_from_file_location("plumbline_spec_synth", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=sorted(COUNTS), scope="module")
def golden(request: pytest.FixtureRequest) -> tuple[str, list[Pose], int]:
    """Exercise, poses and true count of each golden recording in turn."""
    name: str = request.param
    exercise, count = COUNTS[name]
    return exercise, read(name, exercise), count


@pytest.fixture
def run_events() -> Callable[[str, Iterable[Pose]], list[Event]]:
    return run


@pytest.fixture
def mirror_pose() -> Callable[[Pose], Pose]:
    return mirrored


@pytest.fixture
def change_pose() -> Callable[..., Pose]:
    return changed


@pytest.fixture
def read_golden() -> Callable[[str, str], list[Pose]]:
    return read
