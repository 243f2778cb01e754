"""Puts the parts of the hardware side together: from what a person named to a pose source."""

import os
from pathlib import Path
from typing import Final

from device.drivers.camera_file import FileCamera
from device.paced import Pace, PacedCamera, PacedPoses
from device.ports import Camera, PoseSource
from device.pose.blazepose import BlazePose
from device.pose.models import choose
from device.recorded import RecordedPoses
from device.recording import SUFFIX
from device.sources import CameraPoses

_MOST_THREADS: Final = 3
"""A Pi has four cores; one stays for the camera and the screen."""


def open_poses(source: str, *, model: str, real_time: bool = False) -> PoseSource:
    """Open what a person named as a stream of poses.

    Args:
        source: "auto", "pi", "v4l2:/dev/video0", the path of a clip, or the path of a
            landmark recording (a .jsonl file), which needs no model.
        model: "auto", "full", "lite" or the exact name of an installed model.
        real_time: play clips and recordings at their own speed; a clip skips frames when
            the model is slower.

    Raises:
        DeviceError: the source or the model is absent or broken; says what to do.
    """
    if Path(source).suffix == SUFFIX:
        recorded = RecordedPoses(Path(source))
        return PacedPoses(recorded, Pace()) if real_time else recorded
    clip = FileCamera(Path(source))
    camera: Camera = PacedCamera(clip, Pace()) if real_time else clip
    try:
        return CameraPoses(camera, _open_estimator(model))
    except Exception:
        camera.close()
        raise


def _open_estimator(model: str) -> BlazePose:
    chosen = choose(model)
    return BlazePose(
        chosen.detector.path,
        chosen.landmark.path,
        model_name=chosen.landmark.name,
        threads=usual_threads(),
    )


def usual_threads() -> int:
    """How many CPU threads a pose model gets on this machine."""
    return max(1, min(_MOST_THREADS, (os.cpu_count() or 1) - 1))
