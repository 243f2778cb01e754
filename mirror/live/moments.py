"""Picks the pictures of a run that are worth keeping."""

from dataclasses import dataclass
from typing import Final

from exercises.tracker import Snapshot
from mirror.session.happenings import Happening, SceneChanged
from mirror.session.scenes import Picture
from mirror.session.view import View

PICTURES: Final = 3
_ORDER: Final = ("rep", "cue", "hold", "count", "result")
_EASED: Final = 0.99  # of a cue's strength: eased in
_FULL: Final = 0.9  # of the ring: the movement is at its target, and the drawn arc too
_HELD_S: Final = 3.0
_SETTLED: Final = 40
"""Pictures into a scene, about a second: it has eased in, and has not yet gone on."""


@dataclass(slots=True)
class _Shot:
    """A scene's picture.

    Attributes:
        seen: how many pictures of the scene there were.
        picture: the one about a second after its start, or the last one of a shorter scene.
    """

    name: str
    seen: int = 0
    picture: Picture | None = None


class Moments:
    """Keeps the first picture of each kind, and one of each scene.

    Kinds: in a rep, with a cue, in a hold, a count, the result.

    Args:
        scenes: keep one of each scene: for a run that ends. A mirror runs for months, and a picture
            of each scene would fill its memory.
    """

    def __init__(self, *, scenes: bool = False) -> None:
        """Start without any."""
        self._keeps_scenes = scenes
        self._views: dict[str, View] = {}
        self._shots: list[_Shot] = []

    def hear(self, happening: Happening) -> None:
        """A scene may begin."""
        if self._keeps_scenes and isinstance(happening, SceneChanged):
            words = (happening.scene, happening.exercise, happening.side or "")
            self._shots.append(_Shot("-".join(word for word in words if word)))

    def see(self, picture: Picture, snapshot: Snapshot | None) -> None:
        """Look at a picture and what the tracker knew."""
        if self._shots and self._shots[-1].seen < _SETTLED:
            self._shots[-1].seen += 1
            self._shots[-1].picture = picture
        if not isinstance(picture, View):
            return
        for kind in _kinds(picture, snapshot):
            if kind not in self._views or kind == "result":
                self._views[kind] = picture

    def best(self) -> tuple[tuple[str, Picture], ...]:
        """Up to three kinds with their pictures, the most telling."""
        found = [(kind, self._views[kind]) for kind in _ORDER if kind in self._views]
        return tuple(found[:PICTURES])

    def scenes(self) -> tuple[tuple[str, Picture], ...]:
        """All scenes in their order, each with a name of its own and its picture."""
        seen = [shot for shot in self._shots if shot.picture is not None]
        return tuple(
            (f"{place:03}-{shot.name}", shot.picture)
            for place, shot in enumerate(seen, start=1)
            if shot.picture is not None
        )


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
