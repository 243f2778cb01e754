"""A rep as the frames of a stick figure: whole numbers in a square, as a mirror shows it."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from exercises.events import Fault
from exercises.pose import Landmark, Pose
from mirror.session.figure import FRAMED, MARGIN, SURE, Framing, marks_of
from mirror.store.details import decoded
from mirror.web.board import Points, points_of
from mirror.web.records import RepTrace

SIDE: Final = 1000
MOST_FRAMES: Final = 240
"""12 s at 20 a second; of a longer rep every n-th pose is shown."""

_BORDER: Final = 2 * MARGIN
"""Free border: the head is drawn larger than its landmarks lie apart."""
_SHOWN: Final = (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR, *FRAMED[1:])


def frames_of(trace: RepTrace, *, mirrored: bool) -> bytes:
    """The figure as JSON: landmarks shown, those marked, seconds, and the points of each frame."""
    poses = _thinned([one for one in trace.poses if np.isfinite(one.xy_px).any()])
    faults = decoded(trace.faults, tuple[Fault, ...]) or ()
    marked = sorted({mark for fault in faults for mark in marks_of(fault)})
    points = _framed(poses, mirrored=mirrored) if poses else []
    first_s = poses[0].t_s if poses else 0.0
    return msgspec.json.encode(
        {
            "shown": [int(one) for one in _SHOWN],
            "marked": marked,
            "seconds": [round(pose.t_s - first_s, 3) for pose in poses],
            "frames": points,
        }
    )


def live_points(poses: Sequence[Pose], *, mirrored: bool) -> list[Points]:
    """Of each pose the points in a unit square, as `mirror.web.board.Live` has them."""
    framing = Framing(mirrored=mirrored)
    return [points_of(framing.figure(pose, frozenset())) for pose in poses]


def _thinned(poses: Sequence[Pose]) -> list[Pose]:
    step = -(-len(poses) // MOST_FRAMES) or 1
    return list(poses[::step])


def _framed(poses: Sequence[Pose], *, mirrored: bool) -> list[list[int | None]]:
    """Of each pose x and y of each landmark shown; one frame holds the whole rep."""
    xy = np.array([pose.xy_px for pose in poses])
    seen = np.array([pose.visibility for pose in poses]) >= SURE
    body = xy[:, list(FRAMED)].reshape(-1, 2)
    low, high = np.nanmin(body, axis=0), np.nanmax(body, axis=0)
    side_px = max(float((high - low).max()), 1.0) / (1 - 2 * _BORDER)
    unit = (xy - (low + high) / 2) / side_px + 0.5
    if mirrored:
        unit[..., 0] = 1 - unit[..., 0]
    unit = np.where(seen[..., None], unit, np.nan)[:, [int(one) for one in _SHOWN]]
    return [
        [None if not np.isfinite(value) else round(float(value) * SIDE) for value in row.ravel()]
        for row in np.clip(unit, -1.0, 2.0)
    ]
