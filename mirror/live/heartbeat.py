"""Says to the service manager that the mirror works: ready once, and then that it is alive.

The main loop says it, so a loop that hangs says nothing. It says it only while poses come too, or
while the camera is being opened again: a beat of the pose thread holds for as long as the thread
may need until the next one. When both do not beat, the manager's watchdog starts the mirror anew.
"""

import logging
import math
import os
import time
from collections.abc import Callable, Mapping
from typing import Final

from mirror.notify import ALIVE, READY, Notify, notifier

PERIOD_S: Final = 1.0
"""Between two signs of life, or a quarter of the manager's limit when that is less: a hang is then
seen as soon as the limit allows (sd_watchdog_enabled(3) asks for half of it or less)."""
POSE_S: Final = 20.0
"""A camera that fails needs up to 15 s to say so: device/drivers/camera_pi.py tries 4 times by
itself, camera_v4l2.py waits 3 times 2 s."""
OPENING_S: Final = 60.0
"""Opening the camera and loading the models, which are timed on a new machine."""

_USEC_VARIABLE: Final = "WATCHDOG_USEC"
_PID_VARIABLE: Final = "WATCHDOG_PID"

_log = logging.getLogger(__name__)


class Pulse:
    """The life of one thread, which beats; others ask.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start without a beat."""
        self._clock = clock
        self._until_s = -math.inf

    def beat(self, lasts_s: float) -> None:
        """Be alive for so long from now."""
        self._until_s = self._clock() + lasts_s

    @property
    def alive(self) -> bool:
        """Whether the last beat still holds."""
        return self._clock() <= self._until_s


class Heart:
    """Tells the service manager.

    Args:
        notify: reaches it; None: nobody started us who listens.
        limit_s: the manager's watchdog; None: it has none.
        clock: monotonic seconds.

    Attributes:
        poses: beaten by the pose thread.
        served: whether a service manager listens; it starts us again when we end.
    """

    def __init__(
        self,
        notify: Notify | None = None,
        *,
        limit_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Say nothing yet."""
        self.poses = Pulse(clock)
        self.served = notify is not None
        self._notify = notify or (lambda _words: None)
        self._period_s = math.inf if limit_s is None else min(PERIOD_S, limit_s / 4)
        self._clock = clock
        self._ready = False
        self._silent = False
        self._due_s = -math.inf

    def turn(self, *, opened: bool) -> None:
        """The main loop went round, with a picture on the screen.

        Args:
            opened: whether poses came ever.
        """
        if opened and not self._ready:
            self._ready = True
            self._notify(READY)
        if self._period_s < math.inf and self._ready and self._clock() >= self._due_s:
            self._feed()

    def _feed(self) -> None:
        self._due_s = self._clock() + self._period_s
        alive = self.poses.alive
        if alive:
            self._notify(ALIVE)
        elif not self._silent:
            _log.error("No poses come and the camera does not fail: the mirror will be restarted")
        self._silent = not alive


def heart_of(environment: Mapping[str, str] = os.environ) -> Heart:
    """The heart that a process with these variables needs; see sd_watchdog_enabled(3)."""
    usec, pid = environment.get(_USEC_VARIABLE, ""), environment.get(_PID_VARIABLE, "")
    meant = pid in {"", str(os.getpid())}
    limit_s = int(usec) / 1e6 if meant and usec.isdecimal() and int(usec) > 0 else None
    return Heart(notifier(environment), limit_s=limit_s)
