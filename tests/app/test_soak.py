"""A minute of the long run of scripts/soak.py, and its verdict."""

import io
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirror.demo.script import load_demo
from scripts.endurance.pictures import EndlessClip
from scripts.endurance.sampling import Sample, heap_mb, slope
from scripts.soak import Soak, verdict

FLAT = [Sample(float(minute), 100.0, 80.0, 60.0, 12, 20, 1.0, 1.0, 50.0, 3) for minute in range(40)]


def test_two_minutes_of_it(tmp_path: Path) -> None:
    out = io.StringIO()
    soak = Soak(tmp_path, hours=2 / 60, count=2, out=out)
    soak.run()
    assert len(soak.samples) == len(out.getvalue().splitlines()) == 2
    assert soak.reps >= 8
    assert soak.samples[0].web_mb > 0


def test_flat_is_flat() -> None:
    assert all(good for good, _ in verdict(FLAT))


@pytest.mark.parametrize("name", ["rss_mb", "heap_mb", "web_mb", "threads", "handles"])
def test_what_grows_is_told(name: str) -> None:
    grown = [replace(one, **{name: getattr(one, name) + one.minute / 10}) for one in FLAT]
    assert sum(not good for good, _ in verdict(grown)) == 1


def test_memory_that_levels_off_in_the_first_half_is_flat() -> None:
    warmed = [replace(one, rss_mb=100.0 + min(one.minute, 18.0)) for one in FLAT]
    assert all(good for good, _ in verdict(warmed))


def test_another_process_that_ends_is_no_growth() -> None:
    alone = [replace(one, pss_mb=80.0 + one.minute) for one in FLAT]
    assert all(good for good, _ in verdict(alone))


def test_the_slope_of_a_line_with_outliers() -> None:
    values = [3.0 * minute / 60.0 for minute in range(30)]
    values[7] += 500.0
    found = slope(list(range(30)), values)
    assert found.hourly == pytest.approx(3.0)
    assert found.low <= found.hourly <= found.high


def test_what_libraries_hold_counts_and_what_they_freed_does_not() -> None:
    before_mb = heap_mb()
    held = np.ones(1_000_000)  # numpy asks the C library
    assert heap_mb() == pytest.approx(before_mb + 8.0, abs=1.0)
    del held
    assert heap_mb() == pytest.approx(before_mb, abs=1.0)


def test_the_endless_clip_begins_again() -> None:
    with closing(EndlessClip(load_demo().clip)) as camera:
        first = camera.read()
        for _ in range(900):
            frame = camera.read()
        assert camera.rounds == 1
        assert first is not None
        assert frame is not None
        assert frame.t_s == pytest.approx(901 / 15)
        assert frame.bgr.shape == first.bgr.shape == (480, 640, 3)
