"""The small interfaces between hardware and the rest. Each has real, recorded and fake forms."""

from dataclasses import dataclass
from typing import Literal, Protocol

from device.frame import Frame
from exercises.pose import Pose

ButtonName = Literal["up", "down", "select", "back"]
"""The mirror's four buttons."""


class Camera(Protocol):
    """A source of frames: clip, webcam or Pi camera. Frames stay inside `device`."""

    @property
    def name(self) -> str:
        """What a person calls it: file name or device path."""

    @property
    def live(self) -> bool:
        """True when frames come in real time and unread ones are lost."""

    @property
    def frame_rate_hz(self) -> float | None:
        """Nominal frame rate, or None when unknown."""

    @property
    def frame_count(self) -> int | None:
        """Frames to expect, as the container claims, or None when endless or unknown."""

    def read(self) -> Frame | None:
        """The next frame, or None at the end of a clip.

        Raises:
            DeviceError: the camera or file failed; the message says what to do.
        """

    def close(self) -> None:
        """Free the hardware; may be called twice."""


class PoseEstimator(Protocol):
    """Finds the followed person's landmarks in a frame."""

    @property
    def model_name(self) -> str:
        """Id of the landmark model, as stored with every result, such as "full-int8"."""

    def estimate(self, frame: Frame) -> Pose:
        """The followed person's pose; `Pose.absent` when there is nobody."""


class PoseSource(Protocol):
    """A stream of poses: camera plus estimator, or a recording."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def model_name(self) -> str:
        """Id of the model that made the poses."""

    @property
    def live(self) -> bool:
        """True when poses come in real time."""

    @property
    def frame_count(self) -> int | None:
        """Poses to expect, or None when endless or unknown."""

    def read(self) -> Pose | None:
        """The next pose, or None at the end.

        Raises:
            DeviceError: the source failed; the message says what to do.
        """

    def close(self) -> None:
        """Free what it holds; may be called twice."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A button's contact closed or opened; it may bounce (device/presses.py).

    Attributes:
        down: closed.
        t_s: when, monotonic seconds on the clock of the run.
    """

    button: ButtonName
    down: bool
    t_s: float


class PresenceSensor(Protocol):
    """Notices that somebody moves near the mirror."""

    @property
    def there(self) -> bool:
        """Whether it notices somebody now; never waits."""

    def close(self) -> None:
        """Free the hardware; may be called twice."""


class Lamp(Protocol):
    """A light that can be dimmed."""

    def shine(self, level: float) -> None:
        """Be so bright from now on: 0 (dark) to 1. Never waits."""

    def close(self) -> None:
        """Go dark and free the hardware; may be called twice."""


class Buttons(Protocol):
    """The four buttons: pins, keys or a script."""

    def edges(self) -> tuple[Edge, ...]:
        """What happened since the last call, oldest first; never waits."""

    def close(self) -> None:
        """Free the hardware; may be called twice."""
