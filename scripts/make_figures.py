"""Makes mirror/demo/figures.json, the moving figures of the how-tos, from recordings of landmarks.

    .venv/bin/python scripts/make_figures.py FOLDER

FOLDER holds the recordings named in scripts/figure_clips.json (`plumbline analyze CLIP
--landmarks FILE.jsonl`, of rendered people). The file says for each exercise which recording, and
from when to when: a sound rep that begins and ends in the start position, so that it can be
repeated; of a hold the middle is left out.
"""

import argparse
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from device.recorded import RecordedPoses
from exercises.pose import LANDMARK_COUNT, FloatArray, Landmark, Pose
from mirror.session.animation import RATE_HZ

ROOT: Final = Path(__file__).resolve().parents[1]
CLIPS: Final = ROOT / "scripts" / "figure_clips.json"
TO: Final = ROOT / "mirror" / "demo" / "figures.json"
MARGIN: Final = 0.08  # of the square's side
DIGITS: Final = 3  # a thousandth of the panel is less than a pixel
CALM: Final = 3  # pictures averaged, against the jitter of single frames

KEPT: Final = (
    *(Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    *range(Landmark.LEFT_SHOULDER, Landmark.RIGHT_WRIST + 1),
    *range(Landmark.LEFT_HIP, Landmark.RIGHT_FOOT_INDEX + 1),
)
"""What is drawn: no face, no fingers."""


def main() -> None:
    """Read the recordings, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    made = {
        exercise: {
            "from": f"{clip['recording']}, {clip['spans_s']} s",
            "landmarks": [int(one) for one in KEPT],
            "figures": figures(folder / f"{clip['recording']}.jsonl", clip["spans_s"]),
        }
        for exercise, clip in json.loads(CLIPS.read_text(encoding="utf-8")).items()
    }
    TO.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TO.relative_to(ROOT)}: {TO.stat().st_size // 1000} kB")


def figures(path: Path, spans_s: Sequence[tuple[float, float]]) -> list[list[list[float]]]:
    """Points of each picture, 0..1 in a square that holds the whole movement, not mirrored."""
    with closing(RecordedPoses(path)) as source:
        poses = [pose for pose in iter(source.read, None) if pose.present]
    xy = np.concatenate([_span(poses, start_s, end_s) for start_s, end_s in spans_s])
    kernel = np.ones(CALM) / CALM
    padded = np.pad(xy, ((CALM // 2, CALM // 2), (0, 0), (0, 0)), mode="edge")
    calm = np.apply_along_axis(np.convolve, 0, padded, kernel, mode="valid")
    low, high = calm.min(axis=(0, 1)), calm.max(axis=(0, 1))
    side = float((high - low).max()) / (1 - 2 * MARGIN)
    unit = (calm - (low + high) / 2) / side + 0.5
    points: list[list[list[float]]] = np.round(unit, DIGITS).tolist()
    return points


def _span(poses: Sequence[Pose], start_s: float, end_s: float) -> FloatArray:
    """The kept landmarks of a stretch of time at the animation's rate: [pictures, kept, 2], px."""
    times = np.arange(start_s, end_s, 1 / RATE_HZ)
    known = np.array([pose.t_s for pose in poses])
    tracks = np.stack([pose.xy_px for pose in poses])[:, list(KEPT)]
    if len(KEPT) > LANDMARK_COUNT or not np.isfinite(tracks).all():
        message = "a landmark is missing in the recording"
        raise ValueError(message)
    flat = tracks.reshape(len(known), -1)
    columns = [np.interp(times, known, flat[:, i]) for i in range(flat.shape[1])]
    return np.stack(columns, axis=1).reshape(len(times), len(KEPT), 2)


if __name__ == "__main__":
    main()
