"""Weights in, finished models out: fold, check, quantise, check."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from device.errors import ModelError
from device.pose.building.calibration import read_calibration
from device.pose.building.fold import fold
from device.pose.building.maps import keep_read_maps
from device.pose.building.narrowing import narrow, read_tuned
from device.pose.building.quantize import quantize
from device.pose.building.recipe import Weights
from device.pose.building.stem import take_planes
from device.pose.manifest import Precision

_SAME: Final = 0.05
"""Largest difference allowed between a folded model and its source, in the outputs' own units
(px of the crop, mostly). Both compute in float32, but not in the same order."""
_REMEDY: Final = "Run ./scripts/start again; if it stays so, please report it with this line."


class ModelMaker:
    """Makes a float32 and, where a calibration is at hand, an int8 model."""

    def make(self, weights: Weights, content: bytes) -> dict[Precision, bytes]:
        """The models of one set of weights, each of them run once.

        Raises:
            ModelError: a result does not compute what it should.
        """
        try:
            with _quiet():
                return _make(weights, content)
        # What the runtime and the quantizer raise on a model they cannot take differs by cause.
        except (ValueError, RuntimeError, KeyError) as error:
            message = f"The {weights.name} models cannot be built ({error})"
            raise ModelError(message, remedy=_REMEDY) from error


def _make(weights: Weights, content: bytes) -> dict[Precision, bytes]:
    folded = fold(content, weights.outputs)
    before, after = _run(content), _run(folded)
    gap = max(float(np.abs(before[name] - after[name]).max()) for name in weights.outputs)
    if not gap <= _SAME:
        message = f"the folded one is off by {gap:.3g}"
        raise ValueError(message)
    if weights.tuned is not None:
        folded = narrow(folded, read_tuned(weights.tuned))
        _run(folded)
    models: dict[Precision, bytes] = {"float32": folded}
    if weights.calibration is not None:
        models["int8"] = quantize(folded, read_calibration(weights.calibration))
        if weights.role != "detector":  # it wants its black in the middle of its range
            models["int8"] = keep_read_maps(take_planes(models["int8"]))
        _run(models["int8"])
    return models


def _run(model: bytes) -> dict[str, npt.NDArray[Any]]:
    """Outputs by name for a fixed noise picture.

    Raises:
        ValueError: an output is not finite.
    """
    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    detail = interpreter.get_input_details()[0]
    noise = np.random.default_rng(0).random(detail["shape"], np.float32)
    interpreter.set_tensor(detail["index"], noise)
    interpreter.invoke()
    outputs = {
        output["name"]: interpreter.get_tensor(output["index"])
        for output in interpreter.get_output_details()
    }
    for name, values in outputs.items():
        if not np.isfinite(values).all():
            message = f"output {name} is not finite"
            raise ValueError(message)
    return outputs


@contextmanager
def _quiet() -> Generator[None]:
    """Keep the tools' own progress bars and notes off stderr; errors come as exceptions.

    Part of it is written by C++ straight to file descriptor 2.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
