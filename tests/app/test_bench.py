"""`plumbline bench`: what it measures, how it says so, and what it refuses. Never how fast."""

import io
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from exercises import registry
from mirror.bench.command import BenchOptions, bench
from mirror.bench.feed import feed_cost
from mirror.bench.movements import MOVEMENTS, poses
from mirror.bench.pipeline import Asked, pipeline
from mirror.bench.worker import Job
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
    text = shown(BenchOptions(runs=1, only="feed"))
    for name in registry.names():
        assert any(line.split()[0] == name for line in text.splitlines() if line.strip())
    assert text.count("1.000") == 2 * len(registry.names())
    assert "missed" in text
    assert "synthetic figure" in text


def test_json_is_all_that_is_printed() -> None:
    document = json.loads(shown(BenchOptions(exercise="clamshell", runs=2, json=True, only="feed")))
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
        (BenchOptions(frames=-1), "--frames -1"),
        (BenchOptions(threads=(2, 0)), "from 1 on"),
        (BenchOptions(compare="openpose"), "Known: mediapipe"),
        (BenchOptions(compare="mediapipe", only="feed"), "Leave one of them out"),
    ],
)
def test_what_cannot_be_measured_is_refused(options: BenchOptions, expected: str) -> None:
    with pytest.raises(UserError, match=expected):
        shown(options)


def test_the_command_measures_one_exercise() -> None:
    done = plumbline("--only", "feed", "--exercise", "squat", "--runs", "1", "--json")
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


def figures(job: Job, wall_ms: float) -> dict[str, Any]:
    """What a worker says."""
    took = {"mean_ms": wall_ms, "median_ms": wall_ms, "p95_ms": None}
    if job.live:
        return {"frames": 9, "rate_hz": 15.0, "cpu_share": 0.1, "latency": took}
    names = ("read", "crop", "landmarks", "detector", "rest", "exercise")
    return {
        "frames": job.frames,
        "wall_ms": wall_ms,
        "cpu_ms": wall_ms,
        "peak_mb": 100.0,
        "first_pose_s": 1.0,
        "overhead": 0.2,
        "stages": dict.fromkeys(names, took),
    }


def test_rounds_run_all_in_turn_and_ratios_are_within_a_round() -> None:
    order: list[str] = []
    took = iter((1.0, 2.0, 4.0, 3.0, 6.0, 12.0, 9.0, 1.0, 1.0, 0.0))

    def run(job: Job) -> dict[str, Any]:
        order.append("live" if job.live else f"{job.model}:{job.threads}")
        return figures(job, next(took))

    def peer(clip: Path, frames: int) -> dict[str, Any]:
        assert (clip.name, frames) == ("x.mp4", 7)
        order.append("peer")
        ms = next(took)
        return {"frames": frames, "wall_ms": ms, "cpu_ms": 2 * ms, "peak_mb": 300.0}

    asked = Asked(Path("x.mp4"), "squat", ("full-int8",), (1, 2), frames=7, runs=3)
    found = pipeline(asked, run=run, peer=peer)
    assert order == 3 * ["full-int8:1", "full-int8:2", "peer"] + ["live"]
    one, two = found["configurations"]
    assert (one["wall_ms"], two["wall_ms"]) == (3.0, 2.0)
    assert one["poses_per_s"] == pytest.approx(1000 / 3)
    assert one["stages"]["read"] == {"mean_ms": 3.0, "median_ms": 3.0, "p95_ms": None}
    mine = found["configurations"].index(one if found["mirror"]["threads"] == 1 else two)
    rounds = ((1.0, 2.0, 4.0), (3.0, 6.0, 12.0), (9.0, 1.0, 1.0))
    ratios = sorted(turn[2] / turn[mine] for turn in rounds)
    assert found["peer"]["ratio_wall"] == pytest.approx(ratios[1])
    assert found["peer"]["ratio_cpu"] == pytest.approx(2 * ratios[1])
    assert found["peer"]["ratio_peak"] == pytest.approx(3.0)


def test_the_whole_way_is_measured_with_the_real_models() -> None:
    options = ("--only", "pipeline", "--models", "full-int8", "--threads", "1")
    done = plumbline(*options, "--frames", "20", "--runs", "1", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["pipeline"]
    (row,) = found["configurations"]
    assert (row["model"], row["threads"], row["frames"]) == ("full-int8", 1, 20)
    stages = {name: took["mean_ms"] for name, took in row["stages"].items()}
    assert all(value >= 0 for value in stages.values())
    around = sum(stages.values()) - stages["landmarks"] - stages["detector"]
    models = stages["landmarks"] + stages["detector"]
    assert row["overhead"] == pytest.approx(around / models, rel=0.01)
    assert sum(stages.values()) <= row["wall_ms"]
    assert found["mirror"]["live"]["frames"] > 0


def test_a_clip_that_is_not_there_is_one_line() -> None:
    done = plumbline("--only", "pipeline", "--clip", "no.mp4", "--runs", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no.mp4" in done.stderr
    assert "Traceback" not in done.stderr
