"""Pi cameras that tests can meddle with: on the fake picamera2, and on the real one."""

import importlib.util
import os
import time
from typing import Any, Protocol

import pytest

from device.drivers.camera_pi import PiCamera
from tests.contracts.fake_picamera2 import CLOCK_OFFSET_NS, FRAME_NS, FakeLibrary, World

VIRTUAL = "PLUMBLINE_VIRTUAL_CAMERA"
PERIOD_S = 1 / 30


class Rig(Protocol):
    """A camera that can be meddled with."""

    def open(self, *, padding: int = 128) -> PiCamera:
        """Open it."""

    def unplug(self) -> None:
        """There is none from now on."""

    def stall(self, pauses: int) -> None:
        """The sensor is silent until the driver has waited so often."""

    def pass_by(self, pictures: int) -> None:
        """The sensor takes so many that nobody asks for."""

    @property
    def opened(self) -> int:
        """How often it was opened."""

    @property
    def now_s(self) -> float:
        """Our clock."""


class FakeRig:
    def __init__(self) -> None:
        self._world = World()

    def open(self, *, padding: int = 128) -> PiCamera:
        self._world.padding = padding
        return PiCamera(
            load=lambda: FakeLibrary(self._world),
            clock_offset_ns=lambda: CLOCK_OFFSET_NS,
            pause=self._world.pauses_s.append,
        )

    def unplug(self) -> None:
        self._world.attached = False

    def stall(self, pauses: int) -> None:
        self._world.silent = pauses

    def pass_by(self, pictures: int) -> None:
        self._world.boot_ns += pictures * FRAME_NS

    @property
    def opened(self) -> int:
        return self._world.opened

    @property
    def now_s(self) -> float:
        return (self._world.boot_ns + CLOCK_OFFSET_NS) / 1e9


class VirtualRig:
    def __init__(self) -> None:
        from tests.contracts.virtual_picamera2 import Room, VirtualLibrary  # noqa: PLC0415

        self._room = Room()
        self._library: Any = VirtualLibrary(self._room)
        self._pauses = 0

    def open(self, *, padding: int = 128) -> PiCamera:
        self._room.padding = padding
        return PiCamera(load=lambda: self._library, pause=self._pause)

    def _pause(self, _seconds: float) -> None:
        self._pauses -= 1
        if self._pauses <= 0:
            self._room.silent.clear()

    def unplug(self) -> None:
        self._room.attached = False

    def stall(self, pauses: int) -> None:
        self._pauses = pauses
        self._room.silent.set()

    def pass_by(self, pictures: int) -> None:
        self._room.wait_for(pictures)

    @property
    def opened(self) -> int:
        return self._room.opened

    @property
    def now_s(self) -> float:
        return time.monotonic()


def virtual_rig() -> Rig:
    """The real picamera2 where scripts/picamera2_virtual.sh made room for it."""
    if os.environ.get(VIRTUAL) is None or importlib.util.find_spec("picamera2") is None:
        pytest.skip("needs picamera2 and a virtual camera: sudo ./scripts/picamera2_virtual.sh")
    return VirtualRig()
