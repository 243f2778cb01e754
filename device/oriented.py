"""A camera whose pictures are put upright, however it is mounted."""

from dataclasses import replace

from device.frame import Frame, upright
from device.optics import Rotation
from device.ports import Camera


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
        if frame is None:
            return None
        picture = upright(frame.picture, self._rotation_deg, flipped=self._flipped)
        return replace(frame, picture=picture)

    def close(self) -> None:
        """Close the camera; may be called twice."""
        self._camera.close()
