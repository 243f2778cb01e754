"""BlazePose's person detector: a frame in, the people in it out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
_VALUES: Final = 12  # box centre and size, then four keypoints
_MIN_SCORE: Final = 0.35
"""Lower than MediaPipe's 0.5, which is enough to start with (device/pose/lock.py): beside
somebody else, a second person often scores less."""
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
        self.network = load_network(path, threads=threads).with_outputs(
            (_ANCHORS * _VALUES, _ANCHORS)
        )
        self.input = CropInput(self.network.input, low=-1.0, high=1.0)
        self._anchors = make_anchors()

    def people(self, picture: Picture) -> tuple[Candidate, ...]:
        """Everybody in the frame, best score first."""
        height, width = picture.shape[:2]
        elements, matrix = self.input.fill(picture, Roi.whole(width, height))
        boxes, logits = self.network.run(elements)
        scores = sigmoid(logits.reshape(-1))
        found = []
        for points, score in people(boxes.reshape(-1, 6, 2), scores, self._anchors):
            roi = Roi.from_alignment(*to_frame(matrix, points * _SIDE))
            if roi.size_px > 0:
                found.append(Candidate(roi, score, shirt_colour(picture, roi)))
        return tuple(found)


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
    raw: npt.NDArray[np.float32], scores: FloatArray, anchors: FloatArray
) -> list[tuple[FloatArray, float]]:
    """Decode raw boxes and join those of one person (weighted non-maximum suppression).

    Args:
        raw: [n, 6, 2]: box centre and size, then four keypoints, in detector px about the anchor.
        scores: [n], 0..1.
        anchors: [n, 2], fractions.

    Returns:
        For each person, best first: the two alignment points [2, 2] as fractions, and the score.
    """
    likely = np.flatnonzero(scores > _MIN_SCORE)
    order = likely[np.argsort(-scores[likely], kind="stable")]
    decoded = raw[order].astype(np.float64) / _SIDE
    decoded[:, 0] += anchors[order]
    decoded[:, 2:] += anchors[order][:, None]
    weight, centre, half = scores[order], decoded[:, 0], decoded[:, 1] / 2
    left = np.ones(len(order), dtype=bool)
    found = []
    while left.any():
        best = int(np.argmax(left))  # the first one left has the highest score
        same = left & (_iou(centre, half, best) > _SAME_PERSON_IOU)
        same[best] = True
        points = np.average(decoded[same][:, 2:4], axis=0, weights=weight[same])
        found.append((points, float(weight[best])))
        left &= ~same
    return found


def _iou(centre: FloatArray, half: FloatArray, index: int) -> FloatArray:
    """Overlap of every box with one of them, [n], 0..1."""
    low = np.maximum(centre - half, centre[index] - half[index])
    high = np.minimum(centre + half, centre[index] + half[index])
    shared = np.clip(high - low, 0.0, None).prod(axis=1)
    area = 4 * half.prod(axis=1)
    union = area + area[index] - shared
    overlap: FloatArray = shared / np.maximum(union, 1e-12)  # an empty box overlaps nothing
    return overlap
