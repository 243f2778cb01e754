"""When a set should end: quality has gone, so more reps would train the wrong movement.

Spec/angle-core.md section 6, "Fatigue stop"; its thresholds are design choices there [D]. Reps
that were not judged, or a measure that was not seen, never stop a set by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from exercises.events import Rep
from mirror.programme.outcome import red_alignment
from mirror.programme.reason import Reason

TELLING: Final = 3
"""Reps in each of the compared means."""
QUALITY_LEFT: Final = 0.85
FPPA_RISE_DEG: Final = 5.0
RED_IN_A_ROW: Final = 2
TEMPO_LOSS: Final = 0.40


_CONTROLLED: Final = ("lowering_s", "closing_s")
"""Measures of the phase an exercise controls: the way down, or back against the band."""


@dataclass(frozen=True, slots=True)
class RepQuality:
    """What the fatigue stop reads of a counted rep; None where not judged or not measured.

    Attributes:
        score: 0..100.
        fppa_mean_deg: mean FPPA of both legs at the bottom.
        red_alignment: a red fault of alignment; None when the rep was not judged.
        tempo_s: time of the phase the exercise controls, mostly the way down.
    """

    score: int | None = None
    fppa_mean_deg: float | None = None
    red_alignment: bool | None = None
    tempo_s: float | None = None


def quality_of(rep: Rep) -> RepQuality:
    """What a rep shows of fatigue."""
    named = [rep.measures.get(name) for name in _CONTROLLED]
    tempo_s = next((one for one in named if one is not None), None)
    return RepQuality(
        score=rep.score,
        fppa_mean_deg=rep.measures.get("fppa_mean_deg"),
        red_alignment=None if rep.score is None else red_alignment(rep),
        tempo_s=tempo_s,
    )


def stop_set(reps: Sequence[RepQuality]) -> Reason | None:
    """Why to end the set now; None to go on.

    The first three and the last three never share a rep: with fewer than six known values
    nothing is compared.

    Args:
        reps: those of the set so far, oldest first.
    """
    judged = [one.red_alignment for one in reps if one.red_alignment is not None]
    if len(judged) >= RED_IN_A_ROW and all(judged[-RED_IN_A_ROW:]):
        return Reason("fatigue.alignment", {"reps": RED_IN_A_ROW})
    score = _first_and_last([one.score for one in reps])
    if score is not None and score[1] <= QUALITY_LEFT * score[0]:
        return Reason("fatigue.quality", {"first": round(score[0]), "last": round(score[1])})
    fppa = _first_and_last([one.fppa_mean_deg for one in reps])
    if fppa is not None and fppa[1] - fppa[0] >= FPPA_RISE_DEG:
        return Reason("fatigue.caving", {"rise_deg": round(fppa[1] - fppa[0], 1)})
    tempo = _first_and_last([one.tempo_s for one in reps])
    if tempo is not None and tempo[1] < (1.0 - TEMPO_LOSS) * tempo[0]:
        return Reason("fatigue.tempo", {"percent": round(100 * (1.0 - tempo[1] / tempo[0]))})
    return None


def _first_and_last(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = [value for value in values if value is not None]
    if len(known) < 2 * TELLING:
        return None
    return fmean(known[:TELLING]), fmean(known[-TELLING:])
