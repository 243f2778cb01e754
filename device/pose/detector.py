"""BlazePose's person detector: a frame in, the people in it out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.frame import Picture
from device.pose.clothes import UNKNOWN, Colour, shirt_colour
from device.pose.roi import FloatArray, Roi, to_frame
from device.pose.runtime import load_network
from device.pose.tensors import CropInput, sigmoid

_SIDE: Final = 224
_LAYERS: Final = ((8, 2), (16, 2), (32, 6))
"""SSD layers as (stride px, anchors per cell); the three layers of stride 32 are joined
(pose_detection_cpu.pbtxt: strides 8, 16, 32, 32, 32 with two anchors each)."""
_ANCHORS: Final = 2254
_VALUES: Final = 12  # box centre and size, then four keypoints: mid-hip, its edge, and two more
_MIN_SCORE: Final = 0.35
"""Lower than MediaPipe's 0.5, which is enough to start with (device/pose/lock.py): beside
somebody else, a second person often scores less."""
_MIN_LOGIT: Final = math.log(_MIN_SCORE / (1.0 - _MIN_SCORE))
_NEARER: Final = 2 / 3  # of the frame's shorter side: its middle, enlarged
_SAME_PERSON_IOU: Final = 0.3  # MediaPipe's min_suppression_threshold


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person the detector sees.

    Attributes:
        roi: where the landmark model should look.
        score: the detector's belief, 0..1.
        shirt: colour of their chest.
    """

    roi: Roi
    score: float
    shirt: Colour = UNKNOWN


class Detector:
    """Finds people in a whole frame, upright or not.

    Attributes:
        network, input: what it runs on; both tell how long they took.
    """

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the network.

        Raises:
            ModelError: the file is absent or broken, or does not run here.
        """
        self.network = load_network(path, threads=threads)
        self._boxes, self._logits = (
            self.network.output(size) for size in (_ANCHORS * _VALUES, _ANCHORS)
        )
        self.input = CropInput(self.network.input, low=-1.0, high=1.0)
        self._anchors = make_anchors()

    def people(self, picture: Picture, where: Roi | None = None) -> tuple[Candidate, ...]:
        """Everybody in the frame, best score first.

        Args:
            picture: the frame.
            where: the square of it that is looked at; None for all.
        """
        height, width = picture.shape[:2]
        network, square = self.network, where or Roi.whole(width, height)
        matrix = self.input.fill(network.view(network.input), picture, square)
        network.infer()
        boxes = network.read(self._boxes).reshape(-1, 6, 2)
        logits = network.read(self._logits).reshape(-1)
        found = []
        for points, score in people(boxes, logits, self._anchors):
            roi = Roi.from_alignment(*to_frame(matrix, points * _SIDE))
            if roi.size_px > 0:
                found.append(Candidate(roi, score, shirt_colour(picture, roi)))
        return tuple(found)


def squares(width_px: int, height_px: int) -> tuple[Roi, ...]:
    """Parts of a frame to look at when nobody is found in the whole.

    People far away are too small for the detector there (standing ones below half of its height);
    in these squares they are not.
    """
    short, long = sorted((width_px, height_px))
    middle = Roi(width_px / 2, height_px / 2, float(short), 0.0)
    aside = (long - short) / 2
    across, down = (aside, 0.0) if width_px > height_px else (0.0, aside)
    return (
        middle,
        replace(middle, x_px=middle.x_px - across, y_px=middle.y_px - down),
        replace(middle, x_px=middle.x_px + across, y_px=middle.y_px + down),
        replace(middle, size_px=_NEARER * short),
    )


def make_anchors() -> FloatArray:
    """Centres of the SSD anchors, [2254, 2], as fractions of the detector's picture."""
    layers = []
    for stride, repeat in _LAYERS:
        cells = _SIDE // stride
        line = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
        layers.append(np.repeat(grid, repeat, axis=0))
    return np.concatenate(layers)


def people(
    raw: npt.NDArray[np.float32], logits: npt.NDArray[np.floating[Any]], anchors: FloatArray
) -> list[tuple[FloatArray, float]]:
    """Decode raw boxes and join those of one person (weighted non-maximum suppression).

    Args:
        raw: [n, 6, 2]: box centre and size, then four keypoints, in detector px about the anchor.
        logits: [n], of the scores.
        anchors: [n, 2], fractions.

    Returns:
        For each person, best first: the two alignment points [2, 2] as fractions, and the score.
    """
    likely = np.flatnonzero(logits > _MIN_LOGIT)
    left = [
        _box(values, score, spot)
        for values, score, spot in zip(
            (raw[likely, :4] / _SIDE).tolist(),
            sigmoid(logits[likely]).tolist(),
            anchors[likely].tolist(),
            strict=True,
        )
    ]
    left.sort(key=lambda one: -one.score)
    found = []
    while left:
        best = left[0]
        same, others = [best], list[_Box]()
        for one in left[1:]:
            (same if _iou(one, best) > _SAME_PERSON_IOU else others).append(one)
        weight = sum(one.score for one in same)
        points = [sum(one.score * one.points[i] for one in same) / weight for i in range(4)]
        found.append((np.array(points).reshape(2, 2), best.score))
        left = others
    return found


@dataclass(frozen=True, slots=True)
class _Box:
    """One anchor's answer: edges, and x and y of the two alignment points, as fractions."""

    score: float
    left: float
    top: float
    right: float
    bottom: float
    points: tuple[float, float, float, float]


def _box(values: Sequence[tuple[float, float]], score: float, spot: tuple[float, float]) -> _Box:
    (x, y), (width, height), *keypoints = values
    across, down = spot
    (hip_x, hip_y), (edge_x, edge_y) = keypoints
    return _Box(
        score,
        left=across + x - width / 2,
        top=down + y - height / 2,
        right=across + x + width / 2,
        bottom=down + y + height / 2,
        points=(across + hip_x, down + hip_y, across + edge_x, down + edge_y),
    )


def _iou(one: _Box, other: _Box) -> float:
    """Overlap of two boxes, 0..1; an empty one overlaps nothing."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0.0 or height <= 0.0:
        return 0.0
    areas = [(box.right - box.left) * (box.bottom - box.top) for box in (one, other)]
    return width * height / (sum(areas) - width * height)
