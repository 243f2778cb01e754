"""Some pictures of the demo clip, and pictures as cameras make them."""

from collections.abc import Collection
from pathlib import Path

import cv2
import numpy as np

from device.drivers.camera_file import FileCamera
from device.frame import BgrImage, Yuv

DEMO = Path(__file__).resolve().parents[2] / "mirror" / "demo" / "demo.mp4"


def demo_pictures(wanted: Collection[int]) -> dict[int, BgrImage]:
    """Those frames, by their number."""
    camera = FileCamera(DEMO)
    found = {}
    for number in range(max(wanted) + 1):
        frame = camera.read()
        assert frame is not None
        if number in wanted:
            found[number] = frame.bgr
    camera.close()
    return found


def yuv_of(bgr: BgrImage) -> Yuv:
    """A picture as a camera makes it."""
    height, width = bgr.shape[:2]
    data = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420), np.uint8)
    u, v = data[height:].reshape(2, height // 2, width // 2)
    return Yuv(data[:height], u, v)
