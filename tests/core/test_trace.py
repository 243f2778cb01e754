"""Medians and percentiles of a rep's samples."""

import math
import subprocess
import sys

import numpy as np
import pytest

from exercises.trace import median, percentile
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
