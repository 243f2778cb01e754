"""A camera and an estimator, joined into a stream of poses. Frames end here."""

import time
from collections.abc import Callable

from device.meter import Meter
from device.ports import Camera, PoseEstimator
from exercises.pose import Pose


class CameraPoses:
    """Estimates a pose in every frame of a camera.

    Args:
        camera: where frames come from; closed with this source.
        estimator: finds the person.
        meter: told how long that took.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        camera: Camera,
        estimator: PoseEstimator,
        *,
        meter: Meter | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Start before the first frame."""
        self._camera = camera
        self._estimator = estimator
        self._meter = meter or Meter()
        self._clock = clock

    @property
    def name(self) -> str:
        """The camera's name."""
        return self._camera.name

    @property
    def model_name(self) -> str:
        """The estimator's model."""
        return self._estimator.model_name

    @property
    def live(self) -> bool:
        """As the camera."""
        return self._camera.live

    @property
    def frame_count(self) -> int | None:
        """As the camera."""
        return self._camera.frame_count

    def read(self) -> Pose | None:
        """The pose in the next frame, or None at the end.

        Raises:
            DeviceError: the camera failed.
        """
        frame = self._camera.read()
        if frame is None:
            return None
        start_s = self._clock()
        pose = self._estimator.estimate(frame)
        self._meter.pose(self._clock() - start_s)
        return pose

    def close(self) -> None:
        """Close the camera; may be called twice."""
        self._camera.close()
