"""What the planner reads: what a finished set, exercise and session leave behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from exercises.events import Side
from mirror.programme.load import Load

MOST_PAIN = 10

SetKind = Literal["training", "warm_up", "probe", "retest"]
SessionKind = Literal["training", "stretch", "single", "retest"]
"""Today's plan; the stretch alone; one exercise outside the plan; the weekly re-test."""


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One finished set.

    Attributes:
        side: the working side; "both" or None: any.
        target: reps or seconds that were asked for, without the two extra ones.
        done: reps or seconds done.
        score: 0..100 by `exercises.score.of_set`; None when not judged.
        bars: mean sub-scores 0..100 by name; None where not measured.
        judged: how many reps were judged.
        red: share of the judged reps with a red fault, 0..1.
        red_alignment: whether a judged rep had a red fault of alignment.
        fppa_deg: mean FPPA of both legs over the judged reps, degrees, + = inward.
        kmd: knee over toe of the worse knee, likewise, in standing shanks, + = inside.
        kind: a probe was silent, a re-test measures; None of both trains, and a warm-up counts
            for nothing.
    """

    side: Side | None
    target: int
    done: int
    score: int | None
    bars: Mapping[str, int | None] = field(default_factory=dict)
    judged: int = 0
    red: float = 0.0
    red_alignment: bool = False
    fppa_deg: float | None = None
    kmd: float | None = None
    kind: SetKind = "training"


@dataclass(frozen=True, slots=True)
class Pain:
    """Answers 0..10 about one exercise; None is not answered, never 0.

    Attributes:
        before: before the session.
        after: after the exercise; also stands for during.
        next_morning: the morning after.
        sharp: the person called it sharp.

    Raises:
        ValueError: an answer outside 0..10.
    """

    before: int | None = None
    after: int | None = None
    next_morning: int | None = None
    sharp: bool = False

    def __post_init__(self) -> None:
        """See the class."""
        for answer in (self.before, self.after, self.next_morning):
            if answer is not None and not 0 <= answer <= MOST_PAIN:
                message = f"pain is 0 to {MOST_PAIN}, not {answer}"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ExerciseRecord:
    """One exercise of one session.

    Attributes:
        exercise: its name.
        load: as it was planned.
        sets: in their order.
        effort: RPE 0..10; None when not answered.
        pain: the answers.
        completed: all planned sets were done.
    """

    exercise: str
    load: Load
    sets: tuple[SetRecord, ...]
    effort: int | None = None
    pain: Pain = Pain()
    completed: bool = True


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session.

    Attributes:
        day: its date where the person lives.
        exercises: in their order; without warm-up and re-test sets.
        completed: the whole plan was done.
        kind: see `SessionKind`.
    """

    day: date
    exercises: tuple[ExerciseRecord, ...]
    completed: bool = True
    kind: SessionKind = "training"


def _answered(pain: Pain) -> bool:
    return pain.sharp or pain.after is not None or pain.next_morning is not None


def of_exercise(history: tuple[SessionRecord, ...], exercise: str) -> tuple[ExerciseRecord, ...]:
    """All records of an exercise, oldest first; sessions where nothing of it was done left out."""
    return tuple(
        one
        for session in history
        for one in session.exercises
        if one.exercise == exercise and (any(s.done for s in one.sets) or _answered(one.pain))
    )
