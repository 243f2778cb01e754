"""Which operators of a model become int8: chosen by docs/quantization, see docs/models.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ai_edge_litert import schema_py_generated as schema

_CONVOLUTIONS: Final = (
    schema.BuiltinOperator.CONV_2D,
    schema.BuiltinOperator.DEPTHWISE_CONV_2D,
)


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of a model, by the number of its operators in their order.

    Attributes:
        head: this many stay float: they see the largest pictures and are the most sensitive.
        tail: from this one on, none has an int8 output, because what remains of the picture is
            small and its errors go straight into the result.
        pointwise: from `tail` to this one, dense convolutions get int8 weights.

    What only serves the heat maps stays float wherever it stands (docs/models.md).
    """

    head: int
    tail: int
    pointwise: int


SPLITS: Final = {
    "detector": Split(head=4, tail=69, pointwise=69),
    "full": Split(head=4, tail=65, pointwise=113),
    "full-narrow": Split(head=4, tail=65, pointwise=114),  # one operator more: it pads
    "lite": Split(head=18, tail=65, pointwise=96),
    "lite-narrow": Split(head=18, tail=65, pointwise=97),
}
HEATMAP: Final = "Identity_3"
"""The output whose operators stay float."""


def sort_operators(model: bytes, split: Split) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the operators that stay float, and of those that get int8 weights only."""
    packed = schema.ModelT.InitFromPackedBuf(model, 0)
    operators = packed.subgraphs[0].operators
    names = operator_names(packed)
    maps = _only_for(packed.subgraphs[0], HEATMAP)
    weights = [
        names[i]
        for i in range(split.tail, split.pointwise)
        if i not in maps
        and packed.operatorCodes[operators[i].opcodeIndex].builtinCode
        == schema.BuiltinOperator.CONV_2D
    ]
    apart = [name for i, name in enumerate(names) if i < split.head or i >= split.tail or i in maps]
    return tuple(name for name in apart if name not in weights), tuple(weights)


def _only_for(graph: Any, output: str) -> set[int]:  # noqa: ANN401 - untyped schema object
    """Numbers of the operators that no other output needs; none when there is no such output."""
    needed = {int(index) for index in graph.outputs if graph.tensors[index].name.decode() != output}
    left = set()
    for number in reversed(range(len(graph.operators))):
        operator = graph.operators[number]
        if needed & {int(index) for index in operator.outputs}:
            needed |= {int(index) for index in operator.inputs}
        else:
            left.add(number)
    return left


def convolution_inputs(model: bytes, keep_float: Sequence[str]) -> tuple[str, ...]:
    """Names of the tensors that convolutions read which do not stay float, each once."""
    packed = schema.ModelT.InitFromPackedBuf(model, 0)
    graph = packed.subgraphs[0]
    found = [
        graph.tensors[int(one.inputs[0])].name.decode()
        for name, one in zip(operator_names(packed), graph.operators, strict=True)
        if name not in keep_float
        and packed.operatorCodes[one.opcodeIndex].builtinCode in _CONVOLUTIONS
    ]
    return tuple(dict.fromkeys(found))


def operator_names(packed: Any) -> Sequence[str]:  # noqa: ANN401 - untyped schema object
    """The operators' names: those of their first outputs."""
    graph = packed.subgraphs[0]
    return [graph.tensors[int(one.outputs[0])].name.decode() for one in graph.operators]
