"""BlazePose's landmark model: a square around a person in, 33 landmarks and the next square out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from device.frame import Picture
from device.pose.heatmap import CELLS, refine
from device.pose.roi import FloatArray, Roi, to_frame, turn
from device.pose.runtime import load_network
from device.pose.tensors import CropInput, sigmoid
from exercises.pose import LANDMARK_COUNT

_POINTS: Final = 39
"""33 landmarks, then points 33 and 34, which give the next frame's ROI, and four unused."""


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """What the model sees in one square.

    Attributes:
        xy_px: float64 [33, 2], frame px.
        visibility: float64 [33], 0..1: the lower of the model's visibility and presence.
        world_m: float64 [33, 3], metres about the mid-hip on the camera's axes.
        presence: belief that a person is in the square, 0..1.
        next_roi: where to look in the next frame.
    """

    xy_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray
    presence: float
    next_roi: Roi


class Landmarker:
    """Runs the landmark network on squares of frames.

    Attributes:
        network, input: what it runs on; both tell how long they took.
    """

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the network.

        Raises:
            ModelError: the file is absent or broken, or does not run here.
        """
        self.network = load_network(
            path,
            threads=threads,
            output_sizes=(_POINTS * 5, 1, _POINTS * 3, CELLS * CELLS * _POINTS),
        )
        self.input = CropInput(self.network.input, low=0.0, high=1.0)

    def look(self, picture: Picture, roi: Roi) -> Landmarks:
        """Landmarks of the person in `roi`; check `presence` before believing them."""
        elements, matrix = self.input.fill(picture, roi)
        raw, flag, raw_world, heatmap = self.network.run(elements)
        # Each point: x, y, z in crop px, then the logits of visibility and presence.
        points = raw.reshape(_POINTS, 5)
        placed = refine(points[:, :2].astype(np.float64), heatmap, side_px=self.input.side)
        xy = to_frame(matrix, placed)
        world = raw_world.reshape(_POINTS, 3)[:LANDMARK_COUNT].astype(np.float64)
        return Landmarks(
            xy_px=xy[:LANDMARK_COUNT],
            visibility=sigmoid(points[:LANDMARK_COUNT, 3:5]).min(axis=1),
            world_m=turn(world, roi.rotation_rad),
            presence=float(flag.reshape(-1)[0]),
            next_roi=Roi.from_alignment(xy[LANDMARK_COUNT], xy[LANDMARK_COUNT + 1]),
        )
