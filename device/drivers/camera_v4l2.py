"""A USB webcam through V4L2."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import cv2
import numpy as np

from device.errors import CameraError
from device.frame import BgrImage, Frame
from device.opencv import settle
from device.optics import focal_px

_WIDTH_PX: Final = 640
_HEIGHT_PX: Final = 480
_RATE_HZ: Final = 30.0
"""Asked for; a webcam gives the nearest it can. The models look at 256 px, so more is waste."""
_MAX_FAILED_READS: Final = 3
"""In a row, each at most 2 s (device/opencv.py): then the webcam counts as gone."""


class _Capture(Protocol):
    """The part of cv2.VideoCapture used here."""

    def isOpened(self) -> bool: ...  # noqa: N802 (OpenCV's name)
    def set(self, prop: int, value: float, /) -> bool: ...
    def get(self, prop: int, /) -> float: ...
    def grab(self) -> bool: ...
    def retrieve(self) -> tuple[bool, Any]: ...
    def release(self) -> None: ...


def open_capture(device: str) -> _Capture:
    """Open a device with OpenCV."""
    capture: _Capture = cv2.VideoCapture(device, cv2.CAP_V4L2)
    return capture


class V4l2Camera:
    """Reads a webcam.

    Args:
        device: its path, such as "/dev/video0".
        field_of_view_deg: along the longer side of its pictures; None: not known.
        opener: opens the device.
        clock: monotonic seconds.

    Raises:
        CameraError: there is none, or it gives no pictures.
    """

    def __init__(
        self,
        device: str,
        *,
        field_of_view_deg: float | None = None,
        opener: Callable[[str], _Capture] = open_capture,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the webcam and take a first picture, which alone proves that it works."""
        settle()
        self._device = device
        self._field_of_view_deg = field_of_view_deg
        self._clock = clock
        self._last_s = -1.0
        if not Path(device).exists():
            message = f"There is no camera at {device}"
            raise CameraError(
                message, remedy="Plug it in, or see what there is with: ls /dev/video*"
            )
        self._capture = opener(device)
        # MJPG first: many webcams reach 30 frames a second over USB 2 only when compressed.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PX)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PX)
        self._capture.set(cv2.CAP_PROP_FPS, _RATE_HZ)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        if not self._capture.isOpened() or self._try_read() is None:
            self.close()
            message = f"{device} gives no pictures"
            raise CameraError(
                message,
                remedy="Close other programs that use the camera, or name another: "
                "--source v4l2:/dev/video1",
            )

    @property
    def name(self) -> str:
        """Path of the device."""
        return self._device

    @property
    def live(self) -> bool:
        """True: unread pictures are lost."""
        return True

    @property
    def frame_rate_hz(self) -> float | None:
        """What the webcam says it delivers, or None."""
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        return rate_hz if rate_hz > 0 else None

    @property
    def frame_count(self) -> int | None:
        """None: a webcam has no end."""
        return None

    def read(self) -> Frame | None:
        """The next picture, stamped when it arrived; None once closed.

        Raises:
            CameraError: it gives no pictures any more.
        """
        for _ in range(_MAX_FAILED_READS):
            if not self._capture.isOpened():
                return None
            frame = self._try_read()
            if frame is not None:
                return frame
        message = f"The camera at {self._device} stopped giving pictures"
        raise CameraError(message, remedy="Check its cable, then start again.")

    def close(self) -> None:
        """Free the device; may be called twice."""
        self._capture.release()

    def _try_read(self) -> Frame | None:
        if not self._capture.grab():
            return None
        t_s = self._clock()
        retrieved, picture = self._capture.retrieve()
        if not retrieved or picture is None or t_s <= self._last_s:
            return None
        self._last_s = t_s
        bgr: BgrImage = np.asarray(picture, dtype=np.uint8)
        field_deg = self._field_of_view_deg
        focal = None if field_deg is None else focal_px(max(bgr.shape[:2]), field_deg)
        return Frame(t_s, bgr, focal)
