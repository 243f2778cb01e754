"""What a plot needs of a set over time, in a bounded amount of memory."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from exercises.tracker import Snapshot

CAPACITY: Final = 4096
"""Columns kept: about three for each pixel across a plot of 1400 px."""

_T, _SIGNAL_LOW, _SIGNAL_HIGH, _GAUGE_LOW, _GAUGE_HIGH, _WIDTH = range(6)

Columns = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Change:
    """From `t_s` on the state was `state`; None: none."""

    t_s: float
    state: str | None


class Trace:
    """Signal and gauge over time, with the phases and view problems.

    When the columns are full, neighbours are merged in pairs, keeping the lowest and the
    highest value of both: a long clip is drawn coarser, but no peak is lost.

    Args:
        capacity: columns to keep; even.
    """

    def __init__(self, *, capacity: int = CAPACITY) -> None:
        """Start empty."""
        self._columns: Columns = np.empty((capacity, _WIDTH), np.float32)
        self._used = 0
        self._frames_per_column = 1
        self._frames_in_last = 0
        self._gauge_name = ""
        self._phases: list[Change] = []
        self._problems: list[Change] = []

    def add(self, t_s: float, snapshot: Snapshot) -> None:
        """Note the tracker's state after the pose taken at `t_s`."""
        self._gauge_name = snapshot.gauge_name or self._gauge_name
        _change(self._phases, t_s, snapshot.phase)
        _change(self._problems, t_s, snapshot.view_problem)
        signal = np.nan if snapshot.signal is None else snapshot.signal
        gauge = np.nan if snapshot.gauge is None else snapshot.gauge
        frame = np.array([t_s, signal, signal, gauge, gauge], np.float32)
        if self._used and self._frames_in_last < self._frames_per_column:
            self._columns[self._used - 1] = _merged(self._columns[self._used - 1], frame)
            self._frames_in_last += 1
            return
        if self._used == len(self._columns):
            half = self._used // 2
            self._columns[:half] = _merged(self._columns[0::2], self._columns[1::2])
            self._used = half
            self._frames_per_column *= 2
        self._columns[self._used] = frame
        self._used += 1
        self._frames_in_last = 1

    @property
    def gauge_name(self) -> str:
        """Name of the gauge with its unit, such as "knee_flexion_deg"."""
        return self._gauge_name

    @property
    def end_s(self) -> float:
        """Time of the last column; 0 when empty."""
        return float(self._columns[self._used - 1, _T]) if self._used else 0.0

    @property
    def phases(self) -> tuple[Change, ...]:
        """The phases, each from its start."""
        return tuple(self._phases)

    @property
    def problems(self) -> tuple[Change, ...]:
        """The view problems, each from its start; `state` None: the view was good."""
        return tuple(self._problems)

    def signal(self) -> tuple[Columns, Columns]:
        """Times in s and signal, as a line: each column's lowest then highest value."""
        return self._line(_SIGNAL_LOW, _SIGNAL_HIGH)

    def gauge(self) -> tuple[Columns, Columns]:
        """Times in s and gauge in its unit, as a line."""
        return self._line(_GAUGE_LOW, _GAUGE_HIGH)

    def _line(self, low: int, high: int) -> tuple[Columns, Columns]:
        used = self._columns[: self._used]
        if self._frames_per_column == 1:
            return used[:, _T].copy(), used[:, low].copy()
        return np.repeat(used[:, _T], 2), used[:, (low, high)].reshape(-1)


def _merged(first: Columns, second: Columns) -> Columns:
    """Columns of twice the width; fmin and fmax prefer a number to NaN."""
    merged = first.copy()
    for low, high in ((_SIGNAL_LOW, _SIGNAL_HIGH), (_GAUGE_LOW, _GAUGE_HIGH)):
        merged[..., low] = np.fmin(first[..., low], second[..., low])
        merged[..., high] = np.fmax(first[..., high], second[..., high])
    return merged


def _change(changes: list[Change], t_s: float, state: str | None) -> None:
    if not changes or changes[-1].state != state:
        changes.append(Change(t_s=t_s, state=state))
