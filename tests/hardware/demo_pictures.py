"""Some pictures of the demo clip."""

from collections.abc import Collection
from pathlib import Path

from device.drivers.camera_file import FileCamera
from device.frame import BgrImage

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
