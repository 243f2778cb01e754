"""Counts the reps of clips with known truth and prints one table.

    .venv/bin/python scripts/evaluate.py [FOLDER ...] [--model NAME] [--every-exercise]

A folder holds either truth.csv (real clips) or NAME.json beside each NAME.mp4 (rendered ones).
Default: ../shared/clips/rendered and ../shared/clips/real. With --every-exercise each clip is
also run under the exercises it does not show, where nothing should count.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device.build import open_poses
from exercises import registry
from exercises.tracker import Tracker
from mirror.model import SetLog, SetResult

ROOT: Final = Path(__file__).resolve().parents[1]
CLIPS: Final = ROOT.parent / "shared" / "clips"
RENDERED: Final = {
    "sidestep": "side_step",
    "hipflexor": "hip_flexor_stretch",
    "sldl": "single_leg_deadlift",
    "stand": "squat",
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What a clip shows."""

    clip: Path
    exercise: str
    count: int


def truths(folder: Path) -> Iterator[Truth]:
    """The clips of a folder with their truth."""
    table = folder / "truth.csv"
    if table.exists():
        with table.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                exercise = row["protocol_exercise"].split(" ")[0]
                yield Truth(folder / row["file"], exercise, int(row["protocol_reps"]))
        return
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        exercise = RENDERED.get(document["exercise"], document["exercise"])
        yield Truth(path.with_suffix(".mp4"), exercise, int(document["reps"]))


def count(clip: Path, exercises: tuple[str, ...], model: str) -> dict[str, SetResult]:
    """Run one clip once and feed every exercise's tracker with its poses."""
    followers = {name: (Tracker(registry.get(name)), SetLog(exercise=name)) for name in exercises}
    with closing(open_poses(str(clip), model=model)) as poses:
        while (pose := poses.read()) is not None:
            for tracker, log in followers.values():
                log.frame(t_s=pose.t_s, present=pose.present)
                log.add(tracker.feed(pose))
        for tracker, log in followers.values():
            log.add(tracker.finish())
        return {
            name: log.finish(clip=str(clip), model=poses.model_name)
            for name, (_, log) in followers.items()
        }


def main() -> None:
    """Print a row per clip and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folders", nargs="*", type=Path, default=[CLIPS / "rendered", CLIPS / "real"]
    )
    parser.add_argument("--model", default="auto")
    parser.add_argument("--every-exercise", action="store_true")
    arguments = parser.parse_args()
    exact = near = clips = false = 0
    print(f"{'clip':24} {'exercise':20} true count  partial void  tracked  elsewhere")
    for folder in arguments.folders:
        for truth in truths(folder):
            names = registry.names() if arguments.every_exercise else (truth.exercise,)
            results = count(truth.clip, names, arguments.model)
            result = results[truth.exercise]
            elsewhere = {n: r.count for n, r in results.items() if n != truth.exercise and r.count}
            clips += 1
            exact += result.count == truth.count
            near += abs(result.count - truth.count) <= 1
            false += sum(elsewhere.values())
            mark = " " if result.count == truth.count else "*"
            print(
                f"{truth.clip.stem:24} {truth.exercise:20} {truth.count:4} {result.count:5}{mark}"
                f" {len(result.partials):7} {len(result.voids):4} {result.tracked_fraction:8.2f}"
                f"  {elsewhere or ''}",
                flush=True,
            )
    print(
        f"{clips} clips: {exact} exact, {near} within one; "
        f"{false} reps counted under exercises not shown; model {result.model}"
    )


if __name__ == "__main__":
    main()
