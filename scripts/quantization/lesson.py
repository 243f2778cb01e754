"""What a narrow student learns from: a picture, and what the teacher says of the whole square.

A lesson may be disturbed: the square moved as tracking moves it, and the picture changed as
rooms and cameras change it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from device.frame import BgrImage
from device.pose.heatmap import PX_PER_CELL
from device.pose.narrow import LEFT_PX, SIDE_PX, WIDTH_PX
from device.pose.roi import Roi, warp
from device.pose.runtime import load_network

POINTS: Final = 39  # as in device/pose/landmarker.py
LANDMARKS: Final = 33
PRESENT: Final = 0.5
_MARGIN_PX: Final = SIDE_PX // 2
"""What is cut left and right of the square: a narrow picture may lie across its edge."""
_TIGHT_PX: Final = 12
"""Room that a person must leave in the narrow picture. The mirror asks for twice as much
(device/pose/narrow.py): it knows only where they were a frame before."""
_NOWHERE: Final = -15.0  # logit of the heat maps beside the square, where the teacher sees nothing

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Square:
    """A picture's file and the square around the person in it.

    Attributes:
        across_px: width of all landmarks, crop px.
    """

    picture: Path
    roi: Roi
    across_px: float


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A narrow picture and the right answer.

    Attributes:
        rgb: [256, width, 3], 0..1.
        points: [39, 5]: x, y, z in px of the narrow network's square, two logits.
        presence: 0..1.
        world_m: [39, 3].
        maps: logits, [64, width / 4, 39].
        known: [width / 4], 1 for columns of the maps that the teacher saw, 0 beside its square.
    """

    rgb: Floats
    points: Floats
    presence: float
    world_m: Floats
    maps: Floats
    known: Floats


class Teacher:
    """A whole float landmark model as published.

    Args:
        path: of the folded model.

    Raises:
        ModelError: it is absent or broken.
    """

    def __init__(self, path: Path) -> None:
        """Load it."""
        cells = (SIDE_PX // PX_PER_CELL) ** 2
        self._network = network = load_network(path, threads=1)
        sizes = (POINTS * 5, 1, POINTS * 3, cells * POINTS)
        self._outputs = [network.output(size) for size in sizes]

    def lesson(self, square: Square, rng: np.random.Generator, *, disturbed: bool) -> Lesson | None:
        """A lesson about the person in a square; None when they are too wide for it."""
        bgr: BgrImage = np.asarray(cv2.imread(str(square.picture)), np.uint8)
        roi = square.roi
        if disturbed:
            bgr, roi = _moved(bgr, roi, rng)
        cut: BgrImage = np.zeros((SIDE_PX, SIDE_PX + 2 * _MARGIN_PX, 3), np.uint8)
        warp(bgr, roi.crop_to_frame(SIDE_PX, -_MARGIN_PX), cut)
        wide: Floats = cut[:, :, ::-1].astype(np.float32) / np.float32(255)
        if disturbed:
            wide = _disturb(wide, rng)
        whole = np.ascontiguousarray(wide[:, _MARGIN_PX : _MARGIN_PX + SIDE_PX])
        self._network.view(self._network.input)[:] = whole
        self._network.infer()
        points, flag, world, maps = (self._network.read(one)[0].copy() for one in self._outputs)
        presence, points = float(flag.reshape(-1)[0]), points.reshape(POINTS, 5)
        left = _left(points, presence, rng, disturbed=disturbed)
        if left is None:
            return None
        points[:, 0] += LEFT_PX - left
        narrow_maps, known = _columns(maps.reshape(*maps.shape[:2], POINTS), left)
        return Lesson(
            rgb=np.ascontiguousarray(wide[:, _MARGIN_PX + left :][:, :WIDTH_PX]),
            points=points,
            presence=presence,
            world_m=world.reshape(POINTS, 3),
            maps=narrow_maps,
            known=known,
        )


def _left(
    points: Floats, presence: float, rng: np.random.Generator, *, disturbed: bool
) -> int | None:
    """Where the narrow picture begins in the square: on a whole cell of the heat maps."""
    low, high = float(points[:LANDMARKS, 0].min()), float(points[:LANDMARKS, 0].max())
    free = WIDTH_PX - (high - low)
    if presence <= PRESENT:
        middle = SIDE_PX / 2 + rng.normal(0, 15)
    elif free < _TIGHT_PX:
        return None
    else:
        aside = rng.normal(0, 6) if disturbed else 0.0
        middle = (low + high) / 2 + float(np.clip(aside, 4 - free / 2, free / 2 - 4))
    left = round((middle - WIDTH_PX / 2) / PX_PER_CELL) * PX_PER_CELL
    return min(max(left, -_MARGIN_PX), SIDE_PX + _MARGIN_PX - WIDTH_PX)


def _columns(maps: Floats, left: int) -> tuple[Floats, Floats]:
    """The part [64, width / 4, 39] of the maps in the narrow picture, and what is known."""
    rows, columns, count = maps.shape
    wide, first = WIDTH_PX // PX_PER_CELL, left // PX_PER_CELL
    found = np.full((rows, wide, count), _NOWHERE, np.float32)
    known = np.zeros(wide, np.float32)
    begin, end = max(0, first), min(columns, first + wide)
    found[:, begin - first : end - first] = maps[:, begin:end]
    known[begin - first : end - first] = 1
    return found, known


def _moved(bgr: BgrImage, roi: Roi, rng: np.random.Generator) -> tuple[BgrImage, Roi]:
    """Half of them mirrored; the square as it is while somebody moves, or beside them."""
    x, y, size, turn = roi.x_px, roi.y_px, roi.size_px, roi.rotation_rad
    if rng.random() < 0.5:  # noqa: PLR2004
        bgr, x, turn = np.ascontiguousarray(bgr[:, ::-1]), bgr.shape[1] - 1 - x, -turn
    x += rng.normal(0, 0.025) * size
    y += rng.normal(0, 0.025) * size
    size *= float(np.exp(rng.normal(0, 0.05)))
    turn += rng.normal(0, 0.1)
    if rng.random() < 0.05:  # noqa: PLR2004 - so that it learns as well when nobody is there
        x += rng.choice([-1, 1]) * size * rng.uniform(0.3, 1.0)
        y += rng.normal(0, 0.3) * size
    return bgr, Roi(x, y, size, turn)


def _disturb(rgb: Floats, rng: np.random.Generator) -> Floats:
    """Other light, colours, sharpness and noise, and things in front of the person."""
    gamma, gain = np.exp(rng.normal(0, 0.3)), np.exp(rng.normal(0, 0.2))
    tint = np.exp(rng.normal(0, 0.08, 3)).astype(np.float32)
    noisy = rng.random() < 0.4  # noqa: PLR2004
    noise = rng.normal(0, rng.uniform(0, 0.04), rgb.shape).astype(np.float32)
    blurred = rng.random() < 0.2  # noqa: PLR2004
    covers = rng.integers(1, 4) if rng.random() < 0.35 else 0  # noqa: PLR2004
    boxes = [_cover(rng) for _ in range(covers)]
    if blurred:
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), rng.uniform(0.5, 1.5)), np.float32)
    rgb = np.clip(rgb, 0, 1) ** gamma * gain * tint
    for box, colour, rough in boxes:
        part = rgb[box]
        part[...] = np.clip(colour + rng.normal(0, 0.2, part.shape), 0, 1) if rough else colour
    if noisy:
        rgb = rgb + noise
    steps = np.round(np.clip(rgb, 0, 1) * 255)  # as a picture of bytes has
    return steps.astype(np.float32) / np.float32(255)


def _cover(rng: np.random.Generator) -> tuple[tuple[slice, slice], Floats, bool]:
    """Place, colour and roughness of a box somewhere in the square."""
    wide, high = (int(one) for one in rng.integers(10, 90, 2))
    x = int(rng.integers(_MARGIN_PX, _MARGIN_PX + SIDE_PX))
    y = int(rng.integers(0, SIDE_PX))
    rows = slice(max(0, y - high // 2), y + high // 2)
    colour = rng.random(3).astype(np.float32)
    return (rows, slice(x - wide // 2, x + wide // 2)), colour, bool(rng.random() < 0.5)  # noqa: PLR2004
