"""The clocks of this machine, as records need them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from device.board import boot_id, clock_is_set
from mirror.store.records import Moment


@dataclass(frozen=True, slots=True)
class Clocks:
    """What tells the time; tests bring their own.

    Attributes:
        mono_s: monotonic seconds, the loop's clock.
        wall_s: seconds since 1970, UTC, by a clock that may be wrong.
        synced: whether that clock is known to be right.
        boot_id: which boot of the machine this is.
    """

    mono_s: Callable[[], float] = time.monotonic
    wall_s: Callable[[], float] = time.time
    synced: Callable[[], bool] = clock_is_set
    boot_id: str = field(default_factory=boot_id)

    def moment(self, t_s: float) -> Moment:
        """What all clocks showed, or will show, at a time of the loop."""
        wall_s = self.wall_s() - self.mono_s() + t_s
        return Moment(t_s, self.boot_id, wall_s, synced=self.synced())

    def now(self) -> Moment:
        """This moment."""
        return self.moment(self.mono_s())

    def stamp(self) -> str:
        """This moment for the name of a file, such as "20260512T101500Z"."""
        return datetime.fromtimestamp(self.wall_s(), UTC).strftime("%Y%m%dT%H%M%SZ")
