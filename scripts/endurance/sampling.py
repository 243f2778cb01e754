"""What a process holds, and whether that grows: samples, and a slope with its confidence."""

import ctypes
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np

_MB: Final = 1e6
_Z_95: Final = 1.96
"""Of the normal distribution: 95 % lie within."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment.

    Attributes:
        minute: of the run.
        rss_mb, pss_mb: memory of this process, in 10^6 bytes; pss: shared pages divided.
        heap_mb: of it, what libraries asked glibc for and have not freed.
        threads, handles: of this process.
        database_mb, wal_mb: the records and their journal on disk.
        web_mb: memory of the process of the phone pages; 0 without one.
        sessions: in the records so far.
    """

    minute: float
    rss_mb: float
    pss_mb: float
    heap_mb: float
    threads: int
    handles: int
    database_mb: float
    wal_mb: float
    web_mb: float
    sessions: int

    @staticmethod
    def heading() -> str:
        """Of a CSV file."""
        return ",".join(one.name for one in fields(Sample))

    def line(self) -> str:
        """Of a CSV file."""
        return ",".join(f"{one:g}" for one in astuple(self))


def memory_mb(pid: int | str = "self") -> tuple[float, float]:
    """Resident and proportional memory of a process."""
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        words = line.split()
        if words[0] in {"Rss:", "Pss:"}:
            found[words[0]] = int(words[1]) * 1024 / _MB
    return found["Rss:"], found["Pss:"]


class _MallInfo(ctypes.Structure):
    """`struct mallinfo2` of malloc.h (glibc 2.33 and later), all arenas together."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


_mallinfo2 = ctypes.CDLL("libc.so.6").mallinfo2
_mallinfo2.restype = _MallInfo


def heap_mb() -> float:
    """What of glibc's memory is in use; freed memory it keeps for later does not count.

    Python's own small objects lie elsewhere (`sys.getallocatedblocks`).
    """
    info = _mallinfo2()
    return float(info.uordblks + info.hblkhd) / _MB


def threads() -> int:
    """Of this process, those of libraries as well."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def handles() -> int:
    """Open files, sockets and pipes of this process."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir()) - 1  # the folder itself was open


def size_mb(path: Path) -> float:
    """Of a file; 0 when there is none."""
    try:
        return path.stat().st_size / _MB
    except OSError:
        return 0.0


@dataclass(frozen=True, slots=True)
class Slope:
    """Change per hour.

    Attributes:
        hourly: the median of the slopes between all pairs of samples (Theil 1950).
        low, high: 95 % confidence (Sen 1968, as if samples were independent).
    """

    hourly: float
    low: float
    high: float

    def __str__(self) -> str:
        """In words."""
        return f"{self.hourly:+.2f} MB an hour ({self.low:+.2f} to {self.high:+.2f})"


def slope(minutes: Sequence[float], values: Sequence[float]) -> Slope:
    """Of a value over time.

    Args:
        minutes: when; at least three.
        values: what was measured.
    """
    t = np.asarray(minutes, dtype=np.float64) / 60.0
    v = np.asarray(values, dtype=np.float64)
    first, second = np.triu_indices(len(t), 1)
    slopes = np.sort((v[second] - v[first]) / (t[second] - t[first]))
    n, pairs = len(t), len(slopes)
    spread = _Z_95 * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(0, math.floor((pairs - spread) / 2))
    high = min(pairs - 1, math.ceil((pairs + spread) / 2))
    return Slope(float(np.median(slopes)), float(slopes[low]), float(slopes[high]))
