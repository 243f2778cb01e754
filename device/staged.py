"""A clip through the pose models with a stop-watch on each stage, for `plumbline bench`."""

import time
from array import array
from collections.abc import Callable
from typing import Final

from device.ports import Camera
from device.pose.blazepose import BlazePose
from exercises.pose import Pose

STAGES: Final = ("read", "crop", "landmarks", "detector", "rest")
"""Decoding a frame, cutting the models' inputs out of it, both networks alone, and what remains:
decoding their outputs, choosing whom to follow, the pose itself."""


class StagedPoses:
    """Estimates poses like `CameraPoses` and notes where the time of each went.

    Args:
        camera: where frames come from; closed with this source.
        estimator: finds the person.
        clock_ns: ever growing time.

    Attributes:
        took_ns: for each stage, one number a frame.
    """

    def __init__(
        self,
        camera: Camera,
        estimator: BlazePose,
        *,
        clock_ns: Callable[[], int] = time.perf_counter_ns,
    ) -> None:
        """Start before the first frame."""
        self._camera = camera
        self._estimator = estimator
        self._clock_ns = clock_ns
        self._spent = estimator.spent
        self.took_ns = {stage: array("q") for stage in STAGES}

    @property
    def model_name(self) -> str:
        """The landmark model."""
        return self._estimator.model_name

    @property
    def detections(self) -> int:
        """How often the detector ran."""
        return self._estimator.spent.detections

    def read(self) -> Pose | None:
        """The pose in the next frame, or None at the end.

        Raises:
            DeviceError: the clip failed.
        """
        begun_ns = self._clock_ns()
        frame = self._camera.read()
        read_ns = self._clock_ns()
        if frame is None:
            return None
        pose = self._estimator.estimate(frame)
        whole_ns = self._clock_ns() - read_ns
        before, after = self._spent, self._estimator.spent
        self._spent = after
        crop_ns = after.crop_ns - before.crop_ns
        landmark_ns = after.landmark_ns - before.landmark_ns
        detector_ns = after.detector_ns - before.detector_ns
        rest_ns = whole_ns - crop_ns - landmark_ns - detector_ns
        noted = (read_ns - begun_ns, crop_ns, landmark_ns, detector_ns, rest_ns)
        for stage, took_ns in zip(STAGES, noted, strict=True):
            self.took_ns[stage].append(took_ns)
        return pose

    def close(self) -> None:
        """Close the clip; may be called twice."""
        self._camera.close()
