"""Makes an int8 model of a folded float model, from recorded activation ranges.

The ranges come from `scripts/calibrate_models.py`, which runs the float model on crops of
rendered clips and keeps numbers only; so no pictures are needed here.
"""

import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from ai_edge_quantizer import qtyping, quantizer, recipe

_FORMAT: Final = "plumbline-calibration"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """What quantising one model needs besides its weights.

    Attributes:
        ranges: tensor name → lowest and highest value int8 has to hold.
        keep_float: names of the output tensors of operators that stay float.
    """

    ranges: dict[str, tuple[float, float]]
    keep_float: tuple[str, ...]


def read_calibration(path: Path) -> Calibration:
    """Load a calibration file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is of another format.
    """
    fields = json.loads(path.read_text(encoding="utf-8"))
    if (fields.get("format"), fields.get("version")) != (_FORMAT, _VERSION):
        message = f"{path.name} is no calibration file of this version"
        raise ValueError(message)
    return Calibration(
        ranges={name: (low, high) for name, (low, high) in fields["ranges"].items()},
        keep_float=tuple(fields["keep_float"]),
    )


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Save a calibration file, one tensor a line, so that changes can be reviewed."""
    fields = {
        "format": _FORMAT,
        "version": _VERSION,
        "keep_float": list(calibration.keep_float),
        "ranges": {name: list(limits) for name, limits in calibration.ranges.items()},
    }
    text = json.dumps(fields, indent=1)
    text = re.sub(r"\[\s+(-?[\d.e+-]+),\s+(-?[\d.e+-]+)\s+\]", r"[\1, \2]", text)
    path.write_text(text + "\n", encoding="utf-8")


def quantize(model: bytes, calibration: Calibration) -> bytes:
    """An int8 version of a folded float model; inputs and outputs stay float32.

    Args:
        model: a .tflite file made by `fold`.
        calibration: its activation ranges and the operators to leave alone.

    Returns:
        A .tflite file.
    """
    # The quantizer reports on its own progress, by logger and on stderr.
    logging.getLogger("absl").setLevel(logging.ERROR)
    work = quantizer.Quantizer(bytearray(model), recipe.static_wi8_ai8())
    leave = recipe.AlgorithmName.NO_QUANTIZE
    operations = qtyping.TFLOperationName
    for name in calibration.keep_float:
        pattern = f"^{re.escape(name)};$"  # the quantizer ends an operator's name with ";"
        work.update_quantization_recipe(pattern, operations.ALL_SUPPORTED, algorithm_key=leave)
    for operation in (operations.INPUT, operations.OUTPUT):
        work.update_quantization_recipe(".*", operation, algorithm_key=leave)
    result = work.quantize(
        _as_statistics(calibration.ranges),
        enable_progress_bar=False,
        enable_progress_report=False,
    )
    return bytes(result.quantized_model)


def _as_statistics(
    ranges: dict[str, tuple[float, float]],
) -> dict[str, dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]]:
    """Ranges in the quantizer's own form."""
    return {
        name: {"min": np.array([low], np.float32), "max": np.array([high], np.float32)}
        for name, (low, high) in ranges.items()
    }
