"""How often the pose model looks, at most: whoever wants it slower says so; the slowest holds."""

import threading
from collections.abc import Callable
from time import monotonic


class PoseRate:
    """Asked by the pose thread, told by any.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Start without a limit."""
        self._clock = clock
        self._lock = threading.Lock()
        self._limits: dict[str, float] = {}
        self._due_s = clock()

    def limit(self, who: str, rate_hz: float | None) -> None:
        """Hold to so many poses a second, for a reason of that name; None: not for it any more."""
        with self._lock:
            if rate_hz is None:
                self._limits.pop(who, None)
            else:
                self._limits[who] = rate_hz

    @property
    def hz(self) -> float | None:
        """Poses a second at most; None: as fast as it goes."""
        with self._lock:
            return min(self._limits.values(), default=None)

    def pause_s(self) -> float:
        """How long to wait before the next picture; call once after each pose."""
        hz, now_s = self.hz, self._clock()
        if hz is None:
            self._due_s = now_s
            return 0.0
        # From when it was due, so that the rate holds on average; what is late is not caught up.
        self._due_s = max(now_s, self._due_s + 1 / hz)
        return self._due_s - now_s
