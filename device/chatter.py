"""Keeps libraries' notes off stderr that no setting of theirs turns off."""

import os
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager

# The descriptor belongs to the whole process: two at once would each "restore" the other's file.
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def without_chatter(*starts: str) -> Generator[None]:
    """Drop lines with these beginnings from stderr; everything else still gets there.

    C and C++ libraries write to file descriptor 2 themselves, so the descriptor is turned aside
    for the moment and what was written is passed on afterwards, filtered.

    Args:
        starts: beginnings of the lines to drop.
    """
    unwanted = tuple(start.encode() for start in starts)
    with _ONE_AT_A_TIME, tempfile.TemporaryFile() as aside:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(aside.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            aside.seek(0)
            lines = aside.read().splitlines(keepends=True)
            os.write(2, b"".join(line for line in lines if not line.startswith(unwanted)))
