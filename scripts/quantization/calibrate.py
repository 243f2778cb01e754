"""Developer's tool: writes the numbers that int8 models are built by.

Runs the folded float models on pictures made by `render.py` and keeps ranges and means. Needs
installed models; run it again when weights, folding, splits or pictures change:

    .venv/bin/python -m scripts.quantization.calibrate PICTURES [full full-narrow ...]

Scenes from HELD_OUT on are left out: sensitivity is measured on them.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from device.errors import DeviceError
from device.pose.building.calibration import Calibration, write_calibration
from device.pose.building.recipe import standard
from device.pose.models import installed
from scripts.quantization.crops import Crop, cut
from scripts.quantization.recipes import SPLITS, Split, convolution_inputs, sort_operators
from scripts.quantization.statistics import collect, means, ranges

HELD_OUT: Final = 120
EVERY: Final = 3  # landmark crops come in pairs; every third takes either kind in turn


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pictures", type=Path)
    parser.add_argument("kinds", nargs="*", default=list(SPLITS))
    options = parser.parse_args()
    try:
        models = {model.name: model for model in installed()}
        crops = cut([one for one in pictures(options.pictures) if scene(one) < HELD_OUT], models)
        inputs = {
            "landmark": crops.landmark[::EVERY],
            "narrow": crops.narrow[::EVERY],
            "detector": crops.detector[::2],
        }
        for weights in standard().weights:
            if weights.calibration is None or weights.name not in options.kinds:
                continue
            model = models[f"{weights.name}-float32"].path.read_bytes()
            chosen = inputs[weights.role]
            made = calibration(model, chosen, SPLITS[weights.name])
            write_calibration(weights.calibration, made)
            print(f"wrote {weights.calibration.name}, from {len(chosen)} crops")
    except DeviceError as error:
        print(f"plumbline: {error}", file=sys.stderr)
        return 2
    return 0


def calibration(model: bytes, crops: Sequence[Crop], split: Split) -> Calibration:
    """All numbers of one folded model."""
    keep_float, int8_weights = sort_operators(model, split)
    found = collect(model, crops)
    averaged = means(found, convolution_inputs(model, keep_float))
    return Calibration(keep_float, int8_weights, ranges(found), averaged)


def pictures(folder: Path) -> list[Path]:
    """What `render.py` drew, in order."""
    return sorted(folder.glob("scene_*.jpg"))


def scene(picture: Path) -> int:
    """Number of the scene a picture shows."""
    return int(picture.stem.split("_")[1])


if __name__ == "__main__":
    sys.exit(main())
