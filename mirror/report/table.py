"""A set's result as a table for people."""

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exercises.events import Fault, Hold, Rep
from exercises.score import of_reps
from mirror.model import SetResult
from mirror.report.words import UNKNOWN, fault_value, fault_words, measure_words, number, words
from mirror.text.catalog import load

MAIN_MEASURES: Final = 3
"""Measures shown; more make the rows wrap at 100 columns. The JSON has them all."""
NARROW: Final = 100
"""In a terminal of fewer columns only the first measure is shown, to leave room for words."""
_TELLING: Final = 3.0
"""Points of the score; smaller losses are not worth words."""
LANGUAGE: Final = "en"
"""The command line speaks English; only the mirror's screen is translated."""
PLAIN_WIDTH: Final = 120
"""Columns when the output is a file or a pipe, where nothing tells the width."""


class _Output(Console):
    """A console that leaves a closed pipe to the command line, which words it."""

    def on_broken_pipe(self) -> None:
        """Do not exit here, as rich would."""
        raise BrokenPipeError


def output_console() -> Console:
    """The console of stdout: as wide as the terminal, or `PLAIN_WIDTH` in a file or pipe."""
    console = _Output(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    return console


def print_result(result: SetResult, console: Console) -> None:
    """Print a summary and a row for each rep."""
    console.print(_summary(result), soft_wrap=True)
    if not result.view.ok:
        problem = words(result.view.problem or "not good")
        console.print(
            Text(f"  The view was not good enough for most of it: {problem}."), soft_wrap=True
        )
    if result.reps:
        measures = _main_measures(result.reps)
        roomy = console.width >= NARROW
        console.print(_rep_table(result, measures if roomy else measures[:1]))
    for hold in result.holds:
        if not _counted(hold, result.reps):
            line = f"  not counted: held {hold.held_s:.1f} s from {hold.start_s:.1f} s"
            console.print(Text(line), soft_wrap=True)


def _summary(result: SetResult) -> Text:
    noun = load(LANGUAGE)[f"unit.{'one' if result.count == 1 else 'many'}.{result.exercise}"]
    reasons = ", ".join(sorted({words(void.reason) for void in result.voids}))
    text = Text()
    text.append(result.clip, style="bold")
    text.append(f" · {words(result.exercise)}: ")
    text.append(f"{result.count} {noun}", style="bold")
    worth = of_reps(result.reps)
    parts = [
        *([] if worth.points is None else [f"set score {worth.points}"]),
        f"{len(result.partials)} partial",
        f"{len(result.voids)} given up{f' ({reasons})' if reasons else ''}",
        f"view {'ok' if result.view.ok else words(result.view.problem or 'not ok')}",
        f"seen in {100 * result.tracked_fraction:.0f} % of {result.duration_s:.1f} s",
        f"model {result.model}",
    ]
    text.append(f" · {' · '.join(parts)}")
    return text


def _rep_table(result: SetResult, measures: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("#", justify="right")
    table.add_column("Side")
    for name in ("Start", "Peak", "End"):
        table.add_column(f"{name}\ns", justify="right")
    table.add_column("Score", justify="right")
    for name in measures:
        table.add_column(_header(name), justify="right")
    table.add_column("Seen")
    for rep in result.reps:
        cells = [
            Text(str(rep.index)),
            Text(rep.side or UNKNOWN),
            *(Text(f"{time_s:.2f}") for time_s in (rep.start_s, rep.peak_s, rep.end_s)),
        ]
        cells.append(Text(UNKNOWN if rep.score is None else str(rep.score), style="bold"))
        cells += [Text(_plain(rep.measures.get(name), name)) for name in measures]
        cells.append(Text("\n").join(_seen(rep)))
        table.add_row(*cells)
    return table


def _header(measure: str) -> Text:
    """A measure's name over its unit."""
    name, unit = measure_words(measure)
    return Text(f"{name.capitalize()}\n{unit}")


def _plain(value: float | None, measure: str) -> str:
    """A measured value without its unit, which stands in the header."""
    unit = measure_words(measure)[1]
    return number(value, unit).removesuffix(unit).rstrip()


def _main_measures(reps: Sequence[Rep]) -> list[str]:
    """The first measures, in the exercise's own order, that were measured in any rep."""
    measured: dict[str, None] = {}
    for rep in reps:
        measured.update({name: None for name, value in rep.measures.items() if value is not None})
    return list(measured)[:MAIN_MEASURES]


def _counted(hold: Hold, reps: Sequence[Rep]) -> bool:
    """Whether a hold is among the reps: they end together."""
    return any(rep.end_s == hold.end_s for rep in reps)


def _seen(rep: Rep) -> list[Text]:
    """What there is to say of a rep, a line each."""
    lines = [_fault(fault) for fault in rep.faults]
    if rep.score is None:
        reason = f": {words(rep.unscored_reason)}" if rep.unscored_reason else ""
        lines.insert(0, Text(f"not judged{reason}", style="dim"))
    losses = [(name, points) for name, points in rep.lost.items() if points >= _TELLING]
    if losses:
        lost = ", ".join(f"{words(name)} -{points:.0f}" for name, points in losses[:2])
        lines.append(Text(f"because {lost}", style="dim"))
    return lines


def _fault(fault: Fault) -> Text:
    mark = "!! " if fault.severity == "red" else "! "  # not by colour alone
    return Text(f"{mark}{fault_words(fault)} {fault_value(fault)}")


def print_exercises(names: Sequence[str], console: Console) -> None:
    """Print exercises with the way to stand, kneel or lie for each."""
    texts = load(LANGUAGE)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("Exercise", "", "Where to be"):
        table.add_column(title)
    for name in names:
        table.add_row(
            Text(name), Text(texts[f"exercise.{name}"]), Text(texts[f"view.wrong_posture.{name}"])
        )
    console.print(table)
