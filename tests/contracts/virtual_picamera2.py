"""The real picamera2 on libcamera's virtual camera, which `scripts/picamera2_virtual.sh` sets up.

Configuring, requests, buffers, timeouts and stopping are picamera2's and libcamera's own. What
the virtual camera lacks is added: a sensor that takes a picture at its own pace whether or not
somebody waits, and can fall silent; planar YUV with padded rows (the virtual camera makes NV12
without); and the display library that picamera2 imports.
"""

# ruff: noqa: ANN401 - picamera2 and libcamera ship no types

import mmap
import os
import sys
import threading
import time
from collections import deque
from types import ModuleType
from typing import Any

import numpy as np

for absent in ("pykms", "kms"):  # only in the Raspberry Pi's archive; nothing is displayed here
    stub = ModuleType(absent)
    stub.PixelFormat = type("PixelFormat", (), {"__getattr__": lambda *_: 0})()  # type: ignore[attr-defined]
    sys.modules.setdefault(absent, stub)

import libcamera  # noqa: E402 - after the stubs
from picamera2 import MappedArray, Picamera2  # noqa: E402
from picamera2.allocators import DmaAllocator  # noqa: E402

from tests.contracts.fake_picamera2 import BLUE_YUV  # noqa: E402

_NO_CAMERA = 7  # a number that no camera here has


class Room:
    """What is plugged in, and how the sensor does."""

    def __init__(self, *, period_s: float = 1 / 30, padding: int = 128) -> None:
        self.attached = True
        self.period_s = period_s
        self.padding = padding
        self.silent = threading.Event()
        self.opened = 0
        self.ticks = 0
        self.starved = 0
        self.ticked = threading.Condition()

    def wait_for(self, ticks: int) -> None:
        """Until the sensor took so many more pictures."""
        with self.ticked:
            until = self.ticks + ticks
            assert self.ticked.wait_for(lambda: self.ticks >= until, 10.0)


class Sensor:
    """A libcamera camera that hands over one request at each tick of a clock of its own."""

    def __init__(self, camera: Any, room: Room) -> None:
        self._camera = camera
        self._room = room
        self._requests: deque[Any] = deque()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._camera, name)

    def __eq__(self, other: object) -> bool:
        return bool(self._camera == getattr(other, "_camera", other))

    __hash__ = None  # type: ignore[assignment]

    def queue_request(self, request: Any) -> None:
        self._requests.append(request)

    def start(self, *controls: Any) -> None:
        self._camera.start(*controls)
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="sensor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5.0)
        self._requests.clear()
        self._camera.stop()

    def _run(self) -> None:
        due_s = time.monotonic()
        while True:
            due_s += self._room.period_s
            if self._stop.wait(max(0.0, due_s - time.monotonic())):
                return
            if self._room.silent.is_set():
                continue
            if self._requests:
                self._camera.queue_request(self._requests.popleft())
            else:
                self._room.starved += 1
            with self._room.ticked:
                self._room.ticks += 1
                self._room.ticked.notify_all()


class Memory(DmaAllocator):  # type: ignore[misc]
    """Buffers that are NV12 for libcamera and large enough for padded rows."""

    sizes: tuple[int, ...] = ()
    libcamera_fds: list[int]
    open_fds: list[int]

    def allocate(self, config: Any, _use: Any) -> None:
        self.libcamera_fds = []
        self.cleanup()
        for descriptor in self.open_fds:
            os.close(descriptor)
        self.frame_buffers, self.open_fds = {}, []
        for stream, size in zip(config, self.sizes, strict=True):
            pixels = stream.size.width * stream.size.height
            self.frame_buffers[stream.stream] = [
                self._buffer(pixels, max(size, stream.frame_size))
                for _ in range(stream.buffer_count)
            ]

    def _buffer(self, pixels: int, size: int) -> Any:
        descriptor = self.dmaHeap.alloc("test", size).get()
        self.open_fds.append(descriptor)
        planes = []
        for offset, length in ((0, pixels), (pixels, pixels // 2)):
            plane = libcamera.FrameBuffer.Plane()
            plane.fd, plane.offset, plane.length = descriptor, offset, length
            planes.append(plane)
        own = planes[0].fd  # libcamera's copy, by which picamera2 knows the buffer
        self.libcamera_fds.append(own)
        self.mapped_buffers_used[own] = False
        buffer = libcamera.FrameBuffer(planes)
        self.mapped_buffers[buffer] = mmap.mmap(descriptor, size)
        return buffer


class VirtualPicamera2(Picamera2):  # type: ignore[misc]
    """picamera2 in a room."""

    camera: Any

    def __init__(self, room: Room) -> None:
        self._room = room
        self._wanted: dict[str, dict[str, Any]] = {}
        super().__init__(0 if room.attached else _NO_CAMERA, allocator=Memory())
        room.opened += 1
        self.camera = Sensor(self.camera, room)
        self.pre_callback = self._paint

    def _get_raw_modes(self) -> list[dict[str, Any]]:
        return [{"format": "NV12", "size": (640, 480)}]

    def _make_libcamera_config(self, config: dict[str, Any]) -> Any:
        self._wanted = {name: dict(config[name]) for name in ("main", "lores") if config[name]}
        nv12 = {name: {**stream, "format": "NV12"} for name, stream in self._wanted.items()}
        return super()._make_libcamera_config({**config, **nv12})

    def _update_camera_config(self, config: dict[str, Any], made: Any) -> None:
        super()._update_camera_config(config, made)
        sizes = []
        for name, stream in self._wanted.items():
            width, height = config[name]["size"]
            stride = width + self._room.padding
            size = stride * height * 3 // 2
            config[name].update(format=stream["format"], stride=stride, framesize=size)
            sizes.append(size)
        self.allocator.sizes = tuple(sizes)

    def _paint(self, request: Any) -> None:
        """Blue, planar, 77 in the padding; before anybody gets the picture."""
        for name in self._wanted:
            stream = request.config[name]
            (width, height), stride = stream["size"], stream["stride"]
            buffer = request.request.buffers[request.stream_map[name]]
            memory = np.frombuffer(self.allocator.mapped_buffers[buffer], np.uint8)
            rows = memory[: stride * height * 3 // 2].reshape(-1, stride)
            rows[:] = 77
            rows[:height, :width] = BLUE_YUV[0]
            colours = rows[height:].reshape(2, height // 2, stride // 2)
            colours[0, :, : width // 2], colours[1, :, : width // 2] = BLUE_YUV[1:]


class Maker:
    """Stands for the class Picamera2."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def __call__(self) -> VirtualPicamera2:
        return VirtualPicamera2(self._room)

    def global_camera_info(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = Picamera2.global_camera_info()
        return found if self._room.attached else []


class VirtualLibrary:
    """Stands for the module picamera2."""

    MappedArray = MappedArray

    def __init__(self, room: Room) -> None:
        self._room = room

    @property
    def Picamera2(self) -> "Maker":  # noqa: N802 - picamera2's name
        return Maker(self._room)
