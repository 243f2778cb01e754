"""The Pi's camera on a simulated clock, its cable loose: the real driver over a fake library.

What lies between is what runs on a Pi: `PiCamera` with its re-opening, the thread that reads it,
and `CameraPoses`. The pose model is a `Trainee` who knows what they do.
"""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from device.drivers.camera_pi import PiCamera
from device.frame import Frame
from device.ports import Camera
from device.sources import CameraPoses
from device.threaded import ThreadedCamera
from exercises.pose import Pose
from mirror.live.parts import Feed
from mirror.session.inputs import SourceOpened
from scripts.endurance.clock import SimClock
from scripts.endurance.trainee import RATE_HZ, Trainee
from tests.contracts.fake_picamera2 import (
    CLOCK_OFFSET_NS,
    FRAME_NS,
    FakeLibrary,
    FakeMaker,
    FakePicamera2,
    FakeRequest,
    World,
)


@dataclass
class Cable(World):
    """What is plugged in, and how it fails.

    Attributes:
        clock: captures wait on it.
        dead_below: a camera that was opened before so many were gives no picture.
        absent: so many tries to open find none.
        raising: the next capture raises.
    """

    clock: SimClock = field(default_factory=SimClock)
    dead_below: int = 0
    absent: int = 0
    raising: bool = False

    def silence(self, reopenings: int) -> None:
        """No picture until it was opened again so many times."""
        self.dead_below = self.opened + reopenings

    def pull(self, tries: int) -> None:
        """No camera for so many tries to open it again."""
        self.dead_below = self.opened + 1
        self.absent = tries

    def expose(self, wait_s: float) -> None:
        """Wait for the next picture."""
        if self.opened < self.dead_below:
            self.clock.sleep(wait_s)
            raise TimeoutError
        self.clock.sleep(1.0 / RATE_HZ)
        if self.raising:
            self.raising = False
            message = "Camera frontend has timed out!"
            raise RuntimeError(message)
        if self.opened < self.dead_below:  # pulled while it was exposed
            self.clock.sleep(wait_s)
            raise TimeoutError
        self.boot_ns = round(self.clock() * 1e9) - CLOCK_OFFSET_NS - FRAME_NS


class _Device(FakePicamera2):
    def __init__(self, cable: Cable) -> None:
        super().__init__(cable)
        self._cable = cable

    @contextmanager
    def captured_request(self, *, wait: float) -> Generator[FakeRequest]:
        self._cable.expose(wait)
        with super().captured_request(wait=wait) as request:
            yield request


class _Maker(FakeMaker):
    def __init__(self, cable: Cable) -> None:
        super().__init__(cable)
        self._cable = cable

    def __call__(self) -> FakePicamera2:
        return _Device(self._cable)

    def global_camera_info(self) -> list[dict[str, Any]]:
        if self._cable.absent:
            self._cable.absent -= 1
            return []
        return super().global_camera_info()


class _Library(FakeLibrary):
    def __init__(self, cable: Cable) -> None:
        super().__init__(cable)
        self._cable = cable

    @property
    def Picamera2(self) -> FakeMaker:  # noqa: N802 (picamera2's name)
        return _Maker(self._cable)


class Turn:
    """Time waits for the pose thread from the moment a picture, or its failure, is there for it.

    Args:
        clock: which waits.
    """

    def __init__(self, clock: SimClock) -> None:
        """No thread has it."""
        self._clock = clock
        self._lock = threading.Lock()
        self._taken = self._waiting = self._ended = False

    def begin(self) -> None:
        """A camera's thread is about to start."""
        with self._lock:
            self._ended = False

    def arrive(self) -> None:
        """The camera's thread has something for it."""
        with self._lock:
            self._set(taken=True, waiting=True)

    def end(self) -> None:
        """The camera's thread ends."""
        with self._lock:
            self._ended = True
            self._set(taken=True, waiting=True)

    def take(self) -> None:
        """It is at work."""
        with self._lock:
            self._set(taken=True, waiting=False)

    def leave(self) -> None:
        """It is about to take the next picture, and to wait when there is none."""
        with self._lock:
            if not self._waiting:
                self._set(taken=False, waiting=False)

    def go(self) -> None:
        """It waits for the camera's thread to end."""
        with self._lock:
            if not self._ended:
                self._set(taken=False, waiting=False)

    def _set(self, *, taken: bool, waiting: bool) -> None:
        more = int(taken) - int(self._taken)
        self._taken, self._waiting = taken, waiting
        if more:
            self._clock.busy(more)


class _Passed:
    """A camera passed on: see `device.ports.Camera`."""

    def __init__(self, camera: Camera, clock: SimClock, turn: Turn) -> None:
        self._camera, self._clock, self._turn = camera, clock, turn
        self.name, self.live = camera.name, camera.live
        self.frame_rate_hz, self.frame_count = camera.frame_rate_hz, camera.frame_count


class _Within(_Passed):
    """The camera as its thread has it: time waits for this thread while it works."""

    def __init__(self, camera: Camera, clock: SimClock, turn: Turn) -> None:
        super().__init__(camera, clock, turn)
        self._closed = False
        turn.begin()
        clock.busy(1)

    def read(self) -> Frame | None:
        try:
            return self._camera.read()
        finally:
            self._turn.arrive()

    def close(self) -> None:
        self._camera.close()
        self._turn.end()
        if not self._closed:
            self._closed = True
            self._clock.busy(-1)


class _Without(_Passed):
    """The camera as the pose thread has it: time need not wait for who waits for a picture."""

    def __init__(self, within: _Within, clock: SimClock, turn: Turn) -> None:
        super().__init__(ThreadedCamera(within), clock, turn)

    def read(self) -> Frame | None:
        self._turn.leave()
        try:
            return self._camera.read()
        finally:
            self._turn.take()

    def close(self) -> None:
        self._turn.go()
        self._camera.close()
        self._turn.take()


class Eyes:
    """Opens the camera with its model, again and again.

    Args:
        cable: to the camera.
        trainee: in front of it.

    Attributes:
        failing: the model raises at the next picture.
        last_s: of the latest pose.
        opened: how often poses were opened.
    """

    model_name = "full-int8"

    def __init__(self, cable: Cable, trainee: Trainee) -> None:
        """Open nothing yet."""
        self.failing = False
        self.last_s = 0.0
        self.opened = 0
        self._cable, self._trainee = cable, trainee
        self._turn = Turn(cable.clock)

    def begin(self) -> None:
        """The pose thread is about to start: time waits for it."""
        self._turn.take()

    def feed(self) -> Feed:
        """Open; in the pose thread.

        Raises:
            CameraError: there is none.
        """
        clock = self._cable.clock
        camera = PiCamera(
            load=lambda: _Library(self._cable),
            pause=clock.sleep,
            clock_offset_ns=lambda: CLOCK_OFFSET_NS,
        )
        self.opened += 1
        within = _Within(camera, clock, self._turn)
        poses = CameraPoses(_Without(within, clock, self._turn), self, clock=clock)
        source = SourceOpened(name=poses.name, model=poses.model_name, live=True)
        return Feed(poses=poses, opened=source, again=self.feed)

    def estimate(self, frame: Frame) -> Pose:
        """See `device.ports.PoseEstimator`."""
        if self.failing:
            self.failing = False
            message = "the interpreter failed to invoke"
            raise RuntimeError(message)
        self.last_s = frame.t_s
        return self._trainee.pose(frame.t_s)
