"""The samples of one rep: what faults and scores are read from."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, Protocol

import numpy as np

from exercises.geometry import NAN
from exercises.pose import FloatArray

_EDGE_S: Final = 0.2 + 1e-3
"""A start and an end last this long; the millisecond keeps rounding from moving a frame."""

_SET_OUT: Final = 0.1
_ARRIVED: Final = 0.9
"""Shares of the peak between which the way out is measured. In 118 clamshells, 136 side-steps, 87
deadlifts and 138 squats of rendered people the mean error of its duration is 0.04, 0.02, 0.09 and
0.11 s. From the rep's start on, whose moment is lost in noise, it was 0.07, 0.04, 0.19 and 0.12."""

_WELL_ON: Final = 0.7
"""Share of the peak up to which a way tells when it began or ends. The rest may hold a pause."""
_NEARLY_BACK: Final = 0.2
"""Share of the way down to where the signal turns, which itself is lost in noise."""
_MOST_BEYOND_S: Final = 1.0
"""More is a pause near the end of the way, not a slow movement."""

_ONSET: Final = 0.06
"""Signal above the quietest moment of the rest at which a rep has begun."""

Row = tuple[float, float, Mapping[str, float]]
"""Time, signal and channels of one pose."""


class Ways(Protocol):
    """What a `RepRule` says of the ways out and back."""

    @property
    def low(self) -> float:
        """Signal below which the machine takes a rep to be back."""

    @property
    def turn_back(self) -> float:
        """Above 0 where the way back ends at the turn, in whatever position that is."""

    @property
    def way_power(self) -> float:
        """Power of the signal that grows as the way of a smooth move."""


class Trace:
    """Signal and channels of one rep, from its start to its end.

    Attributes:
        t_s: float64 [N], capture times.
        signal: float64 [N], the rep signal.
        start_s, peak_s, end_s: times of the rep.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        start_s: float,
        peak_s: float,
        end_s: float,
        rule: Ways | None = None,
    ) -> None:
        """Keep the rows; without the rule of a rep its ways are taken as those of an angle."""
        self._rows = rows
        self._columns: dict[str, FloatArray] = {}
        self.t_s: FloatArray = np.array([row[0] for row in rows])
        self.signal: FloatArray = np.array([row[1] for row in rows])
        self.start_s, self.peak_s, self.end_s = start_s, peak_s, end_s
        self._way_power = 1.0 if rule is None else rule.way_power
        self._turned = rule is not None and rule.turn_back > 0.0
        self._low = math.inf if rule is None else rule.low
        self._peak = float(self.signal.max()) if len(rows) else NAN
        self._bottom = self.signal >= _ARRIVED * self._peak  # the bottom window of spec §2

    @property
    def bottom_count(self) -> int:
        """Samples in the bottom window."""
        return int(self._bottom.sum())

    @property
    def peak(self) -> float:
        """Range reached: median signal within 0.15 s of the peak (spec §2)."""
        return median(self.signal[np.abs(self.t_s - self.peak_s) <= 0.15])  # noqa: PLR2004

    def channel(self, name: str) -> FloatArray:
        """All values [N] of a channel, read-only; NaN where a pose lacked it."""
        if name not in self._columns:
            column = np.array([row[2].get(name, NAN) for row in self._rows])
            column.flags.writeable = False
            self._columns[name] = column
        return self._columns[name]

    def bottom(self, name: str) -> float:
        """Median of a channel while the signal is at 90 % of its peak or more."""
        return median(self.channel(name)[self._bottom])

    def bottom_side(self, right_flag: str) -> Literal["left", "right"] | None:
        """The side a 0/1 channel names at the bottom, 1 for right; None when unknown."""
        flag = self.bottom(right_flag)
        if not math.isfinite(flag):
            return None
        return "right" if flag > 0.5 else "left"  # noqa: PLR2004 - a flag's median

    def start(self, name: str) -> float:
        """Median of a channel in the first 0.2 s."""
        return median(self.channel(name)[self.t_s < self.t_s[0] + _EDGE_S])

    def first(self, name: str) -> float:
        """Value of a channel when the movement began."""
        return float(self.channel(name)[0])

    def last(self, name: str) -> float:
        """Median of a channel in the last 0.2 s."""
        return median(self.channel(name)[self.t_s > self.t_s[-1] - _EDGE_S])

    def greatest(self, name: str) -> float:
        """Largest value of a channel."""
        values = self.channel(name)
        values = values[np.isfinite(values)]
        return float(values.max()) if len(values) else NAN

    def least(self, name: str) -> float:
        """Smallest value of a channel."""
        values = self.channel(name)
        values = values[np.isfinite(values)]
        return float(values.min()) if len(values) else NAN

    def within(self, name: str, by: str, low: float, high: float) -> float:
        """Median of a channel while channel `by` lies in low..high; NaN when it never does."""
        band = self.channel(by)
        return median(self.channel(name)[(band >= low) & (band <= high)])

    def outward_s(self) -> float:
        """Duration of the way out.

        Measured from 10 % to 90 % of the peak and extended along a raised cosine, since the first
        and the last tenth of the way cannot be told from holding still.
        """
        low = self._set_out()
        return (self._rise_s(_ARRIVED) - self._rise_s(low)) / self._time_share(low, _ARRIVED)

    def begun_s(self) -> float:
        """When the way out began: extended likewise, from where it was set out to `_WELL_ON`."""
        low = self._set_out()
        from_s = self._rise_s(low)
        return from_s - self._beyond_s(low, self._rise_s(_WELL_ON) - from_s)

    def _set_out(self) -> float:
        """Share of the peak from which on the way out is measured."""
        return _usable(max(float(self._before_bottom().min()) / self._peak, _SET_OUT))

    def _before_bottom(self) -> FloatArray:
        """The signal on the way out: all samples before the bottom window, at least one."""
        return self.signal[: max(1, int(np.argmax(self._bottom)))]

    def _rise_s(self, share: float) -> float:
        """When the signal last rose through a share of its peak on the way out."""
        level = share * self._peak
        below = np.flatnonzero(self._before_bottom() < level)
        if not len(below):
            return float(self.t_s[0])
        return self._crossing_s(int(below[-1]), level)

    def _crossing_s(self, i: int, level: float) -> float:
        """When the signal passed a level between sample `i` and the next."""
        (from_s, to_s), (was, now) = self.t_s[i : i + 2], self.signal[i : i + 2]
        return float(from_s + (to_s - from_s) * (level - was) / (now - was))

    def bottom_s(self) -> float:
        """Time between the first and the last sample of the bottom window."""
        inside = self.t_s[self._bottom]
        return float(inside[-1] - inside[0])

    def inward_s(self) -> float:
        """Duration of the way back, extended along a raised cosine at both ends.

        The machine ends a rep a little above the start position.
        """
        floor, left, until_s = self._back()
        return (until_s - self._fall_s(_ARRIVED, floor)) / self._time_share(left, _ARRIVED)

    def over_s(self) -> float:
        """When the way back is over, likewise: mostly a little after the last pose.

        The last pose's time for a rep that was cut short on its way back.
        """
        if self.signal[-1] > self._low and not self._turned:
            return self.end_s
        floor, left, until_s = self._back()
        return until_s + self._beyond_s(left, until_s - self._fall_s(_WELL_ON, floor))

    def _back(self) -> tuple[float, float, float]:
        """Signal at which the way back ends; what was left of it when last measured; when."""
        if self._turned:
            floor = float(self.signal[-1])
            return floor, _NEARLY_BACK, self._fall_s(_NEARLY_BACK, floor)
        return 0.0, _usable(float(self.signal[-1]) / self._peak), self.end_s

    def _fall_s(self, share: float, floor: float = 0.0) -> float:
        """When the signal last fell through a share of the way from `floor` to its peak."""
        level = floor + share * (self._peak - floor)
        i = int(np.flatnonzero(self.signal >= level)[-1])
        return float(self.t_s[i]) if i + 1 == len(self.t_s) else self._crossing_s(i, level)

    def _beyond_s(self, low: float, took_s: float) -> float:
        """Time from the start position to a share of the peak, by that from it to `_WELL_ON`."""
        share = self._time_share(0.0, low) / self._time_share(low, _WELL_ON)
        return min(took_s * share, _MOST_BEYOND_S)

    def _time_share(self, low: float, high: float) -> float:
        """Share of its duration that a move takes from one share of its peak to another."""
        return _cosine_share(low**self._way_power, high**self._way_power)

    def roughness(self) -> float:
        """Peak speed over mean speed of the signal (spec §5); about 1.6 for a smooth rep."""
        dt = np.diff(self.t_s)
        speed = np.abs(np.diff(self.signal)) / np.maximum(dt, 1e-3)
        moving = speed[speed > 0.1 * speed.max()] if len(speed) else speed
        return percentile(moving, 95) / float(moving.mean()) if len(moving) else NAN

    def sway(self, name: str, *, bottom_only: bool = False) -> float:
        """RMS residual of a channel around its straight trend."""
        values = self.channel(name)
        good = np.isfinite(values) & (self._bottom | (not bottom_only))
        if good.sum() < 3:  # noqa: PLR2004 - a line through two points leaves no residual
            return NAN
        t, v = self.t_s[good], values[good]
        t, v = t - t.mean(), v - v.mean()
        rest = v - t * (t @ v) / (t @ t)
        return math.sqrt(rest @ rest / len(rest))


def departure_s(rows: Iterable[Row], seen_s: float) -> float:
    """When a rep really left the start position; the machine only sees it at `low`, at `seen_s`."""
    rest = [row for row in rows if row[0] <= seen_s]
    floor = min((row[1] for row in rest), default=0.0)
    return max((row[0] for row in rest if row[1] <= floor + _ONSET), default=seen_s)


def _usable(share: float) -> float:
    """A share from which an extension makes sense."""
    return min(max(share, 0.0), 0.6)


def _cosine_share(low: float, high: float) -> float:
    """Share of its duration that a raised-cosine move takes from one level to another."""
    return (math.acos(1.0 - 2.0 * high) - math.acos(1.0 - 2.0 * low)) / math.pi


def median(values: FloatArray) -> float:
    """Median of the finite ones among [N] values, NaN without any.

    numpy's takes ten times as long for so few. Like its percentile it loads numpy.ma at its first
    call, in the middle of a set: 10 ms of a PC's processor and 1.3 MB.
    """
    finite = values[np.isfinite(values)].tolist()
    return statistics.median(finite) if finite else NAN


def percentile(values: FloatArray, percent: float) -> float:
    """As numpy's, of [N] values; NaN without any, and where one is NaN."""
    if not len(values) or np.isnan(values).any():
        return NAN
    ordered: list[float] = np.sort(values).tolist()
    place = percent / 100.0 * (len(ordered) - 1)
    before = math.floor(place)
    low, high = ordered[before], ordered[min(before + 1, len(ordered) - 1)]
    share = place - before
    # From the nearer end, as numpy does.
    return low + (high - low) * share if share < 0.5 else high - (high - low) * (1.0 - share)  # noqa: PLR2004
