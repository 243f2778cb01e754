"""Measures the phone pages with ten years of one person: first byte, bytes, memory.

    .venv/bin/python -m scripts.measure_phone [--folder FOLDER]

Makes 3,000 sessions with 504,000 reps in FOLDER (a temporary one by default; then it is removed),
looks at every page several times with its files, downloads the records once and prints both.
Exit code 1: a limit of issue 6 is exceeded.
"""

import argparse
import re
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from mirror.store.opening import close_store, open_store
from mirror.store.reading import people
from mirror.web.records import listed, reading
from scripts.phone_server import Served, serving
from scripts.ten_years import DAYS, START, fill

FIRST_BYTE_MS: Final = 150.0
PAGE_KB: Final = 300.0
MEMORY_MB: Final = 60.0
REPEATS: Final = 5
PAGES: Final = (
    "/",
    "/sessions",
    "/sessions?before=1500",
    "/sessions/{session}",
    "/trends",
    "/plan",
    "/plan?month=2021-05",
    "/profile",
    "/settings",
    "/phones",
    "/more",
    "/about",
    "/live",
    "/export",
)
_FILES: Final = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Got:
    """One answer: bytes of it, and milliseconds to its first byte and to its last."""

    body: bytes
    first_ms: float
    all_ms: float


def get(served: Served, path: str, cookie: str) -> Got:
    """Ask for a path as a phone does that keeps nothing."""
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=600.0)) as connection:
        connection.connect()
        start = time.perf_counter()
        connection.request("GET", path, headers={"cookie": f"plumbline_phone={cookie}"})
        answer = connection.getresponse()
        first_ms = 1000.0 * (time.perf_counter() - start)
        body = answer.read()
        if answer.status != 200:  # noqa: PLR2004 - HTTP
            message = f"{path}: {answer.status}"
            raise LookupError(message)
        return Got(body, first_ms, 1000.0 * (time.perf_counter() - start))


def measure(served: Served, session: str) -> bool:
    """Print everything; says whether all limits are kept."""
    cookie = served.cookie()
    kept = True
    print(f"{'page':28}{'first byte ms':>22}{'page kB':>9}{'with files kB':>15}")
    for page in PAGES:
        path = page.format(session=session)
        got = [get(served, path, cookie) for _ in range(REPEATS)]
        files = {one: get(served, one, cookie) for one in _FILES.findall(got[0].body.decode())}
        whole_kb = (len(got[0].body) + sum(len(one.body) for one in files.values())) / 1000
        first_ms = [one.first_ms for one in got]
        worst_ms = max(first_ms)
        kept &= worst_ms <= FIRST_BYTE_MS and whole_kb <= PAGE_KB
        times = f"{median(first_ms):.0f} (at most {worst_ms:.0f})"
        print(f"{page:28}{times:>22}{len(got[0].body) / 1000:>9.1f}{whole_kb:>15.1f}")
        time.sleep(1.0)  # not faster than the pages let one address ask
    print(f"memory after the pages     {served.memory_mb('VmRSS'):6.1f} MB")
    for kind in ("csv", "json"):
        made = get(served, f"/export/{kind}", cookie)
        size_mb = len(made.body) / 1e6
        print(
            f"download {kind}: {size_mb:.0f} MB, first byte {made.first_ms / 1000:.1f} s, ", end=""
        )
        print(f"all {made.all_ms / 1000:.0f} s")
    most_mb = served.memory_mb()
    print(f"memory at most, to the end {most_mb:6.1f} MB")
    return kept and most_mb <= MEMORY_MB


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the files go and stay")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        path = open_store(folder, stamp="20260512T101500Z").path
        with reading(folder) as records:
            there = bool(people(records))
        if not there:
            history = fill(path)
            print(f"{history.reps} reps until {START + timedelta(days=DAYS):%Y-%m-%d}")
        close_store(path)
        with reading(folder) as records:
            session = listed(records, "p1", before=None, count=1, zone=None)[0].id
        with serving(folder) as served:
            return 0 if measure(served, session) else 1


if __name__ == "__main__":
    sys.exit(main())
