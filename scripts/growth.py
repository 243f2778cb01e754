"""What grows with what: cost against clip length, people in view, frame rate and history.

    .venv/bin/python -m scripts.growth [--runs 3] [--plot docs/pictures/growth.png]

The clips are made of the demo's squats; each run is a process of its own (mirror.bench.worker), all
cases of a curve once in each round. Figures are medians.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import cv2
import numpy as np
from matplotlib.figure import Figure

from mirror.bench.pipeline import run_worker
from mirror.bench.worker import Job, peak_mb
from mirror.demo.script import load_demo
from mirror.programme.person import Person
from mirror.programme.planner import Today, plan
from mirror.store.connection import connect, transaction
from mirror.store.opening import close_store, open_store
from mirror.store.reading import past_of, people
from scripts.ten_years import DAYS, SESSIONS, START, History

Points = dict[float, dict[str, float]]
"""A curve: figures by what was varied."""

MODEL: Final = "full-int8"
LENGTHS: Final = (1, 2, 4, 8)
"""Times the demo's squats, which last 17 s."""
PEOPLE: Final = (1, 2, 3, 4)
RATES_HZ: Final = (1, 5, 10, 15, 30, 60)
SESSIONS_KEPT: Final = (0, 100, 300, 1000, SESSIONS)
SEEN_S: Final = 15.0
"""Of each clip of another rate."""
WIDTH_PX, HEIGHT_PX = 1280, 480


def squats() -> Iterator[np.ndarray[Any, Any]]:
    """The frames of the demo's squats."""
    demo = load_demo()
    clip = cv2.VideoCapture(str(demo.clip))
    rate_hz = clip.get(cv2.CAP_PROP_FPS)
    for _ in range(int(demo.plan[0].end_s * rate_hz)):
        there, picture = clip.read()
        if not there:
            return
        yield picture
    clip.release()


def write(
    path: Path, pictures: Iterator[np.ndarray[Any, Any]], size: tuple[int, int], rate_hz: float
) -> Path:
    """Write a clip, picture by picture."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path


def longer(folder: Path, times: int) -> Path:
    """The squats so many times."""
    first = next(squats())
    pictures = (picture for _ in range(times) for picture in squats())
    return write(folder / f"long{times}.mp4", pictures, (first.shape[1], first.shape[0]), 15.0)


def crowd(folder: Path, count: int) -> Path:
    """So many people side by side before the same grey, each a moment behind the one before."""
    frames = [picture[:, 160:480] for picture in squats()]
    strip = WIDTH_PX // 4

    def pictures() -> Iterator[np.ndarray[Any, Any]]:
        for i in range(len(frames)):
            row = np.full((HEIGHT_PX, WIDTH_PX, 3), 128, np.uint8)
            for number in range(count):
                one = cv2.resize(frames[(i - 9 * number) % len(frames)], (strip, HEIGHT_PX))
                row[:, number * strip : (number + 1) * strip] = one
            yield row

    return write(folder / f"crowd{count}.mp4", pictures(), (WIDTH_PX, HEIGHT_PX), 15.0)


def at_rate(folder: Path, rate_hz: int) -> Path:
    """The squats with frames left out or shown again."""
    frames = list(squats())
    picked = (
        frames[min(len(frames) - 1, int(i * 15 / rate_hz))] for i in range(int(SEEN_S * rate_hz))
    )
    first = frames[0]
    return write(folder / f"rate{rate_hz}.mp4", picked, (first.shape[1], first.shape[0]), rate_hz)


def curve(clips: Mapping[float, Path], runs: int) -> Points:
    """Time and memory of each clip."""
    found: dict[float, list[dict[str, Any]]] = {key: [] for key in clips}
    for _ in range(runs):
        for key, clip in clips.items():
            found[key].append(run_worker(Job(str(clip), MODEL, "squat", 1, 0)))
    return {
        key: {
            "CPU ms a frame": median(one["cpu_ms"] for one in all_runs),
            "detector ms a frame": median(one["stages"]["detector"]["mean_ms"] for one in all_runs),
            "peak MB": median(one["peak_mb"] for one in all_runs),
            "frames": median(one["frames"] for one in all_runs),
        }
        for key, all_runs in found.items()
    }


def history_process(folder: Path) -> None:
    """Open a history, read and plan, in this process; print what it took."""
    today = Today((START + timedelta(days=DAYS + 1)).date(), pain=1)
    person = Person(id="p1", name="Ada", bands=("light", "medium"), asked=True)
    opened_s = time.perf_counter()
    path = open_store(folder, stamp="20260512T101500Z", later=True).path
    opened_s = time.perf_counter() - opened_s
    with closing(connect(path)) as connection:
        read_s = time.perf_counter()
        people(connection)
        past = past_of(connection, "p1", zone=UTC)
        read_s = time.perf_counter() - read_s
    plan_s = time.perf_counter()
    plan(person, past, today)
    plan_s = time.perf_counter() - plan_s
    took = {"open ms": opened_s, "read ms": read_s, "plan ms": plan_s}
    figures = {name: 1e3 * value for name, value in took.items()}
    print(json.dumps(figures | {"peak MB": peak_mb(), "file MB": path.stat().st_size / 1e6}))


def history(folder: Path, runs: int) -> Points:
    """What today's plan costs after so many sessions."""
    made: Points = {}
    for sessions in SESSIONS_KEPT:
        place = folder / f"history{sessions}"
        path = open_store(place, stamp="20260512T101500Z").path
        with closing(connect(path)) as connection, transaction(connection):
            writing = History(connection)
            for number in range(sessions):
                # The latest ones: what the plan reads most of is the same for all.
                writing.session(SESSIONS - sessions + number)
        close_store(path)
        turns = [_in_a_process("history", str(place)) for _ in range(runs)]
        made[sessions] = {name: median(turn[name] for turn in turns) for name in turns[0]}
    return made


def _in_a_process(*words: str) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - this script
        [sys.executable, "-m", "scripts.growth", *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def show(title: str, points: Points) -> None:
    """Print one curve as a table."""
    print(f"\n{title}")
    names = list(next(iter(points.values())))
    print("".join(f"{name:>22}" for name in ["", *names]))
    for key, figures in points.items():
        print(f"{key:>22g}" + "".join(f"{figures[name]:>22.2f}" for name in names))


def plot(path: Path, curves: Mapping[str, tuple[str, Points]]) -> None:
    """Draw the curves: time on the left of each panel, memory on the right."""
    figure = Figure(figsize=(12, 7), dpi=100, layout="constrained")
    axes = figure.subplots(2, 2).flat
    for axis, (title, (label, points)) in zip(axes, curves.items(), strict=True):
        keys = list(points)
        memory = axis.twinx()
        for name in next(iter(points.values())):
            values = [points[key][name] for key in keys]
            if name == "peak MB":
                memory.plot(keys, values, "s--", color="#8A8A8A", label=name)
            elif "ms" in name:
                axis.plot(keys, values, "o-", label=name)
        axis.set(title=title, xlabel=label, ylabel="ms")
        axis.set_ylim(0, 1.3 * axis.get_ylim()[1])  # room for the legend
        memory.set_ylim(0, 1.7 * max(points[key]["peak MB"] for key in keys))
        memory.set_ylabel("peak MB (dashed)")
        axis.legend(loc="upper center", ncols=3, fontsize="small")
        axis.grid(alpha=0.3)
    figure.savefig(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make: dict[str, tuple[str, Callable[[], Points]]] = {
            "Length of a clip": (
                "times 17 s",
                lambda: curve({n: longer(folder, n) for n in LENGTHS}, options.runs),
            ),
            "People in view": (
                "people",
                lambda: curve({n: crowd(folder, n) for n in PEOPLE}, options.runs),
            ),
            "Frame rate": (
                "frames a second",
                lambda: curve({n: at_rate(folder, n) for n in RATES_HZ}, options.runs),
            ),
            "History": ("sessions", lambda: history(folder, options.runs)),
        }
        curves: dict[str, tuple[str, Points]] = {}
        for title, (label, measure) in make.items():
            curves[title] = label, measure()
            show(f"{title} ({label})", curves[title][1])
        if options.plot is not None:
            plot(options.plot, curves)


if __name__ == "__main__":
    if sys.argv[1:2] == ["history"]:
        history_process(Path(sys.argv[2]))
    else:
        main()
