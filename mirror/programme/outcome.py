"""What a finished set leaves behind for the programme, from its reps."""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Final

from exercises.events import Rep, Side
from exercises.score import WEIGHTS, of_reps
from mirror.programme.records import SetKind, SetRecord

ALIGNMENT: Final = frozenset(
    {
        "knees_cave",
        "caving_grows",
        "one_knee",
        "feet_apart",
        "feet_snap_together",
        "trunk_leans_forward",
        "back_line_breaks",
    }
)
"""Faults of what the alignment sub-score measures, by exercise (spec/angle-core.md section 5)."""

_MEDIAL: Final = ("knee_medial_left_shank", "knee_medial_right_shank", "knee_medial_shank")


def set_record(
    *, side: Side | None, target: int, kind: SetKind, done: int, reps: Sequence[Rep]
) -> SetRecord:
    """The record of a set.

    Args:
        side: the working side.
        target: reps or seconds that were asked for.
        kind: what the set was for.
        done: reps or seconds that counted.
        reps: all its reps.
    """
    judged = [rep for rep in reps if rep.score is not None]
    return SetRecord(
        side=side,
        target=target,
        done=done,
        score=of_reps(reps).points,
        bars=_bars(judged),
        judged=len(judged),
        red=fmean(_red(rep) for rep in judged) if judged else 0.0,
        red_alignment=any(has_red_alignment(rep) for rep in judged),
        fppa_deg=_mean(rep.measures.get("fppa_mean_deg") for rep in judged),
        kmd=_mean(_medial(rep) for rep in judged),
        kind=kind,
    )


def has_red_alignment(rep: Rep) -> bool:
    """Whether a rep has a red fault of alignment."""
    return any(fault.severity == "red" and fault.name in ALIGNMENT for fault in rep.faults)


def _red(rep: Rep) -> bool:
    return any(fault.severity == "red" for fault in rep.faults)


def _bars(judged: Sequence[Rep]) -> dict[str, int | None]:
    bars: dict[str, int | None] = {}
    for name in WEIGHTS:
        if any(name in rep.sub_scores for rep in judged):
            mean = _mean(rep.sub_scores.get(name) for rep in judged)
            bars[name] = None if mean is None else round(mean)
    return bars


def _medial(rep: Rep) -> float | None:
    known = [value for name in _MEDIAL if (value := rep.measures.get(name)) is not None]
    return max(known, default=None)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
