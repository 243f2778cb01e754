"""What the light beside the glass says, for a look from the other room."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from device.ports import Lamp
from mirror.session.happenings import Happening, SceneChanged
from mirror.session.transitions import TRAINING


@dataclass(frozen=True, slots=True)
class Pattern:
    """How bright the light is over time: steady, or swelling softly up and down.

    Attributes:
        low, high: 0 to 1.
        period_s: from bright to bright; 0: steadily `high`.
    """

    high: float
    low: float = 0.0
    period_s: float = 0.0

    def level(self, t_s: float) -> float:
        """How bright at a time."""
        if self.period_s == 0.0:
            return self.high
        share = 0.5 - 0.5 * math.cos(2.0 * math.pi * t_s / self.period_s)
        return self.low + (self.high - self.low) * share


READY: Final = Pattern(0.15)
OFF: Final = Pattern(0.0)
"""While somebody trains the light is not to be looked at."""
ATTENTION: Final = Pattern(0.6, period_s=3.0)
GOODBYE: Final = Pattern(0.6, period_s=0.6)
"""Until it is dark; then it is safe to unplug the mirror soon."""
PATTERNS: Final[Mapping[str, Pattern]] = {
    **dict.fromkeys(TRAINING | {"pause", "leave"}, OFF),
    "error": ATTENTION,
    "shutting_down": GOODBYE,
}
"""By scene; for any other, asleep too, the mirror is ready."""


class StatusLight:
    """A listener that shows the scene on a lamp.

    Args:
        lamp: the light; not closed here.
    """

    def __init__(self, lamp: Lamp) -> None:
        """Begin ready."""
        self._lamp = lamp
        self._pattern = READY

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        if isinstance(happening, SceneChanged):
            self._pattern = PATTERNS.get(happening.scene, READY)

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""
        self._lamp.shine(self._pattern.level(t_s))
