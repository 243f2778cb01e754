"""Figures that stand still, each one pose of our own recordings of rendered people."""

import json
from importlib import resources

from mirror.session.view import Figure


def figure(name: str, marked: frozenset[int] = frozenset()) -> Figure:
    """A figure by its name in figures.json, as a mirror shows it.

    Args:
        name: an exercise at its far end, or "standing", "turned", "knees_cave".
        marked: landmarks a cue is about.
    """
    text = resources.files("mirror.ui.samples").joinpath("figures.json").read_text("utf-8")
    points = tuple((float(x), float(y)) for x, y in json.loads(text)[name])
    return Figure(points=points, sure=(True,) * len(points), marked=marked)
