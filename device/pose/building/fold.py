"""Folds the compressed weights of a TFLite model and drops the heads nobody reads.

The published models keep weights as float16 (the detector's also sparse), and expand them at
every inference. Folding expands them once, into plain float32 constants: the same numbers,
about half the time (measured: full 14.2 → 8.7 ms, lite 9.9 → 4.5 ms).
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from device.pose.building.flat import Packed, operator_kind, put_constant, read_model, write_model

SIGNATURE: Final = "serving_default"
"""Name of the one signature written; the quantizer looks inputs up by it."""

_Ints = npt.NDArray[np.int32]
_FLOAT16: Final = schema.TensorType.FLOAT16
_EXPANDERS: Final = (schema.BuiltinOperator.DEQUANTIZE, schema.BuiltinOperator.DENSIFY)


def fold(model: bytes, outputs: Sequence[str]) -> bytes:
    """A model with plain weights and only the wanted outputs.

    Args:
        model: a .tflite file with one sub-graph.
        outputs: names of the output tensors to keep.

    Returns:
        A .tflite file that computes the same numbers.

    Raises:
        ValueError: an output is not there, or this is no model.
    """
    packed = read_model(model)
    graph = packed.subgraphs[0]
    _expand_weights(model, packed)
    names = {int(index): graph.tensors[index].name.decode() for index in graph.outputs}
    kept = [index for index, name in names.items() if name in outputs]
    if len(kept) != len(outputs):
        message = f"outputs {sorted(set(outputs) - set(names.values()))} are not in the model"
        raise ValueError(message)
    graph.outputs = np.array(kept, np.int32)
    _drop_dead(graph)
    drop_unused_buffers(packed)
    _drop_unused_codes(packed)
    packed.metadata = packed.metadataBuffer = None
    packed.signatureDefs = [_signature(graph)]
    return write_model(packed)


def _expand_weights(model: bytes, packed: Packed) -> None:
    """Replace every operator that expands a constant by the constant it makes."""
    graph = packed.subgraphs[0]
    values = _run_once(model)
    remaining = []
    for operator in graph.operators:
        source = packed.buffers[graph.tensors[operator.inputs[0]].buffer].data
        if operator_kind(packed, operator) not in _EXPANDERS or source is None or len(source) == 0:
            remaining.append(operator)
            continue
        index = int(operator.outputs[0])
        tensor = graph.tensors[index]
        expanded = values.get_tensor(index)
        if tensor.type == _FLOAT16:  # a dense float16 constant, expanded further down
            expanded = expanded.astype(np.float16)
        put_constant(packed, tensor, expanded)
    graph.operators = remaining


def _run_once(model: bytes) -> Interpreter:
    """The model after one run on zeros, with every tensor still readable."""
    interpreter = Interpreter(
        model_content=model,
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    for detail in interpreter.get_input_details():
        interpreter.set_tensor(detail["index"], np.zeros(detail["shape"], detail["dtype"]))
    interpreter.invoke()
    return interpreter


def _drop_dead(graph: Packed) -> None:
    """Drop operators and tensors that no kept output depends on, and number the rest anew."""
    needed = {int(index) for index in graph.outputs}
    live = []
    for operator in reversed(graph.operators):
        made = {int(index) for index in operator.outputs}
        if made & needed:
            live.append(operator)
            needed |= made | {int(index) for index in operator.inputs if index >= 0}
    needed |= {int(index) for index in graph.inputs}
    kept = sorted(needed)
    number = {old: new for new, old in enumerate(kept)}

    def renumber(indices: Iterable[int]) -> _Ints:
        return np.array([number.get(int(index), -1) for index in indices], np.int32)

    graph.operators = live[::-1]
    graph.tensors = [graph.tensors[index] for index in kept]
    graph.inputs, graph.outputs = renumber(graph.inputs), renumber(graph.outputs)
    for operator in graph.operators:
        operator.inputs = renumber(operator.inputs)
        operator.outputs = renumber(operator.outputs)


def drop_unused_buffers(packed: Packed) -> None:
    """Keep the buffers that tensors still use; buffer 0 is the empty one by convention."""
    buffers = [schema.BufferT()]
    number = {0: 0}
    for tensor in packed.subgraphs[0].tensors:
        if tensor.buffer not in number:
            number[tensor.buffer] = len(buffers)
            buffers.append(packed.buffers[tensor.buffer])
        tensor.buffer = number[tensor.buffer]
        tensor.sparsity = None
        tensor.quantization = None
    packed.buffers = buffers


def _drop_unused_codes(packed: Packed) -> None:
    operators = packed.subgraphs[0].operators
    used = sorted({operator.opcodeIndex for operator in operators})
    number = {old: new for new, old in enumerate(used)}
    packed.operatorCodes = [packed.operatorCodes[index] for index in used]
    for operator in operators:
        operator.opcodeIndex = number[operator.opcodeIndex]


def _signature(graph: Packed) -> Packed:
    """A signature that names inputs and outputs after their tensors."""
    signature = schema.SignatureDefT()
    signature.signatureKey = SIGNATURE.encode()
    signature.subgraphIndex = 0
    signature.inputs = [_named(graph, index) for index in graph.inputs]
    signature.outputs = [_named(graph, index) for index in graph.outputs]
    return signature


def _named(graph: Packed, index: int) -> Packed:
    entry = schema.TensorMapT()
    entry.name = graph.tensors[int(index)].name
    entry.tensorIndex = int(index)
    return entry
