"""Faults one after the other in three lanes, which overlap: camera, loudspeaker, network."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Final

from scripts.endurance.loudspeaker import Amplifier
from scripts.endurance.unplugged import Cable, Eyes
from tests.app.sync_proxy import Proxy

SILENT, RAISES, ABSENT = "camera gives no frames", "camera raises", "camera is absent"
MODEL, SPEAKER, WIFI = "pose model raises", "loudspeaker is out", "Wi-Fi is away"
KINDS: Final = (SILENT, RAISES, ABSENT, MODEL, SPEAKER, WIFI)
FROM: Final[Mapping[str, str]] = {
    **dict.fromkeys((SILENT, RAISES, ABSENT, MODEL), "the last frame"),
    SPEAKER: "plugged in again",
    WIFI: "server is back",
}
_WAYS: Final = ("away", "cut", "half", "lost")


def lanes(count: int, chance: random.Random) -> tuple[list[str], list[str], list[str]]:
    """So many faults, the kinds even but for the remainder: of the camera, speaker and network."""
    kinds = [KINDS[number % len(KINDS)] for number in range(count)]
    chance.shuffle(kinds)
    camera = [one for one in kinds if one not in {SPEAKER, WIFI}]
    return camera, kinds.count(SPEAKER) * [SPEAKER], kinds.count(WIFI) * [WIFI]


@dataclass(eq=False)
class Fault:
    """One.

    Attributes:
        since_s: when it began, or for what was pulled and pushed in: when it was back.
        back_s: when it is to come back; None: by itself, or not known yet.
    """

    kind: str
    since_s: float
    mark: int = 0
    lasts_s: float = 0.0
    back_s: float | None = None
    back: bool = False


@dataclass(eq=False)
class Lane:
    """Waits, breaks something, waits until it works again, and so on.

    Args:
        kinds: of the faults, in order.
        pause_s: least and most between the last recovery and the next fault.
        start: breaks something.
        over: says whether it works again; called often.
    """

    kinds: list[str]
    pause_s: tuple[float, float]
    start: Callable[[str, float], Fault]
    over: Callable[[Fault, float], bool]
    chance: random.Random
    took_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    fault: Fault | None = None
    _next_s: float | None = None

    @property
    def done(self) -> bool:
        """Every fault was, and is over."""
        return not self.kinds and self.fault is None

    def turn(self, now_s: float) -> None:
        """Time went on."""
        if self._next_s is None:
            self._next_s = now_s + self.chance.uniform(*self.pause_s)
        if self.fault is not None:
            if self.over(self.fault, now_s):
                self.took_s[self.fault.kind].append(now_s - self.fault.since_s)
                self.fault = None
                self._next_s = now_s + self.chance.uniform(*self.pause_s)
        elif self.kinds and now_s >= self._next_s:
            self.fault = self.start(self.kinds.pop(0), now_s)


@dataclass(eq=False)
class Breaker:
    """Breaks what there is, and says when it works again.

    Attributes:
        scene: what the mirror shows.
        failed: rounds of sync that failed so far.
        waiting: sessions that the server does not have yet.
    """

    cable: Cable
    eyes: Eyes
    amplifier: Amplifier
    proxy: Proxy
    chance: random.Random
    scene: Callable[[], str]
    waiting: Callable[[], int]
    failed: int = 0

    def start_camera(self, kind: str, now_s: float) -> Fault:
        """A fault of camera or model; the driver gives up after 4 tries, the thread goes on."""
        if kind == SILENT:
            self.cable.silence(self.chance.randint(1, 6))
        elif kind == ABSENT:
            self.cable.pull(self.chance.randint(1, 8))
        elif kind == RAISES:
            self.cable.raising = True
        else:
            self.eyes.failing = True
        return Fault(kind, now_s)

    def camera_over(self, fault: Fault, _now_s: float) -> bool:
        """A pose came, and the mirror shows what it showed."""
        return self.eyes.last_s > fault.since_s and self.scene() != "error"

    def start_speaker(self, kind: str, now_s: float) -> Fault:
        """Out; it stays out until a sound was missed, and for a while after."""
        self.amplifier.pull()
        return Fault(kind, now_s, self.amplifier.refused, self.chance.uniform(1.0, 40.0))

    def speaker_over(self, fault: Fault, now_s: float) -> bool:
        """A sound began."""
        if self._returned(fault, now_s, self.amplifier.refused):
            self.amplifier.push()
        return fault.back and self.amplifier.played_s > fault.since_s

    def start_wifi(self, kind: str, now_s: float) -> Fault:
        """No connection, or a request breaks off and then there is none; until one was missed."""
        way = self.chance.choice(_WAYS)
        if way == "away":
            self.proxy.down()
        else:
            self.proxy.faults(chain([way], repeat("cut")))
        return Fault(kind, now_s, self.failed, self.chance.uniform(1.0, 30.0))

    def wifi_over(self, fault: Fault, now_s: float) -> bool:
        """The server has all sessions."""
        if self._returned(fault, now_s, self.failed):
            self.proxy.faults(())
            self.proxy.down()  # it may listen already
            self.proxy.up()
        return fault.back and self.waiting() == 0

    @staticmethod
    def _returned(fault: Fault, now_s: float, missed: int) -> bool:
        """Whether it comes back just now."""
        if fault.back_s is None and missed > fault.mark:
            fault.back_s = now_s + fault.lasts_s
        if fault.back or fault.back_s is None or now_s < fault.back_s:
            return False
        fault.back, fault.since_s = True, now_s
        return True
