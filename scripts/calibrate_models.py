"""Developer's tool: make the activation ranges that int8 models are built by.

Runs the folded float models on crops of clips, as the mirror would cut them and also shifted,
scaled and turned a little, and keeps numbers only. Needs installed models; run it again when
weights, folding or the clips it should represent change:

    .venv/bin/python scripts/calibrate_models.py CLIP.mp4 [CLIP.mp4 ...]
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from device.drivers.camera_file import FileCamera
from device.errors import DeviceError
from device.frame import BgrImage
from device.pose.building.quantize import Calibration, write_calibration
from device.pose.building.recipe import standard
from device.pose.detector import Detector
from device.pose.landmarker import Landmarker
from device.pose.models import InstalledModel, installed
from device.pose.roi import Roi
from device.pose.runtime import load_network
from device.pose.tensors import CropInput

EVERY: Final = 24  # frames between two that are used: neighbours tell nothing new
SHIFT: Final = 0.04  # standard deviations of the second crop of a frame: shift in sides,
SCALE: Final = 0.08  # log scale,
TURN_RAD: Final = 0.15  # and turn; about what a moving person does between two frames
BINS: Final = 2048
OUTSIDE: Final = 1e-4
"""Part of a tensor's values that may lie beyond each end of its range. Measured on `full`, as
how far int8 landmarks of other frames lie from float ones, % of torso: 0.0001 1.1, 0.001 1.4,
0.005 2.7."""
FLOAT_HEAD: Final = {"detector": 4, "full": 4, "lite": 12}
"""Operators at the start that stay float: the first blocks see the largest pictures and are
the most sensitive (`lite`, 4 → 12: 2.5 → 1.4 % of torso, no time lost)."""
FLOAT_TAIL: Final = {"detector": 60, "full": 59, "lite": 59}
"""From this operator on, all stay float. In the landmark models the pictures are then 8 by 8
and less, so int8 gains nothing, and errors go straight into the landmarks (`full`, 77 → 59: 4.6
→ 1.1 %, 0.1 ms slower). In the detector, the pyramid and heads (86 → 60: its alignment points
move by 3 → 0.6 % of their distance, 6.0 → 7.0 ms, 12.1 in float)."""

Crop = npt.NDArray[np.float32]


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("clips", nargs="+", type=Path)
    options = parser.parse_args()
    try:
        models = {model.name: model for model in installed()}
        squares, frames = zip(*(gather(clip, models) for clip in options.clips), strict=True)
        crops = {"landmark": list(chain(*squares)), "detector": list(chain(*frames))}
        for weights in standard().weights:
            model, role = models[f"{weights.name}-float32"], weights.role
            calibration = calibrate(weights.name, model, crops[role])
            if weights.calibration is not None:
                write_calibration(weights.calibration, calibration)
                print(f"wrote {weights.calibration.name}, from {len(crops[role])} crops")
    except DeviceError as error:
        print(f"plumbline: {error}", file=sys.stderr)
        return 2
    return 0


def gather(clip: Path, models: dict[str, InstalledModel]) -> tuple[list[Crop], list[Crop]]:
    """The inputs [1, side, side, 3] of a clip that are used: squares on the person, frames."""
    square = cutter(models["full-float32"], low=0.0)
    whole = cutter(models["detector-float32"], low=-1.0)
    rng = np.random.default_rng(7)
    squares, frames = [], []
    for index, (bgr, roi) in enumerate(follow(clip, models)):
        if index % EVERY == 0:
            squares += [square.fill(bgr, one)[0].copy() for one in (roi, jittered(roi, rng))]
            height, width = bgr.shape[:2]
            frames.append(whole.fill(bgr, Roi.whole(width, height))[0].copy())
    print(f"{clip.name}: {len(frames)} frames")
    return squares, frames


def cutter(model: InstalledModel, *, low: float) -> CropInput:
    """What cuts that model's inputs out of frames."""
    return CropInput(load_network(model.path, threads=1).input, low=low, high=1.0)


def follow(clip: Path, models: dict[str, InstalledModel]) -> Iterator[tuple[BgrImage, Roi]]:
    """Each frame in which somebody is seen, with the square that the models look at."""
    detector = Detector(models["detector-float32"].path, threads=1)
    landmarker = Landmarker(models["full-float32"].path, threads=1)
    camera = FileCamera(clip)
    roi = None
    while (frame := camera.read()) is not None:
        if roi is None:
            people = detector.people(frame.bgr)
            roi = people[0].roi if people else None
        if roi is not None:
            yield frame.bgr, roi
            roi = landmarker.look(frame.bgr, roi).next_roi
    camera.close()


def jittered(roi: Roi, rng: np.random.Generator) -> Roi:
    """A square beside the right one."""
    return Roi(
        x_px=roi.x_px + rng.normal(0, SHIFT) * roi.size_px,
        y_px=roi.y_px + rng.normal(0, SHIFT) * roi.size_px,
        size_px=roi.size_px * float(np.exp(rng.normal(0, SCALE))),
        rotation_rad=roi.rotation_rad + rng.normal(0, TURN_RAD),
    )


def calibrate(kind: str, model: InstalledModel, crops: Sequence[Crop]) -> Calibration:
    """Ranges of all activations of a folded model over the crops."""
    content = model.path.read_bytes()
    graph = schema.ModelT.InitFromPackedBuf(content, 0).subgraphs[0]
    made = [int(operator.outputs[0]) for operator in graph.operators]
    names = {index: graph.tensors[index].name.decode() for index in (*graph.inputs, *made)}
    interpreter = Interpreter(
        model_content=content,
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    # Two passes: the extremes first, then a histogram between them. Zero is always inside,
    # because padding and int8's zero point need it.
    low, high = dict.fromkeys(names, 0.0), dict.fromkeys(names, 1e-6)
    for _ in runs(interpreter, crops):
        for index in names:
            values = interpreter.get_tensor(index)
            low[index] = min(low[index], float(values.min()))
            high[index] = max(high[index], float(values.max()))
    counts = {index: np.zeros(BINS) for index in names}
    for _ in runs(interpreter, crops):
        for index in names:
            limits = (low[index], high[index])
            counts[index] += np.histogram(interpreter.get_tensor(index), BINS, limits)[0]
    outputs = [names[index] for index in made]
    return Calibration(
        ranges={
            name: central(counts[index], low[index], high[index]) for index, name in names.items()
        },
        keep_float=(*outputs[: FLOAT_HEAD[kind]], *outputs[FLOAT_TAIL[kind] :]),
    )


def runs(interpreter: Interpreter, crops: Sequence[Crop]) -> Iterator[None]:
    """Run the model on one crop after the other."""
    for crop in crops:
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], crop)
        interpreter.invoke()
        yield


def central(counts: npt.NDArray[np.float64], low: float, high: float) -> tuple[float, float]:
    """The ends of a histogram without the rarest values, five digits each."""
    edges = np.linspace(low, high, len(counts) + 1)
    below = np.cumsum(counts) / counts.sum()
    first = int(np.searchsorted(below, OUTSIDE))
    last = int(np.searchsorted(below, 1 - OUTSIDE))
    return float(f"{min(edges[first], 0.0):.5g}"), float(f"{max(edges[last + 1], 0.0):.5g}")


if __name__ == "__main__":
    sys.exit(main())
