"""The Raspberry Pi's own camera, through picamera2.

picamera2 comes from apt and exists only there, so it is imported when a camera is opened.
A loose cable raises nothing: captures just never come. Hence the timed wait, and then the
whole camera is closed and opened again with growing pauses.
"""

import contextlib
import gc
import importlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from device.drivers.pi_wishes import (
    RATE_HZ,
    SIZE,
    controls,
    picture_focal_px,
    picture_size,
    whole_sensor,
)
from device.errors import CameraError
from device.frame import Frame, Plane, Yuv
from device.optics import CameraSetup

_CAPTURE_WAIT_S: Final = 1.0
_STALE: Final = 30
"""Pictures in a row that are no newer than the last, a second's worth: then it counts as silent."""
_PAUSES_S: Final = (0.5, 1.0, 2.0, 4.0)  # before each attempt to open a dead camera again
_APT_REMEDY: Final = "Install it with: sudo apt install python3-picamera2 python3-libcamera"
_CABLE_REMEDY: Final = "Check the ribbon cable at both ends, then restart the Pi."
_PLAIN: Final = CameraSetup()


class _Request(Protocol):
    """A captured picture still in the camera's own memory."""

    def get_metadata(self) -> dict[str, Any]: ...


class _Device(Protocol):
    """The part of picamera2.Picamera2 used here."""

    camera_controls: dict[str, tuple[Any, Any, Any]]
    camera_properties: dict[str, Any]

    def create_video_configuration(  # noqa: PLR0913 - picamera2 names these arguments
        self,
        *,
        main: dict[str, Any],
        lores: dict[str, Any],
        sensor: dict[str, Any],
        controls: dict[str, Any],
        buffer_count: int,
        queue: bool,
    ) -> dict[str, Any]: ...
    def configure(self, camera_config: dict[str, Any]) -> object: ...
    def start(self) -> None: ...
    def captured_request(self, *, wait: float) -> AbstractContextManager[_Request]: ...
    def cancel_all_and_flush(self) -> None: ...
    def stop(self) -> object: ...
    def close(self) -> None: ...


class _Maker(Protocol):
    """The class picamera2.Picamera2."""

    def __call__(self) -> _Device: ...
    def global_camera_info(self) -> list[dict[str, Any]]: ...


class _Library(Protocol):
    """The part of the module picamera2 used here."""

    @property
    def Picamera2(self) -> _Maker: ...  # noqa: N802 (picamera2's name)

    @property
    def MappedArray(self) -> Callable[..., AbstractContextManager[Any]]: ...  # noqa: N802 (same)


def load_picamera2() -> _Library:
    """Import picamera2.

    Raises:
        CameraError: it is not installed here.
    """
    try:
        library: _Library = importlib.import_module("picamera2")
    except ImportError as error:
        message = "The software of the Raspberry Pi camera is not installed"
        raise CameraError(message, remedy=_APT_REMEDY) from error
    return library


def monotonic_minus_boottime_ns() -> int:
    """What to add to a sensor time stamp (boot clock) to get the monotonic clock."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) - time.clock_gettime_ns(time.CLOCK_BOOTTIME)


class PiCamera:
    """Reads the Pi camera.

    Args:
        setup: how it is mounted and lit; turning its pictures is not done here.
        load: gives the picamera2 module.
        pause: waits for so many seconds.
        clock_offset_ns: monotonic minus boot clock, now.

    Raises:
        CameraError: picamera2 or the camera is absent, or it does not start.
    """

    def __init__(
        self,
        *,
        setup: CameraSetup = _PLAIN,
        load: Callable[[], _Library] = load_picamera2,
        pause: Callable[[float], None] = time.sleep,
        clock_offset_ns: Callable[[], int] = monotonic_minus_boottime_ns,
    ) -> None:
        """Open and start the camera."""
        self._setup = setup
        self._size_px = SIZE
        self._pause = pause
        self._clock_offset_ns = clock_offset_ns
        self._last_s = -1.0
        self._closed = False
        self._library = load()
        try:
            self._device: _Device | None = self._open()
        except (RuntimeError, IndexError) as error:
            message = "No Raspberry Pi camera was found"
            raise CameraError(message, remedy=_CABLE_REMEDY) from error

    @property
    def name(self) -> str:
        """What a person calls it."""
        return "Pi camera"

    @property
    def live(self) -> bool:
        """True: unread pictures are lost."""
        return True

    @property
    def frame_rate_hz(self) -> float | None:
        """The rate in good light."""
        return RATE_HZ

    @property
    def frame_count(self) -> int | None:
        """None: a camera has no end."""
        return None

    def read(self) -> Frame | None:
        """The next picture, stamped when the sensor took it; None once closed.

        Raises:
            CameraError: it delivers nothing, and opening it again did not help.
        """
        # One pause per failure in a row; after the last one the camera counts as dead.
        for pause_s in (*_PAUSES_S, None):
            if self._closed:
                return None
            if self._device is not None:
                frame = self._capture(self._device)
                if frame is not None:
                    return frame
            if pause_s is not None:
                self._reopen(pause_s)
        message = "The Pi camera stopped giving pictures"
        raise CameraError(message, remedy=_CABLE_REMEDY)

    def close(self) -> None:
        """Stop and free the camera; may be called twice."""
        self._closed = True
        self._drop()

    def _open(self) -> _Device:
        make = self._library.Picamera2
        # Asked first: for a camera that is not there, picamera2 leaves a pipe open at each try.
        if not make.global_camera_info():
            message = "no camera"
            raise IndexError(message)
        device = make()
        try:
            self._size_px = picture_size(device.camera_properties)
            # "main" must be there and must not be smaller than "lores".
            stream = {"size": self._size_px, "format": "YUV420"}
            device.configure(
                device.create_video_configuration(
                    main=stream,
                    lores=stream,
                    sensor=whole_sensor(device.camera_properties),
                    controls=controls(device.camera_controls, self._setup),
                    buffer_count=4,
                    queue=False,  # True would hand out a picture from before it was asked for
                )
            )
            device.start()
        except Exception:
            _give_back(device)
            raise
        return device

    def _capture(self, device: _Device) -> Frame | None:
        """A picture newer than the last; None when the camera is silent, or its clock stands."""
        for _ in range(_STALE):
            try:
                with device.captured_request(wait=_CAPTURE_WAIT_S) as request:
                    told = request.get_metadata()
                    with self._library.MappedArray(request, "lores", write=False) as mapped:
                        picture = _copied(mapped.array, *self._size_px)
            except (TimeoutError, RuntimeError):  # silent, or its library gave up: opened anew
                return None
            t_s = (told["SensorTimestamp"] + self._clock_offset_ns()) / 1e9
            if t_s > self._last_s:
                self._last_s = t_s
                focal = picture_focal_px(
                    device.camera_properties,
                    size_px=self._size_px,
                    crop=told.get("ScalerCrop"),
                    field_deg=self._setup.field_of_view_deg,
                )
                return Frame(t_s, picture, focal, told.get("Lux"))
        return None

    def _reopen(self, pause_s: float) -> None:
        self._drop()
        self._pause(pause_s)
        with contextlib.suppress(RuntimeError, IndexError):  # still gone: the caller tries again
            self._device = self._open()

    def _drop(self) -> None:
        """Give the camera back, whatever state it is in."""
        device, self._device = self._device, None
        if device is not None:
            _give_back(device)
            # Its parts refer to each other and hold buffers, which the next one may need.
            del device
            gc.collect()


def _give_back(device: _Device) -> None:
    for step in (device.cancel_all_and_flush, device.stop, device.close):
        with contextlib.suppress(RuntimeError):  # a dead camera may refuse any of them
            step()


def _copied(rows: Plane, across: int, down: int) -> Yuv:
    """A YUV420 buffer as a picture of our own: the memory goes back to the camera.

    Args:
        rows: uint8 [1.5 * height, stride]: luma, then both colours, two of their rows in each.
        across: width.
        down: height.
    """
    u, v = rows[down : down * 3 // 2].reshape(2, down // 2, -1)[:, :, : across // 2].copy()
    return Yuv(rows[:down, :across].copy(), u, v)
