"""Keeps of a landmark model's heat maps those that are read, and makes them in less time.

A map for each point is the last convolution (one cell, 48 channels) of a sum: what a coarser sum
says, enlarged, and what this resolution adds. Convolution and enlarging are linear, so each part
can be convolved before the parts are added: then fewer channels are enlarged, added and kept in
the processor's cache. The numbers are the same but for rounding.
"""

import copy
from typing import Any, Final

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from device.pose.building.flat import (
    Packed,
    constant,
    ints,
    operator_kind,
    put_constant,
    read_model,
    write_model,
)
from device.pose.heatmap import MAPPED

_LEVELS: Final = 2
"""Sums that are taken apart; the third and last has 16 by 16 cells, and is quick as it is."""


def keep_read_maps(model: bytes) -> bytes:
    """A landmark model that has maps of the points `MAPPED` only.

    Args:
        model: a .tflite file with one output of four axes, made as said above, in float.

    Raises:
        ValueError: its maps are made in another way.
    """
    packed = read_model(model)
    graph = packed.subgraphs[0]
    made_by = {int(one.outputs[0]): one for one in graph.operators}
    maps = [int(one) for one in graph.outputs if len(graph.tensors[int(one)].shape) == 4]  # noqa: PLR2004
    if len(maps) != 1 or not _is_plain(packed, made_by[maps[0]]):
        raise _unknown()
    last = made_by[maps[0]]
    weights, bias = (graph.tensors[int(one)] for one in last.inputs[1:])
    for tensor in (weights, bias):
        put_constant(packed, tensor, constant(packed, tensor)[MAPPED])
    nothing = copy.copy(bias)
    nothing.name = b"no_bias"
    graph.tensors.append(nothing)
    put_constant(packed, nothing, np.zeros(len(MAPPED), np.float32))
    parts = _Parts(packed, last, made_by, no_bias=len(graph.tensors) - 1)
    parts.project(int(last.inputs[0]), int(last.inputs[2]), _LEVELS, into=maps[0])
    place, spent = graph.operators.index(last), {id(one) for one in (last, *parts.replaced)}
    graph.operators[place:place] = parts.operators
    graph.operators = [one for one in graph.operators if id(one) not in spent]
    return write_model(packed)


class _Parts:
    """The operators that make the maps, in order."""

    def __init__(
        self, packed: Packed, last: Packed, made_by: dict[int, Packed], *, no_bias: int
    ) -> None:
        self._packed, self._last, self._made_by, self._no_bias = packed, last, made_by, no_bias
        self.operators: list[Any] = []
        self.replaced: list[Any] = []

    def project(self, source: int, bias: int, levels: int, *, into: int | None = None) -> int:
        """Convolve a tensor, part by part; the number of the result, which may be given."""
        if not levels:
            return self._like(self._last, (source, int(self._last.inputs[1]), bias), source, into)
        add = self._maker(source, schema.BuiltinOperator.ADD)
        coarse, fine = (int(one) for one in add.inputs)
        resize = self._maker(coarse, schema.BuiltinOperator.RESIZE_BILINEAR)
        self.replaced += [add, resize]
        small = self.project(int(resize.inputs[0]), self._no_bias, levels - 1)
        wide = self._like(resize, (small, int(resize.inputs[1])), coarse)
        return self._like(add, (wide, self.project(fine, bias, 0)), source, into)

    def _like(
        self, operator: Packed, inputs: tuple[int, ...], shaped: int, into: int | None = None
    ) -> int:
        """An operator like another, whose output has the rows and columns of a tensor."""
        tensors = self._packed.subgraphs[0].tensors
        if into is None:
            into = len(tensors)
            tensors.append(copy.copy(tensors[shaped]))
            tensors[into].name = f"maps_{into}".encode()
        tensors[into].shape = ints(*tensors[into].shape[:3], len(MAPPED))
        tensors[into].shapeSignature = None
        one = copy.copy(operator)
        one.inputs, one.outputs = ints(*inputs), ints(into)
        self.operators.append(one)
        return into

    def _maker(self, tensor: int, kind: int) -> Packed:
        """The operator of a kind that makes a tensor."""
        maker = self._made_by.get(tensor)
        if maker is None or operator_kind(self._packed, maker) != kind:
            raise _unknown()
        return maker


def _is_plain(packed: Packed, operator: Packed) -> bool:
    """Whether an operator is a float convolution of single cells, without an activation."""
    if operator_kind(packed, operator) != schema.BuiltinOperator.CONV_2D:
        return False
    weights, options = packed.subgraphs[0].tensors[int(operator.inputs[1])], operator.builtinOptions
    return bool(
        weights.type == schema.TensorType.FLOAT32
        and weights.shape.tolist()[1:3] == [1, 1]
        and (options.strideH, options.strideW) == (1, 1)
        and options.fusedActivationFunction == schema.ActivationFunctionType.NONE
    )


def _unknown() -> ValueError:
    return ValueError("the landmark model makes its heat maps in another way")
