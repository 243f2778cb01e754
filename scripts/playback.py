"""What networks say of the demo's first frames, to be played back (scripts.instructions)."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.drivers.camera_file import FileCamera
from device.pose.detector import Detector
from device.pose.landmarker import Eye
from device.pose.models import installed
from device.pose.narrow import place
from device.pose.runtime import Network
from mirror.demo.script import load_demo
from scripts.instructions import FRAMES

NARROW_FROM: Final = 9  # frame in which the narrow network takes over: its patience, and the first

Arrays = npt.NDArray[Any]


def keep(folder: Path) -> None:
    """Write the demo's first frames and what the networks say of them, float ones and int8."""
    with closing(FileCamera(load_demo().clip)) as camera:
        frames = [frame for _ in range(FRAMES) if (frame := camera.read()) is not None]
    np.save(folder / "frames.npy", np.array([frame.bgr for frame in frames]))
    _keep(folder / "float32", "float32", [frame.bgr for frame in frames])
    _keep(folder / "int8", "int8", [frame.picture for frame in frames])


def _keep(folder: Path, precision: str, pictures: list[Any]) -> None:
    folder.mkdir()
    files = {model.name: model.path for model in installed()}
    detector = Detector(files[f"detector-{precision}"], threads=1)
    whole, narrow = (
        Eye(files[f"{name}-{precision}"], threads=1) for name in ("full", "full-narrow")
    )
    roi = detector.people(pictures[0])[0].roi
    said: dict[str, list[list[Arrays]]] = {"landmark": [], "narrow": []}
    for picture in pictures:
        seen = whole.look(picture, roi)
        said["landmark"].append(_said(whole.network))
        roi = seen.next_roi
        left = place(roi, seen.xy_px)
        if left is None:
            sys.exit("somebody is too wide")
        narrow.look(picture, roi, left)
        said["narrow"].append(_said(narrow.network))
    for name, network, outputs in (
        ("detector", detector.network, [_said(detector.network)]),
        ("landmark", whole.network, said["landmark"]),
        ("narrow", narrow.network, said["narrow"][NARROW_FROM:]),
    ):
        (folder / f"{name}.tflite").write_bytes(b"\0\0\0\0TFL3")
        tensors = [np.zeros(network.input.shape, np.float32)]
        tensors += [np.array(column) for column in zip(*outputs, strict=True)]
        for number, tensor in enumerate(tensors):
            np.save(folder / f"{name}-{number}.npy", tensor)


def _said(network: Network) -> list[Arrays]:
    """What a network said last, the smallest output first, the maps last."""
    outputs = sorted(network.outputs, key=lambda one: one.size)
    return [network.read(one).copy() for one in outputs]
