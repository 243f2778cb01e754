"""Slows the pose model before the machine has to slow everything: `step(state, sample) -> state`.

    hot     75 °C or the firmware says so      a step slower, at most every 20 s
    very    79 °C or slowed by the firmware    the slowest step at once
    warm    between 70 and 75 °C               stays
    cool    below 70 °C for a minute           a step faster

A machine that cannot tell its temperature is cool. Never below 8 poses a second: the angle core
needs them (issue 1).
"""

from dataclasses import dataclass
from typing import Final

from device.health import Health
from mirror.health.judge import HOT_C, hot

STEPS_HZ: Final[tuple[float | None, ...]] = (None, 15.0, 12.0, 10.0, 8.0)
"""None: as fast as it goes. 15 is what a model is chosen for (device/pose/models.py)."""
VERY_HOT_C: Final = 79.0
COOL_C: Final = 70.0
SLOWER_S: Final = 20.0
"""Heat follows the load within some seconds; a case behind glass needs longer."""
FASTER_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Cooling:
    """Where it stands.

    Attributes:
        level: of `STEPS_HZ`.
        changed_s: when the level changed.
        cool_s: since when it is cool; None: it is not.
    """

    level: int = 0
    changed_s: float | None = None
    cool_s: float | None = None

    @property
    def rate_hz(self) -> float | None:
        """Poses a second at most; None: as fast as it goes."""
        return STEPS_HZ[self.level]


def step(state: Cooling, machine: Health, now_s: float) -> Cooling:
    """The state after a look at the machine.

    Args:
        state: before.
        machine: what was seen.
        now_s: seconds that only grow.
    """
    celsius, slowest = machine.temperature_c, len(STEPS_HZ) - 1
    burning = celsius is not None and celsius >= VERY_HOT_C
    if burning or "throttled" in (machine.strains or ()):
        return Cooling(slowest, now_s if state.level != slowest else state.changed_s)
    if hot(machine):
        due = state.changed_s is None or now_s - state.changed_s >= SLOWER_S
        if state.level < slowest and due:
            return Cooling(state.level + 1, now_s)
        return Cooling(state.level, state.changed_s)
    if celsius is not None and COOL_C <= celsius < HOT_C:
        return Cooling(state.level, state.changed_s)
    cool_s = now_s if state.cool_s is None else state.cool_s
    if state.level > 0 and now_s - cool_s >= FASTER_S:
        return Cooling(state.level - 1, now_s, now_s)
    return Cooling(state.level, state.changed_s, cool_s)
