"""Measures the store with ten years of one person: size, opening, reading, today's plan.

    .venv/bin/python -m scripts.measure_history [--folder FOLDER]

Makes 3,000 sessions with 504,000 reps in FOLDER (a temporary one by default; then it is removed),
which takes about half a minute, and compares with an empty history.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.planner import Today, plan
from mirror.store.connection import connect
from mirror.store.opening import FILE_NAME, check, close_store, open_store
from mirror.store.reading import past_of, people
from scripts.ten_years import DAYS, SESSIONS, START, fill

STAMP: Final = "20260512T101500Z"
REPEATS: Final = 5


def ms(repeats: int, what: Callable[[], object]) -> str:
    """The median time of a call and the longest, such as "3.1 ms (at most 4.0)"."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        what()
        times.append(1000.0 * (time.perf_counter() - start))
    return f"{median(times):7.2f} ms (at most {max(times):.2f})"


def measure(folder: Path, person: Person, today: Today) -> None:
    """Print what opening, reading and planning take."""
    print(f"  open, after a clean end      {ms(REPEATS, lambda: _reopen(folder, clean=True))}")
    print(f"  open, after a power cut      {ms(REPEATS, lambda: _reopen(folder, clean=False))}")
    path = _reopen(folder, clean=True)
    print(f"  check of every page, beside  {ms(REPEATS, lambda: check(path))}")
    with closing(connect(path)) as connection:

        def read() -> tuple[tuple[Person, ...], Past]:
            return people(connection), past_of(connection, "p1", zone=UTC)

        print(f"  people and past_of           {ms(REPEATS, read)}")
        _, past = read()
        print(f"  plan                         {ms(REPEATS, lambda: plan(person, past, today))}")
        print(f"  sessions whole {len(past.sessions)}, earlier days {len(past.earlier)}")


def _reopen(folder: Path, *, clean: bool) -> Path:
    path = folder / FILE_NAME
    if clean:
        close_store(path)
    return open_store(folder, stamp=STAMP, later=True).path


def main(arguments: Sequence[str] | None = None) -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the files go and stay")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        empty = open_store(folder / "empty", stamp=STAMP).path
        full = open_store(folder / "full", stamp=STAMP).path
        start = time.perf_counter()
        history = fill(full)
        took_s = time.perf_counter() - start
        size_mb = full.stat().st_size / 1e6
        print(f"{SESSIONS} sessions, {history.reps} reps, made in {took_s:.0f} s: {size_mb:.0f} MB")
        today = Today((START + timedelta(days=DAYS + 1)).date(), pain=1)
        print("Ten years:")
        measure(full.parent, history.person, today)
        print("Nothing yet:")
        measure(empty.parent, history.person, today)


if __name__ == "__main__":
    main()
