"""Ids of records: UUID version 7 (RFC 9562 §5.7), made from a given time and given chance.

An id is a name and nothing more: on a mirror whose clock was wrong it holds a wrong time, so
records are ordered by their `Moment`, never by id.
"""

import uuid
from collections.abc import Callable
from typing import Final

RandomBytes = Callable[[int], bytes]
"""Gives as many random bytes as asked for, such as `os.urandom`."""

_RANDOM_BYTES: Final = 10
_LATEST_MS: Final = (1 << 48) - 1
_LOW_62: Final = (1 << 62) - 1


def uuid7(*, wall_s: float, random_bytes: RandomBytes) -> str:
    """A new id, 36 characters.

    Args:
        wall_s: seconds since 1970; a time outside the 48 bits of milliseconds an id can hold
            (1970 to the year 10889) is put at the nearer end.
        random_bytes: where the 74 random bits come from.
    """
    milliseconds = min(max(0, int(wall_s * 1000)), _LATEST_MS)
    chance = int.from_bytes(random_bytes(_RANDOM_BYTES), "big")
    first_12 = (chance >> 62) & 0xFFF
    value = (milliseconds << 80) | (0x7 << 76) | (first_12 << 64) | (0b10 << 62) | chance & _LOW_62
    return str(uuid.UUID(int=value))
