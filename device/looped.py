"""A recording played again and again, as a camera that never ends: for tests of the service."""

from collections.abc import Callable

from device.ports import PoseSource
from exercises.pose import Pose


class LoopedPoses:
    """Opens a source anew at each end of it.

    Args:
        opener: opens it; each pose must come later than those of the one before.

    Raises:
        DeviceError: it cannot be opened.
    """

    def __init__(self, opener: Callable[[], PoseSource]) -> None:
        """Open it the first time."""
        self._opener = opener
        self._poses = opener()

    @property
    def name(self) -> str:
        """As the source."""
        return self._poses.name

    @property
    def model_name(self) -> str:
        """As the source."""
        return self._poses.model_name

    @property
    def live(self) -> bool:
        """True: it stands in for a camera."""
        return True

    @property
    def frame_count(self) -> int | None:
        """None: it has no end."""
        return None

    def read(self) -> Pose | None:
        """The next pose; None only when the source is empty.

        Raises:
            DeviceError: it failed, or cannot be opened again.
        """
        pose = self._poses.read()
        if pose is None:
            self._poses.close()
            self._poses = self._opener()
            pose = self._poses.read()
        return pose

    def close(self) -> None:
        """Close it; may be called twice."""
        self._poses.close()
