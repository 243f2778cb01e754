"""Reads figures.json: the moving figures of the how-tos, of rendered people.

scripts/make_figures.py makes the file.
"""

import json
from functools import cache
from typing import Final

from exercises.pose import LANDMARK_COUNT
from mirror.demo.script import FOLDER
from mirror.session.animation import Animation
from mirror.session.view import Figure, Point

_SURE: Final = (True,) * LANDMARK_COUNT


def animation(*, mirrored: bool) -> Animation:
    """The moving figure of each exercise; of an unknown one none.

    Args:
        mirrored: as a mirror would show it.
    """

    @cache
    def figures(exercise: str) -> tuple[Figure, ...]:
        known = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
        if exercise not in known:
            return ()
        landmarks = [int(one) for one in known[exercise]["landmarks"]]
        return tuple(
            _figure(landmarks, picture, mirrored=mirrored) for picture in known[exercise]["figures"]
        )

    return figures


def _figure(landmarks: list[int], picture: list[list[float]], *, mirrored: bool) -> Figure:
    points: list[Point | None] = [None] * LANDMARK_COUNT
    for landmark, (x, y) in zip(landmarks, picture, strict=True):
        points[landmark] = (1.0 - x if mirrored else x, y)
    return Figure(points=tuple(points), sure=_SURE, marked=frozenset())
