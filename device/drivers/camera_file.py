"""A clip on disk as a camera: one frame at a time, each with the clip's own time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, VideoReformatter

from device.drivers.clip_container import is_cut_short
from device.errors import ClipError
from device.frame import Frame, Picture, Plane, Yuv, upright

_USUAL_RATE_HZ: Final = 30.0  # stands in where a container names no frame rate
_PLAUSIBLE_RATE_HZ: Final = (1.0, 1000.0)
_FORMAT: Final = "yuv420p"


class FileCamera:
    """Reads a clip. Times come from the container, so a variable frame rate is all right.

    Pictures stay as most clips hold them, YUV 4:2:0; others are converted to it.

    Args:
        path: the clip.

    Raises:
        ClipError: there is no such file, it is no video, or nothing in it can be shown.
    """

    def __init__(self, path: Path) -> None:
        """Open the clip and decode its first frame."""
        _check(path)
        self._path = path
        try:
            # Named as a file: FFmpeg takes what stands before a colon for a protocol.
            self._container = av.open(f"file:{path}", metadata_errors="replace")
        except (av.FFmpegError, ValueError) as error:
            raise _unreadable(path) from error
        if not self._container.streams.video:
            self._container.close()
            raise _unreadable(path)
        stream = self._container.streams.video[0]
        # One thread: handing small frames from one to another costs a tenth of the decoding.
        stream.codec_context.thread_count = 1
        self._frame_rate_hz = _plausible_rate(
            float(stream.guessed_rate or stream.average_rate or 0)
        )
        # Asked now: a closed container's memory is gone.
        lasts_s = (self._container.duration or 0) / av.time_base
        self._frame_count = stream.frames or round(lasts_s * (self._frame_rate_hz or 0.0)) or None
        self._pictures = self._decoded(stream)
        self._converter = VideoReformatter()  # one for all frames: making it takes a millisecond
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
        return self._frame_count

    def read(self) -> Frame | None:
        """The next frame, or None at the end or where the clip breaks off."""
        if self._waiting is not None:
            frame, self._waiting = self._waiting, None
            return frame
        return self._decode()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._waiting = None
        self._pictures = iter(())
        self._container.close()

    def _decode(self) -> Frame | None:
        decoded = next(self._pictures, None)
        if decoded is None:
            return None
        container_s = decoded.time
        if self._last_s is None:
            self._first_s, t_s = container_s or 0.0, 0.0
        else:
            t_s = -1.0 if container_s is None else container_s - self._first_s
            if t_s <= self._last_s:  # no timestamps inside, or broken ones: step on
                t_s = self._last_s + 1.0 / (self._frame_rate_hz or _USUAL_RATE_HZ)
        self._last_s = t_s
        return Frame(t_s, _picture(decoded, self._converter))

    def _decoded(self, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
        """All that can be decoded, also behind a damaged part."""
        try:
            for packet in self._container.demux(stream):
                try:
                    yield from packet.decode()
                except av.FFmpegError:
                    continue
        except av.FFmpegError:
            return


def _picture(decoded: av.VideoFrame, converter: VideoReformatter) -> Picture:
    """A decoded frame upright, in 4:2:0 and the range of a camera, its memory shared."""
    if decoded.format.name != _FORMAT or decoded.color_range == ColorRange.JPEG:
        decoded = converter.reformat(decoded, format=_FORMAT, dst_color_range=ColorRange.MPEG)
    height, width = decoded.height // 2, decoded.width // 2  # without an odd row or column
    y, u, v = decoded.planes
    picture = Yuv(_part(y, 2 * height, 2 * width), _part(u, height, width), _part(v, height, width))
    clockwise_deg = -decoded.rotation % 360
    return upright(picture, clockwise_deg) if clockwise_deg else picture


def _part(plane: VideoPlane, rows: int, columns: int) -> Plane:
    """The first rows and columns of a plane, whose rows may be longer in memory."""
    return np.ndarray((rows, columns), np.uint8, memoryview(plane), strides=(plane.line_size, 1))


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
