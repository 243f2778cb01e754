"""Turns poses into the small figure: framed, calmed, and mirrored for display.

The frame follows the person like a camera operator: an edge gives way at once when the body
reaches past it and comes back slowly, so that a squat is seen as a movement and not as a
change of size.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from exercises.events import Fault
from exercises.pose import FloatArray, Landmark, Pose
from mirror.session.view import Figure

EDGE_RETURN_S: Final = 4.0  # longer than a slow rep, so the frame rests within one
CALM_S: Final = 0.05  # hides the jitter of single frames; below what an eye sees as delay
FORGET_S: Final = 1.5  # somebody who comes back later is framed afresh
MARGIN: Final = 0.06  # free border, part of the frame's side
SURE: Final = 0.5  # visibility from which a landmark is believed (spec/angle-core.md 1.4)
FRAMED: Final = (0, *range(11, 17), *range(23, 33))  # face details and fingers left out

_KNEES: Final = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
_FEET: Final = (
    *(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
    *(Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX),
)
_HIPS: Final = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_SHOULDERS: Final = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
MARKS: Final[Mapping[str, tuple[Landmark, ...]]] = {
    "knees_cave": _KNEES,
    "caving_grows": _KNEES,
    "one_knee": _KNEES,
    "front_knee_past_toes": _KNEES,
    "shallow_clam": _KNEES,
    "heels_lift": (Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL),
    "feet_apart": _FEET,
    "feet_snap_together": _FEET,
    "small_step": _FEET,
    "shift": _HIPS,
    "hips_shift": _HIPS,
    "pelvis_slides": _HIPS,
    "pelvis_rolls_back": _HIPS,
    "no_stretch": _HIPS,
    "trunk_side_lean": _SHOULDERS,
    "trunk_sways": _SHOULDERS,
    "trunk_leans_forward": _SHOULDERS,
    "forward_fold": _SHOULDERS,
    "back_arches": _SHOULDERS,
}


def marks_of(fault: Fault) -> frozenset[int]:
    """The landmarks a fault is about; of one side when the fault names it."""
    landmarks = MARKS.get(fault.name, ())
    other = {"left": "RIGHT", "right": "LEFT"}.get(fault.side or "", "-")
    return frozenset(int(mark) for mark in landmarks if not mark.name.startswith(other))


class Framing:
    """Keeps the frame of one person over time."""

    def __init__(self, *, mirrored: bool) -> None:
        """Start without a person; `mirrored` shows the figure as a mirror would."""
        self._mirrored = mirrored
        self._edges: FloatArray | None = None
        self._points: FloatArray = np.full((33, 2), np.nan)
        self._seen_s = -math.inf

    def figure(self, pose: Pose, marked: frozenset[int]) -> Figure | None:
        """The figure of a pose, or None when nobody is followed in it."""
        body = pose.xy_px[list(FRAMED)]
        if not np.isfinite(body).all(axis=1).any():
            return None
        step_s = pose.t_s - self._seen_s
        fresh = not 0 <= step_s < FORGET_S
        box = np.concatenate([np.nanmin(body, axis=0), -np.nanmax(body, axis=0)])
        if fresh or self._edges is None:
            self._edges, self._points = box, pose.xy_px
        else:
            back = self._edges + (box - self._edges) * (1 - math.exp(-step_s / EDGE_RETURN_S))
            self._edges = np.minimum(box, back)
            calm = self._points + (pose.xy_px - self._points) * (1 - math.exp(-step_s / CALM_S))
            self._points = np.where(np.isfinite(calm), calm, pose.xy_px)
        self._seen_s = pose.t_s
        return self._place(pose, self._edges, marked)

    def _place(self, pose: Pose, edges: FloatArray, marked: frozenset[int]) -> Figure:
        low, high = edges[:2], -edges[2:]
        side_px = max(float((high - low).max()), 1.0) / (1 - 2 * MARGIN)
        unit = (self._points - (low + high) / 2) / side_px + 0.5
        if self._mirrored:
            unit[:, 0] = 1 - unit[:, 0]
        points = tuple(
            (float(x), float(y)) if math.isfinite(x) and math.isfinite(y) else None for x, y in unit
        )
        return Figure(
            points=points,
            sure=tuple(bool(v >= SURE) for v in pose.visibility),
            marked=marked,
        )
