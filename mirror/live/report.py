"""The results of a run on the terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirror.errors import UserError
from mirror.model import SetResult
from mirror.report.table import output_console
from mirror.report.words import words
from mirror.session.scenes import Picture
from mirror.session.session import Session
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


def print_results(session: Session, *, texts: Texts) -> None:
    """Print the finished sets of a session, when there are any.

    Args:
        session: after its end.
        texts: the words of the screen.
    """
    results = session.results
    if results:
        expected = [session.expected(i) for i in range(len(results))]
        print_sets(results, expected, texts=texts, console=output_console())


def save_pictures(pictures: Iterable[tuple[str, Picture]], folder: Path) -> None:
    """Draw pictures into a folder and say where they are.

    Args:
        pictures: with their names.
        folder: made when absent.

    Raises:
        UserError: they cannot be written.
    """
    console = output_console()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures:
            path = folder / f"{name}.png"
            save_picture(picture, path)
            console.print(f"Screenshot: {path}", soft_wrap=True, markup=False, highlight=False)
    except OSError as error:
        message = f"The screenshots cannot be written to {folder} ({error.strerror})"
        raise UserError(message, remedy="Name another folder with --screenshots.") from error


def _faults(result: SetResult) -> str:
    """Faults by frequency: "knees cave in 1, too fast in 2"."""
    counts = Counter(
        name for rep in result.reps for name in dict.fromkeys(one.name for one in rep.faults)
    )
    return ", ".join(f"{words(name)} in {count}" for name, count in counts.most_common())
