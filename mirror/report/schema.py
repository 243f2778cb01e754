"""A set's result as JSON for programs; documented by docs/analyze.schema.json.

The shape is stable: fields may be added, none is renamed or removed.
"""

import math
from typing import Final

from exercises.events import Fault, Hold, Rep
from exercises.score import of_reps
from mirror.model import SetResult

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

TIME_DIGITS: Final = 3
"""Times to the millisecond; a frame lasts 16 ms or more."""
VALUE_DIGITS: Final = 4
"""Measures are angles in degrees and ratios; both are noise beyond this."""


def as_json(result: SetResult) -> dict[str, Json]:
    """One set as JSON values. Numbers are finite; what is not known is None."""
    return {
        "clip": result.clip,
        "exercise": result.exercise,
        "model": result.model,
        "frames": result.frames,
        "duration_s": _time(result.duration_s),
        "tracked_fraction": _value(result.tracked_fraction),
        "count": result.count,
        "partials": len(result.partials),
        "voids": len(result.voids),
        "set_score": _set_score(result),
        "view": {"ok": result.view.ok, "problem": result.view.problem},
        "reps": [_rep(rep) for rep in result.reps],
        "holds": [_hold(hold) for hold in result.holds],
    }


def _set_score(result: SetResult) -> dict[str, Json]:
    worth = of_reps(result.reps)
    return {
        "points": worth.points,
        "decay": _value(worth.decay),
        "judged": worth.judged,
        "counted": worth.counted,
    }


def _rep(rep: Rep) -> dict[str, Json]:
    return {
        "index": rep.index,
        "side": rep.side,
        "start_s": _time(rep.start_s),
        "peak_s": _time(rep.peak_s),
        "end_s": _time(rep.end_s),
        "counted": True,
        "score": rep.score,
        "unscored_reason": rep.unscored_reason,
        "measures": {name: _value(value) for name, value in rep.measures.items()},
        "sub_scores": dict(rep.sub_scores),
        "lost": {name: _value(points) for name, points in rep.lost.items()},
        "faults": [_fault(fault) for fault in rep.faults],
    }


def _fault(fault: Fault) -> dict[str, Json]:
    return {
        "code": fault.code,
        "name": fault.name,
        "side": fault.side,
        "value": _value(fault.value),
        "unit": fault.unit,
        "severity": fault.severity,
        "reliability": fault.reliability,
    }


def _hold(hold: Hold) -> dict[str, Json]:
    return {
        "side": hold.side,
        "start_s": _time(hold.start_s),
        "end_s": _time(hold.end_s),
        "held_s": _time(hold.held_s),
    }


def _time(time_s: float) -> float:
    return round(float(time_s), TIME_DIGITS)


def _value(value: float | None) -> float | None:
    # float() also turns numpy's scalars, which json refuses, into Python's.
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), VALUE_DIGITS)
