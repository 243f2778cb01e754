"""Twenty made-up people train for a year; what the programme decides for each, as a table.

    .venv/bin/python -m scripts.simulate_year
    .venv/bin/python -m scripts.simulate_year --person Sam --days 90
    .venv/bin/python -m scripts.simulate_year --report      writes docs/simulated-year.md
    .venv/bin/python -m scripts.simulate_year --store       through the real store as well

With `--store` every day is planned from what SQLite gives back, and compared with what was told;
exit code 1 when the two ever differ.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from mirror.text.catalog import load
from scripts.simulation.findings import find
from scripts.simulation.keeping import Memory
from scripts.simulation.people import PEOPLE, Model
from scripts.simulation.stored import Stored, same, size_of
from scripts.simulation.table import report
from scripts.simulation.year import DAYS, live

REPORT: Final = Path(__file__).resolve().parents[1] / "docs" / "simulated-year.md"


def main() -> int:
    """Simulate and print, or write."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--person", choices=[one.name for one in PEOPLE])
    words.add_argument("--days", type=int, default=DAYS)
    words.add_argument("--report", action="store_true", help=f"write {REPORT.name}")
    words.add_argument("--store", action="store_true", help="keep everything in a real store, too")
    options = words.parse_args()
    people = [one for one in PEOPLE if options.person in {None, one.name}]
    if options.store:
        return _through_store(people, days=options.days)
    found = [find(one, days=options.days) for one in people]
    text = report(found, load("en"), days=options.days)
    if options.report:
        REPORT.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def _through_store(people: Sequence[Model], *, days: int) -> int:
    """The same year, planned from the store; says where it differs from memory."""
    differing = 0
    for one in people:
        person = replace(one.person, id=f"0190c0de-0000-7000-8000-{one.seed:012d}", name=one.name)
        with tempfile.TemporaryDirectory() as name:
            stored = Stored(Path(name), person)
            with closing(stored):
                lived = live(one, days=days, keep=stored)
                last = stored.past(lived[-1].day)
            memory = Memory()
            same_days = live(one, days=days, keep=memory) == lived
            alike = same(last, memory.past(lived[-1].day))
            size = size_of(Path(name))
        differing += not (same_days and alike)
        print(
            f"{one.name}: {size.sessions} sessions, {size.sets} sets,"
            f" {size.size_bytes / 1e6:.1f} MB, every day"
            f" {'as from memory' if same_days and alike else 'NOT as from memory'}"
        )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
