"""References of the start position: followed at rest, frozen while the person moves.

People begin before a two-second calibration is over, so a reference is usable from the first
pose and becomes better with each moment of rest (spec/angle-core.md §1.2 asks for 2 s still;
14 of 21 real clips begin their first rep earlier than that).
"""

from collections import deque
from collections.abc import Mapping
from math import isfinite, nan
from statistics import median
from typing import Final

from exercises.smoothing import SETTLING_S
from exercises.spec import Baseline, Settle

_LATEST_S: Final = 0.2


class References:
    """The values of the start position by channel name."""

    def __init__(self, baselines: tuple[Baseline, ...], settle: Settle | None) -> None:
        """Start unknown; the first pose at rest is taken as it is."""
        self._baselines = baselines
        self._settle = settle
        self._values: dict[str, float] = {}
        self._t_s: float | None = None
        self._found_s = nan
        self._still: deque[tuple[float, Mapping[str, float]]] = deque()
        self.settling = settle is not None and settle.at_start

    @property
    def values(self) -> Mapping[str, float]:
        """Current references; a name is absent until it was seen once."""
        return self._values

    def found(self, t_s: float) -> None:
        """Somebody came into view."""
        self._found_s = t_s

    def forget(self, t_s: float) -> None:
        """The person moved: wait until they are still again, if the exercise asks for it.

        Of somebody just found the first looks may be wrong, as in a cross-fade from another view:
        what follows them is a start and no movement.
        """
        self._values = {}
        self._still.clear()
        settle = self._settle
        starts = t_s - self._found_s < SETTLING_S
        self.settling = settle is not None and (settle.at_start or not starts)

    def follow(self, channels: Mapping[str, float], t_s: float) -> None:
        """Take a pose in the start position."""
        dt_s = 0.0 if self._t_s is None else min(0.2, max(0.0, t_s - self._t_s))
        self._t_s = t_s
        if self.settling:
            self._wait_until_still(channels, t_s)
            return
        for baseline in self._baselines:
            value = channels.get(baseline.channel)
            if value is None or not isfinite(value):
                continue
            old = self._values.get(baseline.channel)
            if old is None:
                self._values[baseline.channel] = value
                continue
            tau_s = baseline.rise_s if value > old else baseline.fall_s
            self._values[baseline.channel] = old + (value - old) * min(1.0, dt_s / tau_s)

    def _wait_until_still(self, channels: Mapping[str, float], t_s: float) -> None:
        settle = self._settle
        if settle is None:
            return
        window = self._still
        window.append((t_s, channels))
        while window and t_s - window[0][0] > settle.duration_s:
            window.popleft()
        if t_s - window[0][0] < 0.8 * settle.duration_s:
            return
        for name, largest in settle.ranges.items():
            values = [row[1][name] for row in window if isfinite(row[1].get(name, nan))]
            if not values or max(values) - min(values) > largest:
                return
        self.settling = False
        # The latest values, not the window's: a movement may just have begun.
        for baseline in self._baselines:
            values = [
                row[1][baseline.channel]
                for row in window
                if t_s - row[0] <= _LATEST_S and isfinite(row[1].get(baseline.channel, nan))
            ]
            if values:
                self._values[baseline.channel] = median(values)
        window.clear()
