"""Makes a landmark model look at luma and chroma as cameras and clips give them.

A published model wants red, green and blue of every pixel. Its first convolution is linear, and so
is the way from YUV to RGB: both become one convolution, over blocks of 2 x 2 pixels with one colour
each. That leaves out the conversion and half of the numbers, and the convolution takes less time.
Only colours that no screen shows, which a conversion would clip, look different.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema

from device.frame import BLACK, GREY
from device.pose.building.flat import (
    Packed,
    constant,
    ints,
    operator_kind,
    put_constant,
    read_model,
    write_model,
)
from device.pose.planes import CHANNELS

_LUMA: Final = 1.164
_RGB_OF_UV: Final = np.array([[0.0, 1.596], [-0.391, -0.813], [2.018, 0.0]])
"""BT.601 with luma 16..235, as OpenCV's conversion has it: rows red, green, blue."""
_KERNEL: Final = 3
_STEPS: Final = ((0, 1), (1, 0), (1, 1))
"""Block and place in it, along rows as along columns, of what the kernel's three places meet: it
begins with the last pixel of the block before."""

_Floats = npt.NDArray[np.float64]


def take_planes(model: bytes) -> bytes:
    """A landmark model with another input.

    Args:
        model: a .tflite file whose first two operators put one pixel of black around a picture
            [1, height, width, 3] of 0..1, and convolve it in float, 3 by 3, in steps of 2.

    Returns:
        A .tflite file with the input [1, height / 2 + 1, width / 2 + 1, CHANNELS], bytes as
        float32. Its first row and column lie beyond the picture and have to be black.

    Raises:
        ValueError: it begins with something else.
    """
    packed = read_model(model)
    graph = packed.subgraphs[0]
    pad, convolution = graph.operators[:2]
    picture, weights, bias = (
        graph.tensors[int(one)] for one in (pad.inputs[0], *convolution.inputs[1:])
    )
    _check(packed, picture, weights)
    kernel, offset = _of_planes(
        constant(packed, weights).astype(np.float64), constant(packed, bias).astype(np.float64)
    )
    _, height, width, _ = picture.shape
    picture.shape = ints(1, height // 2 + 1, width // 2 + 1, CHANNELS)
    picture.shapeSignature = None
    for tensor, values in ((weights, kernel), (bias, offset)):
        put_constant(packed, tensor, values.astype(np.float32))
    options = convolution.builtinOptions
    options.strideH = options.strideW = 1
    convolution.inputs = ints(pad.inputs[0], *convolution.inputs[1:])
    graph.operators = graph.operators[1:]
    return write_model(packed)


def _check(packed: Packed, picture: Packed, weights: Packed) -> None:
    """Refuse a model that begins in another way."""
    graph = packed.subgraphs[0]
    pad, convolution = graph.operators[:2]
    codes = [operator_kind(packed, one) for one in (pad, convolution)]
    options = convolution.builtinOptions
    paddings = packed.buffers[graph.tensors[int(pad.inputs[1])].buffer].data
    good = (
        codes == [schema.BuiltinOperator.PAD, schema.BuiltinOperator.CONV_2D]
        and int(pad.inputs[0]) == int(graph.inputs[0])
        and int(convolution.inputs[0]) == int(pad.outputs[0])
        and np.frombuffer(bytes(paddings), np.int32).tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
        and weights.type == picture.type == schema.TensorType.FLOAT32
        and weights.shape.tolist()[1:] == [_KERNEL, _KERNEL, 3]
        and (options.strideH, options.strideW, options.padding) == (2, 2, schema.Padding.VALID)
        and picture.shape[1] % 2 == picture.shape[2] % 2 == 0
    )
    if not good:
        message = "the landmark model begins in another way than planes need"
        raise ValueError(message)


def _of_planes(kernel: _Floats, bias: _Floats) -> tuple[_Floats, _Floats]:
    """Kernel [n, 2, 2, CHANNELS] and bias [n] from those for RGB, [n, 3, 3, 3] and [n]."""
    made = np.zeros((len(kernel), 2, 2, CHANNELS))
    luma, chroma = kernel.sum(axis=3) * _LUMA / 255, kernel @ _RGB_OF_UV / 255
    for y, (row, down) in enumerate(_STEPS):
        for x, (column, right) in enumerate(_STEPS):
            made[:, row, column, 2 * down + right] += luma[:, y, x]
            made[:, row, column, 4:] += chroma[:, y, x]
    black = np.array([BLACK] * 4 + [GREY] * 2)
    return made, bias - (made * black).sum(axis=(1, 2, 3))
