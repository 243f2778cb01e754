"""`plumbline bench`: what it measures, how it says so, and what it refuses. Never how fast."""

import io
import itertools
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pytest
from rich.console import Console

from device.health import Health
from exercises import registry
from mirror.bench import peer_mediapipe
from mirror.bench.command import BenchOptions, bench
from mirror.bench.feed import feed_cost
from mirror.bench.movements import MOVEMENTS, poses
from mirror.bench.peer import PEERS, open_peer
from mirror.bench.pipeline import Asked, PeerRun, pipeline
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


@dataclass
class Warming:
    """A machine that gets 11 degrees warmer between looks; None: it cannot tell."""

    celsius: float | None

    def read(self) -> Health:
        told = Health(temperature_c=self.celsius)
        self.celsius = None if self.celsius is None else self.celsius + 11.0
        return told


def shown(options: BenchOptions, celsius: float | None = None) -> str:
    """What is printed when each look at the clock is 1 ms after the one before."""
    out = io.StringIO()
    clock = itertools.count(step=1_000_000).__next__
    console = Console(file=out, width=100)
    assert bench(options, console, clock=clock, health=Warming(celsius)) == 0
    return out.getvalue()


def plumbline(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [COMMAND, "bench", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | variables,
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


def test_how_warm_it_was_before_and_after_is_told_where_it_is_known() -> None:
    options = BenchOptions(exercise="squat", runs=1, only="feed")
    assert "54 °C before, 65 °C after" in shown(options, 54.0)
    assert "°C" not in shown(options, None)
    told = json.loads(shown(replace(options, json=True), 54.0))
    assert (told["temperature_c"], told["temperature_after_c"]) == (54.0, 65.0)
    told = json.loads(shown(replace(options, json=True), None))
    assert (told["temperature_c"], told["temperature_after_c"]) == (None, None)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (BenchOptions(runs=0), "--runs 0"),
        (BenchOptions(runs=-3), "from 1 on"),
        (BenchOptions(exercise="sqat"), "Did you mean squat"),
        (BenchOptions(frames=-1), "--frames -1"),
        (BenchOptions(threads=(2, 0)), "from 1 on"),
        (BenchOptions(compare=("mediapipe", "openpose")), "Known: mediapipe, mediapipe-tasks"),
        (BenchOptions(compare=("mediapipe",), only="feed"), "Leave one of them out"),
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


def test_a_clip_without_pictures_is_told_without_internals(tmp_path: Path) -> None:
    clip = tmp_path / "none.mp4"
    clip.touch()
    done = plumbline("--only", "pipeline", "--models", "full-int8", "--clip", str(clip))
    assert done.returncode == 2
    assert done.stderr.startswith("plumbline: none.mp4 with full-int8 cannot be measured (")
    assert "is empty" in done.stderr
    assert "Error" not in done.stderr


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
        "overhead_unread": 0.1,
        "stages": dict.fromkeys(names, took),
    }


def test_rounds_run_all_in_turn_and_ratios_are_within_a_round() -> None:
    order: list[str] = []
    took = iter((1.0, 2.0, 4.0, 5.0, 3.0, 6.0, 12.0, 3.0, 9.0, 1.0, 1.0, 9.0, 0.0))

    def run(job: Job) -> dict[str, Any]:
        order.append("live" if job.live else f"{job.model}:{job.threads}")
        return figures(job, next(took))

    def peer(name: str) -> PeerRun:
        def run_peer(clip: Path, frames: int) -> dict[str, Any]:
            assert (clip.name, frames) == ("x.mp4", 7)
            order.append(name)
            ms = next(took)
            return {"frames": frames, "wall_ms": ms, "cpu_ms": 2 * ms, "peak_mb": 300.0}

        return run_peer

    asked = Asked(Path("x.mp4"), "squat", ("full-int8",), (1, 2), frames=7, runs=3)
    found = pipeline(asked, run=run, peers={"a": peer("a"), "b": peer("b")})
    assert order == 3 * ["full-int8:1", "full-int8:2", "a", "b"] + ["live"]
    one, two = found["configurations"]
    assert (one["wall_ms"], two["wall_ms"]) == (3.0, 2.0)
    assert one["poses_per_s"] == pytest.approx(1000 / 3)
    assert one["stages"]["read"] == {"mean_ms": 3.0, "median_ms": 3.0, "p95_ms": None}
    mine = found["configurations"].index(one if found["mirror"]["threads"] == 1 else two)
    rounds = ((1.0, 2.0, 4.0, 5.0), (3.0, 6.0, 12.0, 3.0), (9.0, 1.0, 1.0, 9.0))
    assert list(found["peers"]) == ["a", "b"]
    for place, peer_found in enumerate(found["peers"].values(), 2):
        ratios = sorted(turn[place] / turn[mine] for turn in rounds)
        assert peer_found["ratio_wall"] == pytest.approx(ratios[1])
        assert peer_found["ratio_cpu"] == pytest.approx(2 * ratios[1])
        assert peer_found["ratio_peak"] == pytest.approx(3.0)


@dataclass
class Environments:
    """Environments whose Python is a few lines of shell."""

    folder: Path
    script: str
    made: list[str] = field(default_factory=list)

    def __call__(self, version: str) -> Path:
        self.made.append(version)
        python = self.folder / version / "bin" / "python"
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(f"#!/bin/sh\n{self.script}\n", encoding="utf-8")
        python.chmod(0o755)
        return self.folder / version


SAYS: Final = """case $2 in
bundle) echo "$0" > "$3" ;;
*) echo noise; printf '["%s", "%s", "%s", "%s"]' "$0" "$2" "$5" "$6" ;;
esac"""


def test_a_peer_runs_in_its_environment_with_the_models_of_the_release_that_has_them(
    tmp_path: Path,
) -> None:
    made = Environments(tmp_path, SAYS)
    run = open_peer(PEERS["mediapipe-tasks"], made)
    assert made.made == ["1.2.2", "0.10.21"]
    bundle = tmp_path / "1.2.2" / "pose_landmarker.task"
    assert bundle.read_text(encoding="utf-8") == f"{tmp_path}/0.10.21/bin/python\n"
    words: Any = run(Path("x.mp4"), 7, Path("points.npy"))
    own = str(tmp_path / "1.2.2" / "bin" / "python")
    assert words == [own, "mediapipe-tasks", str(bundle), "points.npy"]
    open_peer(PEERS["mediapipe-tasks"], made)
    assert made.made[2:] == ["1.2.2"]


def test_a_peer_that_does_not_run_says_so(tmp_path: Path) -> None:
    run = open_peer(
        PEERS["mediapipe"], Environments(tmp_path, "echo Illegal instruction >&2; exit 4")
    )
    with pytest.raises(UserError, match=r"does not run here \(Illegal instruction\)"):
        run(Path("x.mp4"), 7)


def test_each_peer_can_be_run_by_its_program() -> None:
    assert set(PEERS) == set(peer_mediapipe.PEERS)


def test_a_peer_that_cannot_be_installed_is_one_line(tmp_path: Path) -> None:
    nowhere = {"XDG_CACHE_HOME": str(tmp_path), "PIP_NO_INDEX": "1"}
    done = plumbline("--only", "pipeline", "--compare", "mediapipe", **nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert "MediaPipe 0.10.21 cannot be installed" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("plumbline/mediapipe-*"))


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
    assert row["overhead_unread"] == pytest.approx((around - stages["read"]) / models, rel=0.01)
    assert sum(stages.values()) <= row["wall_ms"]
    assert found["mirror"]["live"]["frames"] > 0


def test_a_clip_that_is_not_there_is_one_line() -> None:
    done = plumbline("--only", "pipeline", "--clip", "no.mp4", "--runs", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no.mp4" in done.stderr
    assert "Traceback" not in done.stderr
