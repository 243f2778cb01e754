"""Makes an int8 model of a folded float model, from a calibration."""

import logging
import re
from collections.abc import Mapping
from typing import Final

import numpy as np
from ai_edge_quantizer import qtyping, quantizer, recipe

from device.pose.building.calibration import Calibration
from device.pose.building.correct import correct_biases

_BITS: Final = 8


def quantize(model: bytes, calibration: Calibration) -> bytes:
    """An int8 version of a folded float model; inputs and outputs stay float32.

    Args:
        model: a .tflite file made by `fold`.
        calibration: its numbers, and what becomes of which operator.

    Returns:
        A .tflite file.

    Raises:
        KeyError: the calibration is of another model.
    """
    # The quantizer reports on its own progress, by logger and on stderr.
    logging.getLogger("absl").setLevel(logging.ERROR)
    corrected = correct_biases(model, calibration)
    work = quantizer.Quantizer(bytearray(corrected), recipe.static_wi8_ai8())
    leave = recipe.AlgorithmName.NO_QUANTIZE
    operations = qtyping.TFLOperationName
    for name in calibration.keep_float:
        work.update_quantization_recipe(_only(name), operations.ALL_SUPPORTED, algorithm_key=leave)
    for name in calibration.int8_weights:
        work.add_dynamic_config(_only(name), operations.CONV_2D, num_bits=_BITS)
    for operation in (operations.INPUT, operations.OUTPUT):
        work.update_quantization_recipe(".*", operation, algorithm_key=leave)
    result = work.quantize(
        _as_statistics(calibration.ranges),
        enable_progress_bar=False,
        enable_progress_report=False,
    )
    return bytes(result.quantized_model)


def _only(name: str) -> str:
    """The pattern of one operator; the quantizer ends an operator's name with ";"."""
    return f"^{re.escape(name)};$"


def _as_statistics(
    ranges: Mapping[str, tuple[float, float]],
) -> dict[str, dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]]:
    """Ranges in the quantizer's own form."""
    return {
        name: {"min": np.array([low], np.float32), "max": np.array([high], np.float32)}
        for name, (low, high) in ranges.items()
    }
