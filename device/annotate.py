"""A copy of a clip with the skeleton and a caption drawn on it, for looking at."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from device.drawing import draw_caption, draw_skeleton
from device.errors import ClipError
from device.frame import BgrImage, Frame
from device.ports import Camera, PoseEstimator
from exercises.pose import Pose

_USUAL_RATE_HZ: Final = 30.0  # where the camera names no frame rate
_SUFFIX: Final = ".mp4"
_FOLDER_REMEDY: Final = "Name a .mp4 file in a folder you may write to."


@dataclass(frozen=True, slots=True)
class Caption:
    """Words drawn on a frame.

    Attributes:
        title: shown large, such as the count.
        lines: shown small below it.
    """

    title: str
    lines: tuple[str, ...] = ()


class AnnotatingPoses:
    """A pose source that also writes the annotated copy. The frames stay in here.

    Each frame is drawn when the next one is asked for, so that `caption` can already speak
    of it.

    Args:
        camera: where frames come from; closed with this source.
        estimator: finds the person.
        output: the .mp4 file to write; one of that name is replaced.
        caption: what to write on the latest frame read.

    Raises:
        ClipError: the file cannot be written.
    """

    def __init__(
        self,
        camera: Camera,
        estimator: PoseEstimator,
        output: Path,
        caption: Callable[[], Caption],
    ) -> None:
        """Check that the file can be written, before the work is done."""
        self._camera = camera
        self._estimator = estimator
        self._output = output
        self._caption = caption
        self._writer: cv2.VideoWriter | None = None
        self._pending: tuple[Frame, Pose] | None = None
        _check(output)

    @property
    def name(self) -> str:
        """The camera's name."""
        return self._camera.name

    @property
    def model_name(self) -> str:
        """The estimator's model."""
        return self._estimator.model_name

    @property
    def live(self) -> bool:
        """As the camera."""
        return self._camera.live

    @property
    def frame_count(self) -> int | None:
        """As the camera."""
        return self._camera.frame_count

    def read(self) -> Pose | None:
        """The pose in the next frame, or None at the end.

        Raises:
            DeviceError: the camera failed, or the copy cannot be written.
        """
        self._finish_frame()
        frame = self._camera.read()
        if frame is None:
            return None
        pose = self._estimator.estimate(frame)
        self._pending = (frame, pose)
        return pose

    def close(self) -> None:
        """Draw the last frame, finish the file and close the camera; may be called twice."""
        try:
            self._finish_frame()
        finally:
            if self._writer is not None:
                self._writer.release()
                self._writer = None
            self._camera.close()

    def _finish_frame(self) -> None:
        """Draw and write the frame read last."""
        if self._pending is None:
            return
        (frame, pose), self._pending = self._pending, None
        caption = self._caption()
        picture = _even(frame.bgr)
        draw_skeleton(picture, pose)
        draw_caption(picture, caption.title, caption.lines)
        if self._writer is None:
            self._writer = self._open(picture)
        self._writer.write(picture)

    def _open(self, picture: BgrImage) -> cv2.VideoWriter:
        height, width = picture.shape[:2]
        writer = cv2.VideoWriter(
            str(self._output),
            # MPEG-4 part 2: the one video codec every OpenCV wheel can write into .mp4.
            cv2.VideoWriter.fourcc(*"mp4v"),
            self._camera.frame_rate_hz or _USUAL_RATE_HZ,
            (width, height),
        )
        if not writer.isOpened():
            message = f"{self._output} cannot be written"
            raise ClipError(message, remedy=_FOLDER_REMEDY)
        return writer


def _check(output: Path) -> None:
    """Refuse a file that cannot be written; OpenCV would only write nothing."""
    if output.suffix.lower() != _SUFFIX:
        message = f"{output} does not end in {_SUFFIX}"
        raise ClipError(message, remedy=_FOLDER_REMEDY)
    try:
        with output.open("wb"):
            pass
    except OSError as error:
        message = f"{output} cannot be written ({error.strerror})"
        raise ClipError(message, remedy=_FOLDER_REMEDY) from error


def _even(bgr: BgrImage) -> BgrImage:
    """A copy to draw on, cut to even sides, which the codec needs."""
    height, width = bgr.shape[:2]
    picture: BgrImage = np.ascontiguousarray(bgr[: height // 2 * 2, : width // 2 * 2]).copy()
    return picture
