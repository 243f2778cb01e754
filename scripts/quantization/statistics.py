"""What the tensors of a folded float model hold over many inputs: ranges for int8, and means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

BINS: Final = 2048
STEPS: Final = 255  # int8 has so many steps between its two ends
LOW_SHARES: Final = np.linspace(0.3, 1.0, 15)  # of the lowest and highest value, which ends are
HIGH_SHARES: Final = np.linspace(0.3, 1.0, 29)  # tried for a range

Floats = npt.NDArray[np.float64]
Crop = npt.NDArray[np.float32]


@dataclass(slots=True, eq=False)
class TensorStatistics:
    """Values of one tensor.

    Attributes:
        low, high: its extremes; zero lies between, because padding and the zero point need it.
        counts: [BINS], how often values fall into equal parts of low..high.
        mean: [channels].
    """

    low: float = 0.0
    high: float = 1e-6
    counts: Floats = field(default_factory=lambda: np.zeros(BINS))
    mean: Floats = field(default_factory=lambda: np.zeros(1))


def collect(model: bytes, crops: Sequence[Crop]) -> dict[str, TensorStatistics]:
    """Statistics of the input and of what every operator makes, by tensor name."""
    graph = schema.ModelT.InitFromPackedBuf(model, 0).subgraphs[0]
    indices = [*map(int, graph.inputs), *(int(one.outputs[0]) for one in graph.operators)]
    found = {index: TensorStatistics() for index in indices}
    interpreter = Interpreter(
        model_content=model,
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    for _ in _runs(interpreter, crops):  # the extremes first, then a histogram between them
        for index, one in found.items():
            values = interpreter.get_tensor(index)
            one.low = min(one.low, float(values.min()))
            one.high = max(one.high, float(values.max()))
            channels = values.reshape(-1, values.shape[-1])
            one.mean = one.mean + channels.mean(axis=0, dtype=np.float64) / len(crops)
    for _ in _runs(interpreter, crops):
        for index, one in found.items():
            places = (interpreter.get_tensor(index) - one.low) * (BINS / (one.high - one.low))
            bins = np.clip(places.reshape(-1).astype(np.int32), 0, BINS - 1)
            one.counts += np.bincount(bins, minlength=BINS)
    return {graph.tensors[index].name.decode(): one for index, one in found.items()}


def ranges(statistics: Mapping[str, TensorStatistics]) -> dict[str, tuple[float, float]]:
    """The range of each tensor with the smallest mean square error of int8, five digits."""
    return {name: _best_range(one) for name, one in statistics.items()}


def means(
    statistics: Mapping[str, TensorStatistics], tensors: Sequence[str]
) -> dict[str, tuple[float, ...]]:
    """Channel means of those tensors, three digits."""
    return {
        name: tuple(float(f"{value:.3g}") for value in statistics[name].mean) for name in tensors
    }


def _best_range(one: TensorStatistics) -> tuple[float, float]:
    edges = np.linspace(one.low, one.high, BINS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    best, chosen = np.inf, (one.low, one.high)
    for low in LOW_SHARES * one.low if one.low < 0 else (0.0,):
        for high in HIGH_SHARES * one.high:
            cut = np.clip(middles, low, high)
            step = (high - low) / STEPS
            inside = one.counts[(middles >= low) & (middles <= high)].sum()
            error = float(one.counts @ (middles - cut) ** 2 + inside * step**2 / 12)
            if error < best:
                best, chosen = error, (float(low), float(high))
    return float(f"{chosen[0]:.5g}"), float(f"{chosen[1]:.5g}")


def _runs(interpreter: Any, crops: Sequence[Crop]) -> Iterator[None]:  # noqa: ANN401 - not typed
    """Run the model on one crop after the other."""
    index = interpreter.get_input_details()[0]["index"]
    for crop in crops:
        interpreter.set_tensor(index, crop)
        interpreter.invoke()
        yield
