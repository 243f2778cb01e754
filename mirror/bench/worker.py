"""One run of a clip through pose model and tracker, in a process of its own; prints JSON.

python -m mirror.bench.worker '{"clip": …, "model": …, "exercise": …, "threads": …, "frames": …,
"begun_s": …}'

A process for each run, so that memory, start-up and caches are those of a fresh program.
"""

import json
import math
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from device.build import open_poses, open_staged
from exercises.registry import get
from exercises.tracker import Tracker

LATENCY_FRAMES: Final = 150
"""Frames of the run in real time: 10 s at 15 a second."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do.

    Attributes:
        clip: path of a clip.
        model: name of a landmark model.
        exercise: whose tracker follows.
        threads: of each network.
        frames: how many to read after the first; 0 for all.
        begun_s: when the process was asked for, monotonic seconds.
        live: in real time, for latency and share of the processor.
    """

    clip: str
    model: str
    exercise: str
    threads: int
    frames: int
    begun_s: float = 0.0
    live: bool = False


def measure(job: Job) -> dict[str, Any]:
    """Run as fast as it goes; times of each stage and of the whole."""
    poses, tracker = (
        open_staged(Path(job.clip), model=job.model, threads=job.threads),
        Tracker(get(job.exercise)),
    )
    pose = poses.read()
    first_s = time.monotonic() - job.begun_s
    if pose is not None:
        tracker.feed(pose)
    for took in poses.took_ns.values():
        del took[:]  # the first frame finds the person and warms up
    feed_ns: list[int] = []
    most = job.frames or math.inf
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    while len(feed_ns) < most and (pose := poses.read()) is not None:
        begun_ns = time.perf_counter_ns()
        tracker.feed(pose)
        feed_ns.append(time.perf_counter_ns() - begun_ns)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    poses.close()
    count = max(1, len(feed_ns))
    stages = {name: np.array(took) / 1e6 for name, took in poses.took_ns.items()}
    stages["exercise"] = np.array(feed_ns) / 1e6
    models_ms = float(stages["landmarks"].sum() + stages["detector"].sum())
    whole_ms = float(sum(took.sum() for took in stages.values()))
    read_ms = float(stages["read"].sum())  # a camera's frames need none of it
    return {
        "frames": len(feed_ns),
        "wall_ms": 1e3 * wall_s / count,
        "cpu_ms": 1e3 * cpu_s / count,
        "overhead": whole_ms / models_ms - 1.0 if models_ms else None,
        "overhead_unread": (whole_ms - read_ms) / models_ms - 1.0 if models_ms else None,
        "first_pose_s": first_s,
        "peak_mb": peak_mb(),
        "detections": poses.detections,
        "stages": {name: spread(took) for name, took in stages.items()},
    }


def measure_live(job: Job) -> dict[str, Any]:
    """Run in real time; from a frame's moment to what the exercise made of it."""
    poses = open_poses(job.clip, model=job.model, real_time=True)
    tracker = Tracker(get(job.exercise))
    late_ms: list[float] = []
    pose = poses.read()
    wall_s, cpu_s = time.monotonic(), time.process_time()
    while pose is not None and len(late_ms) < LATENCY_FRAMES:
        tracker.feed(pose)
        late_ms.append(1e3 * (time.monotonic() - pose.t_s))
        pose = poses.read()
    wall_s, cpu_s = time.monotonic() - wall_s, time.process_time() - cpu_s
    poses.close()
    return {
        "frames": len(late_ms),
        "rate_hz": len(late_ms) / wall_s,
        "cpu_share": cpu_s / wall_s,
        "latency": spread(np.array(late_ms[1:])),
    }


def spread(took_ms: "np.typing.NDArray[np.float64]") -> dict[str, float | None]:
    """Mean, median and 95th percentile; None each where there is nothing."""
    if not took_ms.size:
        return {"mean_ms": None, "median_ms": None, "p95_ms": None}
    median, high = np.percentile(took_ms, (50.0, 95.0))
    return {"mean_ms": float(took_ms.mean()), "median_ms": float(median), "p95_ms": float(high)}


def peak_mb(status: Path = Path("/proc/self/status")) -> float:
    """The most memory of this process, MB of 10^6 bytes.

    Not getrusage's: that begins with what the parent had before it became this program.
    """
    (line,) = (one for one in status.read_text(encoding="ascii").splitlines() if "VmHWM" in one)
    return int(line.split()[1]) * 1024 / 1e6


def job_of(fields: Mapping[str, Any]) -> Job:
    """A job from what was read from JSON."""
    return Job(**fields)


if __name__ == "__main__":
    asked = job_of(json.loads(sys.argv[1]))
    sys.stdout.write(json.dumps(measure_live(asked) if asked.live else measure(asked)) + "\n")
