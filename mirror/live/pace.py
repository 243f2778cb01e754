"""How often the pose model looks, by what the person does: every look costs heat and power."""

from typing import Final

from mirror.live.rate import PoseRate
from mirror.session.happenings import Happening, PhaseBegan, SceneChanged

WATCHED: Final = frozenset({"starting", "check", "countdown", "timed"})
"""Scenes that look as often as they can; so does work, during a rep or a hold."""
ASIDE_HZ: Final = 6.0
"""In all others nothing is counted: the rest, a menu, a question. The person must only be found
there soon."""
BETWEEN_HZ: Final = 15.0
"""Between two reps: what models and core are evaluated at (docs/accuracy.md), so that the start
of the next rep is seen as well as ever. The core needs 8 (spec/angle-core.md §4)."""
_WHO: Final = "pace"


def limit_hz(scene: str, phase: str) -> float | None:
    """Poses a second at most; None: as many as there are.

    Args:
        scene: that is on, as in `SceneChanged`.
        phase: of the rep or hold machine, as in `PhaseBegan`.
    """
    if scene == "work":
        return BETWEEN_HZ if phase == "rest" else None
    return None if scene in WATCHED else ASIDE_HZ


class Pace:
    """A listener that holds the pose thread to what the scene needs.

    Args:
        rate: the thread's.
    """

    def __init__(self, rate: PoseRate) -> None:
        """Begin without a limit."""
        self._rate = rate
        self._scene, self._phase = "starting", ""

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        match happening:
            case SceneChanged(scene=scene):
                self._scene, self._phase = scene, ""
            case PhaseBegan(phase=phase):
                self._phase = phase
            case _:
                return
        self._rate.limit(_WHO, limit_hz(self._scene, self._phase))

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""
