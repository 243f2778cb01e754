"""The moving figure of a how-to, from poses of our own recordings."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from exercises.pose import Pose
from mirror.session.figure import Framing
from mirror.session.view import Figure

RATE_HZ: Final = 15.0
"""Pictures of an animation a second: the rate of our recordings."""

Animation = Callable[[str], Sequence[Figure]]
"""Name of an exercise to its pictures, `RATE_HZ` a second; empty while there are none."""


def no_animation(_exercise: str) -> Sequence[Figure]:
    """No pictures."""
    return ()


def figures_of(poses: Iterable[Pose], *, mirrored: bool) -> tuple[Figure, ...]:
    """The pictures of a recording at `RATE_HZ`, whatever its own rate.

    Args:
        poses: in their order; those without a person are left out.
        mirrored: as a mirror would show them.
    """
    framing = Framing(mirrored=mirrored)
    figures: list[Figure] = []
    start_s: float | None = None
    for pose in poses:
        figure = framing.figure(pose, frozenset())
        if figure is None:
            continue
        start_s = pose.t_s if start_s is None else start_s
        due = math.floor((pose.t_s - start_s) * RATE_HZ + 0.5) + 1
        figures += [figure] * max(0, due - len(figures))
    return tuple(figures)


def figure_at(figures: Sequence[Figure], since_s: float) -> Figure | None:
    """The picture to be seen a time after the start; the animation begins again at its end."""
    if not figures:
        return None
    return figures[int(max(0.0, since_s) * RATE_HZ) % len(figures)]
