"""A clip on disk as a camera: one frame at a time, each with the clip's own time."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from device.drivers.clip_container import is_cut_short
from device.errors import ClipError
from device.frame import BgrImage, Frame
from device.opencv import settle

_USUAL_RATE_HZ: Final = 30.0  # stands in where a container names no frame rate
_PLAUSIBLE_RATE_HZ: Final = (1.0, 1000.0)


class FileCamera:
    """Reads a clip. Times come from the container, so a variable frame rate is all right.

    Args:
        path: the clip.

    Raises:
        ClipError: there is no such file, it is no video, or nothing in it can be shown.
    """

    def __init__(self, path: Path) -> None:
        """Open the clip and decode its first frame."""
        _check(path)
        settle()
        self._path = path
        # One thread: handing small frames from one to another costs a tenth of the decoding.
        single = [cv2.CAP_PROP_N_THREADS, 1]
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, single)
        self._frame_rate_hz = _plausible_rate(self._capture.get(cv2.CAP_PROP_FPS))
        self._first_s = 0.0
        self._last_s: float | None = None
        # Decoding a frame is the only proof that it is a video, so do it while opening.
        self._waiting = self._decode()
        if self._waiting is None:
            self.close()
            raise _unreadable(path)

    @property
    def name(self) -> str:
        """File name of the clip."""
        return self._path.name

    @property
    def live(self) -> bool:
        """False: a clip waits for its reader."""
        return False

    @property
    def frame_rate_hz(self) -> float | None:
        """Nominal frame rate, or None when the container names none."""
        return self._frame_rate_hz

    @property
    def frame_count(self) -> int | None:
        """Frames the container claims to hold, or None."""
        count = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)) if self._capture.isOpened() else 0
        return count if count > 0 else None

    def read(self) -> Frame | None:
        """The next frame, or None at the end or where the clip breaks off."""
        if self._waiting is not None:
            frame, self._waiting = self._waiting, None
            return frame
        return self._decode()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._waiting = None
        self._capture.release()

    def _decode(self) -> Frame | None:
        grabbed, picture = self._capture.read()
        if not grabbed or picture is None:
            return None
        bgr: BgrImage = np.asarray(picture, dtype=np.uint8)
        container_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
        if self._last_s is None:
            self._first_s, t_s = container_s, 0.0
        else:
            t_s = container_s - self._first_s
            if t_s <= self._last_s:  # no timestamps inside, or broken ones: step on
                t_s = self._last_s + 1.0 / (self._frame_rate_hz or _USUAL_RATE_HZ)
        self._last_s = t_s
        return Frame(t_s, bgr)


def _check(path: Path) -> None:
    """Say plainly what is wrong before the decoder is asked."""
    if path.is_dir():
        message = f"{path} is a folder, not a clip"
        raise ClipError(message, remedy="Name the video file inside it.")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
        cut_short = is_cut_short(path)
    except FileNotFoundError as error:
        message = f"No such file: {path}"
        raise ClipError(message, remedy="Check the name and the folder.") from error
    except OSError as error:
        message = f"{path} cannot be opened ({error.strerror})"
        raise ClipError(message, remedy="Check that you may read this file.") from error
    if empty:
        message = f"{path} is empty"
        raise ClipError(message, remedy="Record or copy the clip again.")
    if cut_short:
        message = f"{path} is cut short: its end is missing"
        raise ClipError(message, remedy="Copy or download the clip again.")


def _unreadable(path: Path) -> ClipError:
    message = f"No picture can be read from {path}: it is not a video, or it is cut short"
    return ClipError(
        message, remedy="Play it in a video player to check it, then record or copy it again."
    )


def _plausible_rate(rate_hz: float) -> float | None:
    low, high = _PLAUSIBLE_RATE_HZ
    return rate_hz if low <= rate_hz <= high else None
