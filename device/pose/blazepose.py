"""Follows one person: detector, then landmarks, then each frame's square from the last one's."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device.frame import Frame
from device.opencv import settle
from device.pose.clothes import shirt_colour
from device.pose.detector import Candidate, Detector, squares
from device.pose.landmarker import Landmarker, Landmarks
from device.pose.light import Light
from device.pose.lock import Lock
from device.pose.room import Room
from exercises.pose import Pose

_MIN_PRESENCE: Final = 0.5  # MediaPipe's threshold of the pose flag
_MIN_PART_SCORE: Final = 0.75
"""Of the detector for somebody in a part of the frame. In 372 pieces of rooms without anybody, five
looks each, six furnishings were taken for people, with at most 0.66; people far away score 0.8 to
0.98 there, and nothing in the whole frame."""
_RETRY_S: Final = 0.1
"""Between looks of the detector while it finds nobody to follow: at most a frame or two later."""
_JUST_S: Final = 0.2
"""As in company (device/pose/lock.py): the detector's look is not older than a watch may be."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall time an estimator spent so far.

    Attributes:
        landmark_ns, detector_ns: in the two networks, without anything around them.
        crop_ns: turning frames into their inputs.
        detections: how often the detector ran.
    """

    landmark_ns: int
    detector_ns: int
    crop_ns: int
    detections: int


class BlazePose:
    """Estimates the pose of the one person it follows.

    Args:
        detector: file of the detector model.
        landmark: file of the landmark model.
        narrow: file of its narrow version; None without one.
        model_name: id of the landmark model, such as "full-int8".
        threads: CPU threads of each network.
        lying: whether the one to follow lies down; None when that is not known.

    Raises:
        ModelError: a model is absent or broken, or cannot be run here.
    """

    def __init__(  # noqa: PLR0913 - what it runs on and whom it follows, all named
        self,
        detector: Path,
        landmark: Path,
        narrow: Path | None = None,
        *,
        model_name: str,
        threads: int,
        lying: bool | None = None,
    ) -> None:
        """Load the networks."""
        settle()
        self._detector = Detector(detector, threads=threads)
        self._landmarker = Landmarker(landmark, narrow, threads=threads)
        self._last: Landmarks | None = None
        self._model_name = model_name
        self._lying = lying
        self._lock = Lock(lying=lying)
        self._room = Room()
        self._light = Light()
        self._found: tuple[float, tuple[Candidate, ...]] | None = None
        """Time and people of the detector's look that found the followed one, for one watch."""
        self._missed_s = -math.inf
        self._missed = 0

    @property
    def model_name(self) -> str:
        """Id of the landmark model."""
        return self._model_name

    @property
    def spent(self) -> Spent:
        """Where the time went since it was made."""
        landmarks, people = self._landmarker, self._detector
        return Spent(
            landmark_ns=landmarks.invoke_ns,
            detector_ns=people.network.invoke_ns,
            crop_ns=landmarks.fill_ns + people.input.fill_ns,
            detections=people.network.invokes,
        )

    def reset(self) -> None:
        """Forget who was followed."""
        self._lock = Lock(lying=self._lying)
        self._last = self._found = None
        self._room = Room()
        self._missed_s = -math.inf
        self._missed = 0

    def estimate(self, frame: Frame) -> Pose:
        """The followed person's pose; `Pose.absent` when there is nobody."""
        height, width = frame.picture.shape[:2]
        dark = self._light.dark(frame)
        seen = self._follow(frame) or self._acquire(frame)
        self._last = seen
        if seen is None:
            return Pose.absent(frame.t_s, width, height, focal_px=frame.focal_px, dark=dark)
        return Pose(
            t_s=frame.t_s,
            xy_px=seen.xy_px,
            visibility=seen.visibility,
            world_m=seen.world_m,
            width_px=width,
            height_px=height,
            focal_px=frame.focal_px,
            dark=dark,
        )

    def _follow(self, frame: Frame) -> Landmarks | None:
        """Look where the last frame says the person is; None when it is not that person."""
        roi = self._lock.roi
        if roi is not None and self._lock.watch_due(frame.t_s):
            look = self._lock.in_company or self._room.stirred(frame.picture, roi, frame.t_s)
            people = self._people(frame) if look else ()
            self._lock.watch(people, shirt_colour(frame.picture, roi), frame.t_s)
            roi = self._lock.roi
        if roi is None:
            return None
        last = self._last
        # The detector may have shown that the one to follow is another.
        near = last.xy_px if last is not None and last.next_roi is roi else None
        seen = self._landmarker.look(frame.picture, roi, near)
        if seen.presence < _MIN_PRESENCE or not self._lock.follow(seen.next_roi, frame.t_s):
            self._lock.lose()
            return None
        return seen

    def _people(self, frame: Frame) -> tuple[Candidate, ...]:
        """Everybody in the frame, or in the one before, when the detector has just looked."""
        found, self._found = self._found, None
        if found is not None and 0.0 <= frame.t_s - found[0] < _JUST_S:
            return found[1]
        return self._detector.people(frame.picture)

    def _acquire(self, frame: Frame) -> Landmarks | None:
        """Ask the detector who is there, and look at the one to follow."""
        if 0.0 <= frame.t_s - self._missed_s < _RETRY_S:
            return None
        if self._room.replaced(frame.picture):
            self.reset()
        height, width = frame.picture.shape[:2]
        # Every second look is at all of it: somebody near waits for no more than one.
        parts = squares(width, height)
        part = parts[self._missed // 2 % len(parts)] if self._missed % 2 else None
        people = self._detector.people(frame.picture, part)
        if part is not None:
            people = tuple(one for one in people if one.score >= _MIN_PART_SCORE)
        candidate = self._lock.choose(people, frame.t_s, width_px=width, height_px=height)
        seen = None if candidate is None else self._landmarker.look(frame.picture, candidate.roi)
        if seen is None or seen.presence < _MIN_PRESENCE:
            self._missed_s = frame.t_s
            self._missed += 1
            return None
        self._missed = 0
        self._lock.acquire(seen.next_roi, frame.t_s)
        self._room = Room()
        self._found = (frame.t_s, people) if part is None else None
        self._lock.watch_soon()
        return seen
