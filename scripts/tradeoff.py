"""Developer's tool: how far off and how slow each of our models and each peer is.

Error: mean distance of 12 joints from rendered clips' exact truth (NAME.npz beside NAME.mp4), in %
of torso length; ours as the model gives them and after the core's guard and One-Euro filter (the
peers' are smoothed by themselves). Time: CPU ms a frame, from what `plumbline bench` measured:

    .venv/bin/python -m scripts.tradeoff errors ../shared/clips/rendered docs/tradeoff.csv
    plumbline bench --only pipeline --threads 1 --compare mediapipe mediapipe-tasks --json > B.json
    .venv/bin/python -m scripts.tradeoff draw docs/tradeoff.csv B.json docs/pictures/tradeoff.png
"""

import argparse
import csv
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from device.build import open_poses
from device.errors import DeviceError
from device.pose.models import installed
from exercises.features import Cleaner
from exercises.pose import LANDMARK_COUNT
from exercises.registry import get
from exercises.smoothing import OneEuroRule
from mirror.bench.peer import PEERS, Peer, open_peer
from mirror.errors import UserError
from scripts.evaluation.rendered import EXERCISES
from scripts.quantization.compare import JOINTS, TRUE_JOINTS, Points, percent, torso

INK: Final = "#1b1b1b"
PEER: Final = "#c8102e"
PLACES: Final = {"mediapipe": (4, -16), "mediapipe-tasks": (40, 8), "lite-int8": (-20, -14)}
"""Of names whose points are near another's."""

Errors = dict[str, list[float]]
"""% of torso length in each clip, by what found the joints."""


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    errors = steps.add_parser("errors", help="measure errors")
    errors.add_argument("folder", type=Path)
    errors.add_argument("table", type=Path)
    errors.add_argument("--ours", action="store_true", help="keep what the table has of peers")
    drawn = steps.add_parser("draw", help="print and draw them beside times")
    drawn.add_argument("table", type=Path)
    drawn.add_argument("bench", type=Path)
    drawn.add_argument("picture", type=Path)
    options = parser.parse_args()
    try:
        if options.step == "errors":
            clips = [one for one in sorted(options.folder.glob("*.mp4")) if truth(one).exists()]
            kept = read(options.table) if options.ours else {}
            peers = {name: found for name, found in kept.items() if name in PEERS}
            write(options.table, [one.stem for one in clips], measure(clips, peers))
        else:
            cpu_ms = times(json.loads(options.bench.read_text(encoding="utf-8"))["pipeline"])
            found = read(options.table)
            show(found, cpu_ms)
            draw(found, cpu_ms, options.picture)
    except (DeviceError, UserError, OSError, ValueError, KeyError) as error:
        print(f"tradeoff: {error}", file=sys.stderr)
        return 2
    return 0


def write(table: Path, clips: list[str], errors: Errors) -> None:
    """Keep errors, a row a clip."""
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["clip", *errors])
        rows.writerows(
            [clip, *(f"{one:.2f}" for one in row)]
            for clip, *row in zip(clips, *errors.values(), strict=True)
        )


def read(table: Path) -> Errors:
    """What `write` kept."""
    with table.open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    return {name: [float(row[i]) for row in rows] for i, name in enumerate(names) if i}


def times(pipeline: Mapping[str, Any]) -> dict[str, float]:
    """CPU ms a frame of each model on the fewest threads measured, and of each peer."""
    rows = sorted(pipeline["configurations"], key=lambda row: -row["threads"])
    ours = {row["model"]: float(row["cpu_ms"]) for row in rows}
    return ours | {name: float(row["cpu_ms"]) for name, row in pipeline.get("peers", {}).items()}


def measure(clips: list[Path], peers: Errors) -> Errors:
    """Look at all clips with each of our models and each peer that is not known already."""
    found: Errors = {}
    for name in (one.name for one in installed() if one.role == "landmark"):
        found[name], found[smoothed(name)] = [], []
        for clip in clips:
            for points, kept in zip(ours(clip, name), (name, smoothed(name)), strict=True):
                found[kept].append(error(points, clip))
        print(f"{name}: {statistics.fmean(found[name]):.2f}", flush=True)
    for name, peer in PEERS.items():
        if name in peers:
            found[name] = peers[name]
            continue
        look = theirs(peer)
        found[name] = [error(look(clip), clip) for clip in clips]
        print(f"{name}: {statistics.fmean(found[name]):.2f}", flush=True)
    return found


def ours(clip: Path, model: str) -> tuple[Points, Points]:
    """Landmarks in each frame, [frames, 33, 2] px: as the model gives them, and cleaned."""
    clean, raw, smooth = Cleaner(rule(clip)), [], []
    nobody = np.full((LANDMARK_COUNT, 2), np.nan)
    with closing(open_poses(str(clip), model=model)) as poses:
        while (pose := poses.read()) is not None:
            body = clean(pose, at_rest=True)
            raw.append(pose.xy_px)
            smooth.append(nobody if body is None else body.xy)
    return np.array(raw), np.array(smooth)


def rule(clip: Path) -> OneEuroRule:
    """How the exercise that a clip shows is smoothed."""
    told = json.loads(clip.with_suffix(".json").read_text(encoding="utf-8"))
    exercise = EXERCISES[told["exercise"]]
    return OneEuroRule() if exercise is None else get(exercise).smoothing


def theirs(peer: Peer) -> Callable[[Path], Points]:
    """What looks at a clip with a peer; gives landmarks, [frames, 33, 2] px."""
    run = open_peer(peer)

    def look(clip: Path) -> Points:
        with tempfile.TemporaryDirectory() as folder:
            run(clip, 0, file := Path(folder) / "points.npy")
            return np.asarray(np.load(file), dtype=np.float64)

    return look


def error(points: Points, clip: Path) -> float:
    """Mean distance of the twelve joints from the truth; frames without anybody do not count."""
    true = np.load(truth(clip))["keypoints_px"][: len(points), TRUE_JOINTS].astype(np.float64)
    return float(np.nanmean(percent(points[:, JOINTS] - true, torso(true))))


def truth(clip: Path) -> Path:
    """The file with a clip's true joints."""
    return clip.with_suffix(".npz")


def smoothed(model: str) -> str:
    """The name of a model's cleaned landmarks."""
    return f"{model}, smoothed"


def show(errors: Errors, cpu_ms: Mapping[str, float]) -> None:
    """Print means beside times, as a table for a document."""
    print("| | error | smoothed | worst clip | CPU ms |\n|---|---|---|---|---|")
    for name, ms in cpu_ms.items():
        raw, smooth = errors[name], errors.get(smoothed(name))
        own = "its own" if smooth is None else f"{statistics.fmean(smooth):.2f}"
        print(f"| {name} | {statistics.fmean(raw):.2f} | {own} | {max(raw):.2f} | {ms:.2f} |")


def draw(errors: Errors, cpu_ms: Mapping[str, float], picture: Path) -> None:
    """Draw errors over times."""
    mpl.use("Agg")
    figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
    for name, ms in cpu_ms.items():
        colour = PEER if name in PEERS else INK
        mean = statistics.fmean(errors[name])
        axes.scatter(ms, mean, color=colour, s=36, zorder=2)
        axes.annotate(
            PEERS[name].title if name in PEERS else name,
            (ms, mean),
            textcoords="offset points",
            xytext=PLACES.get(name, (7, -3)),
            ha="right" if name in PEERS else "left",
            fontsize=8,
            color=colour,
        )
        if smoothed(name) in errors:
            after = statistics.fmean(errors[smoothed(name)])
            axes.plot([ms, ms], [mean, after], color=INK, linewidth=0.8, zorder=1)
            axes.scatter(ms, after, facecolor="white", edgecolor=INK, s=28, zorder=2)
    axes.set_xlim(left=0)
    axes.margins(y=0.25)
    axes.set_xlabel("CPU ms a frame, from the clip to the pose (ours: to the exercise)")
    axes.set_ylabel("mean error of 12 joints, % of torso length")
    axes.set_title(
        "Rendered clips; white: after the core's guard and filter", loc="left", fontsize=9
    )
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, dpi=110)
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
