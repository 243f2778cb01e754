"""What the programme keeps of a set. A stand-in: the branch `store` brings the real one."""

from collections.abc import Sequence
from statistics import fmean

from exercises.events import Rep, Side
from exercises.score import WEIGHTS, of_reps
from mirror.programme.records import SetKind, SetRecord


def set_record(
    *, side: Side | None, target: int, kind: SetKind, done: int, reps: Sequence[Rep]
) -> SetRecord:
    """The record of a set.

    Args:
        side: as planned.
        target: as planned.
        kind: what the set was for.
        done: reps or seconds.
        reps: all counted ones.
    """
    judged = [rep for rep in reps if rep.score is not None]
    bars: dict[str, int | None] = {}
    for name in WEIGHTS:
        known = [value for rep in judged if (value := rep.sub_scores.get(name)) is not None]
        bars[name] = round(fmean(known)) if known else None
    red = sum(any(fault.severity == "red" for fault in rep.faults) for rep in judged)
    return SetRecord(
        side=side,
        target=target,
        done=done,
        score=of_reps(reps).points,
        bars=bars if judged else {},
        judged=len(judged),
        red=red / len(judged) if judged else 0.0,
        kind=kind,
    )
