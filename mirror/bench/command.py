"""Runs the measurements and prints them."""

import dataclasses
import json
import platform
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from exercises import registry
from mirror.bench.feed import TARGET_MS, Clock, FeedCost, feed_cost
from mirror.bench.movements import MOVEMENTS, RATE_HZ, poses
from mirror.errors import UserError, unknown_exercise

DEFAULT_RUNS: Final = 5
_INPUT: Final = "synthetic figure"
"""What the trackers are fed with. Nobody's landmarks come with the program."""


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """The choices of one `bench`.

    Attributes:
        exercise: name of the only one to measure; None for all.
        runs: how often each movement is played.
        json: print JSON instead of a table.
    """

    exercise: str | None = None
    runs: int = DEFAULT_RUNS
    json: bool = False


def bench(options: BenchOptions, console: Console, *, clock: Clock = time.perf_counter_ns) -> int:
    """Measure and print.

    Args:
        options: what was asked for.
        console: where the table goes; JSON goes to its file as it is.
        clock: tells the time in ns.

    Returns:
        The exit code: 0, fast or slow.

    Raises:
        UserError: what was asked for cannot be measured.
    """
    if options.runs < 1:
        message = f"--runs {options.runs} measures nothing"
        raise UserError(message, remedy="Name a number from 1 on, such as --runs 5.")
    names = registry.names() if options.exercise is None else (options.exercise,)
    try:
        specs = [registry.get(name) for name in names]
    except registry.UnknownExerciseError as error:
        raise unknown_exercise(
            error.name, suggestion=error.suggestion, known=error.known
        ) from error
    figure = {name: poses(movement) for name, movement in MOVEMENTS.items()}
    waiting = nullcontext() if options.json else console.status("Measuring", spinner="line")
    with waiting:
        costs = [feed_cost(spec, figure, runs=options.runs, clock=clock) for spec in specs]
    if options.json:
        print(json.dumps(_document(costs, options.runs), indent=2), file=console.file)
        return 0
    console.print(_table(costs))
    console.print(
        f"Tracker.feed on a {_INPUT} ({len(next(iter(figure.values())))} poses at {RATE_HZ:.0f} a "
        f"second, {_times(options.runs)}), one core, {platform.machine()}. "
        f"Target: a median of {TARGET_MS} ms or less.",
        soft_wrap=True,
    )
    return 0


def _times(runs: int) -> str:
    return "once" if runs == 1 else f"{runs} times"


def _document(costs: Sequence[FeedCost], runs: int) -> dict[str, object]:
    rounded = [
        {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in dataclasses.asdict(cost).items()
        }
        for cost in costs
    ]
    return {
        "machine": platform.machine(),
        "python": platform.python_version(),
        "feed": {"input": _INPUT, "runs": runs, "target_ms": TARGET_MS, "exercises": rounded},
    }


def _table(costs: Sequence[FeedCost]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Exercise")
    table.add_column("Figure's\nmovement")
    for heading in ("Followed", "Counted", "Median\nms", "95 %\nms"):
        table.add_column(heading, justify="right")
    table.add_column("Target")
    for cost in costs:
        table.add_row(
            cost.exercise,
            cost.movement or "none fits",
            f"{100.0 * cost.followed:.0f} %",
            str(cost.count),
            f"{cost.median_ms:.3f}",
            f"{cost.p95_ms:.3f}",
            "met" if cost.median_ms <= TARGET_MS else "missed",
        )
    return table
