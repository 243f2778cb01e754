"""Makes a landmark model that looks at a narrow picture, in about half the time.

A person is upright in the model's square, and mostly narrow: the square's sides show the room. The
convolutions up to the smallest map (8 by 8 cells of 32 px) do not care how wide their picture is,
so they get fewer columns. What comes after sees the square again, with zeros beside.

Zeros are not the room, and the published weights feel the difference (docs/models.md). So biases,
depthwise kernels and one factor a channel were tuned until the narrow model says what the whole one
says of the same person (`scripts/quantization/tune.py`). They are kept as numbers, in
`tuned_*.npz`; all else of the weights is as published.
"""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema

from device.pose.building.flat import (
    Floats,
    Packed,
    constant,
    ints,
    operator_kind,
    put_constant,
    read_model,
    write_model,
)
from device.pose.building.fold import drop_unused_buffers
from device.pose.narrow import CELL_PX, LEFT_PX, SIDE_PX, WIDTH_PX

_MAP: Final = SIDE_PX // CELL_PX


def read_tuned(path: Path) -> dict[str, Floats]:
    """Load the numbers that make a narrow model of a whole one.

    Returns:
        "scale_N" and "bias_N" [channels] of convolution N, "kernel_N" [1, height, width,
        channels] and "bias_N" of depthwise convolution N, by the number of the operator in
        the folded model.

    Raises:
        OSError: it cannot be read.
        ValueError: it is of another format.
    """
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name].astype(np.float32) for name in file.files}


def narrow(model: bytes, tuned: Mapping[str, Floats]) -> bytes:
    """The narrow version of a folded landmark model.

    Args:
        model: a .tflite file made by `fold`, with a square input of SIDE_PX.
        tuned: the numbers for it, as from `read_tuned`.

    Returns:
        A .tflite file with an input of WIDTH_PX columns. Its points are in px of the square, in
        which the picture begins at LEFT_PX; its heat maps have as many columns as the picture.

    Raises:
        ValueError: the model is of another shape.
    """
    packed = read_model(model)
    graph = packed.subgraphs[0]
    _take_over(packed, tuned)
    joint = _smallest_map(graph)
    _cut_columns(packed)
    _widen(packed, joint)
    drop_unused_buffers(packed)  # those of the published numbers
    return write_model(packed)


def _take_over(packed: Packed, arrays: Mapping[str, Floats]) -> None:
    """Put the tuned numbers in the place of the published ones."""
    graph = packed.subgraphs[0]
    for name, values in arrays.items():
        kind, _, number = name.partition("_")
        if int(number) >= len(graph.operators) or len(graph.operators[int(number)].inputs) != 3:  # noqa: PLR2004
            message = f"{name} was tuned for another model"
            raise ValueError(message)
        _, weights, bias = graph.operators[int(number)].inputs
        if kind == "bias":
            _set(packed, int(bias), values)
        elif kind == "kernel":
            _set(packed, int(weights), values)
        else:
            tensor = graph.tensors[int(weights)]
            published = constant(packed, tensor)
            _set(packed, int(weights), published * values.reshape(len(published), 1, 1, 1))


def _set(packed: Packed, index: int, values: npt.NDArray[Any]) -> None:
    """Give a constant tensor other values, in a buffer of its own: some share theirs."""
    tensor = packed.subgraphs[0].tensors[index]
    if int(np.prod(tensor.shape)) != values.size:
        message = f"{tensor.name.decode()} has another shape than what was tuned for it"
        raise ValueError(message)
    put_constant(packed, tensor, values.reshape(tensor.shape))


def _smallest_map(graph: Packed) -> int:
    """Number of the one tensor of 8 by 8 cells that operators make 4 by 4 cells of."""
    found = set()
    for operator in graph.operators:
        source, made = (graph.tensors[int(one[0])] for one in (operator.inputs, operator.outputs))
        if _is_map(source, _MAP) and _is_map(made, _MAP // 2):
            found.add(int(operator.inputs[0]))
    if len(found) != 1:
        message = "this is no landmark model with one smallest map"
        raise ValueError(message)
    return found.pop()


def _is_map(tensor: Packed, cells: int) -> bool:
    return len(tensor.shape) == 4 and tuple(tensor.shape[1:3]) == (cells, cells)  # noqa: PLR2004


def _cut_columns(packed: Packed) -> None:
    """Fewer columns in every map down to the smallest, with or without padding about it."""
    graph = packed.subgraphs[0]
    columns: dict[int, int] = {}
    for halvings in range(SIDE_PX.bit_length()):
        cells = SIDE_PX >> halvings
        if cells >= _MAP:
            columns |= {cells + pad: (WIDTH_PX >> halvings) + pad for pad in (0, 2, 4)}
    for tensor in graph.tensors:
        constant = packed.buffers[tensor.buffer].data is not None
        if not constant and len(tensor.shape) == 4 and tensor.shape[1] == tensor.shape[2]:  # noqa: PLR2004
            cells = int(tensor.shape[2])
            tensor.shape = ints(*tensor.shape[:2], columns.get(cells, cells), tensor.shape[3])
            tensor.shapeSignature = None
    for operator in graph.operators:
        if operator_kind(packed, operator) == schema.BuiltinOperator.RESIZE_BILINEAR:
            made = graph.tensors[int(operator.outputs[0])]
            size = ints(*made.shape[1:3])
            _set(packed, int(operator.inputs[1]), size)


def _widen(packed: Packed, joint: int) -> None:
    """Put zeros left and right of the smallest map, before what makes it smaller still."""
    graph = packed.subgraphs[0]
    codes = [code.builtinCode for code in packed.operatorCodes]
    left = LEFT_PX // CELL_PX
    right = _MAP - WIDTH_PX // CELL_PX - left
    paddings = np.array([[0, 0], [0, 0], [left, right], [0, 0]], np.int32)
    sizes, whole = schema.TensorT(), copy.copy(graph.tensors[joint])
    sizes.name, sizes.shape, sizes.type = b"beside", ints(4, 2), schema.TensorType.INT32
    whole.name, whole.shape, whole.buffer = b"square", ints(1, _MAP, _MAP, whole.shape[3]), 0
    graph.tensors += [sizes, whole]
    _set(packed, len(graph.tensors) - 2, paddings)
    made = len(graph.tensors) - 1
    pad = schema.OperatorT()
    pad.opcodeIndex = codes.index(schema.BuiltinOperator.PAD)
    pad.inputs, pad.outputs = ints(joint, made - 1), ints(made)
    pad.builtinOptionsType = schema.BuiltinOptions.PadOptions
    pad.builtinOptions = schema.PadOptionsT()
    place = 0
    for number, operator in enumerate(graph.operators):
        if joint in operator.outputs:
            place = number + 1
        operator.inputs = ints(*(made if one == joint else one for one in operator.inputs))
    graph.operators.insert(place, pad)
