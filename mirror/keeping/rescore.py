"""`plumbline rescore`: judges earlier reps by today's rules, where their landmarks are kept."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exercises.registry import get
from exercises.rules import VERSION
from exercises.tracker import Tracker
from mirror.errors import UserError
from mirror.ids import uuid7
from mirror.keeping.now import moment
from mirror.keeping.opened import alone
from mirror.keeping.person import find
from mirror.report.words import UNKNOWN, words
from mirror.store.opening import FILE_NAME
from mirror.store.records import Moment
from mirror.store.replaying import SetTracker
from mirror.store.rescore import Outcome, Problem, Rules, rescore
from mirror.store.traces import ForeignTracesError, connect_traces, path_of

_PROBLEMS: Final[dict[Problem, str]] = {
    "gap": "a part of its landmarks is missing",
    "count": "today's rules count another number of reps",
    "order": "today's rules see the reps at other times",
    "damaged": "its landmarks are damaged",
    "unknown": "the exercise is not known any more",
}


def rules_of_today(
    *,
    version: str = VERSION,
    make_tracker: Callable[[str], SetTracker] = lambda name: Tracker(get(name)),
    at: Moment | None = None,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Rules:
    """The rules of this program."""
    now = at or moment()
    return Rules(
        version=version,
        make_tracker=make_tracker,
        new_id=lambda: uuid7(wall_s=now.wall_s, random_bytes=random_bytes),
        at=now,
    )


def rescore_all(  # noqa: PLR0913 - all named
    folder: Path,
    rules: Rules,
    *,
    name: str | None,
    dry_run: bool,
    stamp: str,
    console: Console,
) -> int:
    """Judge earlier reps anew and print what came of it.

    Args:
        folder: the data folder.
        rules: by which.
        name: the person's, or an id; None: everyone.
        dry_run: only say what would come of it.
        stamp: the time for names of files.
        console: where to print.

    Returns:
        The exit code, 0.

    Raises:
        UserError: no records or landmarks, nobody of that name, or a mirror that runs.
    """
    with alone(folder, stamp=stamp) as records:
        person = None if name is None else find(records, name).id
        path = path_of(folder / FILE_NAME)
        if not path.exists():
            message = f"There are no landmarks of reps in {folder}"
            remedy = "They are kept for 30 days, of people who train with their name."
            raise UserError(message, remedy=remedy)
        try:
            traces = connect_traces(path)
        except ForeignTracesError as error:
            raise UserError(
                str(error), remedy="Update Plumbline, or move the file away."
            ) from error
        with closing(traces), console.status("Judging the reps anew"):
            found = list(rescore(records, traces, rules, person=person, dry_run=dry_run))
    _print(found, rules, console, dry_run=dry_run)
    return 0


def _print(found: Sequence[Outcome], rules: Rules, console: Console, *, dry_run: bool) -> None:
    if not found:
        text = f"All reps with landmarks are judged by today's rules (version {rules.version})."
        _say(console, text)
        return
    done: dict[str, list[Outcome]] = defaultdict(list)
    for one in found:
        if one.problem is None:
            done[one.exercise].append(one)
    if done:
        console.print(_table(done))
    for one in found:
        if one.problem is not None:
            day = datetime.fromtimestamp(one.wall_s).astimezone().strftime("%Y-%m-%d %H:%M")
            text = f"Left alone: {words(one.exercise)} of {day}: {_PROBLEMS[one.problem]}."
            _say(console, text)
    if dry_run:
        _say(console, "Nothing was written; without --dry-run it is.")


def _table(done: dict[str, list[Outcome]]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Exercise")
    for title in ("Sets", "Reps", "Scores changed", "Mean change"):
        table.add_column(title, justify="right")
    rows = [(words(name), sets) for name, sets in sorted(done.items())]
    if len(rows) > 1:
        rows.append(("all", [one for _, sets in rows for one in sets]))
    for name, sets in rows:
        pairs = [pair for one in sets for pair in zip(one.then, one.now, strict=True)]
        cells = (
            name,
            str(len(sets)),
            str(len(pairs)),
            str(sum(then != now for then, now in pairs)),
            _change(pairs),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _change(pairs: Iterable[tuple[int | None, int | None]]) -> str:
    """The mean over the reps that have a score then and now."""
    both = [now - then for then, now in pairs if then is not None and now is not None]
    return f"{fmean(both):+.1f}" if both else UNKNOWN


def _say(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True, markup=False, highlight=False)
