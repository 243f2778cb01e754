"""Times `Tracker.feed`, pose by pose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from exercises.pose import Pose
from exercises.spec import ExerciseSpec
from exercises.tracker import Tracker

TARGET_MS: Final = 0.5
"""The most a pose may cost in the median: at 15 poses a second less than 1 % of a core."""

Clock = Callable[[], int]
"""Ever growing time in ns."""


@dataclass(frozen=True, slots=True)
class FeedCost:
    """What following one exercise costs.

    Attributes:
        exercise: its name.
        movement: what the figure did; None when it can do nothing that this exercise recognises.
        followed: share of the poses in which the exercise recognised its posture.
        count: reps or holds counted in one run.
        poses: how many were timed.
        median_ms, p95_ms: time of one pose.
    """

    exercise: str
    movement: str | None
    followed: float
    count: int
    poses: int
    median_ms: float
    p95_ms: float


def feed_cost(
    spec: ExerciseSpec, movements: Mapping[str, Sequence[Pose]], *, runs: int, clock: Clock
) -> FeedCost:
    """Time an exercise on the movement that it counts most of: there it has most to do.

    Args:
        spec: the exercise.
        movements: poses by the movement's name.
        runs: how often to play the movement.
        clock: tells the time.
    """
    tried = {name: _play(spec, poses) for name, poses in movements.items()}
    movement = max(tried, key=lambda name: tried[name])
    count, followed = tried[movement]
    poses = movements[movement]
    took_ns = np.array([_timed(spec, poses, clock) for _ in range(runs)])
    median_ms, p95_ms = np.percentile(took_ns, (50.0, 95.0)) / 1e6
    return FeedCost(
        exercise=spec.name,
        movement=movement if followed > 0.0 else None,
        followed=followed,
        count=count,
        poses=took_ns.size,
        median_ms=float(median_ms),
        p95_ms=float(p95_ms),
    )


def _play(spec: ExerciseSpec, poses: Sequence[Pose]) -> tuple[int, float]:
    """What one run counts, and the share of the poses it can follow."""
    tracker, followed = Tracker(spec), 0
    for pose in poses:
        tracker.feed(pose)
        followed += tracker.snapshot.signal is not None
    tracker.finish()
    return tracker.snapshot.count, followed / len(poses)


def _timed(spec: ExerciseSpec, poses: Sequence[Pose], clock: Clock) -> list[int]:
    tracker, took_ns = Tracker(spec), []
    for pose in poses:
        begun_ns = clock()
        tracker.feed(pose)
        took_ns.append(clock() - begun_ns)
    return took_ns
