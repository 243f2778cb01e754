"""BlazePose's landmark model: a square around a person in, 33 landmarks and the next square out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from device.frame import Picture
from device.pose.heatmap import PX_PER_CELL, refine
from device.pose.narrow import beside, place
from device.pose.roi import FloatArray, Roi, to_frame, turn
from device.pose.runtime import load_network
from device.pose.tensors import CropInput, sigmoid
from exercises.pose import LANDMARK_COUNT

_POINTS: Final = 39
_USED: Final = LANDMARK_COUNT + 2
"""33 landmarks, and points 33 and 34, which give the next frame's ROI."""


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


class Eye:
    """One landmark network and what it looks through.

    Attributes:
        network, input: what it runs on; both tell how long they took.
    """

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the network.

        Raises:
            ModelError: the file is absent or broken, or does not run here.
        """
        network = load_network(path, threads=threads)
        self.input = CropInput(network.input, low=0.0, high=1.0)
        cells = self.input.side * self.input.width // PX_PER_CELL**2
        self.network = network.with_outputs((_POINTS * 5, 1, _POINTS * 3, cells * _POINTS))
        # A narrow network gives points in px of a square with its picture in the middle.
        self._beside = float(beside(self.input.side, self.input.width))

    def look(self, picture: Picture, roi: Roi, left: float = 0.0) -> Landmarks:
        """Landmarks of the person in `roi`; `left` as for `CropInput.fill`."""
        elements, matrix = self.input.fill(picture, roi, left)
        raw, flag, raw_world, heatmap = self.network.run(elements)
        # Each point: x, y, z in crop px, then the logits of visibility and presence.
        points = raw.reshape(_POINTS, 5)
        guess = points[:_USED, :2].astype(np.float64)
        guess[:, 0] -= self._beside
        xy = to_frame(matrix, refine(guess, heatmap[0]))
        world = raw_world.reshape(_POINTS, 3)[:LANDMARK_COUNT].astype(np.float64)
        return Landmarks(
            xy_px=xy[:LANDMARK_COUNT],
            visibility=sigmoid(points[:LANDMARK_COUNT, 3:5]).min(axis=1),
            world_m=turn(world, roi.rotation_rad),
            presence=float(flag.reshape(-1)[0]),
            next_roi=Roi.from_alignment(xy[LANDMARK_COUNT], xy[LANDMARK_COUNT + 1]),
        )


class Landmarker:
    """Runs a landmark network on squares of frames, or a narrow one where the person fits.

    Args:
        path: model that looks at the whole square.
        narrow: model of the same kind that looks at a narrower part of it; None without one.
        threads: CPU threads of each.

    Raises:
        ModelError: a file is absent or broken, or does not run here.
    """

    def __init__(self, path: Path, narrow: Path | None = None, *, threads: int) -> None:
        """Load the networks."""
        self._whole = Eye(path, threads=threads)
        self._narrow = None if narrow is None else Eye(narrow, threads=threads)

    @property
    def eyes(self) -> tuple[Eye, ...]:
        """What it looks with."""
        return (self._whole,) if self._narrow is None else (self._whole, self._narrow)

    def look(self, picture: Picture, roi: Roi, near: FloatArray | None = None) -> Landmarks:
        """Landmarks of the person in `roi`; check `presence` before believing them.

        Args:
            picture: the frame.
            roi: the square around the person.
            near: [n, 2], frame px: where they were just now, if that is known. The narrow
                network sees only what is about these.
        """
        if self._narrow is not None and near is not None:
            left = place(roi, near, side=self._narrow.input.side, width=self._narrow.input.width)
            if left is not None:
                return self._narrow.look(picture, roi, left)
        return self._whole.look(picture, roi)
