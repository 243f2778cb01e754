"""A source of poses for tests of the live mirror."""

import threading

import numpy as np

from exercises.pose import Pose
from mirror.session.plan import Segment

PLAN = (Segment("squat", 0.0, 2.0, 0), Segment("clamshell", 2.0, 4.0, 1))


def pose(t_s: float) -> Pose:
    xy = np.random.default_rng(5).uniform(100, 300, (33, 2))
    return Pose(t_s, xy, np.ones(33), np.zeros((33, 3)), 640, 480)


class FakePoses:
    """A source of a few poses, 15 a second, that may break after them."""

    def __init__(self, count: int, error: Exception | None = None) -> None:
        self._next = 0
        self._error = error
        self.closed = threading.Event()
        self.name, self.model_name, self.live = "clip.mp4", "full-int8", False
        self.frame_count: int | None = count

    @property
    def read_s(self) -> float:
        """Time of the latest pose."""
        return (self._next - 1) / 15

    def read(self) -> Pose | None:
        if self._next < (self.frame_count or 0):
            self._next += 1
            return pose(self.read_s)
        if self._error is not None:
            raise self._error
        return None

    def close(self) -> None:
        self.closed.set()
