"""Rep and hold machines: one sample in, at most one transition out.

Rep machine (spec/angle-core.md §2, class RepFSM), x = signal:

    wait --x <= low & ready--> rest --x > low--> out --x >= high--> top
    top  --x <= low, long enough--> rest, "rep"
    out  --x <= low--> rest, "partial" when it stayed above `partial` long enough
    out  --still for flat_s--> wait, "stale": this is a new start position
    top  --still below `high` for flat_back_s--> wait, "stale": so is this
    top  --still above `high` for flat_top_s--> wait, "stale": nobody holds that long
    any  --no sample for max_hole_s--> wait, "void" when a rep was under way
    out, top --longer than max_s--> wait, "void"

A rep counts when it is completed, not when the bottom is reached.

Hold machine:

    wait --ready--> rest --in position--> hold --out of position--> pause
    pause --in position within max_pause_s--> hold
    pause --longer--> rest, "hold"
    any --no sample for max_hole_s--> wait, "hold" when one ran
"""

from dataclasses import dataclass
from typing import Final, Literal

from exercises.spec import HoldRule, RepRule

Kind = Literal["rep", "partial", "void", "hold", "stale"]

_FLAT: Final = 0.10
_FLAT_LATER: Final = 0.15
"""A signal that stays within this of one value is still; slow reps move 0.2 a second."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished movement.

    Attributes:
        kind: what became of it.
        start_s, peak_s, end_s: its times.
        peak: largest signal.
        held_s: for a hold: time in position.
        reason: for a void: why.
    """

    kind: Kind
    start_s: float
    peak_s: float
    end_s: float
    peak: float
    held_s: float = 0.0
    reason: str = ""


class RepMachine:
    """Counts there-and-back movements of one signal."""

    def __init__(self, rule: RepRule) -> None:
        """Start in "wait"."""
        self._rule = rule
        self.phase = "wait"
        self._valid_s: float | None = None
        self._low_s = self._start_s = self._peak_s = self._last_end_s = float("-inf")
        self._peak = self._above_s = 0.0
        self._flat_at = self._flat_since_s = 0.0

    @property
    def at_rest(self) -> bool:
        """Whether the person is in, or not yet in, the start position."""
        return self.phase in {"wait", "rest"}

    @property
    def start_s(self) -> float:
        """When the movement under way left the start position."""
        return self._start_s

    def miss(self, t_s: float) -> Outcome | None:
        """A pose without a usable signal."""
        if self._valid_s is not None and t_s - self._valid_s > self._rule.max_hole_s:
            return self.abandon(t_s, "lost")
        return None

    def abandon(self, t_s: float, reason: str) -> Outcome | None:
        """Give up what is under way and wait for the start position."""
        was_moving = not self.at_rest and self._peak >= self._rule.partial
        self.phase = "wait"
        return self._outcome("void", t_s, reason) if was_moving else None

    def step(self, signal: float, t_s: float, *, ready: bool) -> Outcome | None:
        """A pose with a usable signal."""
        rule, lost = self._rule, self.miss(t_s)
        dt_s = 0.0 if self._valid_s is None else min(t_s - self._valid_s, rule.max_hole_s)
        self._valid_s = t_s
        if lost is not None:
            return lost
        if self.phase == "wait":
            if signal <= rule.low and ready:
                self.phase, self._low_s = "rest", t_s
        elif self.phase == "rest":
            if signal <= rule.low:
                self._low_s = t_s
            elif t_s - self._last_end_s >= rule.min_gap_s:
                self.phase, self._start_s = "out", self._low_s
                self._peak, self._peak_s, self._above_s = signal, t_s, 0.0
                self._flat_at, self._flat_since_s = signal, t_s
        else:
            return self._moving(signal, t_s, dt_s)
        return None

    def _moving(self, signal: float, t_s: float, dt_s: float) -> Outcome | None:
        rule = self._rule
        if signal > self._peak:
            self._peak, self._peak_s = signal, t_s
        if signal >= rule.partial:
            self._above_s += dt_s
        if self.phase == "out" and signal >= rule.high:
            self.phase = "top"
        if t_s - self._start_s > rule.max_s:
            return self.abandon(t_s, "too_long")
        if self._is_still(signal, t_s):
            self.phase = "wait"
            return self._outcome("stale", t_s, "stale")
        if signal > rule.low:
            return None
        reached, self.phase = self.phase, "rest"
        self._last_end_s = self._low_s = t_s
        if reached == "top" and t_s - self._start_s >= rule.min_s:
            return self._outcome("rep", t_s)
        if self._above_s >= rule.partial_s:
            return self._outcome("partial", t_s)
        return None

    def _is_still(self, signal: float, t_s: float) -> bool:
        """Whether the signal stayed where it is for too long to be part of a rep."""
        rule = self._rule
        limit_s, tolerance = rule.flat_s, _FLAT
        if self.phase == "top":
            limit_s = rule.flat_top_s if signal >= rule.high else rule.flat_back_s
            tolerance = _FLAT_LATER
        if abs(signal - self._flat_at) > tolerance:
            self._flat_at, self._flat_since_s = signal, t_s
        return t_s - self._flat_since_s > limit_s

    def _outcome(self, kind: Kind, t_s: float, reason: str = "") -> Outcome:
        return Outcome(kind, self._start_s, self._peak_s, t_s, self._peak, reason=reason)


class HoldMachine:
    """Times how long a position is kept."""

    def __init__(self, rule: HoldRule) -> None:
        """Start in "wait"."""
        self._rule = rule
        self.phase = "wait"
        self.held_s = 0.0
        self._valid_s: float | None = None
        self._start_s = self._in_s = self._peak_s = 0.0
        self._peak = float("-inf")

    @property
    def at_rest(self) -> bool:
        """Whether no hold is under way."""
        return self.phase in {"wait", "rest"}

    @property
    def start_s(self) -> float:
        """When the hold under way began."""
        return self._start_s

    def miss(self, t_s: float) -> Outcome | None:
        """A pose in which the posture cannot be told."""
        if self._valid_s is not None and t_s - self._valid_s > self._rule.max_hole_s:
            return self.abandon(t_s, "lost")
        return None

    def abandon(self, _t_s: float, _reason: str) -> Outcome | None:
        """End a hold under way and wait."""
        ended = self._end() if not self.at_rest else None
        self.phase = "wait"
        return ended

    def step(self, signal: float, t_s: float, *, ready: bool, in_position: bool) -> Outcome | None:
        """A pose whose posture is known."""
        rule, ended = self._rule, self.miss(t_s)
        previous_s = t_s if self._valid_s is None or ended is not None else self._valid_s
        self._valid_s = t_s
        if ended is not None:
            return ended
        if self.phase == "wait" and (ready or in_position):
            self.phase = "rest"
        if self.phase == "rest" and in_position:
            self.phase, self.held_s = "hold", 0.0
            self._start_s = self._in_s = t_s
            self._peak = float("-inf")
        elif self.phase in {"hold", "pause"} and in_position:
            # A step from pause back to hold does not count the time out of position.
            self.held_s += t_s - previous_s if self.phase == "hold" else 0.0
            self.phase, self._in_s = "hold", t_s
        elif self.phase == "hold":
            self.phase = "pause"
        if self.phase == "pause" and t_s - self._in_s > rule.max_pause_s:
            ended = self._end()
            self.phase = "rest"
        if self.phase == "hold" and signal > self._peak:
            self._peak, self._peak_s = signal, t_s
        return ended

    def _end(self) -> Outcome:
        return Outcome(
            "hold", self._start_s, self._peak_s, self._in_s, self._peak, held_s=self.held_s
        )
