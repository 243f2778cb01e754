"""Plays clips and recordings in real time, as if the person stood there now.

Times become those of the clock too: like a camera's, they say when it was.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from device.frame import Frame
from device.ports import Camera, PoseSource
from exercises.pose import Pose

LATE_S: Final = 0.05  # later than this is skipped; under the 1/15 s between two poses


class Pace:
    """The time of a clip against a clock; starts with the first time asked about.

    Args:
        clock: monotonic seconds.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Start before the first time."""
        self._clock = clock
        self._sleep = sleep
        self._origin_s: float | None = None

    def late(self, t_s: float) -> bool:
        """Whether the moment for a clip time has passed."""
        return -self._early_s(t_s) > LATE_S

    def wait(self, t_s: float) -> None:
        """Return at the moment for a clip time; at once when it has passed."""
        early_s = self._early_s(t_s)
        if early_s > 0:
            self._sleep(early_s)

    def moment(self, t_s: float) -> float:
        """The clock's time of a clip time."""
        return self._origin(t_s, self._clock()) + t_s

    def _early_s(self, t_s: float) -> float:
        now_s = self._clock()
        return self._origin(t_s, now_s) + t_s - now_s

    def _origin(self, t_s: float, now_s: float) -> float:
        if self._origin_s is None:
            self._origin_s = now_s - t_s
        return self._origin_s


class PacedCamera:
    """A clip that runs like a camera: frames come when due, and late ones are skipped.

    Args:
        camera: the clip; closed with this one.
        pace: the clock to follow.
        came: told of each frame, skipped ones too.
    """

    def __init__(self, camera: Camera, pace: Pace, came: Callable[[], None] = lambda: None) -> None:
        """Start before the first frame."""
        self._came = came
        self._camera = camera
        self._pace = pace
        self._skipped = 0

    @property
    def name(self) -> str:
        """The clip's name."""
        return self._camera.name

    @property
    def live(self) -> bool:
        """True: frames nobody reads in time are lost."""
        return True

    @property
    def frame_rate_hz(self) -> float | None:
        """As the clip."""
        return self._camera.frame_rate_hz

    @property
    def frame_count(self) -> int | None:
        """As the clip; skipped ones counted."""
        return self._camera.frame_count

    @property
    def skipped(self) -> int:
        """Frames skipped because their moment had passed."""
        return self._skipped

    def read(self) -> Frame | None:
        """The frame that is due next, at its moment, or None at the end."""
        frame = self._camera.read()
        while frame is not None and self._pace.late(frame.t_s):
            self._skipped += 1
            self._came()
            frame = self._camera.read()
        if frame is None:
            return None
        self._pace.wait(frame.t_s)
        self._came()
        return replace(frame, t_s=self._pace.moment(frame.t_s))

    def close(self) -> None:
        """Close the clip; may be called twice."""
        self._camera.close()


class PacedPoses:
    """A recording whose poses come when due; none is skipped.

    Args:
        poses: the recording; closed with this one.
        pace: the clock to follow.
    """

    def __init__(self, poses: PoseSource, pace: Pace) -> None:
        """Start before the first pose."""
        self._poses = poses
        self._pace = pace

    @property
    def name(self) -> str:
        """The recording's name."""
        return self._poses.name

    @property
    def model_name(self) -> str:
        """The model that made the poses."""
        return self._poses.model_name

    @property
    def live(self) -> bool:
        """True: poses come in real time."""
        return True

    @property
    def frame_count(self) -> int | None:
        """As the recording."""
        return self._poses.frame_count

    def read(self) -> Pose | None:
        """The next pose, at its moment, or None at the end."""
        pose = self._poses.read()
        if pose is None:
            return None
        self._pace.wait(pose.t_s)
        return replace(pose, t_s=self._pace.moment(pose.t_s))

    def close(self) -> None:
        """Close the recording; may be called twice."""
        self._poses.close()
