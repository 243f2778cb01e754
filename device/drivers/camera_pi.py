"""The Raspberry Pi's own camera, through picamera2.

picamera2 comes from apt and exists only there, so it is imported when a camera is opened.
A loose cable raises nothing: captures just never come. Hence the timed wait, and then the
whole camera is closed and opened again with growing pauses.
"""

import contextlib
import importlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from device.errors import CameraError
from device.frame import BgrImage, Frame

_CAPTURE_WAIT_S: Final = 1.0
_PAUSES_S: Final = (0.5, 1.0, 2.0, 4.0)  # before each attempt to open a dead camera again
_APT_REMEDY: Final = "Install it with: sudo apt install python3-picamera2 python3-libcamera"
_CABLE_REMEDY: Final = "Check the ribbon cable at both ends, then restart the Pi."


class _Request(Protocol):
    """A captured picture still in the camera's own memory."""

    def get_metadata(self) -> dict[str, Any]: ...


class _Device(Protocol):
    """The part of picamera2.Picamera2 used here."""

    def create_video_configuration(  # picamera2 names these arguments
        self,
        *,
        main: dict[str, Any],
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


class _Library(Protocol):
    """The part of the module picamera2 used here."""

    @property
    def Picamera2(self) -> Callable[[], _Device]: ...  # noqa: N802 (picamera2's name)

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
        size_px: width and height. A width that is a multiple of 64 needs no padding.
        rate_hz: frames a second.
        load: gives the picamera2 module.
        pause: waits for so many seconds.
        clock_offset_ns: monotonic minus boot clock, now.

    Raises:
        CameraError: picamera2 or the camera is absent, or it does not start.
    """

    def __init__(
        self,
        *,
        size_px: tuple[int, int] = (640, 480),
        rate_hz: float = 30.0,
        load: Callable[[], _Library] = load_picamera2,
        pause: Callable[[float], None] = time.sleep,
        clock_offset_ns: Callable[[], int] = monotonic_minus_boottime_ns,
    ) -> None:
        """Open and start the camera."""
        self._size_px = size_px
        self._rate_hz = rate_hz
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
        """The rate asked for; the sensor keeps it."""
        return self._rate_hz

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
        device = self._library.Picamera2()
        try:
            device.configure(
                device.create_video_configuration(
                    # libcamera's name for what lies in memory as blue, green, red.
                    main={"size": self._size_px, "format": "RGB888"},
                    controls={"FrameRate": self._rate_hz},
                    buffer_count=4,
                    queue=False,  # True would hand out a picture from before it was asked for
                )
            )
            device.start()
        except Exception:
            device.close()
            raise
        return device

    def _capture(self, device: _Device) -> Frame | None:
        """A picture newer than the last; None when the camera is silent."""
        width, height = self._size_px
        while True:
            try:
                with device.captured_request(wait=_CAPTURE_WAIT_S) as request:
                    sensor_ns = request.get_metadata()["SensorTimestamp"]
                    with self._library.MappedArray(request, "main", write=False) as mapped:
                        # Rows may be padded, and the memory goes back to the camera: copy.
                        bgr: BgrImage = mapped.array[:height, :width].copy()
            except TimeoutError:
                return None
            t_s = (sensor_ns + self._clock_offset_ns()) / 1e9
            if t_s > self._last_s:
                self._last_s = t_s
                return Frame(t_s=t_s, bgr=bgr)

    def _reopen(self, pause_s: float) -> None:
        self._drop()
        self._pause(pause_s)
        with contextlib.suppress(RuntimeError, IndexError):  # still gone: the caller tries again
            self._device = self._open()

    def _drop(self) -> None:
        """Give the camera back, whatever state it is in."""
        device, self._device = self._device, None
        if device is None:
            return
        for step in (device.cancel_all_and_flush, device.stop, device.close):
            with contextlib.suppress(RuntimeError):  # a dead camera may refuse any of them
                step()
