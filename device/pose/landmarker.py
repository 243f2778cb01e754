"""BlazePose's landmark model: a square around a person in, 33 landmarks and the next square out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from device.frame import Picture
from device.pose.heatmap import MAPPED, refine
from device.pose.narrow import LEFT_PX, place
from device.pose.planes import CHANNELS, PlanesInput
from device.pose.roi import FloatArray, Roi, to_frame, turn
from device.pose.runtime import load_network
from device.pose.tensors import CropInput, sigmoid
from exercises.pose import LANDMARK_COUNT

_POINTS: Final = 39
_USED: Final = LANDMARK_COUNT + 2
"""33 landmarks, and points 33 and 34, which give the next frame's ROI."""
_PATIENCE: Final = 3
"""Frames in a row in which a person has to fit into the narrow picture before it is used, so that
the whole network settles on a new person or view, and somebody at the limit is not seen by one and
the other in turn. With 0, 1 and 8, clips had the same counts and targets."""


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
        path: the model's file.
        network, input: what it runs on; both tell how long they took.
        narrow: it sees a part of the square only.
    """

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the network.

        Raises:
            ModelError: the file is absent or broken, or does not run here.
        """
        self.path = path
        network = load_network(path, threads=threads)
        self.network = network
        shape = network.input.shape
        self.input = (
            PlanesInput(shape)
            if shape[-1] == CHANNELS
            else CropInput(network.input, low=0.0, high=1.0)
        )
        sizes = (_POINTS * 5, 1, _POINTS * 3)
        self._points, self._flag, self._world = (network.output(one) for one in sizes)
        self._maps = max(network.outputs, key=lambda one: one.size)
        self._mapped = MAPPED if self._maps.shape[-1] == len(MAPPED) else np.arange(_USED)
        self.narrow = self.input.width < self.input.side
        # A narrow network, too, gives points in px of a square.
        self._origin = np.array([float(LEFT_PX if self.narrow else 0), 0.0])

    def look(self, picture: Picture, roi: Roi, left: float = 0.0) -> Landmarks:
        """Landmarks of the person in `roi`; `left` as for `CropInput.fill`."""
        network = self.network
        matrix = self.input.fill(network.view(network.input), picture, roi, left)
        network.infer()
        # Each point: x, y, z in crop px, then the logits of visibility and presence.
        points = network.read(self._points).reshape(_POINTS, 5)[:_USED]
        guess = points[:, :2] - self._origin
        mapped = guess.take(self._mapped, axis=0)
        guess[self._mapped] = refine(mapped, network.read(self._maps)[0])
        xy = to_frame(matrix, guess)
        world = network.read(self._world).reshape(_POINTS, 3)[:LANDMARK_COUNT]
        return Landmarks(
            xy_px=xy[:LANDMARK_COUNT],
            visibility=sigmoid(np.minimum(points[:LANDMARK_COUNT, 3], points[:LANDMARK_COUNT, 4])),
            world_m=turn(world, roi.rotation_rad),
            presence=float(network.read(self._flag).item()),
            next_roi=Roi.from_alignment(xy[LANDMARK_COUNT], xy[LANDMARK_COUNT + 1]),
        )


class Landmarker:
    """Runs a landmark network on squares of frames, or a narrow one while the person fits.

    Both stay in memory, so that going from one to the other costs nothing.

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
        self._used = self._whole
        self._fits = 0

    @property
    def width_px(self) -> int:
        """Of the picture that the network last used looks at, crop px."""
        return self._used.input.width

    @property
    def invoke_ns(self) -> int:
        """Wall time spent so far in the networks."""
        return sum(eye.network.invoke_ns for eye in (self._whole, self._narrow) if eye)

    @property
    def fill_ns(self) -> int:
        """Wall time spent so far in cutting their inputs."""
        return sum(eye.input.fill_ns for eye in (self._whole, self._narrow) if eye)

    def look(self, picture: Picture, roi: Roi, near: FloatArray | None = None) -> Landmarks:
        """Landmarks of the person in `roi`; check `presence` before believing them.

        Args:
            picture: the frame.
            roi: the square around the person.
            near: [n, 2], frame px: where they were just now, if that is known. The narrow
                network sees only what is about these.

        Raises:
            ModelError: the network fails.
        """
        roi = roi.straightened()
        left = None if near is None or self._narrow is None else place(roi, near)
        self._fits = 0 if left is None else self._fits + 1
        if left is None:
            self._used = self._whole
        elif self._narrow is not None and self._fits > _PATIENCE:
            self._used = self._narrow
        return self._used.look(picture, roi, 0.0 if left is None or not self._used.narrow else left)
