"""The results of a run on the terminal."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirror.live.moments import Moments
from mirror.model import SetResult
from mirror.report.words import words
from mirror.text.catalog import Texts
from mirror.ui.picture import save_picture


def print_sets(
    results: Sequence[SetResult],
    expected: Sequence[int | None],
    *,
    texts: Texts,
    console: Console,
) -> None:
    """One row for each finished set.

    Args:
        results: the sets in order.
        expected: the true count of each; None where unknown.
        texts: the words of the screen.
        console: where to print.
    """
    known = any(count is not None for count in expected)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Exercise")
    table.add_column("Counted", justify="right")
    if known:
        table.add_column("Expected", justify="right")
    table.add_column("Partial", justify="right")
    table.add_column("Given up", justify="right")
    table.add_column("Seen")
    for result, true in zip(results, expected, strict=True):
        cells = [texts[f"exercise.{result.exercise}"], str(result.count)]
        if known:
            cells.append("" if true is None else str(true))
        cells += [str(len(result.partials)), str(len(result.voids)), _faults(result)]
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)


def save_pictures(moments: Moments, folder: Path) -> tuple[Path, ...]:
    """Draw the most telling moments into a folder.

    Raises:
        OSError: they cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for kind, view in moments.best():
        path = folder / f"{kind}.png"
        save_picture(view, path)
        saved.append(path)
    return tuple(saved)


def _faults(result: SetResult) -> str:
    """Faults by frequency: "knees cave in 1, too fast in 2"."""
    counts = Counter(name for rep in result.reps for name in {one.name for one in rep.faults})
    return ", ".join(f"{words(name)} in {count}" for name, count in counts.most_common())
