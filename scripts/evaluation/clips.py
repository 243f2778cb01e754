"""The clips of a folder with what they truly show."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from exercises import registry
from scripts.evaluation import rendered
from scripts.evaluation.errors import EvaluationError
from scripts.evaluation.rendered import Rendered, TrueRep

Group = Literal["rendered", "real"]

_TABLE: Final = "truth.csv"
_COLUMNS: Final = ("file", "protocol_exercise", "protocol_reps", "reps_start_peak_end_s")


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A clip with its truth.

    Attributes:
        path: the video.
        group: rendered clips have exact points, real ones a table made by eye.
        exercise: what is done in it, None when it is none of ours.
        count: true reps of that exercise.
        reps: their times; fewer than `count` when a table gives none.
        exact: the exact points, None for real clips.
    """

    path: Path
    group: Group
    exercise: str | None
    count: int
    reps: tuple[TrueRep, ...]
    exact: Rendered | None = None

    @property
    def name(self) -> str:
        """File name without its suffix."""
        return self.path.stem

    @property
    def lying(self) -> bool | None:
        """Whether it is done lying down; None for what is none of ours."""
        return None if self.exercise is None else registry.get(self.exercise).lying


def find(folder: Path, known: Sequence[str]) -> list[Clip]:
    """The clips of a folder.

    Args:
        folder: holds truth.csv, or NAME.json and NAME.npz beside each NAME.mp4.
        known: names of the exercises there are.

    Raises:
        EvaluationError: no such folder, no truth in it, or truth that cannot be read.
    """
    if not folder.is_dir():
        message = f"There is no folder {folder}"
        raise EvaluationError(message)
    table = folder / _TABLE
    clips = _real(table, known) if table.exists() else _rendered(folder)
    if not clips:
        message = (
            f"No truth in {folder}: it needs {_TABLE}, or NAME.json and NAME.npz beside NAME.mp4"
        )
        raise EvaluationError(message)
    for clip in clips:
        if not clip.path.is_file():
            message = f"{clip.path} is missing, though its truth is there"
            raise EvaluationError(message)
    return clips


def _rendered(folder: Path) -> list[Clip]:
    clips = []
    for points in sorted(folder.glob("*.npz")):
        exact = rendered.load(points)
        clips.append(
            Clip(
                path=points.with_suffix(".mp4"),
                group="rendered",
                exercise=exact.exercise,
                count=len(exact.reps),
                reps=exact.reps,
                exact=exact,
            )
        )
    return clips


def _real(table: Path, known: Sequence[str]) -> list[Clip]:
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, ValueError, csv.Error) as error:
        message = f"{table} cannot be read ({error})"
        raise EvaluationError(message) from error
    return [_row(table, number, row, known) for number, row in enumerate(rows, start=2)]


def _row(table: Path, number: int, row: dict[str, str], known: Sequence[str]) -> Clip:
    try:
        file, words, count, times = (row[column] or "" for column in _COLUMNS)
        # "squat (false-positive test)" with 0 reps is a clip of another movement.
        exercise = words.split(" ")[0]
        if exercise not in known:
            message = f'unknown exercise "{exercise}"'
            raise ValueError(message)  # noqa: TRY301 - worded with the line below
        shown = exercise if int(count) else None
        reps = tuple(_times(one) for one in times.split(";") if one) if shown else ()
    except (KeyError, TypeError, ValueError) as error:
        what = f"no column {error}" if isinstance(error, KeyError) else str(error)
        message = f"{table}, line {number}, cannot be read: {what}"
        raise EvaluationError(message) from error
    return Clip(table.parent / file, "real", shown, int(count), reps)


def _times(text: str) -> TrueRep:
    start_s, peak_s, end_s = (float(part) for part in text.split("/"))
    return TrueRep(start_s, peak_s, end_s)
