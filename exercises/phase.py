"""Rep and hold machines: one sample in, at most one transition out.

What may follow what, and why, stands in `exercises.phase_tables`.
"""

from dataclasses import dataclass

from exercises.phase_tables import HOLD_TABLE, REP_TABLE, HoldFacts, RepFacts
from exercises.spec import HoldRule, RepRule
from exercises.transitions import FINISHED, GIVEN_UP, SAMPLE, Kind, Row, State


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
        self.phase: State = "wait"
        self._facts = RepFacts(rule)
        self._valid_s: float | None = None

    @property
    def at_rest(self) -> bool:
        """Whether the person is in, or not yet in, the start position."""
        return self.phase in {"wait", "rest"}

    def miss(self, t_s: float) -> Outcome | None:
        """A pose without a usable signal."""
        if self._valid_s is not None and t_s - self._valid_s > self._facts.rule.max_hole_s:
            return self.abandon(t_s, "lost")
        return None

    def abandon(self, t_s: float, reason: str) -> Outcome | None:
        """Give up what is under way and wait for the start position."""
        row = REP_TABLE.fire(self.phase, GIVEN_UP, self._facts)
        return None if row is None else self._take(row, t_s, reason)

    def finish(self, t_s: float) -> Outcome | None:
        """The set ends: a rep that is nearly back counts, anything else under way is given up."""
        row = REP_TABLE.fire(self.phase, FINISHED, self._facts)
        return self.abandon(t_s, "finished") if row is None else self._take(row, t_s, row.reason)

    def step(self, signal: float, t_s: float, *, ready: bool) -> Outcome | None:
        """A pose with a usable signal."""
        now, lost = self._facts, self.miss(t_s)
        dt_s = 0.0 if self._valid_s is None else min(t_s - self._valid_s, now.rule.max_hole_s)
        self._valid_s = t_s
        if lost is not None:
            return lost
        now.before = now.signal
        now.t_s, now.signal, now.ready = t_s, signal, ready
        if signal <= now.rule.low:
            now.low_s = t_s
        if not self.at_rest:
            now.follow(dt_s, returning=self.phase == "top")
        row = REP_TABLE.fire(self.phase, SAMPLE, now)
        return None if row is None else self._take(row, t_s, row.reason)

    def _take(self, row: Row[RepFacts], t_s: float, reason: str) -> Outcome | None:
        """Go where a row leads."""
        now, self.phase = self._facts, row.to
        if row.to == "out":
            now.begin()
        again = row.to == "rest" and now.again
        turned = row.outcome == "rep" and (again or now.rule.turn_back)
        end_s = now.trough_s if turned else t_s
        if row.to == "rest" and row.state != "wait":
            now.last_end_s = now.low_s = end_s if again else t_s
        if row.outcome is None:
            return None
        return Outcome(row.outcome, now.start_s, now.peak_s, end_s, now.peak, reason=reason)


class HoldMachine:
    """Times how long a position is kept."""

    def __init__(self, rule: HoldRule) -> None:
        """Start in "wait"."""
        self.phase: State = "wait"
        self._facts = HoldFacts(rule)
        self._valid_s: float | None = None

    @property
    def at_rest(self) -> bool:
        """Whether no hold is under way."""
        return self.phase in {"wait", "rest"}

    @property
    def held_s(self) -> float:
        """Time in position of the latest hold."""
        return self._facts.held_s

    def miss(self, t_s: float) -> Outcome | None:
        """A pose in which the posture cannot be told."""
        if self._valid_s is not None and t_s - self._valid_s > self._facts.rule.max_hole_s:
            return self.abandon(t_s, "lost")
        return None

    def abandon(self, _t_s: float, _reason: str) -> Outcome | None:
        """End a hold under way and wait."""
        row = HOLD_TABLE.fire(self.phase, GIVEN_UP, self._facts)
        return None if row is None else self._take(row)

    def finish(self, t_s: float) -> Outcome | None:
        """The set ends, and with it a hold under way."""
        return self.abandon(t_s, "finished")

    def step(self, signal: float, t_s: float, *, ready: bool, in_position: bool) -> Outcome | None:
        """A pose whose posture is known."""
        now, ended = self._facts, self.miss(t_s)
        dt_s = 0.0 if self._valid_s is None else t_s - self._valid_s
        self._valid_s = t_s
        if ended is not None:
            return ended
        now.t_s, now.ready, now.in_position = t_s, ready, in_position
        now.place(signal)
        if in_position:
            # A step from pause back to hold does not count the time out of position.
            now.held_s += dt_s if self.phase == "hold" else 0.0
            now.in_s = t_s
        row = HOLD_TABLE.fire(self.phase, SAMPLE, now)
        outcome = None if row is None else self._take(row)
        if self.phase == "hold" and signal > now.peak:
            now.peak, now.peak_s = signal, t_s
        return outcome

    def _take(self, row: Row[HoldFacts]) -> Outcome | None:
        """Go where a row leads."""
        now, self.phase = self._facts, row.to
        if row.to == "hold" and row.state != "pause":
            now.begin()
        if row.outcome is None:
            return None
        return Outcome(row.outcome, now.start_s, now.peak_s, now.in_s, now.peak, now.held_s)
