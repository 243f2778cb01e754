"""Runs a TFLite model, on LiteRT or on the older tflite-runtime.

Both packages hold the same interpreter under two names; this module is the only one that
knows. LiteRT comes first: tflite-runtime 2.14 ends at Python 3.11 and numpy 1, and runs
int8 models about twenty times slower on x86 (measured, see docs/decisions).
"""

import importlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, cast

import numpy as np
import numpy.typing as npt

from device.chatter import without_chatter
from device.errors import ModelError
from device.memory import let_go_of

RUNTIME_VARIABLE: Final = "PLUMBLINE_RUNTIME"
"""Environment variable that picks the runtime: "litert" or "tflite"."""

_MODULES: Final[Mapping[str, str]] = {
    "litert": "ai_edge_litert.interpreter",
    "tflite": "tflite_runtime.interpreter",
}
_FILE_MARK: Final = b"TFL3"  # bytes 4..8 of every TFLite file (its flatbuffer identifier)
_CHATTER: Final = ("INFO: ", "WARNING: All log messages before absl::InitializeLog()")
_REBUILD: Final = "Run ./scripts/start once to build the pose models again."

FloatArray = npt.NDArray[np.float32]
AnyArray = npt.NDArray[Any]


class _Interpreter(Protocol):
    """The part of the TFLite interpreter used here."""

    def allocate_tensors(self) -> None: ...
    def get_input_details(self) -> list[dict[str, Any]]: ...
    def get_output_details(self) -> list[dict[str, Any]]: ...
    def set_tensor(self, tensor_index: int, value: AnyArray) -> None: ...
    def tensor(self, tensor_index: int) -> Callable[[], AnyArray]: ...
    def invoke(self) -> None: ...


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """One input or output of a network.

    Attributes:
        index: the interpreter's number for it.
        shape: its shape, batch of 1 first.
        dtype: element type.
        scale, zero_point: real value = (element - zero_point) * scale; scale 0 means the
            elements are the real values.
    """

    index: int
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    scale: float
    zero_point: int

    @property
    def size(self) -> int:
        """Number of elements."""
        return int(np.prod(self.shape))

    def encode(self, values: npt.NDArray[np.float64]) -> AnyArray:
        """Real values as elements of this tensor, rounded and clipped where quantised."""
        if self.scale == 0:
            return values.astype(self.dtype)
        limits = np.iinfo(self.dtype)
        elements = np.round(values / self.scale + self.zero_point)
        return np.clip(elements, limits.min, limits.max).astype(self.dtype)

    def decode(self, elements: AnyArray) -> FloatArray:
        """Elements of this tensor as real values."""
        if self.scale == 0:
            return elements.astype(np.float32, copy=False)
        return (elements.astype(np.float32) - self.zero_point) * np.float32(self.scale)


class Network:
    """A loaded model with one input. Not safe for use by two threads at once.

    Attributes:
        invokes: inferences so far.
        invoke_ns: wall time they took together, without the copies in and out.
    """

    def __init__(
        self,
        name: str,
        interpreter: _Interpreter,
        inputs: TensorSpec,
        outputs: tuple[TensorSpec, ...],
    ) -> None:
        """Use `load_network`."""
        self._name = name
        self._interpreter = interpreter
        self.input: Final = inputs
        self.outputs: Final = outputs
        self._views = {one.index: interpreter.tensor(one.index) for one in (inputs, *outputs)}
        self.invokes = 0
        self.invoke_ns = 0

    def output(self, size: int) -> TensorSpec:
        """The output of so many elements: files with the same outputs order them differently.

        Raises:
            ModelError: it has none.
        """
        for spec in self.outputs:
            if spec.size == size:
                return spec
        message = f"The pose model {self._name} lacks an output of {size} values"
        raise ModelError(message, remedy=_REBUILD)

    def view(self, spec: TensorSpec) -> AnyArray:
        """The memory of the input, to be filled, or of an output: nothing is copied.

        Let go of it before the next inference: the runtime refuses one while somebody holds it.
        """
        return self._views[spec.index]()

    def read(self, spec: TensorSpec) -> FloatArray:
        """An output as float32 of its own shape, dequantised. Let go of it as of a `view`."""
        return spec.decode(self.view(spec))

    def infer(self) -> None:
        """One inference on what the input holds.

        Raises:
            ModelError: it fails.
        """
        begun_ns = time.perf_counter_ns()
        try:
            self._interpreter.invoke()
        except RuntimeError as error:
            raise _cannot_be_run(self._name, error) from error
        self.invoke_ns += time.perf_counter_ns() - begun_ns
        self.invokes += 1

    def run(self, elements: AnyArray) -> tuple[FloatArray, ...]:
        """One inference, whose outputs may be kept.

        Args:
            elements: an array of the input's shape and dtype (see `TensorSpec.encode`).

        Returns:
            Its outputs, as `read`.
        """
        self._interpreter.set_tensor(self.input.index, elements)
        self.infer()
        return tuple(self.read(spec).copy() for spec in self.outputs)


def load_network(
    path: Path,
    *,
    threads: int,
    runtime: str | None = None,
) -> Network:
    """Load a model.

    Args:
        path: a .tflite file.
        threads: CPU threads of the interpreter.
        runtime: "litert" or "tflite"; None asks the environment variable
            PLUMBLINE_RUNTIME, then takes what is installed.

    Raises:
        ModelError: the file is absent or broken, or no runtime works here.
    """
    _check_file(path)
    name, module = _import_runtime(runtime or os.environ.get(RUNTIME_VARIABLE))
    try:
        with without_chatter(*_CHATTER):
            interpreter = cast(
                "_Interpreter", module.Interpreter(model_path=str(path), num_threads=threads)
            )
            interpreter.allocate_tensors()
            network = Network(
                path.name,
                interpreter,
                _spec(interpreter.get_input_details()[0]),
                tuple(_spec(detail) for detail in interpreter.get_output_details()),
            )
            # Once on zeros, so that what is wrong shows now.
            network.run(np.zeros(network.input.shape, network.input.dtype))
            network.invokes = network.invoke_ns = 0
            let_go_of(path)
    # What a runtime raises differs by version and cause; AttributeError and SystemError come
    # from tflite-runtime's C++ part when it meets numpy 2.
    except (ValueError, RuntimeError, AttributeError, SystemError, ImportError) as error:
        if name == "tflite" and int(np.__version__.split(".")[0]) > 1:
            message = f"tflite-runtime cannot run with numpy {np.__version__}"
            raise ModelError(
                message, remedy="Install ai-edge-litert, or numpy below version 2."
            ) from error
        raise _cannot_be_run(path.name, error) from error
    return network


def _cannot_be_run(name: str, error: Exception) -> ModelError:
    message = f"The pose model {name} cannot be run ({_first_line(error)})"
    return ModelError(message, remedy=_REBUILD)


def _check_file(path: Path) -> None:
    """Refuse what is plainly no model, before the C++ parser sees it."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        message = f"The pose model {path} cannot be read ({error.strerror})"
        raise ModelError(message, remedy=_REBUILD) from error
    if head[4:] != _FILE_MARK:
        message = f"The pose model {path} is damaged"
        raise ModelError(message, remedy=_REBUILD)


def _import_runtime(wanted: str | None) -> tuple[str, Any]:
    """Name and interpreter module of the runtime to use."""
    if wanted and wanted not in _MODULES:
        message = f'There is no runtime "{wanted}"'
        raise ModelError(
            message, remedy=f"Set {RUNTIME_VARIABLE} to litert or tflite, or remove it."
        )
    causes = []
    for name in (wanted,) if wanted else tuple(_MODULES):
        try:
            return name, importlib.import_module(_MODULES[name])
        except ImportError as error:
            causes.append(f"{name}: {_first_line(error)}")
    message = f"No runtime for pose models works here ({'; '.join(causes)})"
    raise ModelError(message, remedy="Install it with: pip install ai-edge-litert")


def _spec(detail: Mapping[str, Any]) -> TensorSpec:
    scale, zero_point = detail["quantization"]
    return TensorSpec(
        index=int(detail["index"]),
        shape=tuple(int(length) for length in detail["shape"]),
        dtype=np.dtype(detail["dtype"]),
        scale=float(scale),
        zero_point=int(zero_point),
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")
