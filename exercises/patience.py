"""What must last before it is said."""

from collections import deque
from typing import Final

from exercises.spec import Alert

_PROBLEM_S: Final = 0.5
"""A view problem must last this long before it is said, and be gone as long."""

_WINDOW: Final = 3
_SEEN: Final = 2
"""Poses that must show a fault before a tone: 2 of 3 (spec/angle-core.md §4, latency)."""


class Steady:
    """A view problem with patience: it must last before it is said, and before it is unsaid."""

    def __init__(self) -> None:
        """Start without a problem."""
        self.said: str | None = None
        self._next: str | None = None
        self._since_s = 0.0

    def take(self, problem: str | None, t_s: float) -> bool:
        """Whether what is said changes now."""
        if problem != self._next:
            self._next, self._since_s = problem, t_s
        if self._next == self.said or t_s - self._since_s < _PROBLEM_S:
            return False
        self.said = self._next
        return True


class Confirmed:
    """A fault that is visible right now: said once a movement, when 2 of 3 poses show it."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self.said: Alert = Alert("")
        self._recent: deque[Alert | None] = deque(maxlen=_WINDOW)
        self._over = True

    def take(self, alert: Alert | None, *, over: bool) -> bool:
        """Whether to say it now.

        Args:
            alert: what this pose shows.
            over: no movement is under way, so the next one may be told of anew.
        """
        if over:
            self._recent.clear()
            self._over = False
            return False
        self._recent.append(alert)
        if self._over or alert is None or self._recent.count(alert) < _SEEN:
            return False
        self.said, self._over = alert, True
        return True
