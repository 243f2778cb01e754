"""An interrupted routine as plain data, and back: for a file that survives a power cut.

What comes back may be of another version or damaged: every doubt ends in `NotKeptError`, never in
a half-restored session.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final, cast

from exercises.events import Fault, Hold, Rep, RepPartial, RepVoided
from mirror.model import SetResult, View
from mirror.session.routine import PlannedSet, Routine

VERSION: Final = 1


class NotKeptError(ValueError):
    """The data is not an interrupted routine of this version, or nothing of it is left to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a routine stopped.

    Attributes:
        routine: its sets.
        profile: who trains.
        index: the set that runs or comes next.
        results: finished sets with their places.
        reps: of the set that ran.
        held_s: of the set that ran.
        pain: answers by exercise.
    """

    routine: Routine
    profile: str
    index: int
    results: tuple[tuple[int, SetResult], ...] = ()
    reps: tuple[Rep, ...] = ()
    held_s: float = 0.0
    pain: Mapping[str, int | None] = field(default_factory=dict)


def keep(kept: Kept) -> dict[str, object]:
    """Ready for JSON."""
    return {
        "version": VERSION,
        "profile": kept.profile,
        "routine": [asdict(one) for one in kept.routine],
        "index": kept.index,
        "results": [{"index": index, **_result(result)} for index, result in kept.results],
        "reps": [_rep(rep) for rep in kept.reps],
        "held_s": kept.held_s,
        "pain": dict(kept.pain),
    }


def restore(data: Mapping[str, object] | None) -> Kept:
    """The opposite of `keep`.

    Raises:
        NotKeptError: see there.
    """
    if not data or data.get("version") != VERSION:
        message = "no routine of this version"
        raise NotKeptError(message)
    try:
        kept = _restored(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = "the routine is damaged"
        raise NotKeptError(message) from error
    if not 0 <= kept.index < len(kept.routine):
        message = "nothing is left to do"
        raise NotKeptError(message)
    return kept


def _rep(rep: Rep) -> dict[str, object]:
    # asdict copies only plain dicts deeply enough; the maps of a rep may be of any kind.
    return {
        "index": rep.index,
        "side": rep.side,
        "start_s": rep.start_s,
        "peak_s": rep.peak_s,
        "end_s": rep.end_s,
        "score": rep.score,
        "unscored_reason": rep.unscored_reason,
        "measures": dict(rep.measures),
        "faults": [asdict(fault) for fault in rep.faults],
        "sub_scores": dict(rep.sub_scores),
        "lost": dict(rep.lost),
    }


def _result(result: SetResult) -> dict[str, object]:
    return {
        "clip": result.clip,
        "exercise": result.exercise,
        "model": result.model,
        "frames": result.frames,
        "duration_s": result.duration_s,
        "tracked_fraction": result.tracked_fraction,
        "view": asdict(result.view),
        "reps": [_rep(rep) for rep in result.reps],
        "holds": [asdict(hold) for hold in result.holds],
        "partials": [asdict(one) for one in result.partials],
        "voids": [asdict(one) for one in result.voids],
    }


# From here on Any would be honest: JSON has no types. Each constructor checks its names; a wrong
# type of a value shows in `_check`, which every number that the flow computes with goes through.
_Row = Mapping[str, object]


def _rows(value: object) -> list[_Row]:
    if not isinstance(value, list):
        message = "not a list"
        raise TypeError(message)
    return cast("list[_Row]", value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = "not a number"
        raise TypeError(message)
    return value


def _whole(value: object) -> int:
    if _number(value) != int(_number(value)):
        message = "not a whole number"
        raise ValueError(message)
    return int(_number(value))


def _restored(data: _Row) -> Kept:
    pain = cast("Mapping[str, object]", data["pain"])
    return Kept(
        routine=tuple(_planned(row) for row in _rows(data["routine"])),
        profile=str(data["profile"]),
        index=_whole(data["index"]),
        results=tuple(
            (_whole(row["index"]), _result_of({k: v for k, v in row.items() if k != "index"}))
            for row in _rows(data["results"])
        ),
        reps=tuple(_rep_of(row) for row in _rows(data["reps"])),
        held_s=float(_number(data["held_s"])),
        pain={name: None if value is None else _whole(value) for name, value in pain.items()},
    )


def _planned(row: _Row) -> PlannedSet:
    one = PlannedSet(**row)  # type: ignore[arg-type] # JSON: checked just below
    sound = one.side in {None, "left", "right", "both"} and one.unit in {"reps", "seconds"}
    if not sound or _whole(one.target) < 1 or _number(one.rest_s) < 0:
        message = "not a set"
        raise ValueError(message)
    return one


def _rep_of(row: _Row) -> Rep:
    faults = tuple(Fault(**fault) for fault in _rows(row["faults"]))  # type: ignore[arg-type] # JSON
    rep = Rep(**{**row, "faults": faults})  # type: ignore[arg-type] # JSON: numbers checked below
    for value in (rep.start_s, rep.peak_s, rep.end_s, *rep.lost.values()):
        _number(value)
    for points in (rep.score, *rep.sub_scores.values()):
        _whole(0 if points is None else points)
    return rep


def _result_of(row: _Row) -> SetResult:
    return SetResult(
        **{  # type: ignore[arg-type] # JSON: numbers are checked where the flow computes with them
            **row,
            "view": View(**cast("dict[str, object]", row["view"])),  # type: ignore[arg-type] # JSON
            "reps": tuple(_rep_of(rep) for rep in _rows(row["reps"])),
            "holds": tuple(Hold(**hold) for hold in _rows(row["holds"])),  # type: ignore[arg-type] # JSON
            "partials": tuple(RepPartial(**one) for one in _rows(row["partials"])),  # type: ignore[arg-type] # JSON
            "voids": tuple(RepVoided(**one) for one in _rows(row["voids"])),  # type: ignore[arg-type] # JSON
        }
    )
