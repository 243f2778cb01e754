"""Times the whole way from a frame to what the exercise says of it, model by model.

Every run is a process of its own. Each round runs every combination once, peers among them, so
that what else the machine does falls on all alike; figures are medians over the rounds, ratios
medians of the ratios within a round.
"""

import dataclasses
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from device.pose.models import AUTO, choose, installed, threads_for
from device.pose.timing import most_threads
from mirror.bench.worker import Job
from mirror.errors import UserError

_ROOT: Final = Path(__file__).resolve().parents[2]

Run = Callable[[Job], dict[str, Any]]
"""Runs a job and gives its figures."""
PeerRun = Callable[[Path, int], dict[str, Any]]
"""Runs a peer on so many frames of a clip."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure.

    Attributes:
        clip: the clip.
        exercise: whose tracker follows.
        models: names of landmark models; empty for all installed.
        threads: CPU threads of each network; empty for 1 up to what the mirror takes.
        frames: of each run, after the first; 0 for the whole clip.
        runs: rounds.
    """

    clip: Path
    exercise: str
    models: tuple[str, ...]
    threads: tuple[int, ...]
    frames: int
    runs: int


def run_worker(job: Job) -> dict[str, Any]:
    """Run a job in a process of its own.

    Raises:
        UserError: it failed.
    """
    words = json.dumps(dataclasses.asdict(dataclasses.replace(job, begun_s=time.monotonic())))
    done = subprocess.run(  # noqa: S603 - this program
        [sys.executable, "-m", "mirror.bench.worker", words],
        cwd=_ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        last = next(reversed(done.stderr.splitlines()), f"exit code {done.returncode}")
        last = re.sub(r"^[\w.]+Error: ", "", last).removesuffix(".")
        message = f"{Path(job.clip).name} with {job.model} cannot be measured ({last})"
        raise UserError(message, remedy="Try it alone: plumbline analyze CLIP --exercise NAME.")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def pipeline(
    asked: Asked,
    *,
    run: Run = run_worker,
    peers: Mapping[str, PeerRun] = MappingProxyType({}),
    tell: Callable[[str], None] = lambda _words: None,
) -> dict[str, Any]:
    """Measure.

    Args:
        asked: what.
        run: runs a job.
        peers: programs to compare with, by name, on the same frames in the same rounds.
        tell: told what is running.

    Returns:
        The figures, as `plumbline bench --json` prints them under "pipeline".

    Raises:
        DeviceError: a model is not installed.
        UserError: a run failed.
    """
    mirror = choose(AUTO).landmark
    names = [choose(one).landmark.name for one in asked.models] or [
        model.name for model in installed() if model.role == "landmark"
    ]
    threads = asked.threads or tuple(range(1, most_threads() + 1))
    jobs = [
        Job(str(asked.clip), name, asked.exercise, count, asked.frames)
        for name in dict.fromkeys(names)
        for count in threads
    ]
    found: list[list[dict[str, Any]]] = []
    for number in range(asked.runs):
        turn = []
        for job in jobs:
            tell(f"Round {number + 1} of {asked.runs}: {job.model}, threads: {job.threads}")
            turn.append(run(job))
        for name, peer in peers.items():
            tell(f"Round {number + 1} of {asked.runs}: {name}")
            turn.append(peer(asked.clip, asked.frames))
        found.append(turn)
    rows: list[dict[str, Any]] = [
        {"model": job.model, "threads": job.threads, **_median(turn[i] for turn in found)}
        for i, job in enumerate(jobs)
    ]
    for row in rows:
        row["poses_per_s"] = 1e3 / row["wall_ms"]
    mine = _of_the_mirror(rows, mirror.name, threads_for(mirror))
    tell("In real time")
    live = run(dataclasses.replace(jobs[mine], live=True))
    document: dict[str, Any] = {
        "clip": asked.clip.name,
        "runs": asked.runs,
        "configurations": rows,
        "mirror": {"model": rows[mine]["model"], "threads": rows[mine]["threads"], "live": live},
    }
    if peers:
        document["peers"] = {
            name: _against([turn[i] for turn in found], [turn[mine] for turn in found])
            for i, name in enumerate(peers, len(jobs))
        }
    return document


def _against(
    theirs: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A peer's figures, and how many times ours they are."""
    ratios = {
        f"ratio_{unit}": statistics.median(
            a[name] / b[name] for a, b in zip(theirs, ours, strict=True)
        )
        for unit, name in (("wall", "wall_ms"), ("cpu", "cpu_ms"), ("peak", "peak_mb"))
    }
    return _median(theirs) | ratios


def _of_the_mirror(rows: Sequence[Mapping[str, Any]], model: str, threads: int) -> int:
    """Which row is nearest to what the mirror takes by itself."""
    fit = [i for i, row in enumerate(rows) if row["model"] == model] or [0]
    return min(fit, key=lambda i: abs(rows[i]["threads"] - threads))


def _median(runs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The same figures, each the median of several runs."""
    several = list(runs)
    merged: dict[str, Any] = {}
    for name, first in several[0].items():
        values = [one[name] for one in several]
        if isinstance(first, Mapping):
            merged[name] = _median(values)
        else:
            known = [value for value in values if value is not None]
            merged[name] = statistics.median(known) if known else None
    return merged
