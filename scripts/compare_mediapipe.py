"""Times the whole way from clip to events against MediaPipe Pose on the same frames.

    .venv/bin/python scripts/compare_mediapipe.py [CLIP] [--runs 5] [--model auto]

MediaPipe 0.10.21 (model complexity 1, the same full model) is installed into .venv-mediapipe
on the first call. Both run in processes of their own, in turn; medians and their ratio are
printed. Wall and CPU ms a frame include reading the clip; start-up and the first frame do not
count. Memory is the peak of the whole process.
"""

import argparse
import json
import statistics
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PEER: Final = ROOT / ".venv-mediapipe"
PACKAGE: Final = "mediapipe==0.10.21"

CLOCK: Final = """
import json, resource, sys, time
def report(frames, wall, cpu):
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"frames": frames, "wall_ms": 1e3 * wall / frames,
                      "cpu_ms": 1e3 * cpu / frames, "peak_mb": memory}))
"""
OURS: Final = (
    CLOCK
    + """
from device.build import open_poses
from exercises import registry
from exercises.tracker import Tracker
poses, tracker = open_poses(sys.argv[1], model=sys.argv[2]), Tracker(registry.get(sys.argv[3]))
tracker.feed(poses.read())
frames, wall, cpu = 0, time.perf_counter(), time.process_time()
while (pose := poses.read()) is not None:
    tracker.feed(pose)
    frames += 1
report(frames, time.perf_counter() - wall, time.process_time() - cpu)
"""
)
THEIRS: Final = (
    CLOCK
    + """
import cv2, mediapipe
clip, pose = cv2.VideoCapture(sys.argv[1]), mediapipe.solutions.pose.Pose(model_complexity=1)
pose.process(cv2.cvtColor(clip.read()[1], cv2.COLOR_BGR2RGB))
frames, wall, cpu = 0, time.perf_counter(), time.process_time()
while True:
    there, image = clip.read()
    if not there:
        break
    pose.process(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
    frames += 1
report(frames, time.perf_counter() - wall, time.process_time() - cpu)
"""
)


def run(python: Path, code: str, *arguments: str) -> dict[str, float]:
    """One timed process."""
    done = subprocess.run(  # noqa: S603 - our own code
        [str(python), "-c", code, *arguments],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def install_peer() -> Path:
    """MediaPipe in an environment of its own, so that its pins do not touch ours."""
    python = PEER / "bin" / "python"
    if not (PEER / "ready").exists():
        print(f"Installing {PACKAGE} into {PEER.name} (about 250 MB, once)", flush=True)
        venv.create(PEER, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", PACKAGE], check=True)  # noqa: S603 - fixed words
        (PEER / "ready").touch()
    return python


def main() -> None:
    """Run both in turn and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", nargs="?", default=str(ROOT / "mirror" / "demo" / "demo.mp4"))
    parser.add_argument("--exercise", default="squat")
    parser.add_argument("--model", default="auto")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    clip, peer = str(Path(arguments.clip).resolve()), install_peer()
    ours, theirs = [], []
    for _ in range(arguments.runs):
        theirs.append(run(peer, THEIRS, clip))
        ours.append(run(Path(sys.executable), OURS, clip, arguments.model, arguments.exercise))
    print(f"{Path(clip).name}, {ours[0]['frames']:.0f} frames, {arguments.runs} runs in turn")
    print(f"{'':10}{'MediaPipe':>12}{'Plumbline':>12}{'ratio':>8}")
    for name in ("wall_ms", "cpu_ms", "peak_mb"):
        a, b = (statistics.median(run[name] for run in runs) for runs in (theirs, ours))
        ratio = statistics.median(t[name] / o[name] for t, o in zip(theirs, ours, strict=True))
        print(f"{name:10}{a:12.1f}{b:12.1f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
