"""A minute of the long run of scripts/soak.py, and its verdict."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.endurance.sampling import Sample, slope
from scripts.soak import Soak, verdict

FLAT = [Sample(float(minute), 100.0, 80.0, 12, 20, 1.0, 1.0, 50.0, 3) for minute in range(40)]


def test_two_minutes_of_it(tmp_path: Path) -> None:
    out = io.StringIO()
    soak = Soak(tmp_path, hours=2 / 60, count=2, out=out)
    soak.run()
    assert len(soak.samples) == len(out.getvalue().splitlines()) == 2
    assert soak.reps >= 8
    assert soak.samples[0].web_mb > 0


def test_flat_is_flat() -> None:
    assert all(good for good, _ in verdict(FLAT))


@pytest.mark.parametrize("name", ["rss_mb", "pss_mb", "web_mb", "threads", "handles"])
def test_what_grows_is_told(name: str) -> None:
    grown = [replace(one, **{name: getattr(one, name) + one.minute / 10}) for one in FLAT]
    assert sum(not good for good, _ in verdict(grown)) == 1


def test_the_slope_of_a_line_with_outliers() -> None:
    values = [3.0 * minute / 60.0 for minute in range(30)]
    values[7] += 500.0
    found = slope(list(range(30)), values)
    assert found.hourly == pytest.approx(3.0)
    assert found.low <= found.hourly <= found.high
