"""A folded landmark model in torch, made narrow, so that its numbers can be tuned.

Computes what LiteRT computes of the file that `device.pose.building.narrowing` makes; tune.py
shows how nearly. Torch is no dependency of the project.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from ai_edge_litert import schema_py_generated as schema
from torch.nn import functional

from device.pose.narrow import CELL_PX, LEFT_PX, SIDE_PX, WIDTH_PX
from scripts.quantization.lesson import POINTS

_Operator = schema.BuiltinOperator
_Activation = schema.ActivationFunctionType
_DTYPES: Final = {schema.TensorType.FLOAT32: np.float32, schema.TensorType.INT32: np.int32}
_SMALLER: Final = SIDE_PX // CELL_PX // 2
"""Cells along the maps after the smallest one that still shows places."""

Run = Callable[..., torch.Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a landmark network says of n pictures.

    Attributes:
        points: [n, 39, 5]: x, y, z in px of the square, logits of visibility and presence.
        presence: logit [n] of a person being there.
        world_m: [n, 39, 3].
        maps: logits [n, 39, 64, columns].
    """

    points: torch.Tensor
    presence: torch.Tensor
    world_m: torch.Tensor
    maps: torch.Tensor


class Student:
    """The network, with everything that may be tuned.

    Args:
        model: a folded .tflite file with a square input.

    Attributes:
        tuned: by name as in `device.pose.building.narrowing.read_tuned`: all biases, the depthwise
            kernels and a factor a channel of the other convolutions. Their weights stay as
            published: to keep others would take as much room as the model.

    Raises:
        ValueError: an operator of the model is not known here.
    """

    def __init__(self, model: bytes) -> None:
        """Read the published numbers."""
        packed = schema.ModelT.InitFromPackedBuf(model, 0)
        graph = packed.subgraphs[0]
        self.tuned: dict[str, torch.Tensor] = {}
        self._input = int(graph.inputs[0])
        self._outputs = {graph.tensors[one].name.decode(): int(one) for one in graph.outputs}
        self._steps: list[tuple[Run, list[int], int]] = []
        joint = None
        for number, operator in enumerate(graph.operators):
            inputs, made = [int(one) for one in operator.inputs], int(operator.outputs[0])
            code = packed.operatorCodes[operator.opcodeIndex].builtinCode
            constants = [_constant(packed, one) for one in inputs]
            run = self._runner(number, code, operator.builtinOptions, constants)
            self._steps.append((run, inputs, made))
            if code == _Operator.LOGISTIC:  # the only one: a belief saturates, its logit does not
                self._presence = inputs[0]
            shape = graph.tensors[made].shape
            if joint is None and len(shape) == 4 and shape[2] == _SMALLER:  # noqa: PLR2004
                joint = inputs[0]
        self._joint = joint

    def __call__(self, pictures: torch.Tensor) -> Answer:
        """Look at pictures [n, 3, 256, width], 0..1."""
        left = LEFT_PX // CELL_PX
        right = (SIDE_PX - WIDTH_PX) // CELL_PX - left
        values = {self._input: pictures}
        for run, inputs, made in self._steps:
            result = run(*(values[one] for one in inputs if one in values))
            values[made] = functional.pad(result, (left, right)) if made == self._joint else result
        return Answer(
            points=values[self._outputs["Identity"]].reshape(-1, POINTS, 5),
            presence=values[self._presence].reshape(-1),
            world_m=values[self._outputs["Identity_4"]].reshape(-1, POINTS, 3),
            maps=values[self._outputs["Identity_3"]],
        )

    def take(self, numbers: Mapping[str, Any]) -> None:
        """Go on from numbers as `read_tuned` gives them."""
        for name, values in numbers.items():
            if name.startswith("kernel"):
                values = values.transpose(3, 0, 1, 2)  # noqa: PLW2901
            with torch.no_grad():
                self.tuned[name].copy_(torch.from_numpy(np.ascontiguousarray(values)))

    def numbers(self) -> dict[str, Any]:
        """What to write into the .npz file that `read_tuned` loads.

        Factors and kernels are rounded to float16, like the published weights; biases are not.
        """
        found = {}
        for name, parameter in self.tuned.items():
            values = parameter.detach().numpy()
            if name.startswith("kernel"):
                values = values.transpose(1, 2, 3, 0)  # as the file has it
            found[name] = values.astype(np.float32 if name.startswith("bias") else np.float16)
        return found

    def _tune(self, name: str, published: npt.NDArray[Any]) -> torch.Tensor:
        parameter = torch.from_numpy(published).contiguous().requires_grad_()
        self.tuned[name] = parameter
        return parameter

    def _runner(self, number: int, code: int, options: Any, constants: list[Any]) -> Run:  # noqa: ANN401
        """What computes one operator from those of its inputs that are no constants."""
        match code:
            case _Operator.CONV_2D | _Operator.DEPTHWISE_CONV_2D:
                return self._convolution(number, code, options, constants)
            case _Operator.ADD:
                return lambda one, other: _activate(one + other, options)
            case _Operator.PAD:
                _, (top, bottom), (left, right), channels = constants[1].tolist()
                sizes = (left, right, top, bottom, *channels)
                return lambda values: functional.pad(values, sizes)
            case _ if code in _PLAIN:
                return _PLAIN[code]
        message = f"operator {number} is of a kind ({code}) unknown here"
        raise ValueError(message)

    def _convolution(self, number: int, code: int, options: Any, constants: list[Any]) -> Run:  # noqa: ANN401
        _, weights, published_bias = constants
        bias = self._tune(f"bias_{number}", published_bias)
        if code == _Operator.DEPTHWISE_CONV_2D:
            kernel = self._tune(f"kernel_{number}", weights.transpose(3, 0, 1, 2))
            return lambda values: _convolve(values, kernel, bias, options, groups=len(kernel))
        published = torch.from_numpy(weights.transpose(0, 3, 1, 2)).contiguous()
        scale = self._tune(f"scale_{number}", np.ones(len(weights), np.float32))
        return lambda values: _convolve(
            values, published * scale[:, None, None, None], bias, options, groups=1
        )


def _constant(packed: Any, index: int) -> npt.NDArray[Any] | None:  # noqa: ANN401 - untyped schema
    """A constant tensor, or None when it is computed."""
    tensor = packed.subgraphs[0].tensors[index]
    data = packed.buffers[tensor.buffer].data
    if data is None:
        return None
    return np.frombuffer(bytes(data), _DTYPES[tensor.type]).reshape(tensor.shape).copy()


def _convolve(
    values: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor,
    options: Any,  # noqa: ANN401 - untyped schema
    *,
    groups: int,
) -> torch.Tensor:
    """A convolution with the file's rule of padding: the odd one right and below."""
    stride, within = options.strideH, (0, 0)
    if options.padding == schema.Padding.SAME:
        down, across = (
            max((-(-have // stride) - 1) * stride + reach - have, 0)
            for have, reach in zip(values.shape[2:], kernel.shape[2:], strict=True)
        )
        if down % 2 or across % 2:
            around = (across // 2, across - across // 2, down // 2, down - down // 2)
            values = functional.pad(values, around)
        else:  # without a copy
            within = (down // 2, across // 2)
    return _activate(functional.conv2d(values, kernel, bias, stride, within, 1, groups), options)


def _activate(values: torch.Tensor, options: Any) -> torch.Tensor:  # noqa: ANN401 - untyped schema
    match options.fusedActivationFunction:
        case _Activation.NONE:
            return values
        case _Activation.RELU:
            return functional.relu(values)
        case _Activation.RELU6:
            return values.clamp(0, 6)
    message = f"activation {options.fusedActivationFunction} is unknown here"
    raise ValueError(message)


_PLAIN: Final[dict[int, Run]] = {
    _Operator.MAX_POOL_2D: lambda values: functional.max_pool2d(values, 2, 2),
    _Operator.RESIZE_BILINEAR: lambda values: functional.interpolate(
        values, scale_factor=2, mode="bilinear", align_corners=False
    ),
    _Operator.RESHAPE: lambda values: values.permute(0, 2, 3, 1).reshape(len(values), -1),
    _Operator.LOGISTIC: torch.sigmoid,
}
"""Operators without numbers, which are the same wherever they stand in these models."""
