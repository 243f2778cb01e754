"""A .tflite file as objects that can be changed, and back."""

from typing import Any, Final

import flatbuffers
import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema

FILE_MARK: Final = b"TFL3"

Packed = Any
"""An object of the schema, which is untyped."""
Floats = npt.NDArray[np.float32]


def read_model(model: bytes) -> Packed:
    """The objects a .tflite file holds, all constants among them."""
    packed = schema.ModelT.InitFromPackedBuf(model, 0)
    for buffer in packed.buffers:
        if buffer.offset > 1:  # kept behind the structure
            buffer.data = np.frombuffer(model, np.uint8, buffer.size, buffer.offset)
            buffer.offset = buffer.size = 0
    return packed


def write_model(packed: Packed) -> bytes:
    """The file of these objects."""
    builder = flatbuffers.Builder(1 << 20)  # it grows
    builder.Finish(packed.Pack(builder), FILE_MARK)
    return bytes(builder.Output())


def constant(packed: Packed, tensor: Packed) -> Floats:
    """The numbers of a constant float32 tensor, in its shape."""
    data = bytes(packed.buffers[tensor.buffer].data)
    values: Floats = np.frombuffer(data, np.float32).reshape(tensor.shape)
    return values


def put_constant(packed: Packed, tensor: Packed, values: npt.NDArray[Any]) -> None:
    """Give a tensor constant values and their shape, in a buffer of its own: some share theirs."""
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(np.ascontiguousarray(values).tobytes(), np.uint8)
    packed.buffers.append(buffer)
    tensor.buffer = len(packed.buffers) - 1
    tensor.shape = ints(*values.shape)


def operator_kind(packed: Packed, operator: Packed) -> int:
    """Its number in `schema.BuiltinOperator`."""
    code = packed.operatorCodes[operator.opcodeIndex]
    return int(max(code.builtinCode, code.deprecatedBuiltinCode))


def ints(*values: int) -> npt.NDArray[np.int32]:
    """Numbers as flatbuffers wants them: it writes an array's bytes as they are."""
    return np.array(values, np.int32)
