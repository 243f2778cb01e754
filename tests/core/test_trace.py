"""Medians and percentiles of a rep's samples."""

import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from exercises.spec import RepRule
from exercises.trace import Row, Trace, median, percentile
from tests.core.conftest import GOLDEN

SET = """
import sys
from device.recorded import RecordedPoses
from exercises.registry import get
from exercises.tracker import Tracker
from pathlib import Path
source, tracker = RecordedPoses(Path(sys.argv[1])), Tracker(get("squat"))
for pose in iter(source.read, None):
    tracker.feed(pose)
print(tracker.snapshot.count, "numpy.ma" in sys.modules)
"""


def rep(rate_hz: float, way_power: float, *, low: float, out_s: float, back_s: float) -> Trace:
    """A smooth movement from 1 s on, held for half a second, as the machine sees it."""
    turns_s = np.cumsum([1.0, out_s, 0.5, back_s])
    t_s = np.arange(0.0, 8.0, 1 / rate_hz)
    way = np.interp(t_s, turns_s, [0.0, 1.0, 1.0, 0.0])
    signal = ((1.0 - np.cos(np.pi * way)) / 2.0) ** (1.0 / way_power)
    seen = (t_s > turns_s[0]) & ((signal > low) | (t_s < turns_s[1]))
    end = int(np.flatnonzero(seen)[-1]) + 1  # the first sample below `low`
    rows: list[Row] = [
        (float(t_s[i]), float(signal[i]), {}) for i in range(int(np.argmax(seen)), end + 1)
    ]
    peak_s = float(turns_s[1])
    rule = RepRule(low=low, high=0.5, partial=0.4, way_power=way_power)
    return Trace(rows, start_s=rows[0][0], peak_s=peak_s, end_s=rows[-1][0], rule=rule)


@pytest.mark.parametrize("rate_hz", [10.0, 15.0, 29.97])
@pytest.mark.parametrize(("way_power", "low"), [(1.0, 0.2), (1.0, 0.35), (2.0, 0.36)])
@pytest.mark.parametrize(("out_s", "back_s"), [(0.8, 2.0), (2.0, 1.2), (1.5, 1.5)])
def test_what_the_machine_does_not_see_of_a_rep_is_added(
    rate_hz: float, way_power: float, low: float, out_s: float, back_s: float
) -> None:
    seen = rep(rate_hz, way_power, low=low, out_s=out_s, back_s=back_s)
    assert seen.begun_s() == pytest.approx(1.0, abs=0.06)
    assert seen.outward_s() == pytest.approx(out_s, abs=0.06)
    assert seen.inward_s() == pytest.approx(back_s, abs=0.06)
    over_s = 1.5 + out_s + back_s
    assert seen.over_s() == pytest.approx(over_s, abs=0.06)
    assert over_s - seen.end_s > 0.15 * back_s  # what it would be without


@pytest.mark.parametrize("floor", [0.0, 0.3])
def test_a_step_is_over_where_it_turns(floor: float) -> None:
    whole = rep(30.0, 1.0, low=0.0, out_s=1.0, back_s=1.2)
    signal = floor + (1.0 - floor) * whole.signal
    rows: list[Row] = [(float(t), float(s), {}) for t, s in zip(whole.t_s, signal, strict=True)]
    # The feet rest, and the lowest sample is some later one.
    end_s = rows[-1][0]
    rows += [(end_s + i / 30, floor - 0.001 * i, {}) for i in range(1, 8)]
    rule = RepRule(low=0.35, high=0.6, partial=0.45, turn_back=0.4)
    step = Trace(rows, start_s=rows[0][0], peak_s=whole.peak_s, end_s=rows[-1][0], rule=rule)
    assert step.over_s() == pytest.approx(3.7, abs=0.05)
    assert step.inward_s() == pytest.approx(1.2, abs=0.05)


def test_a_rep_that_is_cut_short_is_over_where_it_was_cut() -> None:
    whole = rep(30.0, 1.0, low=0.2, out_s=1.0, back_s=1.2)
    times = zip(whole.t_s[:-10], whole.signal[:-10], strict=True)
    rows: list[Row] = [(float(t), float(s), {}) for t, s in times]
    rule = RepRule(low=0.2, high=0.5, partial=0.4)
    cut = Trace(rows, start_s=rows[0][0], peak_s=whole.peak_s, end_s=rows[-1][0], rule=rule)
    assert cut.over_s() == cut.end_s


def test_a_pause_on_the_way_moves_neither_end() -> None:
    smooth = rep(30.0, 1.0, low=0.2, out_s=1.5, back_s=1.5)
    rows: list[Row] = []
    late_s = 0.0
    for (t_s, signal), (_, then) in pairwise(zip(smooth.t_s, smooth.signal, strict=True)):
        rows.append((float(t_s) + late_s, float(signal), {}))
        if (signal - 0.8) * (then - 0.8) < 0.0:  # up and down
            rows += [(float(t_s) + late_s + i / 30, float(signal), {}) for i in range(1, 31)]
            late_s += 1.0
    rows.append((float(smooth.t_s[-1]) + late_s, float(smooth.signal[-1]), {}))
    peak_s, end_s = smooth.peak_s + 1.0, rows[-1][0]
    paused = Trace(rows, start_s=rows[0][0], peak_s=peak_s, end_s=end_s)
    assert paused.begun_s() == pytest.approx(smooth.begun_s(), abs=0.03)
    assert paused.over_s() == pytest.approx(smooth.over_s() + 2.0, abs=0.03)
    assert paused.inward_s() > smooth.inward_s() + 1.0


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 30])
def test_both_are_numpys(count: int) -> None:
    values = np.random.default_rng(count).normal(size=count)
    assert median(values) == np.median(values)
    for percent in (0, 10, 50, 95, 100):
        assert percentile(values, percent) == np.percentile(values, percent)


def test_what_is_unknown_is_left_out_of_a_median_only() -> None:
    values = np.array([3.0, math.nan, 1.0])
    assert median(values) == 2.0
    assert math.isnan(percentile(values, 50))
    assert math.isnan(median(values[1:2]))
    assert math.isnan(percentile(values[:0], 50))


def test_a_set_loads_nothing_in_its_middle() -> None:
    recording = GOLDEN / "squat" / "squat_valgus.jsonl"
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", SET, str(recording)],
        cwd=GOLDEN.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["4", "False"]
