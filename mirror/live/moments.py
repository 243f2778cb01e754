"""Picks the views of a run that are worth a picture."""

from typing import Final

from exercises.tracker import Snapshot
from mirror.session.view import View

PICTURES: Final = 3
_ORDER: Final = ("rep", "cue", "hold", "count", "result")
_EASED: Final = 0.99  # of a cue's strength: eased in
_FULL: Final = 0.9  # of the ring: the movement is at its target, and the drawn arc too
_HELD_S: Final = 3.0


class Moments:
    """Keeps the first view of each kind: in a rep, with a cue, in a hold, a count, the result."""

    def __init__(self) -> None:
        """Start without any."""
        self._views: dict[str, View] = {}

    def see(self, view: View, snapshot: Snapshot | None) -> None:
        """Look at a view and what the tracker knew."""
        for kind in _kinds(view, snapshot):
            if kind not in self._views or kind == "result":
                self._views[kind] = view

    def best(self) -> tuple[tuple[str, View], ...]:
        """Up to three kinds with their views, the most telling."""
        found = [(kind, self._views[kind]) for kind in _ORDER if kind in self._views]
        return tuple(found[:PICTURES])


def _kinds(view: View, now: Snapshot | None) -> list[str]:
    if view.scene == "result":
        return ["result"]
    if view.scene != "training" or now is None or view.ring is None or view.figure is None:
        return []
    kinds = []
    if now.phase == "top" and view.ring.fill >= _FULL and now.view_problem is None:
        kinds.append("rep")
    if view.cue is not None and view.cue.tone == "attend" and view.cue.strength >= _EASED:
        kinds.append("cue")
    if now.held_s >= _HELD_S:
        kinds.append("hold")
    if now.count > 0:
        kinds.append("count")
    return kinds
