"""A camera with the surface of picamera2 0.3 that the driver uses, after its source.

Rows are padded to 128 bytes, and in YUV420 those of a colour are half as long; time stamps are on
the boot clock, a silent sensor makes captures time out, and no camera is a RuntimeError.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt

CLOCK_OFFSET_NS = -5_000_000_000
"""Monotonic minus boot clock in this world: the machine slept for 5 s."""
BLUE_YUV = (51, 232, 115)
FRAME_NS = 33_333_333


@dataclass
class World:
    """What is plugged in, and what the driver did with it."""

    attached: bool = True
    silent: int = 0
    """Captures that will fail, with `failure`."""
    failure: type[Exception] = TimeoutError
    ticks: bool = True
    """The sensor's clock goes on."""
    fixed_by_reopening: bool = True
    boot_ns: int = 100_000_000_000
    opened: int = 0
    closed: int = 0
    held: int = 0
    """Requests not yet given back."""
    sensor: str = "imx708"
    pixels: tuple[int, int] = (4608, 2592)
    controls: dict[str, tuple[Any, Any, Any]] = field(
        default_factory=lambda: {"FrameDurationLimits": (1000, 1_000_000, 0)}
    )
    told: dict[str, Any] = field(default_factory=dict)
    """Metadata of each picture, besides its time."""
    padding: int = 128
    asked: list[dict[str, Any]] = field(default_factory=list)
    pauses_s: list[float] = field(default_factory=list)


class FakeRequest:
    def __init__(self, world: World, width: int, height: int) -> None:
        self._world = world
        stride = width + world.padding
        memory = np.full((height * 3 // 2, stride), 77, np.uint8)  # 77 is the padding
        memory[:height, :width] = BLUE_YUV[0]
        for colour, value in zip(
            memory[height:].reshape(2, height // 2, stride // 2), BLUE_YUV[1:], strict=True
        ):
            colour[:, : width // 2] = value
        self.array: npt.NDArray[np.uint8] | None = memory

    def get_metadata(self) -> dict[str, Any]:
        return {"SensorTimestamp": self._world.boot_ns, **self._world.told}


class FakeMappedArray:
    def __init__(self, request: FakeRequest, stream: str, *, write: bool) -> None:
        assert stream == "lores"
        assert not write
        assert request.array is not None
        self._request = request
        self.array: npt.NDArray[np.uint8] | None = None

    def __enter__(self) -> Self:
        self.array = self._request.array
        return self

    def __exit__(self, *_: object) -> None:
        self.array = None


class FakePicamera2:
    def __init__(self, world: World) -> None:
        self._world = world
        if not world.attached:
            message = "Camera(s) not found (Do not forget to disable legacy camera)."
            raise RuntimeError(message)
        world.opened += 1
        self.camera_controls = world.controls
        self.camera_properties = {"Model": world.sensor, "PixelArraySize": world.pixels}
        self._size = (0, 0)
        self._started = False

    def create_video_configuration(  # noqa: PLR0913 - picamera2 names these arguments
        self,
        *,
        main: dict[str, Any],
        lores: dict[str, Any],
        sensor: dict[str, Any],
        controls: dict[str, Any],
        buffer_count: int,
        queue: bool,
    ) -> dict[str, Any]:
        return {
            "main": main,
            "lores": lores,
            "sensor": sensor,
            "controls": controls,
            "buffer_count": buffer_count,
            "queue": queue,
        }

    def configure(self, camera_config: dict[str, Any]) -> None:
        self._world.asked.append(camera_config)
        self._size = camera_config["lores"]["size"]

    def start(self) -> None:
        self._started = True

    @contextmanager
    def captured_request(self, *, wait: float) -> Generator[FakeRequest]:
        assert self._started
        assert wait <= 2.0
        if self._world.silent:
            self._world.silent -= 1
            raise self._world.failure
        self._world.boot_ns += FRAME_NS if self._world.ticks else 0
        request = FakeRequest(self._world, *self._size)
        self._world.held += 1
        try:
            yield request
        finally:
            assert request.array is not None
            request.array[:] = 0  # the camera writes its next picture here
            self._world.held -= 1

    def cancel_all_and_flush(self) -> None:
        if not self._started:
            message = "not started"
            raise RuntimeError(message)

    def stop(self) -> None:
        self._started = False

    def close(self) -> None:
        self._world.closed += 1
        if not self._world.fixed_by_reopening:
            self._world.attached = False


class FakeMaker:
    """Stands for the class Picamera2."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self) -> FakePicamera2:
        return FakePicamera2(self._world)

    def global_camera_info(self) -> list[dict[str, Any]]:
        return [{"Model": self._world.sensor, "Num": 0}] if self._world.attached else []


class FakeLibrary:
    """Stands for the module picamera2."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def Picamera2(self) -> "FakeMaker":  # noqa: N802 (picamera2's name)
        return FakeMaker(self._world)

    @property
    def MappedArray(self) -> type[FakeMappedArray]:  # noqa: N802 (picamera2's name)
        return FakeMappedArray
