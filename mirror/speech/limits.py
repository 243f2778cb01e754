"""How often the same thing may be said: once and again, never nagging.

spec/angle-core.md section 2: one cue a rep and one in 6 s, the same no more than three times a
set. The cue board of mirror/session holds to it for faults; what it shows besides, such as a
movement that was too small, is shown each time and spoken under the same limit here.
"""

from collections import Counter
from math import inf
from typing import Final

EVERY_S: Final = 6.0
MOST_A_SET: Final = 3
PRAISE: Final = "cue.praise"
"""Praise is no cue: it follows one as soon as it was heeded."""


class Limits:
    """Of one set."""

    def __init__(self) -> None:
        """Start a set."""
        self._said: Counter[str] = Counter()
        self._last_s = -inf

    def allow(self, key: str, t_s: float) -> bool:
        """Whether a cue may be said now; if so it counts as said."""
        praise = key == PRAISE
        if self._said[key] >= MOST_A_SET or (not praise and t_s - self._last_s < EVERY_S):
            return False
        self._said[key] += 1
        if not praise:
            self._last_s = t_s
        return True
