"""Twenty made-up people train for a year; what the programme decides for each, as a table.

    .venv/bin/python -m scripts.simulate_year
    .venv/bin/python -m scripts.simulate_year --person Sam --days 90
    .venv/bin/python -m scripts.simulate_year --report      writes docs/simulated-year.md

Pure as far as the programme goes: sessions are kept in memory. `scripts.simulation.keeping.Keep`
is the seam for keeping them through the real store instead: `year.live(model, keep=...)`.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from mirror.text.catalog import load
from scripts.simulation.findings import find
from scripts.simulation.people import PEOPLE
from scripts.simulation.table import report
from scripts.simulation.year import DAYS

REPORT: Final = Path(__file__).resolve().parents[1] / "docs" / "simulated-year.md"


def main() -> int:
    """Simulate and print, or write."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--person", choices=[one.name for one in PEOPLE])
    words.add_argument("--days", type=int, default=DAYS)
    words.add_argument("--report", action="store_true", help=f"write {REPORT.name}")
    options = words.parse_args()
    people = [one for one in PEOPLE if options.person in {None, one.name}]
    found = [find(one, days=options.days) for one in people]
    text = report(found, load("en"), days=options.days)
    if options.report:
        REPORT.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
