"""Writes sessions as files into a folder, such as one that Syncthing watches."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from mirror.sync.parcel import FORMATS, Parcel
from mirror.sync.target import Finding, Receipt
from mirror.sync.trouble import Kind, TroubleError, of_system

_PROBE: Final = ".plumbline-check"


class FolderTarget:
    """See the module.

    Args:
        folder: it must be there: making it would fill the card when a stick is not plugged in.
        formats: what to write of each session.
    """

    def __init__(self, folder: Path, formats: Sequence[str]) -> None:
        """Nothing is touched yet."""
        self._folder = folder
        self._formats = formats

    def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
        """See `Target`."""
        del receipt  # the file itself says what is there
        self._look()
        for ending in self._formats:
            path = self._folder / f"{parcel.name}.{ending}"
            content = FORMATS[ending](parcel)
            try:
                if not path.is_file() or path.read_bytes() != content:
                    _write(path, content)
            except OSError as error:
                raise of_system(error, str(self._folder)) from error
        return {}

    def check(self) -> list[Finding]:
        """See `Target`."""
        self._look()
        try:
            _write(self._folder / _PROBE, b"plumbline\n")
            (self._folder / _PROBE).unlink()
        except OSError as error:
            raise of_system(error, str(self._folder)) from error
        return [Finding(good=True, text=f"{self._folder} takes files")]

    def close(self) -> None:
        """See `Target`."""

    def _look(self) -> None:
        if not self._folder.is_dir():
            raise TroubleError(Kind.MISSING, str(self._folder))


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, also after a power cut."""
    # A leading dot: nobody who watches the folder takes it for a file of ours.
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
