"""Cuts model inputs out of pictures, as the mirror would and also a little beside that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import BgrImage
from device.pose.detector import Detector
from device.pose.landmarker import Landmarker
from device.pose.models import InstalledModel
from device.pose.narrow import place
from device.pose.roi import FloatArray, Roi
from device.pose.runtime import load_network
from device.pose.tensors import CropInput

SHIFT: Final = 0.04  # standard deviations of the second crop of a picture: shift in sides,
SCALE: Final = 0.08  # log scale,
TURN_RAD: Final = 0.15  # and turn; about what a moving person does between two frames
LOOKS: Final = 3  # from the detector's square to the one that tracking settles on

Crop = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """Inputs [1, height, width, 3] of every kind of model, from the same pictures.

    Attributes:
        narrow: only of people who fit into the narrow picture.
    """

    landmark: Sequence[Crop]
    narrow: Sequence[Crop]
    detector: Sequence[Crop]


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody in a picture.

    Attributes:
        roi: the square that tracking settles on.
        xy_px: [33, 2], landmarks, picture px.
    """

    picture: Path
    bgr: BgrImage
    roi: Roi
    xy_px: FloatArray


def cut(pictures: Sequence[Path], models: dict[str, InstalledModel]) -> Crops:
    """The inputs that pictures with one person give; those without anybody are left out."""
    square, strip, whole = (
        CropInput(load_network(models[name].path, threads=1).input, low=low, high=1.0)
        for name, low in (
            ("full-float32", 0.0),
            ("full-narrow-float32", 0.0),
            ("detector-float32", -1.0),
        )
    )
    rng = np.random.default_rng(7)
    landmark, narrow, detector = [], [], []
    for person in found(pictures, models):
        bgr = person.bgr
        for one in (person.roi, _beside(person.roi, rng)):
            landmark.append(square.cut(bgr, one)[0])
            left = place(one, person.xy_px)
            if left is not None:
                narrow.append(strip.cut(bgr, one, left)[0])
        height, width = bgr.shape[:2]
        detector.append(whole.cut(bgr, Roi.whole(width, height))[0])
    return Crops(landmark, narrow, detector)


def found(pictures: Sequence[Path], models: dict[str, InstalledModel]) -> Iterator[Person]:
    """Whom the mirror would follow, in each picture with somebody."""
    detector = Detector(models["detector-float32"].path, threads=1)
    landmarker = Landmarker(models["full-float32"].path, threads=1)
    for picture in pictures:
        bgr = np.asarray(cv2.imread(str(picture)), np.uint8)
        people = detector.people(bgr)
        if not people:
            continue
        roi = people[0].roi
        for _ in range(LOOKS):
            seen = landmarker.look(bgr, roi)
            roi, last = seen.next_roi, roi
        yield Person(picture, bgr, last, seen.xy_px)


def _beside(roi: Roi, rng: np.random.Generator) -> Roi:
    return Roi(
        x_px=roi.x_px + rng.normal(0, SHIFT) * roi.size_px,
        y_px=roi.y_px + rng.normal(0, SHIFT) * roi.size_px,
        size_px=roi.size_px * float(np.exp(rng.normal(0, SCALE))),
        rotation_rad=roi.rotation_rad + rng.normal(0, TURN_RAD),
    )
