"""Hours of use at speed: does anything grow?

    python -m scripts.soak [--hours 4] [--people 3] [--csv FILE] [--report docs]
    python -m scripts.soak --model full-int8 [--once] --minutes 15

Golden recordings are replayed as sessions, one after the other and person after person, through the
real loop with a simulated clock: records, landmark traces, copies after each session, the phone
pages read once a simulated minute (their own process), and sync to a WebDAV server on loopback.
Exit code 1 when memory, threads or open files grow in the second half; the first is the warm-up.
Of memory the resident one counts. The proportional one (PSS) is in the CSV only: a page shared with
another Python is divided by how many have it, so it grows when the other one ends.
`--report` draws pictures/soak.png in that folder. `--model` instead runs the demo clip through the
real pose model again and again, as fast as it goes, for so many real minutes: clip and model are
opened anew each time, or with `--once` only once; a sample is taken at the end of a round.
"""

import argparse
import gc
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

import matplotlib as mpl
import matplotlib.pyplot as plt

from mirror.session.happenings import Happening
from mirror.session.kept import RepKept, SessionEnded
from mirror.session.scenes import MenuView
from mirror.store.opening import FILE_NAME
from mirror.store.outbox import open_outbox
from mirror.sync.http import Http
from mirror.sync.rounds import Rounds, SetUp
from mirror.sync.settings import WebDavSettings
from mirror.sync.webdav import WebDavTarget
from mirror.sync.worker import Limits, World
from scripts.endurance.house import CAMERA, House, people
from scripts.endurance.pictures import through_model
from scripts.endurance.sampling import (
    Sample,
    handles,
    heap_mb,
    memory_mb,
    size_mb,
    slope,
    threads,
)
from scripts.phone_server import Served, serving
from tests.app.sync_servers import PASSWORD, USER, webdav

LIMIT_MB_H: Final = 1.0
"""Growth of memory per simulated hour of training without a pause, more hours than a household
trains in a week, that still counts as flat: 50 MB in a year at an hour a week each for one."""
WARM_UP: Final = 0.5
"""Of the run: caches fill, libraries load, the allocator finds its size, and what is kept of the
latest sets comes to its bound."""
PAGES: Final = ("/", "/sessions", "/trends", "/plan", "/live", "/export")
EXERCISES: Final = (
    *("Squat", "Clamshell", "Side step", "Hip flexor stretch", "Single-leg squat"),
    "Single-leg deadlift",
)
HOURLY: Final = 60.0


class Soak:
    """Drives a `House`, and takes a sample each simulated minute.

    Args:
        folder: of everything.
        hours: simulated.
        count: of people.
        out: takes the samples as CSV.
    """

    def __init__(self, folder: Path, *, hours: float, count: int, out: TextIO) -> None:
        """Open nothing yet."""
        self.samples: list[Sample] = []
        self.sessions = self.reps = 0
        self._out = out
        self._hours, self._count = hours, count
        self._data, self._cloud = folder / "data", folder / "cloud"
        self._house = House(self._data, self._wanted, self._act, listeners=(self,), count=count)
        self._began_s = self._house.clock()
        self._next_s = self._began_s + 60.0
        self._names = [one.name for one in people(count)]
        self._served: Served | None = None
        self._cookie = ""

    def run(self) -> None:
        """From the first press to the last minute."""
        self._cloud.mkdir(parents=True)
        self._house.fill()
        self._house.inbox.put(CAMERA)
        with ExitStack() as stack:
            self._served = stack.enter_context(serving(self._data))
            self._cookie = self._served.cookie()
            port = stack.enter_context(webdav(self._cloud))
            stamp = datetime.fromtimestamp(self._house.wall_s(), UTC).strftime("%Y%m%dT%H%M%SZ")
            outbox = stack.enter_context(closing(open_outbox(self._data, stamp=stamp)))
            url = f"http://127.0.0.1:{port}/mirror/"

            def make() -> WebDavTarget:
                return WebDavTarget(Http(basic=(USER, PASSWORD)), url, ("json", "csv"))

            there = SetUp(WebDavSettings(url=url, user=USER), make, "soak")
            world = World(now_s=self._house.wall_s, chance=lambda: 0.5)
            self._rounds = stack.enter_context(
                closing(Rounds(outbox, self._data, {"cloud": there}, world, Limits()))
            )
            self._house.run()

    @property
    def sent(self) -> int:
        """Sessions at the server."""
        return len(list((self._cloud / "mirror").glob("*.json")))

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        self.reps += isinstance(happening, RepKept)
        self.sessions += isinstance(happening, SessionEnded)

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""

    def _wanted(self, menu: MenuView) -> tuple[str, ...]:
        """Person after person, exercise after exercise."""
        who = self._names[self.sessions % self._count]
        exercise = EXERCISES[self.sessions % len(EXERCISES)]
        home = menu.title.startswith("Hello") and who not in menu.title
        return ("Someone else" if home else who, "One exercise", exercise, "No")

    def _act(self) -> None:
        house = self._house
        house.look()
        house.trainee.stretches.clear()
        now_s = house.clock()
        if now_s < self._next_s:
            return
        self._next_s += 60.0
        self._rounds.round()
        self._read(PAGES[len(self.samples) % len(PAGES)])
        self._sample((now_s - self._began_s) / 60.0)
        if now_s - self._began_s >= self._hours * 3600.0:
            house.stop.set()

    def _read(self, page: str) -> None:
        if self._served is None:
            return
        url = f"http://127.0.0.1:{self._served.port}{page}"
        asked = urllib.request.Request(url, headers={"Cookie": f"plumbline_phone={self._cookie}"})
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - likewise
            answer.read()

    def _sample(self, minute: float) -> None:
        gc.collect()  # what only a cycle holds is not a leak
        rss_mb, pss_mb = memory_mb()
        web_mb = 0.0 if self._served is None else memory_mb(self._served.pid)[0]
        database = self._data / FILE_NAME
        sample = Sample(
            minute=round(minute, 2),
            rss_mb=rss_mb,
            pss_mb=pss_mb,
            heap_mb=heap_mb(),
            threads=threads(),
            handles=handles(),
            database_mb=size_mb(database),
            wal_mb=size_mb(database.with_name(f"{database.name}-wal")),
            web_mb=web_mb,
            sessions=self.sessions,
        )
        self.samples.append(sample)
        print(sample.line(), file=self._out, flush=True)


def warm(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The samples after the warm-up."""
    return samples[int(len(samples) * WARM_UP) :]


def verdict(samples: Sequence[Sample]) -> Iterator[tuple[bool, str]]:
    """What was found: whether it is well, in words."""
    later = warm(samples)
    minutes = [one.minute for one in later]
    for name, values in (
        ("memory", [one.rss_mb for one in later]),
        ("of it in use on the heap", [one.heap_mb for one in later]),
        ("phone pages, memory", [one.web_mb for one in later]),
    ):
        if not any(values):
            continue
        found = slope(minutes, values)
        yield found.hourly <= LIMIT_MB_H, f"{name}: {found}, at most {max(values):.0f} MB"
    # A copy, a check or a request may be under way in a sample: the least and the usual count.
    half = len(later) // 2
    for name, counts in (
        ("threads", [one.threads for one in later]),
        ("open files", [one.handles for one in later]),
    ):
        before, after = sorted(counts[:half])[half // 2], sorted(counts[half:])[half // 2]
        text = f"{name}: {before} before, {after} after, {min(counts)} to {max(counts)}"
        yield after <= before, text
    wal = max(one.wal_mb for one in later)
    yield wal < 64.0, f"journal of the records: {wal:.1f} MB at most"  # noqa: PLR2004 - no bound


def draw(samples: Sequence[Sample], path: Path) -> None:
    """Memory, counts and disk over the simulated hours."""
    mpl.use("Agg")
    hours = [one.minute / 60.0 for one in samples]
    figure, axes = plt.subplots(3, 1, sharex=True, figsize=(9, 7.5), layout="constrained")
    memory, counts, disk = axes
    memory.plot(hours, [one.rss_mb for one in samples], label="mirror: resident memory")
    memory.plot(hours, [one.web_mb for one in samples], label="phone pages: resident memory")
    later = warm(samples)
    found = slope([one.minute for one in later], [one.rss_mb for one in later])
    memory.set_title(f"Mirror after the warm-up: {found}", fontsize=10, loc="left")
    memory.axvline(later[0].minute / 60.0, color="0.6", linestyle=":", label="end of warm-up")
    counts.plot(hours, [one.threads for one in samples], label="threads")
    counts.plot(hours, [one.handles for one in samples], label="open files")
    disk.plot(hours, [one.database_mb for one in samples], label="records (they grow: wanted)")
    disk.plot(hours, [one.wal_mb for one in samples], label="their journal")
    for one, unit in zip(axes, ("MB", "number", "MB on disk"), strict=True):
        one.set_ylabel(unit)
        one.set_ylim(bottom=0)
        one.grid(alpha=0.3)
        one.legend(loc="lower right", fontsize=9)
    disk.set_xlabel(f"simulated hours of use ({samples[-1].sessions} sessions)")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def main() -> int:
    """Run, say, draw."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--hours", type=float, default=4.0)
    words.add_argument("--people", type=int, default=3)
    words.add_argument("--csv", type=Path, help="keep the samples")
    words.add_argument("--report", type=Path, help="folder whose pictures/soak.png is drawn")
    words.add_argument("--model", help="a pose model: the demo clip instead of sessions")
    words.add_argument("--minutes", type=float, default=15.0, help="with --model, real ones")
    words.add_argument("--once", action="store_true", help="with --model: open everything once")
    options = words.parse_args()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        path = options.csv or Path(name) / "samples.csv"
        with path.open("w", encoding="utf-8") as out:
            print(Sample.heading(), file=out)
            if options.model:
                samples = through_model(
                    options.model, minutes=options.minutes, once=options.once, out=out
                )
                well = True
            else:
                soak = Soak(Path(name), hours=options.hours, count=options.people, out=out)
                soak.run()
                samples = soak.samples
                # The one that is on when the time is over has not been sent.
                well = soak.sessions - 1 <= soak.sent <= soak.sessions
                took_s = time.monotonic() - began_s
                print(
                    f"{options.hours:g} simulated hours in {took_s:.0f} s: {soak.sessions} sessions"
                    f" of {options.people} people, {soak.reps} reps, {soak.sent} sent"
                )
    for good, text in verdict(samples):
        well = well and good
        print(f"{'flat' if good else 'GROWS'}  {text}")
    if options.report:
        draw(samples, options.report / "pictures" / "soak.png")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
