"""Whether a clip's file is all there, from the sizes its container states.

A decoder reads a file that was cut short (a download or copy that broke off) as far as it
goes and says nothing, so its reps would silently be too few.
"""

from pathlib import Path
from typing import BinaryIO, Final

_HEADER_BYTES: Final = 8
_LARGE_HEADER_BYTES: Final = 16
_MP4_KINDS: Final = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"moof", b"mfra", b"sidx"}
)
"""Top-level boxes of MP4, MOV and 3GP (ISO 14496-12)."""
_RIFF: Final = b"RIFF"


def is_cut_short(path: Path) -> bool:
    """Whether the container states a part that reaches past the end of the file.

    Knows MP4, MOV, 3GP and AVI; anything else, and files whose recorder never filled in the
    size, counts as whole.

    Raises:
        OSError: the file cannot be read.
    """
    end = path.stat().st_size
    with path.open("rb") as file:
        start = 0
        while start < end:
            file.seek(start)
            size = _part_size(file)
            if size is None:
                return False
            start += size
    return start > end


def _part_size(file: BinaryIO) -> int | None:
    """Bytes of the part that starts here, None when unknown or it goes to the file's end."""
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES:
        return None
    if header[:4] == _RIFF:
        size = int.from_bytes(header[4:], "little")
        return size + size % 2 + _HEADER_BYTES if 0 < size < 0xFFFFFFFF else None  # noqa: PLR2004 - "unknown"
    if header[4:] not in _MP4_KINDS:
        return None
    size = int.from_bytes(header[:4], "big")
    if size == 1:  # the size stands behind the name, in 64 bits
        size = int.from_bytes(file.read(_LARGE_HEADER_BYTES - _HEADER_BYTES), "big")
    return size if size >= _HEADER_BYTES else None
