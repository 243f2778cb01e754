"""Writes a file that appears under its name only when it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from mirror.errors import UserError
from mirror.store.backup import put_in_place

_MB: Final = 1_000_000
_DATABASE: Final = b"SQLite format 3\0"


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Where to write what shall be `output`; it takes that name when the block ends well.

    Raises:
        UserError: it cannot be written. What was there before is still there.
    """
    if output.is_dir():
        message = f"{output} is a folder"
        raise UserError(message, remedy="Name a file in it.")
    if not output.parent.is_dir():
        message = f"{output} cannot be written (there is no folder {output.parent})"
        raise UserError(message, remedy=f"Make it with: mkdir -p {output.parent}")
    if output.exists() and not output.is_file():
        message = f"{output} is no file that can be replaced"
        raise UserError(message, remedy="Name another file.")
    if output.exists() and not os.access(output, os.W_OK):
        message = f"{output} cannot be written (it is write-protected)"
        raise UserError(message, remedy="Name another file, or allow writing to this one.")
    if _holds_records(output):
        message = f"{output} holds records of the mirror, or a copy of them"
        raise UserError(message, remedy="Name another file.")
    # A name of its own: two at once do not take each other's.
    unfinished = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        yield unfinished
        put_in_place(unfinished, output)
    except OSError as error:
        message = f"{output} cannot be written ({error.strerror or error})"
        remedy = "Free some space there, or name a file on another disk or in another folder."
        raise UserError(message, remedy=remedy) from error
    finally:
        # Where nothing can be written nothing was left, and nothing can be removed.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _holds_records(path: Path) -> bool:
    """Whether it is a database: plumbline.db, what lies beside it, or a copy."""
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False  # not there: nothing to lose


def size_words(size_bytes: int) -> str:
    """A size for people: "3.2 MB"."""
    return f"{size_bytes / _MB:.1f} MB" if size_bytes >= _MB else f"{size_bytes / 1000:.0f} kB"
