"""How long a network takes on this machine, measured once and remembered."""

import importlib.metadata
import json
import os
import platform
import statistics
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from device.pose.runtime import RUNTIME_VARIABLE, AnyArray, FloatArray, TensorSpec, load_network

CACHE_NAME: Final = "timings.json"
_WARM_UP: Final = 3
_RUNS: Final = 15
_NEARLY: Final = 1.1
"""A thread that makes an inference faster by less than this is left to the rest of the machine."""
_RUNTIMES: Final = ("ai-edge-litert", "tflite-runtime")


class Runnable(Protocol):
    """The part of a network that is timed."""

    @property
    def input(self) -> TensorSpec:
        """Its input."""

    def run(self, elements: AnyArray) -> tuple[FloatArray, ...]:
        """One inference."""


def most_threads() -> int:
    """The most CPU threads a network may have: all but one of the cores, at most three.

    The spare core is for the camera and the screen; a Pi 4 or 5 has four.
    """
    return max(1, min(3, (os.cpu_count() or 1) - 1))


def time_network(network: Runnable, *, clock_s: Callable[[], float] = time.perf_counter) -> float:
    """Median ms of an inference on noise, after a warm-up.

    Args:
        network: what to time.
        clock_s: seconds that only grow.
    """
    spec = network.input
    elements = spec.encode(np.random.default_rng(0).random(spec.shape))
    for _ in range(_WARM_UP):
        network.run(elements)
    took_s = []
    for _ in range(_RUNS):
        start_s = clock_s()
        network.run(elements)
        took_s.append(clock_s() - start_s)
    return 1000 * statistics.median(took_s)


def measure(path: Path, threads: int) -> float:
    """Median ms of an inference of a model file here, on so many threads.

    Raises:
        ModelError: the model cannot be run.
    """
    return time_network(load_network(path, threads=threads))


class Timings:
    """Measured times, kept in a file of the models folder.

    A time holds for one file on one kind of machine with one runtime; anything else is
    measured anew. A cache that cannot be read or written costs time, nothing else.

    Args:
        directory: the models folder.
        measure: ms of an inference of a model file on a number of threads.
        most: the largest such number.
        machine: what times depend on besides the file; see `machine_key`.
    """

    def __init__(
        self,
        directory: Path,
        *,
        measure: Callable[[Path, int], float] = measure,
        machine: str | None = None,
        most: int | None = None,
    ) -> None:
        """Remember where to look; nothing is read yet."""
        self._most = most_threads() if most is None else most
        self._file = directory / CACHE_NAME
        self._measure = measure
        self._machine = machine_key() if machine is None else machine

    def ms(self, path: Path, sha256: str) -> float:
        """Ms of one inference of the model file with that hash, on the most threads."""
        return self._on(self._most, path, sha256)

    def threads(self, path: Path, sha256: str) -> int:
        """The fewest threads that are about as fast as any number of them."""
        if self._most == 1:
            return 1
        counts = range(1, self._most + 1)
        took_ms = {count: self._on(count, path, sha256) for count in counts}
        enough = _NEARLY * min(took_ms.values())
        return next(count for count in counts if took_ms[count] <= enough)

    def _on(self, threads: int, path: Path, sha256: str) -> float:
        """Ms on so many threads, measured or remembered."""
        known = self._load()
        key = f"{self._machine}:{sha256}:{threads}"
        if key not in known:
            known[key] = round(self._measure(path, threads), 3)
            self._save(known)
        return known[key]

    def _load(self) -> dict[str, float]:
        try:
            fields = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(key): float(value) for key, value in fields.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _save(self, known: dict[str, float]) -> None:
        draft = self._file.with_name(f".{CACHE_NAME}.{os.getpid()}")
        try:
            draft.write_text(json.dumps(known, indent=1), encoding="utf-8")
            draft.replace(self._file)
        except OSError:
            draft.unlink(missing_ok=True)


def machine_key(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """A short id of board, processor, cores and runtime."""
    parts = [
        platform.machine(),
        _processor(cpuinfo),
        str(os.cpu_count()),
        os.environ.get(RUNTIME_VARIABLE, ""),
        *(f"{name} {_version(name)}" for name in _RUNTIMES),
    ]
    crc = zlib.crc32("\n".join(parts).encode())  # not hashlib: OpenSSL takes 3.5 MB, for a name
    return f"{crc:08x}"


def _processor(cpuinfo: Path) -> str:
    """The lines that name the processor: "model name" on a PC, "Model" and parts on a Pi."""
    names = ("model name", "Model", "CPU part")
    try:
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return "\n".join(sorted({line for line in lines if line.split("\t")[0].strip() in names}))


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"
