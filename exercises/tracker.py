"""The façade of the angle core: poses in, events out."""

from dataclasses import dataclass

from exercises.events import Event, Side
from exercises.pose import Pose
from exercises.spec import ExerciseSpec


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the tracker knows after the latest pose: for gauges, plots and captions.

    Attributes:
        t_s: time of the latest pose.
        phase: "wait", "rest", "out", "top" or "hold".
        signal: the rep signal; 0 is the start position, 1 the target range. None if unknown.
        gauge: the exercise's main measure in `gauge_unit`, such as knee flexion; None if unknown.
        gauge_name: name with unit, such as "knee_flexion_deg".
        side: working side, None when unknown or not applicable.
        count: reps counted so far (holds of 2 s or more for a stretch).
        held_s: time held in the current hold, 0 when none runs.
        view_problem: as in `events.ViewProblem`.
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


class Tracker:
    """Follows one set of one exercise.

    Use `exercises.catalogue.get(name)` for the spec. Reads no clock, file, thread or
    random number: the same poses give the same events.
    """

    def __init__(self, spec: ExerciseSpec) -> None:
        """Start before the first pose of a set."""
        raise NotImplementedError

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        """Take the next pose (absent ones too) and say what it meant."""
        raise NotImplementedError

    def finish(self) -> tuple[Event, ...]:
        """End of the set: close an open hold. A rep in progress is not counted."""
        raise NotImplementedError

    @property
    def snapshot(self) -> Snapshot:
        """The state after the latest pose."""
        raise NotImplementedError
