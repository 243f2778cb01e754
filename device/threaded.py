"""A live camera read in its own thread, so that its reader always gets the newest frame."""

import threading
from collections.abc import Callable
from typing import Final

from device.frame import Frame
from device.latest import Latest
from device.ports import Camera

_JOIN_S: Final = 3.0  # a camera read lasts at most about 2 s (device/opencv.py)


class ThreadedCamera:
    """Wraps a live camera. Frames that come while the reader is busy are dropped and counted.

    Args:
        camera: the camera; used only by the thread from now on, which also closes it.
        came: told of each frame.
    """

    def __init__(self, camera: Camera, came: Callable[[], None] = lambda: None) -> None:
        """Start reading."""
        self._camera = camera
        self._came = came
        self._frame_rate_hz = camera.frame_rate_hz
        self._latest: Latest[Frame] = Latest()
        self._stop = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._work, name="camera", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """As the camera."""
        return self._camera.name

    @property
    def live(self) -> bool:
        """As the camera."""
        return self._camera.live

    @property
    def frame_rate_hz(self) -> float | None:
        """As the camera."""
        return self._frame_rate_hz

    @property
    def frame_count(self) -> int | None:
        """As the camera."""
        return self._camera.frame_count

    @property
    def dropped(self) -> int:
        """Frames nobody took in time."""
        return self._latest.dropped

    def read(self) -> Frame | None:
        """The newest frame not yet read, waiting for one; None at the end or once closed.

        Raises:
            DeviceError: the camera failed. It bounds its own waiting, so this returns.
        """
        frame = self._latest.get(timeout_s=None)
        if frame is None and self._error is not None:
            raise self._error
        return frame

    def close(self) -> None:
        """Stop the thread, which frees the camera; may be called twice and from any thread."""
        self._stop.set()
        self._latest.close()
        self._thread.join(_JOIN_S)

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                frame = self._camera.read()
                if frame is None:
                    break
                self._came()
                self._latest.put(frame)
        except Exception as error:  # noqa: BLE001 (top of a thread: the reader gets it)
            self._error = error
        finally:
            self._camera.close()
            self._latest.close()
