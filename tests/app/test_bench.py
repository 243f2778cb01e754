"""`plumbline bench`: what it measures, how it says so, and what it refuses. Never how fast."""

import io
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from exercises import registry
from mirror.bench.command import BenchOptions, bench
from mirror.bench.feed import feed_cost
from mirror.bench.movements import MOVEMENTS, poses
from mirror.errors import UserError

COMMAND = str(Path(sys.executable).with_name("plumbline"))
FIGURE = {name: poses(movement) for name, movement in MOVEMENTS.items()}
DONE_BY_THE_FIGURE = (
    "clamshell",
    "hip_flexor_stretch",
    "side_step",
    "single_leg_deadlift",
    "single_leg_squat",
    "squat",
)


def shown(options: BenchOptions) -> str:
    """What is printed when each look at the clock is 1 ms after the one before."""
    out = io.StringIO()
    clock = itertools.count(step=1_000_000).__next__
    assert bench(options, Console(file=out, width=100), clock=clock) == 0
    return out.getvalue()


def plumbline(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [COMMAND, "bench", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("name", DONE_BY_THE_FIGURE)
def test_the_figure_does_each_exercise(name: str) -> None:
    cost = feed_cost(registry.get(name), FIGURE, runs=1, clock=itertools.count().__next__)
    # Else the figure measures the short way out: nobody in the right posture.
    assert cost.followed > 0.9
    assert cost.count > 0
    assert cost.movement in FIGURE
    assert cost.poses == len(FIGURE["squat"])


def test_a_posture_the_figure_cannot_take_is_said() -> None:
    movements = {"squat": FIGURE["squat"]}
    cost = feed_cost(registry.get("clamshell"), movements, runs=1, clock=itertools.count().__next__)
    assert (cost.movement, cost.followed, cost.count) == (None, 0.0, 0)


def test_every_run_is_timed_pose_by_pose() -> None:
    ticks = itertools.count(step=2_000_000).__next__
    cost = feed_cost(registry.get("squat"), {"squat": FIGURE["squat"]}, runs=3, clock=ticks)
    assert cost.poses == 3 * len(FIGURE["squat"])
    assert cost.median_ms == cost.p95_ms == pytest.approx(2.0)


def test_the_table_names_each_exercise_with_its_verdict() -> None:
    text = shown(BenchOptions(runs=1))
    for name in registry.names():
        assert any(line.split()[0] == name for line in text.splitlines() if line.strip())
    assert text.count("1.000") == 2 * len(registry.names())
    assert "missed" in text
    assert "synthetic figure" in text


def test_json_is_all_that_is_printed() -> None:
    document = json.loads(shown(BenchOptions(exercise="clamshell", runs=2, json=True)))
    feed = document["feed"]
    assert (feed["input"], feed["runs"]) == ("synthetic figure", 2)
    (cost,) = feed["exercises"]
    assert cost["exercise"] == "clamshell"
    assert cost["median_ms"] == pytest.approx(1.0)
    assert set(cost) >= {"movement", "followed", "count", "poses", "p95_ms"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (BenchOptions(runs=0), "--runs 0"),
        (BenchOptions(runs=-3), "from 1 on"),
        (BenchOptions(exercise="sqat"), "Did you mean squat"),
    ],
)
def test_what_cannot_be_measured_is_refused(options: BenchOptions, expected: str) -> None:
    with pytest.raises(UserError, match=expected):
        shown(options)


def test_the_command_measures_one_exercise() -> None:
    done = plumbline("--exercise", "squat", "--runs", "1", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout)["feed"]["exercises"][0]["exercise"] == "squat"


@pytest.mark.parametrize("arguments", [("--runs", "x"), ("--runs", "0"), ("--exercise", "xyz")])
def test_bad_arguments_are_one_line(arguments: tuple[str, str]) -> None:
    done = plumbline(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("plumbline: ")


def test_the_help_says_what_it_measures() -> None:
    done = plumbline("--help")
    assert done.returncode == 0
    assert "synthetic figure" in done.stdout
