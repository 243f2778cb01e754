"""A clock that the main loop moves, and on which other threads sleep: hours in minutes.

Time goes on only while every thread sleeps on this clock or waits for another one that does, so a
run gives the same whatever the machine has to do besides.
"""

import threading
from typing import Final

PATIENCE_S: Final = 20.0
"""Real seconds that time waits for a busy thread. Only one that hangs needs as long: on a loaded
machine, any other that time did not wait for would lose pictures and seem slow."""


class SimClock:
    """Seconds of the simulated world, on the scale of `time.monotonic`.

    Args:
        now_s: to begin with.
        patience_s: real seconds to wait for a busy thread.

    Attributes:
        hurried: how often time went on although a thread was busy.
    """

    def __init__(self, now_s: float = 500.0, *, patience_s: float = PATIENCE_S) -> None:
        """Nobody sleeps, nobody is busy."""
        self._changed = threading.Condition()
        self._now_s = now_s
        self._due: dict[int, float] = {}
        self._busy = 0
        self._over = False
        self._patience_s = patience_s
        self.hurried = 0

    def __call__(self) -> float:
        """Now."""
        return self._now_s

    def busy(self, more: int) -> None:
        """So many more threads are at work (or fewer): time waits for them."""
        with self._changed:
            self._busy += more
            self._changed.notify_all()

    def sleep(self, seconds: float) -> None:
        """Another thread, which counts as busy, sleeps until the loop has moved the clock."""
        me = threading.get_ident()
        with self._changed:
            if self._over:  # nobody moves it any more, and who waits for a time must come to an end
                self._now_s += seconds
                return
            self._due[me] = self._now_s + seconds
            self._busy -= 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: me not in self._due or self._over)
            if self._due.pop(me, None) is not None:
                self._busy += 1

    def advance(self, seconds: float) -> None:
        """The main loop lets time go on, and each sleeper wake at its time."""
        with self._changed:
            until_s = self._now_s + seconds
            while True:
                quiet = self._changed.wait_for(lambda: self._busy <= 0, self._patience_s)
                self.hurried += not quiet
                due = [one for one in self._due.items() if one[1] <= until_s]
                if not due:
                    break
                who, self._now_s = min(due, key=lambda one: one[1])
                del self._due[who]
                self._busy += 1
                self._changed.notify_all()
            self._now_s = until_s

    def end(self) -> None:
        """Wake everybody for good."""
        with self._changed:
            self._over = True
            self._changed.notify_all()


class SimStop(threading.Event):
    """The loop's stop event: waiting for it moves the clock; nobody really waits."""

    def __init__(self, clock: SimClock) -> None:
        """Not stopped."""
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        """See `threading.Event`."""
        self._clock.advance(timeout or 0.0)
        return self.is_set()
