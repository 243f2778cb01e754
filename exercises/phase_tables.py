"""The tables of the rep and the hold machine, and what their conditions look at.

Rep machine: spec/angle-core.md §2, class RepFSM, x = signal. A rep counts when it is completed,
not when the bottom is reached. A hold runs on through a short pause, which is not counted.
docs/state-machines.md draws both.
"""

import math
from dataclasses import dataclass
from typing import Final

from exercises.spec import HoldRule, RepRule
from exercises.transitions import FINISHED, GIVEN_UP, SAMPLE, Condition, Row, Table

_FLAT: Final = 0.10
_FLAT_LATER: Final = 0.15
"""A signal that stays within this of one value is still; slow reps move 0.2 a second."""

_NEARLY: Final = 0.7
"""Of the way back: a set that ends later in a rep cut off nothing worth seeing."""

_HOME: Final = 0.2
_HOME_S: Final = 1.0
"""Whoever is back at the start, the thigh within 4 degrees of upright, for longer begins another
hold, though `max_pause_s` has not passed: one who rocks slowly is there for 1.3 s (a real clip)."""

_AGAIN: Final = 0.25
_AGAIN_BACK: Final = 0.9
_AGAIN_S: Final = 1.0
"""Whoever came back by so much of the way, in no less than so long, and then goes out again by so
much of the target, did a rep: `low` is amiss, as a first look can make it."""

_TICK_S: Final = 1e-6  # sums of frame times are not exact

_FALL: Final = 0.05
"""A way back that falls by less is over, if only for looking back at when it was."""


@dataclass(slots=True)
class RepFacts:
    """What the rep table's conditions look at.

    Attributes:
        rule: the thresholds.
        t_s, signal, ready: the sample at hand.
        low_s: latest time at the start position.
        last_end_s: when the rep before ended.
        start_s, peak_s, peak: the movement under way.
        above_s: how long it was above `partial`.
        still_at, still_since_s: the value it stays near, and since when.
        before: the signal before the sample at hand.
        left: the signal from which the movement under way began.
        trough, trough_s: the lowest signal since the peak, and when.
    """

    rule: RepRule
    t_s: float = 0.0
    signal: float = 0.0
    ready: bool = False
    low_s: float = -math.inf
    last_end_s: float = -math.inf
    start_s: float = -math.inf
    peak_s: float = -math.inf
    peak: float = 0.0
    above_s: float = 0.0
    still_at: float = 0.0
    still_since_s: float = 0.0
    before: float = 0.0
    left: float = 0.0
    trough: float = 0.0
    trough_s: float = -math.inf

    @property
    def still_s(self) -> float:
        """How long the signal has stayed where it is."""
        return self.t_s - self.still_since_s

    def begin(self) -> None:
        """The sample at hand is the first of a movement."""
        self.start_s = self.low_s
        self.peak, self.peak_s, self.above_s = self.signal, self.t_s, 0.0
        self.still_at, self.still_since_s = self.signal, self.t_s
        self.trough, self.trough_s, self.left = self.signal, self.t_s, self.before

    @property
    def returned(self) -> bool:
        """Whether the way back is over."""
        rule = self.rule
        if not rule.turn_back:
            return self.signal <= rule.low
        way = self.peak - self.left
        home = self.peak - rule.turn_back * way if way >= rule.high else rule.low
        if self.trough > max(rule.low, home):
            return False
        return (
            self.signal >= self.trough + rule.turn_rise or self.t_s - self.trough_s >= rule.turn_s
        )

    @property
    def again(self) -> bool:
        """Whether the next movement has begun, though this one ended above `low`."""
        least = self.peak - _AGAIN_BACK * (self.peak - self.left)
        back = self.trough <= least and self.trough_s - self.start_s >= _AGAIN_S
        return back and self.signal >= self.trough + _AGAIN and not self.rule.turn_back

    def follow(self, dt_s: float, *, returning: bool) -> None:
        """The sample at hand belongs to the movement under way."""
        if self.signal > self.peak:
            self.peak, self.peak_s = self.signal, self.t_s
            self.trough, self.trough_s = self.signal, self.t_s
        elif self.signal < self.trough - _FALL:
            self.trough, self.trough_s = self.signal, self.t_s
        if self.signal >= self.rule.partial:
            self.above_s += dt_s
        tolerance = _FLAT_LATER if returning or self.signal >= self.rule.high else _FLAT
        # Time held at the top is not time held on the way back: a low top lies close to `high`.
        fell = self.before >= self.rule.high > self.signal
        if fell or abs(self.signal - self.still_at) > tolerance:
            self.still_at, self.still_since_s = self.signal, self.t_s


_LOW: Final[Condition[RepFacts]] = Condition("x ≤ low", lambda now: now.signal <= now.rule.low)
_LEFT: Final[Condition[RepFacts]] = Condition("x > low", lambda now: now.signal > now.rule.low)
_BACK: Final[Condition[RepFacts]] = Condition("back: x ≤ low, or turned", lambda now: now.returned)
_ONCE_MORE: Final[Condition[RepFacts]] = Condition("goes out again", lambda now: now.again)
_CLOSED: Final[Condition[RepFacts]] = Condition(
    "x ≤ low, waiting for the turn",
    lambda now: now.rule.turn_back > 0.0 and now.signal <= now.rule.low,
)
_NEARLY_BACK: Final[Condition[RepFacts]] = Condition(
    f"back by {_NEARLY:.0%}",
    lambda now: now.peak - now.signal >= _NEARLY * (now.peak - now.left),
)
_HIGH: Final[Condition[RepFacts]] = Condition("x ≥ high", lambda now: now.signal >= now.rule.high)
_BELOW: Final[Condition[RepFacts]] = Condition("x < high", lambda now: now.signal < now.rule.high)
_READY: Final[Condition[RepFacts]] = Condition("start posture", lambda now: now.ready)
_RESTED: Final[Condition[RepFacts]] = Condition(
    "min_gap_s after the last", lambda now: now.t_s - now.last_end_s >= now.rule.min_gap_s
)
_FAR: Final[Condition[RepFacts]] = Condition(
    "peak ≥ partial", lambda now: now.peak >= now.rule.partial
)
_LINGERED: Final[Condition[RepFacts]] = Condition(
    "partial_s above partial", lambda now: now.above_s >= now.rule.partial_s
)
_LONG_ENOUGH: Final[Condition[RepFacts]] = Condition(
    "took min_s", lambda now: now.t_s - now.start_s >= now.rule.min_s
)
_TOO_LONG: Final[Condition[RepFacts]] = Condition(
    "longer than max_s", lambda now: now.t_s - now.start_s > now.rule.max_s
)
_STILL: Final[Condition[RepFacts]] = Condition(
    "still for flat_s", lambda now: now.still_s > now.rule.flat_s
)
_STILL_TOP: Final[Condition[RepFacts]] = Condition(
    "still for flat_top_s", lambda now: now.still_s > now.rule.flat_top_s
)
_STILL_BACK: Final[Condition[RepFacts]] = Condition(
    "still for flat_back_s", lambda now: now.still_s > now.rule.flat_back_s
)

REP_TABLE: Final[Table[RepFacts]] = Table(
    (
        Row("wait", SAMPLE, (_LOW, _READY), "rest"),
        Row("rest", SAMPLE, (_LEFT, _RESTED), "out"),
        Row("rest", GIVEN_UP, (), "wait"),
        Row("out", SAMPLE, (_TOO_LONG, _FAR), "wait", "void", "too_long"),
        Row("out", SAMPLE, (_TOO_LONG,), "wait"),
        Row("out", SAMPLE, (_HIGH,), "top"),
        # Whoever stays between start and target is in a new start position, not in a rep.
        Row("out", SAMPLE, (_STILL,), "wait", "stale", "stale"),
        Row("out", SAMPLE, (_LOW, _LINGERED), "rest", "partial"),
        Row("out", SAMPLE, (_LOW,), "rest"),
        Row("out", GIVEN_UP, (_FAR,), "wait", "void"),
        Row("out", GIVEN_UP, (), "wait"),
        Row("top", SAMPLE, (_TOO_LONG,), "wait", "void", "too_long"),
        # Nobody holds a rep this long, nor stops this long on the way back.
        Row("top", SAMPLE, (_HIGH, _STILL_TOP), "wait", "stale", "stale"),
        Row("top", SAMPLE, (_BELOW, _STILL_BACK), "wait", "stale", "stale"),
        Row("top", SAMPLE, (_BACK, _LONG_ENOUGH), "rest", "rep"),
        Row("top", SAMPLE, (_ONCE_MORE, _LONG_ENOUGH), "rest", "rep"),
        Row("top", SAMPLE, (_BACK, _LINGERED), "rest", "partial"),
        Row("top", SAMPLE, (_BACK,), "rest"),
        # Done, only not yet seen to turn.
        Row("top", GIVEN_UP, (_CLOSED, _LONG_ENOUGH), "wait", "rep"),
        Row("top", GIVEN_UP, (), "wait", "void"),
        Row("top", FINISHED, (_NEARLY_BACK, _LONG_ENOUGH), "wait", "rep"),
    )
)


@dataclass(slots=True)
class HoldFacts:
    """What the hold table's conditions look at.

    Attributes:
        rule: the thresholds.
        t_s, ready, in_position: the sample at hand.
        start_s: when the hold under way began.
        in_s: when the position was last kept.
        away_s: when the start position was last left.
        held_s: how long it was kept.
        peak_s, peak: where it went furthest.
    """

    rule: HoldRule
    t_s: float = 0.0
    ready: bool = False
    in_position: bool = False
    start_s: float = 0.0
    in_s: float = 0.0
    away_s: float = 0.0
    held_s: float = 0.0
    peak_s: float = 0.0
    peak: float = -math.inf

    def begin(self) -> None:
        """The sample at hand is the first of a hold."""
        self.start_s, self.held_s, self.peak = self.t_s, 0.0, -math.inf

    def place(self, signal: float) -> None:
        """Note whether the sample at hand is away from the start position."""
        if signal > _HOME:
            self.away_s = self.t_s


_IN: Final[Condition[HoldFacts]] = Condition("in position", lambda now: now.in_position)
_OUT: Final[Condition[HoldFacts]] = Condition("out of position", lambda now: not now.in_position)
_START: Final[Condition[HoldFacts]] = Condition("start posture", lambda now: now.ready)
_PAUSED: Final[Condition[HoldFacts]] = Condition(
    "for max_pause_s", lambda now: now.t_s - now.in_s > now.rule.max_pause_s
)
_HOME_AGAIN: Final[Condition[HoldFacts]] = Condition(
    f"x ≤ {_HOME:g} for {_HOME_S:g} s", lambda now: now.t_s - now.away_s > _HOME_S + _TICK_S
)

HOLD_TABLE: Final[Table[HoldFacts]] = Table(
    (
        Row("wait", SAMPLE, (_IN,), "hold"),
        Row("wait", SAMPLE, (_START,), "rest"),
        Row("rest", SAMPLE, (_IN,), "hold"),
        Row("rest", GIVEN_UP, (), "wait"),
        Row("hold", SAMPLE, (_OUT, _PAUSED), "rest", "hold"),
        Row("hold", SAMPLE, (_OUT,), "pause"),
        Row("hold", GIVEN_UP, (), "wait", "hold"),
        Row("pause", SAMPLE, (_IN,), "hold"),
        Row("pause", SAMPLE, (_OUT, _PAUSED), "rest", "hold"),
        Row("pause", SAMPLE, (_OUT, _HOME_AGAIN), "rest", "hold"),
        Row("pause", GIVEN_UP, (), "wait", "hold"),
    )
)
