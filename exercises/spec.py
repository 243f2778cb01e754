"""An exercise as data and small pure functions. What a catalogue file consists of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from exercises.events import Reliability, Severity, Side
from exercises.features import Body
from exercises.smoothing import OneEuroRule
from exercises.trace import Trace

Values = Mapping[str, float]
Measures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A channel of the start position that is followed while the person rests.

    Attributes:
        channel: name of the channel.
        rise_s: time constant with which the reference follows larger values.
        fall_s: time constant with which it follows smaller ones.
    """

    channel: str
    rise_s: float
    fall_s: float


@dataclass(frozen=True, slots=True)
class Settle:
    """When a new start position is accepted after the person moved away from the last one.

    Attributes:
        duration_s: how long the person must be still.
        ranges: largest range of each channel during that time.
        at_start: whether the first start position must be still too.
    """

    duration_s: float
    ranges: Values
    at_start: bool = False


class Alert(NamedTuple):
    """A fault that one pose shows plainly: for a tone during the movement.

    Attributes:
        name: as in `FaultRule.name`.
        side: the leg it is about, None for the whole body.
    """

    name: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What one exercise sees in one pose.

    Attributes:
        signal: 0 at the start position, 1 at the target range; None when it cannot be told
            (wrong posture, hidden joints). For a hold: 1 is the target position.
        ready: the start posture is recognised, so references may follow.
        problem: what the person should mend, as in `events.ViewProblem`.
        moved: the feet left their place, so the reference no longer holds.
        in_position: for holds: the target position is kept.
        side: working side, None when unknown or not applicable.
        gauge: the main measure now.
        channels: every value that baselines and measures need.
        alert: a fault worth a tone right now.
    """

    signal: float | None
    ready: bool
    problem: str | None
    channels: Values
    side: Side | None = None
    gauge: float | None = None
    moved: bool = False
    in_position: bool = False
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class RepRule:
    """Thresholds of the rep machine (spec/angle-core.md §2), on the signal and in seconds.

    A movement that ends in another start position each time, such as a step, is over where it
    turns: with `turn_back` above 0 when the signal has come back by this share of its way up (or to
    `low`) and has risen again by `turn_rise`, or stayed above its lowest value for `turn_s`.

    A smooth move's way is a raised cosine of time. It grows as the signal to the power of
    `way_power`: 1 for an angle or a way, 2 for the bend of knees, in which hips sink by 1 - cos.
    """

    low: float
    high: float
    partial: float
    partial_s: float = 0.5
    min_s: float = 0.35
    max_s: float = 15.0
    min_gap_s: float = 0.15
    max_hole_s: float = 0.5
    flat_s: float = 2.5
    flat_top_s: float = 7.0
    flat_back_s: float = 1.5
    turn_back: float = 0.0
    turn_rise: float = 0.1
    turn_s: float = 0.18
    way_power: float = 1.0


@dataclass(frozen=True, slots=True)
class HoldRule:
    """Thresholds of the hold machine, in seconds; `target_s` is what a full hold is (spec §2.4)."""

    target_s: float = 30.0
    min_hold_s: float = 2.0
    max_pause_s: float = 1.5
    max_hole_s: float = 0.5


@dataclass(frozen=True, slots=True)
class FaultRule:
    """When a measure is a fault: beyond `amber`, and beyond `red` badly so.

    The larger value is the worse one unless `red < amber`.
    """

    code: str
    name: str
    measure: str
    unit: str
    amber: float
    red: float
    reliability: Reliability
    side: Side | None = None

    def severity(self, value: float) -> Severity | None:
        """How bad a value is, None when it is no fault."""
        sign = 1.0 if self.red > self.amber else -1.0
        if sign * value > sign * self.red:
            return "red"
        return "amber" if sign * value > sign * self.amber else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Sub-scores of a rep, 0..100 each, None when not measurable (spec/angle-core.md §5).

    Attributes:
        cap: the score is no higher, whatever the sub-scores say.
        one_sided: the exercise has no other side in the rep: symmetry's weight is alignment's.
        unscored_reason: why nothing is judged.
    """

    alignment: float | None = None
    range: float | None = None
    control: float | None = None
    symmetry: float | None = None
    stability: float | None = None
    cap: float = 100.0
    one_sided: bool = False
    unscored_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the set showed before the rep at hand: a constant amount, however long the set.

    Attributes:
        first: measures of the first counted rep, empty before it.
        latest: measures of the latest counted rep of each side.
    """

    first: Measures = field(default_factory=dict)
    latest: Mapping[Side | None, Measures] = field(default_factory=dict)

    def after(self, side: Side | None, measures: Measures) -> "Earlier":
        """The same with one more rep."""
        return Earlier(self.first or measures, {**self.latest, side: measures})


@dataclass(frozen=True, slots=True)
class ExerciseSpec:
    """One exercise.

    Attributes:
        name: stable name, as on the command line.
        gauge_name: name with unit of `Observation.gauge`.
        observe: pose and references → observation.
        reject: finished rep → why it is not one of this exercise, or None.
        measure: finished rep, references and earlier reps → measures, names with units.
        judge: measures → sub-scores.
        working_side: finished rep → side.
        lying: it is done lying down.
    """

    name: str
    gauge_name: str
    rule: RepRule | HoldRule
    observe: Callable[[Body, Values], Observation]
    reject: Callable[[Trace], str | None]
    measure: Callable[[Trace, Values, Earlier], Measures]
    judge: Callable[[Measures], Judgement]
    working_side: Callable[[Trace], Side | None]
    faults: tuple[FaultRule, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    settle: Settle | None = None
    smoothing: OneEuroRule = field(default_factory=OneEuroRule)
    lying: bool = False
