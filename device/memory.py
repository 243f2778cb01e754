"""Tells the kernel how this process uses its memory. Only Linux is told; nothing ever fails.

A pose network walks through some 10 MB at every picture. In pages of 4 kB that is more than a
processor remembers the places of, so it looks them up again and again; in pages of 2 MB it is not.
And a network's file is read once, to bring the weights into the processor's order, but would stay
in memory beside them.
"""

import ctypes
import mmap
from pathlib import Path
from string import ascii_uppercase
from typing import Final

_COLLAPSE: Final = 25  # MADV_COLLAPSE, Linux 6.1; the module mmap does not name it
_DONT_NEED: Final = getattr(mmap, "MADV_DONTNEED", 4)
_LARGE_PAGE: Final = Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")
"""Not there when the kernel knows none."""
_MAPS: Final = Path("/proc/self/maps")
_SMAPS: Final = Path("/proc/self/smaps")
"""Areas of memory, without and with their use (proc_pid_smaps(5))."""
_IN_USE: Final = 0.8
"""Of an area, at least, to give it large pages: what is missing would be filled up."""


def take_large_pages() -> int:
    """Put what this process has allocated so far into large pages.

    Only areas that are nearly full, so that it takes no more memory than before; no stack, no file.

    Returns:
        Bytes now in large pages; 0 where the kernel has none.
    """
    try:
        step = int(_LARGE_PAGE.read_text(encoding="ascii"))
        return sum(
            _advise(begin, end, _COLLAPSE, step)
            for begin, end, resident in _own_areas()
            if resident >= _IN_USE * (end - begin)
        )
    except (OSError, ValueError, AttributeError):
        return 0


def let_go_of(path: Path) -> int:
    """Forget the pages of a file that this process holds open in memory and has not changed.

    They are read again from the file if somebody looks there. Nobody may close it meanwhile.

    Returns:
        Bytes that may have been in memory.
    """
    try:
        name = str(path.resolve())
        with _MAPS.open(encoding="utf-8", errors="replace") as lines:
            areas = [line.split(maxsplit=5) for line in lines if line.rstrip("\n").endswith(name)]
        return sum(
            _advise(*_span(area[0]), _DONT_NEED)
            for area in areas
            if area[-1].rstrip("\n") == name and "w" not in area[1]
        )
    except (OSError, ValueError, AttributeError):
        return 0


def _own_areas() -> list[tuple[int, int, int]]:
    """Begin, end and resident bytes of each area that this process allocated."""
    areas = []
    span = None
    with _SMAPS.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line[0] not in ascii_uppercase:  # an area begins; what follows tells of it
                where, access, _, _, _, *name = line.split(maxsplit=5)
                allocated = access == "rw-p" and (not name or name[0] == "[heap]\n")
                span = _span(where) if allocated else None
            elif span is not None and line.startswith("Rss:"):
                areas.append((*span, int(line.split()[1]) * 1024))
    return areas


def _span(where: str) -> tuple[int, int]:
    begin, end = where.split("-")
    return int(begin, 16), int(end, 16)


def _advise(begin: int, end: int, advice: int, step: int = 1) -> int:
    """Give advice on all whole steps of an area; how many bytes took it."""
    begin, end = -(-begin // step) * step, end // step * step
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return end - begin if begin < end and madvise(begin, end - begin, advice) == 0 else 0
