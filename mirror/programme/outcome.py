"""What the programme keeps of a finished set, from its reps."""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Final

from exercises.events import Fault, Rep, Side
from exercises.score import WEIGHTS, of_reps
from mirror.programme.records import SetKind, SetRecord

ALIGNMENT: Final = frozenset(
    {
        "knees_cave",
        "one_knee",
        "feet_snap_together",
        "feet_apart",
        "trunk_leans_forward",
        "back_arches",
        "back_line_breaks",
    }
)
"""Faults of what the alignment sub-score reads (spec/angle-core.md section 5, row A: knee over toe
and FPPA, side-step separation, feet of the clamshell, trunk of the stretch, line of the deadlift);
and the displacement of one knee alone, which its symmetry reads."""

_HINT: Final = "C"
"""Reliability of a fault that is never scored (spec section 2), so it takes nothing away here."""

_KNEE_OVER_TOE: Final = ("knee_medial_left_shank", "knee_medial_right_shank", "knee_medial_shank")
"""Both knees of a squat; the standing one of a single-leg squat."""


def set_record(
    *,
    side: Side | None,
    target: int,
    kind: SetKind,
    done: int,
    reps: Sequence[Rep],
) -> SetRecord:
    """The record of a set.

    Args:
        side: as planned.
        target: reps or seconds asked for, without the extra ones.
        kind: what the set was for.
        done: reps or seconds that count towards the target.
        reps: all counted reps, or holds, those of the other side too.
    """
    judged = [rep for rep in reps if rep.score is not None]
    return SetRecord(
        side=side,
        target=target,
        done=done,
        score=of_reps(reps).points,
        bars=_bars(judged),
        judged=len(judged),
        red=sum(_is_red(rep) for rep in judged) / len(judged) if judged else 0.0,
        red_alignment=any(red_alignment(rep) for rep in judged),
        fppa_deg=_mean(rep.measures.get("fppa_mean_deg") for rep in judged),
        kmd=_mean(_worse_knee(rep) for rep in judged),
        kind=kind,
    )


def red_alignment(rep: Rep) -> bool:
    """Whether a rep has a red fault of alignment."""
    return any(fault.name in ALIGNMENT for fault in rep.faults if _counts_red(fault))


def _is_red(rep: Rep) -> bool:
    return any(_counts_red(fault) for fault in rep.faults)


def _counts_red(fault: Fault) -> bool:
    return fault.severity == "red" and fault.reliability != _HINT


def _bars(judged: Sequence[Rep]) -> dict[str, int | None]:
    """Mean sub-scores in the order of their weight; those nobody asked for are left out."""
    made: dict[str, int | None] = {}
    for name in WEIGHTS:
        if any(name in rep.sub_scores for rep in judged):
            mean = _mean(rep.sub_scores.get(name) for rep in judged)
            made[name] = None if mean is None else round(mean)
    return made


def _worse_knee(rep: Rep) -> float | None:
    known = [value for name in _KNEE_OVER_TOE if (value := rep.measures.get(name)) is not None]
    return max(known, default=None)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
