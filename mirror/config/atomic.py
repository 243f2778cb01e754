"""Writes small files that a power cut must not tear."""

import os
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Write a file so that a power cut leaves the old one or the new one, whole.

    Raises:
        OSError: it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename itself
    finally:
        os.close(folder)
