"""Measures a therapist's report of ten years: seconds, memory, size, pages.

    .venv/bin/python -m scripts.measure_report [--folder FOLDER]

Makes 3,000 sessions with 504,000 reps in FOLDER (a temporary one by default; then it is removed),
and lets the phone pages' own child process write the report, of all days and of the last twelve
weeks. Exit code 1: it takes more memory than `MOST_MB`.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mirror.report.span import last_weeks
from mirror.store.connection import connect
from mirror.store.logged import people
from mirror.store.opening import close_store, open_store
from scripts.ten_years import DAYS, START, fill

MOST_MB: Final = 80.0
"""Of a board with 1 GB, beside the mirror."""
_CHUNK: Final = 65_536
LAST: Final = (START + timedelta(days=DAYS)).date()


def measure(folder: Path, kind: str, person: str, first: date) -> float:
    """Write one report as the pages do, and print what it took; its most memory, MB."""
    words = (str(folder), kind, person, "en", first.isoformat(), LAST.isoformat())
    start = time.perf_counter()
    # S603: our own words.
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "mirror.web.exporting", *words], stdout=subprocess.PIPE
    ) as process:
        size = 0
        while process.stdout and (data := process.stdout.read(_CHUNK)):
            size += len(data)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took_s = time.perf_counter() - start
    if process.returncode:
        message = f"the report was not written ({process.returncode})"
        raise OSError(message)
    # Linux counts in KiB; here in MB of 10^6 bytes.
    most_mb = used.ru_maxrss * 1024 / 1e6
    print(f"{kind} from {first}: {took_s:5.1f} s, {most_mb:5.1f} MB, {size / 1000:6.1f} kB")
    return most_mb


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the files go and stay")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        path = open_store(folder, stamp="20260512T101500Z").path
        with closing(connect(path)) as store:
            everyone = people(store)
        if not everyone:
            print(f"{fill(path).reps} reps until {LAST}")
            with closing(connect(path)) as store:
                everyone = people(store)
        close_store(path)
        starts = (START.date(), last_weeks(LAST))
        most_mb = max(
            measure(folder, kind, everyone[0].id, first)
            for first in starts
            for kind in ("report.pdf", "report.csv")
        )
    return 0 if most_mb <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
