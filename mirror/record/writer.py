"""Writes a run down while it goes on. Poses, presses, ticks and news; never a picture."""

import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from mirror.errors import UserError
from mirror.record.header import FORMAT, to_header
from mirror.record.lines import Did, to_data
from mirror.record.start import Start
from mirror.session.happenings import Happening
from mirror.session.inputs import Input

_log = logging.getLogger(__name__)


class Tape(Protocol):
    """Takes a run down."""

    def begin(self, start: Start) -> None:
        """Take what the session begins with; once, before all else."""

    def take(self, item: Input, happened: Iterable[Happening]) -> None:
        """Take an input that the session was fed with, and what came of it."""

    def close(self) -> None:
        """Finish; may be called twice."""


class NoTape:
    """Nobody asked for a recording."""

    def begin(self, start: Start) -> None:
        """See `Tape`."""

    def take(self, item: Input, happened: Iterable[Happening]) -> None:
        """See `Tape`."""

    def close(self) -> None:
        """See `Tape`."""


class FileTape:
    """A file, replacing an earlier run. A full disk ends the recording, not the session.

    Each line is handed to the system at once, so that a crash of the mirror loses none. An earlier
    run stays until this one has something to say.

    Raises:
        UserError: the file cannot be written, or holds something else.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, so that a wrong folder is noticed before the session."""
        self._new = not path.exists()
        self._header: dict[str, object] | None = None
        try:
            if path.is_file() and not _may_go(path):
                message = f"{path} is not a recorded run, and would be lost"
                raise UserError(message, remedy="Name another file.")
            self._file = path.open("a", encoding="utf-8", buffering=1)
        except OSError as error:
            message = f"{path} cannot be written ({error.strerror})"
            raise UserError(message, remedy="Name a file in a folder you may write to.") from error
        self._path = path

    def begin(self, start: Start) -> None:
        """See `Tape`."""
        self._header = to_header(start)

    def take(self, item: Input, happened: Iterable[Happening]) -> None:
        """See `Tape`."""
        if self._header is not None and not self._file.closed:
            header, self._header, self._new = self._header, None, False
            if self._path.is_file():
                self._file.truncate(0)
            self._put(header)
        self._put(to_data(item))
        for one in happened:
            self._put(to_data(Did(repr(one))))

    def close(self) -> None:
        """See `Tape`."""
        try:
            self._file.close()
        except OSError as error:
            _log.warning("The recording %s is not complete (%s)", self._path, error.strerror)
        if self._new:
            self._path.unlink(missing_ok=True)

    def _put(self, data: dict[str, object]) -> None:
        if self._file.closed:
            return
        try:
            self._file.write(json.dumps(data, separators=(",", ":"), allow_nan=False) + "\n")
        except OSError:
            self.close()


def _may_go(path: Path) -> bool:
    """Whether a file is empty or an earlier run, cut off or not."""
    with path.open("rb") as file:
        first = file.read(200)
    return not first or f'"format":"{FORMAT}"'.encode() in first
