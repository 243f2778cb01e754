"""The façade of the angle core: poses in, events out."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from exercises import faults, score
from exercises.calibration import References
from exercises.events import (
    Event,
    FaultSeen,
    Hold,
    HoldCompleted,
    HoldTick,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepPartial,
    RepVoided,
    Side,
    TrackingFound,
    TrackingLost,
    ViewProblem,
)
from exercises.features import Body, Cleaner
from exercises.patience import Confirmed, Steady
from exercises.phase import HoldMachine, Outcome, RepMachine
from exercises.pose import Pose
from exercises.spec import Earlier, ExerciseSpec, HoldRule, Observation, RepRule
from exercises.trace import Row, Trace, departure_s

_LEAD_S: Final = 1.0
"""How much of the rest before a rep is kept, for the values at its start."""

_LOST_S: Final = 0.5
_CUT_S: Final = 0.3
"""A longer absence is said (spec/angle-core.md §4); after `_CUT_S` one may be elsewhere: a cut."""

_MIN_VALID: Final = 0.8
"""A rep with fewer usable poses is counted but not judged (spec §4)."""

_MIN_RATE_HZ: Final = 7.5
_MIN_BOTTOM: Final = 3
"""Slower than 8 poses a second (spec §5; half a pose less for jitter), or with fewer poses in the
bottom window (spec §4), a rep is counted but not judged."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the tracker knows after the latest pose: for gauges, plots and captions.

    Attributes:
        t_s: time of the latest pose.
        phase: "wait", "rest", "out", "top"; for holds "wait", "rest", "hold", "pause".
        signal: the rep signal; 0 is the start position, 1 the target range. None if unknown.
        gauge: the exercise's main measure, such as knee flexion; None if unknown.
        gauge_name: name with unit, such as "knee_flexion_deg".
        side: working side, None when unknown or not applicable.
        count: reps counted so far (holds of 2 s or more for a stretch).
        held_s: time held in the current hold, 0 when none runs.
        view_problem: as in `events.ViewProblem`.
        values: what the exercise measured in the latest pose, by channel name; empty if unknown.
    """

    t_s: float
    phase: str
    signal: float | None
    gauge: float | None
    gauge_name: str
    side: Side | None
    count: int
    held_s: float
    view_problem: str | None
    values: Mapping[str, float] = field(default_factory=dict)


class Tracker:
    """Follows one set of one exercise.

    Use `exercises.registry.get(name)` for the spec. Reads no clock, file, thread or
    random number: the same poses give the same events.
    """

    def __init__(self, spec: ExerciseSpec) -> None:
        """Start before the first pose of a set."""
        self._spec = spec
        self._cleaner = Cleaner(spec.smoothing)
        self._references = References(spec.baselines, spec.settle)
        self._machine: RepMachine | HoldMachine = (
            HoldMachine(spec.rule) if isinstance(spec.rule, HoldRule) else RepMachine(spec.rule)
        )
        self._rule = spec.rule if isinstance(spec.rule, RepRule) else None
        self._rows: deque[Row] = deque()
        self._misses: deque[float] = deque()
        self._dark_s = -math.inf
        self._count = 0
        self._over_s = 0.0
        """When the rep before was over."""
        self._earlier = Earlier()
        self._t_s: float | None = None
        self._seen_s: float | None = None
        self._lost = False
        self._view = Steady()
        self._alert = Confirmed()
        self._observation: Observation | None = None

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        """Take the next pose (absent ones too) and say what it meant.

        A pose that is not later than the one before is ignored.
        """
        t_s = float(pose.t_s)
        if not math.isfinite(t_s) or (self._t_s is not None and t_s <= self._t_s):
            return ()
        self._t_s = t_s
        events: list[Event] = []
        if pose.dark:
            self._dark_s = t_s
        phase = self._machine.phase
        body = self._cleaner(pose, at_rest=self._machine.at_rest)
        self._presence(t_s, events, present=body is not None)
        outcome = self._move(body, t_s)
        if outcome is not None:
            events += self._conclude(outcome, t_s)
        if isinstance(self._machine, HoldMachine) and self._machine.phase == "hold":
            side = self._observation.side if self._observation is not None else None
            events.append(HoldTick(t_s, side, self._machine.held_s))
        if self._machine.phase != phase:
            events.append(PhaseChanged(t_s, self._machine.phase))
        seen = self._observation
        if self._alert.take(None if seen is None else seen.alert, over=self._machine.at_rest):
            events.append(FaultSeen(t_s, *self._alert.said))
        problem = self._problem(body)
        if self._view.take("too_dark" if pose.dark else problem, t_s):
            events.append(ViewProblem(t_s, self._view.said))
        return tuple(events)

    def finish(self) -> tuple[Event, ...]:
        """End of the set: close an open hold, count a rep that is nearly back."""
        if self._t_s is None:
            return ()
        outcome = self._machine.finish(self._t_s)
        if outcome is None or outcome.kind == "void":
            return ()
        return tuple(self._conclude(outcome, self._t_s))

    @property
    def snapshot(self) -> Snapshot:
        """The state after the latest pose."""
        seen, machine = self._observation, self._machine
        holding = isinstance(machine, HoldMachine) and not machine.at_rest
        return Snapshot(
            t_s=self._t_s if self._t_s is not None else 0.0,
            phase=machine.phase,
            signal=seen.signal if seen is not None else None,
            gauge=_known(seen.gauge) if seen is not None else None,
            gauge_name=self._spec.gauge_name,
            side=seen.side if seen is not None else None,
            count=self._count,
            held_s=machine.held_s if holding and isinstance(machine, HoldMachine) else 0.0,
            view_problem=self._view.said,
            values=seen.channels if seen is not None else {},
        )

    def _presence(self, t_s: float, events: list[Event], *, present: bool) -> None:
        if present:
            if self._seen_s is None or t_s - self._seen_s > _CUT_S:
                self._references.found(t_s)
            if self._lost or self._seen_s is None:
                events.append(TrackingFound(t_s))
            self._seen_s, self._lost = t_s, False
        elif self._seen_s is not None and not self._lost and t_s - self._seen_s > _LOST_S:
            self._lost = True
            events.append(TrackingLost(t_s))

    def _problem(self, body: Body | None) -> str | None:
        if body is None or self._observation is None:
            return "nobody"
        return self._observation.problem

    def _move(self, body: Body | None, t_s: float) -> Outcome | None:
        """Observe, step the machine, follow the references, keep the rep's samples."""
        machine, references = self._machine, self._references
        seen = None if body is None else self._spec.observe(body, references.values)
        self._observation = seen
        if seen is None or seen.signal is None or not math.isfinite(seen.signal):
            if not machine.at_rest:
                self._misses.append(t_s)
            missed = machine.miss(t_s)
            if missed is not None and seen is not None and seen.problem is not None:
                return replace(missed, reason="posture")  # in view, but in another position
            return missed
        if seen.moved:
            references.forget(t_s)
            return machine.abandon(t_s, "feet_moved")
        outcome = machine.miss(t_s) if references.settling else self._step(seen, t_s)
        if outcome is not None and outcome.reason in {"too_long", "stale"}:
            references.forget(t_s)
        if machine.at_rest and seen.ready:
            references.follow(seen.channels, t_s)
        self._rows.append((t_s, seen.signal, seen.channels))
        if machine.at_rest and outcome is None:
            while t_s - self._rows[0][0] > _LEAD_S:
                self._rows.popleft()
            self._misses.clear()
        return outcome

    def _step(self, seen: Observation, t_s: float) -> Outcome | None:
        machine, signal = self._machine, seen.signal or 0.0
        if isinstance(machine, HoldMachine):
            return machine.step(signal, t_s, ready=seen.ready, in_position=seen.in_position)
        return machine.step(signal, t_s, ready=seen.ready)

    def _conclude(self, outcome: Outcome, t_s: float) -> list[Event]:
        """A finished movement → what is said about it."""
        start_s = outcome.start_s
        if outcome.kind != "hold":
            start_s = departure_s(self._rows, start_s)
        rows = [row for row in self._rows if start_s <= row[0] <= outcome.end_s]
        misses, late = len(self._misses), [*self._rows][-1:]
        if outcome.kind == "rep":  # may be known to be over a little after it was
            late = [row for row in self._rows if row[0] >= outcome.end_s]
        self._rows = deque(late)
        self._misses.clear()
        if outcome.kind == "void":
            return [RepVoided(t_s, outcome.reason)]
        if outcome.kind == "partial":
            return [RepPartial(t_s, outcome.peak)]
        if outcome.kind == "stale":
            return []
        trace = Trace(
            rows,
            start_s=start_s,
            peak_s=outcome.peak_s,
            end_s=outcome.end_s,
            rule=self._rule,
        )
        reason = self._spec.reject(trace) if rows else "lost"
        if reason is not None:
            return [RepVoided(t_s, reason)]
        side = self._spec.working_side(trace)
        events: list[Event] = []
        if outcome.kind == "hold":
            hold = Hold(side, outcome.start_s, outcome.end_s, outcome.held_s)
            events.append(HoldCompleted(t_s, hold))
            rule = self._spec.rule
            if isinstance(rule, HoldRule) and outcome.held_s < rule.min_hold_s:
                return events
        self._count += 1
        thin = len(rows) < _MIN_VALID * (len(rows) + misses)
        events.append(RepCompleted(t_s, self._judged(trace, outcome, side, thin=thin)))
        return events

    def _judged(self, trace: Trace, outcome: Outcome, side: Side | None, *, thin: bool) -> Rep:
        measured = self._spec.measure(trace, self._references.values, self._earlier)
        measures = {name: _known(value) for name, value in measured.items()}
        self._earlier = self._earlier.after(side, measures)
        if outcome.kind == "hold":
            measures = {"held_s": round(outcome.held_s, 3), **measures}
        worth = score.of_rep(self._spec.judge(measures))
        unseen = "too_dark" if self._dark_s >= trace.start_s else self._unseen(trace, thin=thin)
        if unseen is not None:
            worth = score.RepScore(None, unseen)
        start_s, end_s = self._span(trace)
        return Rep(
            index=self._count,
            side=side,
            start_s=start_s,
            peak_s=trace.peak_s,
            end_s=end_s,
            score=worth.points,
            unscored_reason=worth.reason,
            measures=measures,
            faults=faults.find(self._spec.faults, measures),
            sub_scores=worth.sub_scores,
            lost=worth.lost,
        )

    def _span(self, trace: Trace) -> tuple[float, float]:
        """When a movement began and was over; the machine sees a rep only from `low` to `low`."""
        if self._rule is None:
            return trace.start_s, trace.end_s
        before_s, self._over_s = self._over_s, trace.over_s()
        return max(trace.begun_s(), min(before_s, trace.start_s)), self._over_s

    def _unseen(self, trace: Trace, *, thin: bool) -> str | None:
        """Why a counted movement was seen too seldom to be judged (spec §4, §5)."""
        if thin:
            return "missing_poses"
        duration_s = trace.end_s - trace.start_s
        if len(trace.t_s) - 1 < _MIN_RATE_HZ * duration_s:
            return "too_few_poses"
        return None if trace.bottom_count >= _MIN_BOTTOM else "too_few_poses"


def _known(value: float | None) -> float | None:
    """None for NaN and infinity, else rounded to what a camera can know."""
    return round(float(value), 4) if value is not None and math.isfinite(value) else None
