"""Developer's tool: measures which operators of a model suffer from int8, and what splits cost.

Writes OUT/KIND-operators.csv (each operator alone made int8, everything else float) and
OUT/KIND-splits.csv (whole models; CPU ms on one thread, in turn with the float model). Errors are
distances from the float model's points on pictures of people who are not in the calibration; of
landmark models the 12 joints in % of torso length, and in mm the world points of the legs, which
show what the joints hide behind their heat maps; of the detector its two alignment points in % of
their distance.

    .venv/bin/python -m scripts.quantization.sensitivity PICTURES OUT [KIND ...] [--splits-only]
"""

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from device.errors import DeviceError
from device.pose.building.calibration import Calibration
from device.pose.building.quantize import quantize
from device.pose.detector import make_anchors, people
from device.pose.heatmap import refine
from device.pose.models import installed
from device.pose.narrow import LEFT_PX
from scripts.quantization.calibrate import HELD_OUT, pictures, scene
from scripts.quantization.compare import JOINTS, clock
from scripts.quantization.crops import Crop, cut
from scripts.quantization.recipes import (
    SPLITS,
    convolution_inputs,
    operator_names,
    sort_operators,
)
from scripts.quantization.statistics import TensorStatistics, collect, means, ranges

CODES: Final = {
    code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)
}
MANY: Final = {"landmark": 5, "narrow": 5, "detector": 1}  # one crop in so many, for whole models,
FEW: Final = {
    "landmark": 17,
    "narrow": 17,
    "detector": 2,
}  # for ranges, and for each of a hundred operators
HEADS: Final = {
    "detector": (0, 2, 4, 7, 12),
    "full": (0, 4, 7, 12),
    "full-narrow": (0, 4, 7, 12),
    "lite": (0, 4, 7, 12, 18),
    "lite-narrow": (0, 4, 7, 12, 18),
}
TAILS: Final = {
    "detector": (60, 66, 69, 75, 79, 85, 109),
    "full": (53, 61, 65, 67, 79, 94, 113),
    "full-narrow": (53, 61, 65, 67, 79, 95, 114),
    "lite": (53, 61, 65, 67, 79, 88, 101),
    "lite-narrow": (53, 61, 65, 67, 79, 89, 102),
}
POINTWISE: Final = {  # for the chosen head and tail
    "detector": (69, 78, 84, 109),
    "full": (65, 81, 96, 113, 120),
    "full-narrow": (65, 81, 97, 114, 121),
    "lite": (65, 81, 96, 101, 108),
    "lite-narrow": (65, 81, 97, 102, 109),
}
_SHOULDERS, _HIPS = [11, 12], [23, 24]
_LEGS: Final = slice(23, 33)  # hips, knees, ankles, heels and toes

Points = npt.NDArray[np.float64]


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pictures", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("kinds", nargs="*", default=list(POINTWISE))
    parser.add_argument("--splits-only", action="store_true")
    options = parser.parse_args()
    try:
        models = {model.name: model for model in installed()}
        every = pictures(options.pictures)
        known = cut([one for one in every if scene(one) < HELD_OUT], models)
        new = cut([one for one in every if scene(one) >= HELD_OUT], models)
        for kind in options.kinds:
            path = models[f"{kind}-float32"].path
            role = models[f"{kind}-float32"].role
            content = path.read_bytes()
            found = collect(content, getattr(known, role)[:: FEW[role]])
            if not options.splits_only:
                few = Test(content, getattr(new, role)[:: FEW[role]], role)
                write(options.out / f"{kind}-operators.csv", operators(few, found))
            test = Test(content, getattr(new, role)[:: MANY[role]], role)
            write(options.out / f"{kind}-splits.csv", splits(test, found, kind, path))
    except DeviceError as error:
        print(f"sensitivity: {error}", file=sys.stderr)
        return 2
    return 0


class Test:
    """A float model and inputs on which quantised ones are held against it."""

    def __init__(self, content: bytes, crops: Sequence[Crop], role: str) -> None:
        """Run the float model on the crops."""
        self.content = content
        self._crops = crops
        self._points = alignment_points if role == "detector" else landmark_points
        self._exact, self._scale, self._exact_m = self._run(content)

    def errors(self, model: bytes) -> tuple[Points, Points]:
        """Mean distances of each crop's points, %, and of its legs' world points, mm.

        NaN where either model sees nobody, and for world points where there are none.
        """
        points, _, legs_m = self._run(model)
        apart = np.linalg.norm(points - self._exact, axis=2).mean(axis=1)
        apart_mm = 1000 * np.linalg.norm(legs_m - self._exact_m, axis=2).mean(axis=1)
        return np.asarray(100 * apart / self._scale), np.asarray(apart_mm)

    def _run(self, model: bytes) -> tuple[Points, Points, Points]:
        interpreter = Interpreter(model_content=model, num_threads=1)
        interpreter.allocate_tensors()
        given = interpreter.get_input_details()[0]["index"]
        points, scales, legs_m = [], [], []
        for crop in self._crops:
            interpreter.set_tensor(given, crop)
            interpreter.invoke()
            outputs = {
                int(np.prod(one["shape"])): interpreter.get_tensor(one["index"])
                for one in interpreter.get_output_details()
            }
            found, scale, world_m = self._points(outputs)
            points.append(found)
            scales.append(scale)
            legs_m.append(world_m)
        return np.array(points), np.array(scales), np.array(legs_m)


def landmark_points(outputs: dict[int, Any]) -> tuple[Points, float, Points]:
    """The twelve joints of a landmark model, crop px, the torso's length, the legs in metres."""
    raw = outputs[39 * 5].reshape(39, 5)[:, :2].astype(np.float64)
    heatmap = outputs[max(outputs)][0]
    if heatmap.shape[0] > heatmap.shape[1]:
        raw[:, 0] -= LEFT_PX
    xy = refine(raw, heatmap)
    torso = float(np.linalg.norm(xy[_SHOULDERS].mean(axis=0) - xy[_HIPS].mean(axis=0)))
    return xy[list(JOINTS)], torso, outputs[39 * 3].reshape(39, 3)[_LEGS].astype(np.float64)


def alignment_points(outputs: dict[int, Any]) -> tuple[Points, float, Points]:
    """The two points of the detector's first person, their distance, and no world points."""
    boxes, logits = outputs[2254 * 12].reshape(-1, 6, 2), outputs[2254].reshape(-1)
    found = people(boxes, logits, make_anchors())
    points = found[0][0] if found else np.full((2, 2), np.nan)
    return points, float(np.linalg.norm(points[1] - points[0])), np.full((1, 3), np.nan)


def operators(test: Test, found: dict[str, TensorStatistics]) -> Iterator[dict[str, object]]:
    """A row for every operator, alone made int8 without a corrected bias."""
    packed = schema.ModelT.InitFromPackedBuf(test.content, 0)
    graph, names = packed.subgraphs[0], operator_names(packed)
    limits = ranges(found)
    none = {name: tuple(0.0 for _ in one.mean) for name, one in found.items()}
    for number, operator in enumerate(graph.operators):
        others = tuple(name for i, name in enumerate(names) if i != number)
        errors = test.errors(quantize(test.content, Calibration(others, (), limits, none)))
        shape = graph.tensors[int(operator.outputs[0])].shape
        yield {
            "operator": number,
            "kind": CODES[packed.operatorCodes[operator.opcodeIndex].builtinCode],
            "output": "x".join(str(int(one)) for one in shape),
            **summary(*errors),
        }


def splits(
    test: Test, found: dict[str, TensorStatistics], kind: str, exact: Path
) -> Iterator[dict[str, object]]:
    """A row for every split that is worth a look."""
    limits = ranges(found)
    chosen = SPLITS[kind]
    candidates = [replace(chosen, head=head) for head in HEADS[kind]]
    candidates += [
        replace(chosen, tail=tail, pointwise=max(tail, chosen.pointwise)) for tail in TAILS[kind]
    ]
    candidates += [replace(chosen, pointwise=end) for end in POINTWISE[kind]]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.tflite"
        for split in dict.fromkeys([*candidates, chosen]):
            keep_float, int8_weights = sort_operators(test.content, split)
            averaged = means(found, convolution_inputs(test.content, keep_float))
            for corrected in (False, True) if split == chosen else (True,):
                zero = {name: (0.0,) * len(values) for name, values in averaged.items()}
                used = averaged if corrected else zero
                model = quantize(test.content, Calibration(keep_float, int8_weights, limits, used))
                file.write_bytes(model)
                timing = clock([exact, file])
                yield {
                    "head": split.head,
                    "tail": split.tail,
                    "pointwise": split.pointwise,
                    "biases": "corrected" if corrected else "as they were",
                    **summary(*test.errors(model)),
                    "float_ms": f"{timing.medians_ms[0]:.2f}",
                    "ms": f"{timing.medians_ms[1]:.2f}",
                    "ratio": f"{timing.ratio:.3f}",
                    "chosen": "yes" if split == chosen and corrected else "",
                }


def summary(errors: Points, legs_mm: Points) -> dict[str, object]:
    """Mean and 95th percentile, mean of the legs, and how often somebody was not seen."""
    return {
        "error": f"{np.nanmean(errors):.3f}",
        "p95": f"{np.nanpercentile(errors, 95):.3f}",
        "legs_mm": "" if np.isnan(legs_mm).all() else f"{np.nanmean(legs_mm):.1f}",
        "lost": int(np.isnan(errors).sum()),
    }


def write(path: Path, rows: Iterable[dict[str, object]]) -> None:
    """A CSV file, a line at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = None
        for row in rows:
            if table is None:
                table = csv.DictWriter(file, list(row), lineterminator="\n")
                table.writeheader()
            table.writerow(row)
            file.flush()
    print(f"wrote {path}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
