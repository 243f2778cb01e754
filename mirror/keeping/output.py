"""Writes a file that appears under its name only when it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mirror.errors import UserError
from mirror.store.backup import put_in_place

_MB: Final = 1_000_000


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Where to write what shall be `output`; it takes that name when the block ends well.

    Raises:
        UserError: it cannot be written. What was there before is still there.
    """
    if output.is_dir():
        message = f"{output} is a folder"
        raise UserError(message, remedy="Name a file in it.")
    if output.exists() and not output.is_file():
        message = f"{output} is no file that can be replaced"
        raise UserError(message, remedy="Name another file.")
    if output.exists() and not os.access(output, os.W_OK):
        message = f"{output} cannot be written (it is write-protected)"
        raise UserError(message, remedy="Name another file, or allow writing to this one.")
    unfinished = output.with_name(f"{output.name}.part")
    try:
        yield unfinished
        put_in_place(unfinished, output)
    except OSError as error:
        message = f"{output} cannot be written ({error.strerror or error})"
        remedy = "Free some space there, or name a file on another disk or in another folder."
        raise UserError(message, remedy=remedy) from error
    finally:
        unfinished.unlink(missing_ok=True)


def size_words(size_bytes: int) -> str:
    """A size for people: "3.2 MB"."""
    return f"{size_bytes / _MB:.1f} MB" if size_bytes >= _MB else f"{size_bytes / 1000:.0f} kB"
