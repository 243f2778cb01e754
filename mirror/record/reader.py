"""Reads a recorded run back, line by line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from mirror.errors import UserError
from mirror.record.header import FORMAT, VERSION, of_header
from mirror.record.lines import Line, of_data
from mirror.record.start import Start

_MAX_LINE_BYTES: Final = 4_000_000
"""A pose line has about 4,000; a header with an interrupted session may have some 100,000."""
_AGAIN: Final = "Record again with: plumbline run --record FILE"
_MISFITS: Final = (ValueError, TypeError, KeyError, AttributeError, UserError)


class RecordedRun:
    """A recorded run.

    Args:
        path: its file.

    Raises:
        UserError: it is absent, or no recording that this version can read.
    """

    def __init__(self, path: Path) -> None:
        """Open the file and read its header."""
        self._path = path
        try:
            self._file = path.open("rb")
        except FileNotFoundError as error:
            message = f"No such file: {path}"
            raise UserError(message, remedy="Check the name and the folder.") from error
        except OSError as error:
            message = f"{path} cannot be opened ({error.strerror})"
            raise UserError(message, remedy="Name a recording you may read.") from error
        try:
            self._start = self._read_header()
        except UserError:
            self._file.close()
            raise

    @property
    def start(self) -> Start:
        """What the session began with."""
        return self._start

    def lines(self) -> Iterator[tuple[int, Line]]:
        """All lines after the header, with their numbers in the file.

        Raises:
            UserError: a line is damaged; says which.
        """
        number = 1
        while raw := self._file.readline(_MAX_LINE_BYTES):
            number += 1
            try:
                yield number, of_data(_object(raw))
            except _MISFITS as error:
                message = f"{self._path}, line {number}, cannot be read"
                raise UserError(message, remedy=f"The file is damaged. {_AGAIN}") from error

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._file.close()

    def _read_header(self) -> Start:
        try:
            raw = self._file.readline(_MAX_LINE_BYTES)
        except OSError as error:
            message = f"{self._path} cannot be read ({error.strerror})"
            raise UserError(message, remedy="Name a recording you may read.") from error
        try:
            data = _object(raw)
        except ValueError:
            data = {}
        if data.get("format") != FORMAT:
            message = f"{self._path} is not a recorded run"
            raise UserError(message, remedy=_AGAIN)
        made_by = data.get("version")
        if not isinstance(made_by, int) or made_by > VERSION:
            message = f"{self._path} was made by a newer plumbline (recording version {made_by})"
            raise UserError(message, remedy="Update plumbline to read it.")
        try:
            return of_header(data)
        except _MISFITS as error:
            message = f"{self._path}, line 1, cannot be read"
            raise UserError(message, remedy=f"The file is damaged. {_AGAIN}") from error


def _object(raw: bytes) -> dict[str, Any]:
    if not raw.endswith(b"\n"):
        message = "not a whole line"
        raise ValueError(message)
    data = json.loads(raw)
    if not isinstance(data, dict):
        message = "not an object"
        raise ValueError(message)  # noqa: TRY004 - about the file's words, not a caller's type
    return data
