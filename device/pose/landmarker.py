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
_PATIENCE: Final = 8
"""Frames in a row in which a person has to fit into the narrow picture before it is used: a second
or less, so that the whole network settles on a new person or view, and somebody at the limit does
not have networks loaded all the time. With 15 and 30, clips had the same counts and targets."""


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

    def __init__(self, path: Path, *, threads: int, prove: bool = True) -> None:
        """Load the network; `prove` as for `load_network`.

        Raises:
            ModelError: the file is absent or broken, or does not run here.
        """
        self.path = path
        network = load_network(path, threads=threads, prove=prove)
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

    def look(self, picture: Picture, roi: Roi, left: float = 0.0) -> Landmarks:
        """Landmarks of the person in `roi`; `left` as for `CropInput.fill`."""
        network = self.network
        matrix = self.input.fill(network.view(network.input), picture, roi, left)
        network.infer()
        # Each point: x, y, z in crop px, then the logits of visibility and presence.
        points = network.read(self._points).reshape(_POINTS, 5)[:_USED].astype(np.float64)
        guess = points[:, :2]
        if self.narrow:  # it gives points in px of a square
            guess[:, 0] -= LEFT_PX
        guess[self._mapped] = refine(guess[self._mapped], network.read(self._maps)[0])
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

    Only one of the two is in memory. Each is loaded when it is needed: 15 to 20 ms of a PC's
    processor, a few times in a session, for 20 MB less.

    Args:
        path: model that looks at the whole square.
        narrow: model of the same kind that looks at a narrower part of it; None without one.
        threads: CPU threads of each.

    Raises:
        ModelError: a file is absent or broken, or does not run here.

    Attributes:
        invoke_ns, fill_ns: wall time spent so far in the networks, and in cutting their inputs.
        loads: how often a network was loaded.
    """

    def __init__(self, path: Path, narrow: Path | None = None, *, threads: int) -> None:
        """Load the first network."""
        self._path, self._narrow, self._threads = path, narrow, threads
        self._fits = 0
        self.invoke_ns = self.fill_ns = self.loads = 0
        self._eye: Eye | None = None
        self._open(path)

    @property
    def width_px(self) -> int:
        """Of the picture that the loaded network looks at, crop px; 0 when none could be loaded."""
        return 0 if self._eye is None else self._eye.input.width

    def look(self, picture: Picture, roi: Roi, near: FloatArray | None = None) -> Landmarks:
        """Landmarks of the person in `roi`; check `presence` before believing them.

        Args:
            picture: the frame.
            roi: the square around the person.
            near: [n, 2], frame px: where they were just now, if that is known. The narrow
                network sees only what is about these.

        Raises:
            ModelError: the other network has to be loaded and cannot be.
        """
        left = None if near is None or self._narrow is None else place(roi, near)
        self._fits = 0 if left is None else self._fits + 1
        path = self._path if self._eye is None or left is None else self._eye.path
        if self._narrow is not None and self._fits > _PATIENCE:
            path = self._narrow
        eye = self._open(path)
        before = eye.network.invoke_ns, eye.input.fill_ns
        seen = eye.look(picture, roi, left if left is not None and eye.narrow else 0.0)
        self.invoke_ns += eye.network.invoke_ns - before[0]
        self.fill_ns += eye.input.fill_ns - before[1]
        return seen

    def _open(self, path: Path) -> Eye:
        """A network; loaded in the place of the other, unless it is there."""
        if self._eye is None or self._eye.path != path:
            first = self.loads == 0
            self._eye = None  # its memory is needed for the next one
            self._eye = Eye(path, threads=self._threads, prove=first)
            self.loads += 1
        return self._eye
