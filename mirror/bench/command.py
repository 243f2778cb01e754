"""Runs the measurements and prints them."""

import dataclasses
import importlib.metadata
import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from rich.console import Console

from device.build import open_health
from device.health import HealthSensors
from exercises import registry
from exercises.spec import ExerciseSpec
from mirror.bench.feed import TARGET_MS, Clock, FeedCost, feed_cost
from mirror.bench.movements import MOVEMENTS, RATE_HZ, poses
from mirror.bench.peer import PEERS, open_peer
from mirror.bench.pipeline import Asked, Run, pipeline, run_worker
from mirror.bench.show import feed_table, show_heat, show_peer, show_pipeline
from mirror.demo.script import load_demo
from mirror.errors import UserError, unknown_exercise

DEFAULT_RUNS: Final = 5
DEFAULT_FRAMES: Final = 150
"""10 s of the demo: a Pi 4 needs about as long for them with a full model."""
DEFAULT_EXERCISE: Final = "squat"
_INPUT: Final = "synthetic figure"
"""What the trackers are fed with. Nobody's landmarks come with the program."""

Part = Literal["feed", "pipeline"]


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """The choices of one `bench`.

    Attributes:
        exercise: name of the only one to measure; None for all.
        runs: how often each movement is played, and each model run.
        json: print JSON instead of tables.
        only: one part of the measurements; None for all.
        clip: what the models look at; None for the demo.
        models: names of landmark models; empty for all.
        threads: of each network; empty for 1 up to what the mirror takes.
        frames: of each run; 0 for the whole clip.
        compare: names of peers.
    """

    exercise: str | None = None
    runs: int = DEFAULT_RUNS
    json: bool = False
    only: Part | None = None
    clip: Path | None = None
    models: tuple[str, ...] = ()
    threads: tuple[int, ...] = ()
    frames: int = DEFAULT_FRAMES
    compare: tuple[str, ...] = ()


def bench(
    options: BenchOptions,
    console: Console,
    *,
    clock: Clock = time.perf_counter_ns,
    run: Run = run_worker,
    health: HealthSensors | None = None,
) -> int:
    """Measure and print.

    Args:
        options: what was asked for.
        console: where the tables go; JSON goes to its file as it is.
        clock: tells the time in ns.
        run: runs a clip through a model.
        health: tells the temperature; None for this machine's.

    Returns:
        The exit code: 0, fast or slow.

    Raises:
        DeviceError: a model or the clip cannot be used.
        UserError: what was asked for cannot be measured.
    """
    _check(options)
    specs = _specs(options.exercise)
    sensors = open_health(Path.home()) if health is None else health
    document: dict[str, Any] = machine() | {"temperature_c": sensors.read().temperature_c}
    waiting = nullcontext() if options.json else console.status("Measuring", spinner="line")
    with waiting as status:
        tell = (lambda _: None) if status is None else status.update
        costs = []
        if options.only != "pipeline":
            figure = {name: poses(movement) for name, movement in MOVEMENTS.items()}
            costs = [feed_cost(spec, figure, runs=options.runs, clock=clock) for spec in specs]
            document["feed"] = _feed(costs, options.runs)
        if options.only != "feed":
            if options.compare:
                tell("Installing what to compare with, once (1 to 2 GB of disk)")
            peers = {name: open_peer(PEERS[name]) for name in options.compare}
            document["pipeline"] = pipeline(_asked(options), run=run, peers=peers, tell=tell)
            for name, found in document["pipeline"].get("peers", {}).items():
                document[f"ratio_cpu_vs_{name.replace('-', '_')}"] = found["ratio_cpu"]
        document["temperature_after_c"] = sensors.read().temperature_c
    if options.json:
        print(json.dumps(_rounded(document), indent=2), file=console.file)
    else:
        _show(document, costs, console)
    return 0


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "plumbline": importlib.metadata.version("plumbline"),
    }


def _check(options: BenchOptions) -> None:
    """Refuse what cannot be measured."""
    if options.runs < 1:
        message = f"--runs {options.runs} measures nothing"
        raise UserError(message, remedy="Name a number from 1 on, such as --runs 5.")
    if options.clip is not None and not options.clip.is_file():
        message = f"No such file: {options.clip}"
        raise UserError(message, remedy="Check the name and the folder.")
    if options.frames < 0:
        message = f"--frames {options.frames} measures nothing"
        raise UserError(message, remedy="Name a number of frames, or 0 for the whole clip.")
    if any(count < 1 for count in options.threads):
        message = "--threads takes numbers from 1 on"
        raise UserError(message, remedy="Such as --threads 1 2 3.")
    for name in options.compare:
        if name not in PEERS:
            message = f"There is no peer called {name}"
            raise UserError(message, remedy=f"Known: {', '.join(PEERS)}.")
    if options.compare and options.only == "feed":
        message = "--compare is about the pipeline, which --only feed leaves out"
        raise UserError(message, remedy="Leave one of them out.")


def _specs(exercise: str | None) -> list[ExerciseSpec]:
    names = registry.names() if exercise is None else (exercise,)
    try:
        return [registry.get(name) for name in names]
    except registry.UnknownExerciseError as error:
        raise unknown_exercise(
            error.name, suggestion=error.suggestion, known=error.known
        ) from error


def _asked(options: BenchOptions) -> Asked:
    return Asked(
        clip=(load_demo().clip if options.clip is None else options.clip).resolve(),
        exercise=options.exercise or DEFAULT_EXERCISE,
        models=options.models,
        threads=options.threads,
        frames=options.frames,
        runs=options.runs,
    )


def _show(document: Mapping[str, Any], costs: Sequence[FeedCost], console: Console) -> None:
    """Print tables of all that was measured."""
    if "feed" in document:
        console.print(feed_table(costs))
        console.print(
            f"Tracker.feed on a {_INPUT} at {RATE_HZ:.0f} poses a second, "
            f"{_times(document['feed']['runs'])}, one core, {platform.machine()}. "
            f"Target: a median of {TARGET_MS} ms or less.",
            soft_wrap=True,
        )
    if "pipeline" in document:
        show_pipeline(document["pipeline"], console)
        for name, found in document["pipeline"].get("peers", {}).items():
            show_peer(found, PEERS[name].title, console)
    if document["temperature_c"] is not None:
        show_heat(document["temperature_c"], document["temperature_after_c"], console)


def _times(runs: int) -> str:
    return "once" if runs == 1 else f"{runs} times"


def _feed(costs: Sequence[FeedCost], runs: int) -> dict[str, Any]:
    exercises = [dataclasses.asdict(cost) for cost in costs]
    return {"input": _INPUT, "runs": runs, "target_ms": TARGET_MS, "exercises": exercises}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
    """The same with numbers to four places."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return value
