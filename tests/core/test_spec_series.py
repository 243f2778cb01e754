"""Time series of the specification's own stick figure (../shared/spec), through the tracker.

The figure has image points only, so this also holds the tracker to its word without world points.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from exercises.events import Event, Rep, RepCompleted, RepPartial, RepVoided
from exercises.pose import LANDMARK_COUNT, Pose

SPEC = Path(__file__).resolve().parents[2].parent / "shared" / "spec" / "synth.py"
pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the specification's generator (../shared/spec) is not here"
)
ROWS = {
    name: row
    for row, name in [
        (0, "nose"),
        *((11 + i, name) for i, name in enumerate(("l_sho", "r_sho", "l_elb", "r_elb"))),
        *((15 + i, name) for i, name in enumerate(("l_wri", "r_wri"))),
        *((23 + i, name) for i, name in enumerate(("l_hip", "r_hip", "l_kne", "r_kne"))),
        *((27 + i, name) for i, name in enumerate(("l_ank", "r_ank", "l_heel", "r_heel"))),
        *((31 + i, name) for i, name in enumerate(("l_toe", "r_toe"))),
    ]
}
Run = Callable[[str, Iterable[Pose]], list[Event]]


def profile(t_s: float, count: int, tempo: tuple[float, float, float, float]) -> tuple[float, int]:
    """Depth 0..1 and rep number at a time: raised cosines after 2 s of rest."""
    down, hold, up, rest = tempo
    x = t_s - 2.0
    i = math.floor(x / (down + hold + up + rest))
    r = x - i * (down + hold + up + rest)
    if x < 0 or i >= count:
        return 0.0, 0
    if r < down:
        return 0.5 - 0.5 * math.cos(math.pi * r / down), i
    if r < down + hold:
        return 1.0, i
    if r < down + hold + up:
        return 0.5 + 0.5 * math.cos(math.pi * (r - down - hold) / up), i
    return 0.0, i


def seen(
    points: dict[str, np.ndarray], t_s: float, size: tuple[int, int], noise: np.ndarray | float
) -> Pose:
    """A projected figure as a pose; landmarks it lacks stand at the nose."""
    xy = np.tile(points["nose"], (LANDMARK_COUNT, 1))
    for name, row in ROWS.items():
        xy[row] = points[name]
    return Pose(
        t_s, xy + noise, np.ones(LANDMARK_COUNT), np.full((LANDMARK_COUNT, 3), np.nan), *size
    )


def squats(  # noqa: PLR0913 - the knobs of the specification
    synth: ModuleType,
    *,
    fps: int = 30,
    sigma: float = 0.0,
    tempo: tuple[float, float, float, float] = (2, 1, 2, 1),
    drop: float = 0.0,
    gaps: tuple[tuple[float, float], ...] = (),
    shallow: tuple[int, ...] = (),
) -> Iterator[Pose]:
    """Ten squats to 75° with 12° of valgus, the specification's camera."""
    rng, camera = np.random.default_rng(7), synth.Camera()
    size = (camera.W, camera.H)
    for t_s in np.arange(0, sum(tempo) * 10 + 4, 1 / fps):
        depth, i = profile(t_s, 10, tempo)
        depth *= 0.45 if i in shallow else 1.0
        noise = rng.normal(0, sigma * 197, (LANDMARK_COUNT, 2))
        if rng.random() < drop or any(a <= t_s < b for a, b in gaps):
            yield Pose.absent(t_s, *size)
            continue
        figure = synth.squat_pose(75 * depth, 12 * depth, 12 * depth)
        yield seen(camera.project(figure), t_s, size, noise)


def tally(events: Iterable[Event]) -> tuple[int, int, int]:
    """Reps, partials and voids."""
    events = list(events)
    return tuple(  # type: ignore[return-value] # three kinds, three counts
        sum(isinstance(event, kind) for event in events)
        for kind in (RepCompleted, RepPartial, RepVoided)
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param({}, (10, 0, 0), id="T1 clean"),
        pytest.param({"fps": 15, "sigma": 0.02}, (10, 0, 0), id="T2 noise 2 %"),
        pytest.param({"fps": 10, "sigma": 0.03, "drop": 0.1}, (10, 0, 0), id="T3 10 fps"),
        pytest.param(
            {"sigma": 0.02, "gaps": ((7, 7.4), (20, 20.4), (33, 33.4))}, (10, 0, 0), id="T4 gaps"
        ),
        pytest.param({"sigma": 0.02, "shallow": (2, 5)}, (8, 2, 0), id="T5 two partials"),
        pytest.param({"sigma": 0.02, "tempo": (0.6, 0.0, 0.6, 0.2)}, (10, 0, 0), id="T6 bouncing"),
        pytest.param({"sigma": 0.02, "tempo": (4, 3, 4, 1)}, (10, 0, 0), id="T7 slow"),
        pytest.param({"sigma": 0.02, "gaps": ((10.5, 12.0),)}, (9, 0, 1), id="T8 a void"),
        pytest.param({"fps": 15, "sigma": 0.04}, (10, 0, 0), id="T9 noise 4 %"),
    ],
)
def test_squat_series(
    synth: ModuleType, run_events: Run, case: dict[str, object], expected: tuple[int, int, int]
) -> None:
    assert tally(run_events("squat", squats(synth, **case))) == expected  # type: ignore[arg-type] # the cases above


def test_measures_of_a_clean_squat(synth: ModuleType, run_events: Run) -> None:
    reps = [e.rep for e in run_events("squat", squats(synth)) if isinstance(e, RepCompleted)]
    assert reps[0].measures["knee_flexion_deg"] == pytest.approx(76, abs=3)


@pytest.mark.parametrize(("fps", "sigma"), [(30, 0.0), (15, 0.02), (10, 0.03), (15, 0.04)])
def test_clamshell_series(synth: ModuleType, run_events: Run, fps: int, sigma: float) -> None:
    """T12 to T15: twelve clams of 35°."""
    rng = np.random.default_rng(7)
    camera = synth.Camera(dist=2.2, height=1.4, look_y=0.3, W=1280, H=720)
    torso_px = synth.torso(camera.project(synth.clam_pose(0)))

    def poses() -> Iterator[Pose]:
        for t_s in np.arange(0, 6 * 12 + 4, 1 / fps):
            depth, _ = profile(t_s, 12, (1, 2, 2, 1))
            noise = rng.normal(0, sigma * torso_px, (LANDMARK_COUNT, 2))
            points = camera.project(synth.clam_pose(35 * depth))
            yield seen(points, t_s, (camera.W, camera.H), noise)

    assert tally(run_events("clamshell", poses())) == (12, 0, 0)


@pytest.mark.parametrize(("direction", "fps", "sigma"), [(1, 15, 0.02), (-1, 12, 0.03)])
def test_side_step_series(
    synth: ModuleType, run_events: Run, direction: int, fps: int, sigma: float
) -> None:
    """T16 and T17: eight steps one way; image right is the person's left."""
    rng, camera, step_s = np.random.default_rng(7), synth.Camera(), 1.6

    def poses() -> Iterator[Pose]:
        for t_s in np.arange(0, 8 * step_s + 3, 1 / fps):
            x = t_s - 2.0
            i = math.floor(x / step_s)
            r = (x - i * step_s) / step_s
            moving = 0 <= i < 8
            wide = 0.5 - 0.5 * math.cos(2 * math.pi * r) if moving else 0.0
            done = i + (1 - math.cos(math.pi * r)) / 2 if moving else (0 if x < 0 else 8)
            hip = direction * 0.22 * (done - 4)
            points = camera.project(synth.sidestep_pose(0.30 + 0.22 * wide, hip))
            noise = rng.normal(0, sigma * 197, (LANDMARK_COUNT, 2))
            yield seen(points, t_s, (camera.W, camera.H), noise)

    events = run_events("side_step", poses())
    reps: list[Rep] = [e.rep for e in events if isinstance(e, RepCompleted)]
    assert [rep.side for rep in reps] == ["left" if direction > 0 else "right"] * 8


def test_ten_minutes_of_standing_about(synth: ModuleType, run_events: Run) -> None:
    """X1: soft knees, steps of 20 cm toward and away, slow noise of 2 %."""
    rng, camera, fps = np.random.default_rng(21), synth.Camera(), 15

    def poses() -> Iterator[Pose]:
        noise, keep = rng.normal(0, 0.02 * 197, (LANDMARK_COUNT, 2)), math.exp(-1 / fps / 0.3)
        for i in range(600 * fps):
            t_s, moving = i / fps, i > 30
            knees = 9 + 9 * math.sin(2 * math.pi * t_s / 7) if moving else 0.0
            toward = 0.2 * math.sin(2 * math.pi * t_s / 23) if moving else 0.0
            fresh = rng.normal(0, 0.02 * 197, (LANDMARK_COUNT, 2))
            noise = keep * noise + math.sqrt(1 - keep * keep) * fresh
            points = camera.project(synth.squat_pose(knees), off_z=toward)
            yield seen(points, t_s, (camera.W, camera.H), noise)

    assert tally(run_events("squat", poses()))[0] == 0
