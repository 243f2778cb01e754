"""A camera whose pictures are put upright, however it is mounted."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from device.frame import Frame, Picture, Plane, Yuv
from device.optics import Rotation
from device.ports import Camera

_TURNS: Final = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class OrientedCamera:
    """Turns, then flips each picture of a camera.

    Args:
        camera: closed with this one.
        rotation_deg: clockwise.
        flipped: exchange left and right of the upright picture.
    """

    def __init__(self, camera: Camera, *, rotation_deg: Rotation, flipped: bool) -> None:
        """Start before the first picture."""
        self._camera = camera
        self._rotation_deg = rotation_deg
        self._flipped = flipped

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
        return self._camera.frame_rate_hz

    @property
    def frame_count(self) -> int | None:
        """As the camera."""
        return self._camera.frame_count

    def read(self) -> Frame | None:
        """The next picture, upright.

        Raises:
            DeviceError: the camera failed.
        """
        frame = self._camera.read()
        return None if frame is None else replace(frame, picture=self._upright(frame.picture))

    def close(self) -> None:
        """Close the camera; may be called twice."""
        self._camera.close()

    def _upright(self, picture: Picture) -> Picture:
        if isinstance(picture, Yuv):
            return Yuv(*(self._turned(plane) for plane in (picture.y, picture.u, picture.v)))
        return self._turned(picture)

    def _turned(self, plane: Plane) -> Plane:
        turn = _TURNS.get(self._rotation_deg)
        turned = plane if turn is None else cv2.rotate(plane, turn)
        return np.asarray(cv2.flip(turned, 1) if self._flipped else turned, dtype=np.uint8)
