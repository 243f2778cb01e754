"""Watches over the mirror's own health in a thread, and slows the pose model before heat does."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from device.health import HealthSensors
from device.meter import Meter
from mirror.health import cooling, warning
from mirror.health.judge import judge
from mirror.health.vitals import Vitals
from mirror.live.rate import PoseRate
from mirror.session.inputs import HealthTold, News
from mirror.web.vitals import clear_vitals, show_vitals

LOOK_S: Final = 5.0
"""Between two looks: heat and disks change slowly."""
JOIN_S: Final = 2.0
WHY: Final = "heat"
"""Its name among those who limit the rate of poses."""

_log = logging.getLogger(__name__)


class HealthWatch:
    """See the module.

    Args:
        sensors: tell how the machine is.
        meter: tells how fast camera and model are.
        rate: is limited while it is hot.
        put: takes inputs for the session, from any thread; must not wait.
        board: as from `mirror.web.board.board_path`.
        clock: monotonic seconds.
    """

    def __init__(  # noqa: PLR0913 - what it works with, all named
        self,
        sensors: HealthSensors,
        meter: Meter,
        *,
        rate: PoseRate,
        put: Callable[[News], None],
        board: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; `start` begins."""
        self._clock = clock
        self._sensors = sensors
        self._meter = meter
        self._rate = rate
        self._put = put
        self._board = board
        self._cooling = cooling.Cooling()
        self._warned = warning.Warned()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="health", daemon=True)

    def start(self) -> None:
        """Begin to look every few seconds."""
        self._thread.start()

    def close(self) -> None:
        """End; may be called twice."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)
        clear_vitals(self._board)

    def look(self, now_s: float) -> None:
        """Look once: slow down or not, warn, tell the session, show it to the phone."""
        machine = self._sensors.read()
        before, self._cooling = self._cooling, cooling.step(self._cooling, machine, now_s)
        rate_hz = self._cooling.rate_hz
        self._rate.limit(WHY, rate_hz)
        if before.level != self._cooling.level:
            held = "as fast as it goes" if rate_hz is None else f"{rate_hz:.0f} a second at most"
            _log.info("Poses against heat: %s (%s °C)", held, machine.temperature_c)
        vitals = Vitals(machine, self._meter.speed(), rate_hz)
        self._warned = warning.step(self._warned, judge(vitals), now_s)
        for one in self._warned.due:
            _log.warning("The mirror wants attention: %s (%s)", one, machine)
        self._put(HealthTold(vitals, self._warned.due))
        show_vitals(self._board, vitals, now_s)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self.look(self._clock())
            except Exception:  # noqa: BLE001 - the top of a thread: the mirror works without it
                _log.exception("The watch over the mirror's health failed")
                return
            self._stop.wait(LOOK_S)
