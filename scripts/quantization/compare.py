"""Developer's tool: holds quantised landmark models against their float model on clips.

Rendered clips (NAME.npz beside NAME.mp4) have exact truth: the error of 12 joints, % of torso
length. Other clips have none: there the distance from the float model's joints is given. One line
a clip, then the whole; `--time` adds CPU ms of an inference, in turn, on one thread:

    .venv/bin/python -m scripts.quantization.compare FOLDER --model full-int8 [--time]

`--file` takes a .tflite file in the place of an installed model, `--whole` leaves out the narrow
one. The detector is the float one.
"""

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from device.drivers.camera_file import FileCamera
from device.errors import DeviceError
from device.pose.blazepose import BlazePose
from device.pose.models import installed, narrow_name
from device.pose.runtime import load_network

JOINTS: Final = (11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)
TRUE_JOINTS: Final = tuple(range(5, 17))  # the same in COCO's order
SHOULDERS, HIPS = slice(0, 2), slice(6, 8)  # among the twelve
RUNS: Final = 15  # turns; more than the clock's noise needs
BURST: Final = 15  # inferences a turn

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One clip: errors of the float and of the other model, and how far they are apart.

    All in % of torso length; the errors are NaN where there is no truth.
    """

    clip: str
    float_error: float
    error: float
    apart: float
    apart_p95: float
    lost: int


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="full-int8")
    parser.add_argument("--against", default="full-float32")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--whole", action="store_true", help="without the narrow model")
    parser.add_argument("--every", type=int, default=1, help="take only each N-th frame")
    parser.add_argument("--time", action="store_true")
    options = parser.parse_args()
    try:
        models = {model.name: model for model in installed()}
        files = {name: model.path for name, model in models.items()}
        exact, other = [files[options.against]], [options.file or files[options.model]]
        if not options.whole:
            other.append(files[narrow_name(models[options.model])])
        rows = []
        for clip in sorted(options.folder.glob("*.mp4")):
            detector, every = files["detector-float32"], options.every
            first, second = (joints(clip, one, detector, every) for one in (exact, other))
            rows.append(row(clip, first, second, every))
            show(rows[-1])
        show(total(rows))
        if options.time:
            timing = clock([*exact, *other])
            times = ", ".join(f"{one:.2f}" for one in timing.medians_ms)
            print(f"CPU ms on one thread: {times}; first over last {timing.ratio:.2f}")
    except (DeviceError, KeyError) as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    return 0


def joints(clip: Path, landmarks: Sequence[Path], detector: Path, every: int) -> Points:
    """The twelve joints in each N-th frame, [frames, 12, 2] px, NaN where nobody is found."""
    pose = BlazePose(detector, *landmarks, model_name="compared", threads=1)
    found = []
    with closing(FileCamera(clip)) as camera:
        for number in itertools.count():
            frame = camera.read()
            if frame is None:
                break
            if number % every:
                continue
            seen = pose.estimate(frame)
            absent = np.full((len(JOINTS), 2), np.nan)
            found.append(seen.xy_px[list(JOINTS)] if seen.present else absent)
    return np.array(found)


def row(clip: Path, exact: Points, other: Points, every: int) -> Row:
    """What the two models' joints of a clip show."""
    truth = clip.with_suffix(".npz")
    errors = (np.nan, np.nan)
    scale = torso(exact)
    if truth.exists():
        true = np.load(truth)["keypoints_px"][::every, TRUE_JOINTS].astype(np.float64)
        scale = torso(true)
        errors = (
            float(np.nanmean(percent(exact - true, scale))),
            float(np.nanmean(percent(other - true, scale))),
        )
    apart = percent(other - exact, scale)
    lost = int(np.isnan(other).any(axis=(1, 2)).sum() - np.isnan(exact).any(axis=(1, 2)).sum())
    high = float(np.nanpercentile(apart, 95))
    return Row(clip.stem, *errors, float(np.nanmean(apart)), high, lost)


def torso(points: Points) -> Points:
    """Length from mid-shoulder to mid-hip in every frame, [frames]; at least half its median."""
    trunk = points[:, SHOULDERS].mean(axis=1) - points[:, HIPS].mean(axis=1)
    length = np.linalg.norm(trunk, axis=1)
    return np.asarray(np.maximum(length, np.nanmedian(length) / 2))


def percent(difference: Points, scale: Points) -> Points:
    """Lengths of differences [frames, 12, 2] in % of a scale [frames]."""
    return np.asarray(100 * np.linalg.norm(difference, axis=2) / scale[:, None])


def total(rows: Sequence[Row]) -> Row:
    """Means over the clips."""
    return Row(
        "all clips",
        statistics.fmean(one.float_error for one in rows),
        statistics.fmean(one.error for one in rows),
        statistics.fmean(one.apart for one in rows),
        statistics.fmean(one.apart_p95 for one in rows),
        sum(one.lost for one in rows),
    )


def show(one: Row) -> None:
    """Print a row; what has no truth shows distances only."""
    errors = ""
    if not np.isnan(one.error):
        gap = one.error - one.float_error
        errors = f"float {one.float_error:5.2f}  this {one.error:5.2f} ({gap:+5.2f})  "
    print(
        f"{one.clip:24} {errors}apart {one.apart:5.2f}, p95 {one.apart_p95:5.2f}  "
        f"lost {one.lost:+d}",
        flush=True,
    )


@dataclass(frozen=True, slots=True)
class Timing:
    """CPU ms of an inference of each model on one thread, and how much faster the last one is.

    Medians of turns; the ratio is the median of the turns' ratios.
    """

    medians_ms: Sequence[float]
    ratio: float


def clock(files: Sequence[Path]) -> Timing:
    """Time models in turn; the ratio is the first's time over the last's."""
    networks = [load_network(one, threads=1) for one in files]
    taken: list[list[float]] = [[] for _ in networks]
    for _ in range(RUNS):
        for network, times in zip(networks, taken, strict=True):
            picture = np.zeros(network.input.shape, network.input.dtype)
            network.run(picture)
            took_s = 0.0
            for _ in range(BURST):
                network.view(network.input)[:] = picture  # an inference may use up its input
                began = time.process_time()
                network.infer()
                took_s += time.process_time() - began
            times.append(1e3 * took_s / BURST)
    ratio = statistics.median(a / b for a, b in zip(taken[0], taken[-1], strict=True))
    return Timing([statistics.median(times) for times in taken], ratio)


if __name__ == "__main__":
    sys.exit(main())
