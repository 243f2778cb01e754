"""`plumbline export`: the records as CSV, JSON or FIT, session by session."""

import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from rich.console import Console

from mirror.errors import UserError
from mirror.keeping.opened import reading
from mirror.keeping.output import replacing, size_words
from mirror.keeping.person import find
from mirror.store.logged import LoggedSession, events_between, latest_session, people, sessions

Format = Literal["csv", "json", "fit"]
LATEST: Final = "latest"
_ZIP: Final = ".zip"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export.

    Attributes:
        folder: the data folder.
        format: see `Format`.
        output: the file.
        name: the one person's, or an id; None: everyone.
        session: the id of the one session, or `LATEST`; None: all.
    """

    folder: Path
    format: Format
    output: Path
    name: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Whom and what."""

    connection: sqlite3.Connection
    person: str | None
    session: str | None


def export(options: ExportOptions, *, console: Console) -> int:
    """Write the file and say what is in it.

    Returns:
        The exit code, 0.

    Raises:
        UserError: no such records, or the file cannot be written.
    """
    with reading(options.folder) as connection:
        person = None if options.name is None else find(connection, options.name).id
        chosen = _chosen(connection, options.session, person)
        with replacing(options.output) as unfinished:
            said = _FORMATS[options.format](chosen, unfinished, options.output)
    size = size_words(options.output.stat().st_size)
    text = f"{said} written to {options.output} ({size})."
    console.print(text, soft_wrap=True, markup=False, highlight=False)
    return 0


def _chosen(connection: sqlite3.Connection, session: str | None, person: str | None) -> _Chosen:
    if session is None:
        return _Chosen(connection, person, None)
    wanted = latest_session(connection, person=person) if session == LATEST else session
    if wanted is None:
        raise _nothing_yet()
    for found in sessions(connection, person=person, session=wanted):
        return _Chosen(connection, found.person_id, found.id)
    message = f"There is no session {session}"
    raise UserError(message, remedy=f"Take an id from the JSON export, or {LATEST}.")


def _nothing_yet() -> UserError:
    return UserError("There is no session yet", remedy="Train once.")


def _csv(chosen: _Chosen, path: Path, _output: Path) -> str:
    from mirror.report.records_csv import measures_of, write_csv  # noqa: PLC0415 - only for CSV

    def found() -> Iterator[LoggedSession]:
        return sessions(chosen.connection, person=chosen.person, session=chosen.session)

    names = {one.id: one.name for one in people(chosen.connection)}
    with path.open("w", encoding="utf-8", newline="") as file:
        count = write_csv(file, found(), names=names, measures=measures_of(found()))
    return _reps(count)


def _json(chosen: _Chosen, path: Path, _output: Path) -> str:
    from mirror.report.records_json import write_json  # noqa: PLC0415 - only for JSON

    everyone = (
        (
            one,
            events_between(chosen.connection, one.id) if chosen.session is None else (),
            sessions(chosen.connection, person=one.id, session=chosen.session),
        )
        for one in people(chosen.connection)
        if chosen.person in {None, one.id}
    )
    with path.open("w", encoding="utf-8") as file:
        return _reps(write_json(file, everyone))


def _fit(chosen: _Chosen, path: Path, output: Path) -> str:
    from mirror.report.fit import file_name, fit_of  # noqa: PLC0415 - slow: only for FIT

    everyone = people(chosen.connection)
    if chosen.person is None and len(everyone) > 1:
        message = "Several people train here, and a FIT file is of one"
        names = ", ".join(one.name for one in everyone)
        raise UserError(message, remedy=f"Name one with --person: {names}.")
    counted = sum(one.sessions for one in everyone if chosen.person in {None, one.id})
    one_only = chosen.session is not None or counted == 1
    if not counted:
        raise _nothing_yet()
    if not one_only and output.suffix.lower() != _ZIP:
        message = f"{counted} sessions are {counted} FIT files"
        remedy = f"Name a {_ZIP} file with --output, or one session with --session {LATEST}."
        raise UserError(message, remedy=remedy)
    found = sessions(chosen.connection, person=chosen.person, session=chosen.session)
    if output.suffix.lower() != _ZIP:
        path.write_bytes(fit_of(next(found)))
        return "A session"
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for session in found:
            archive.writestr(file_name(session), fit_of(session))
            count += 1
    return f"{count} sessions" if count != 1 else "A session"


def _reps(count: int) -> str:
    return "1 rep" if count == 1 else f"{count} reps"


_FORMATS: Final[dict[Format, Callable[[_Chosen, Path, Path], str]]] = {
    "csv": _csv,
    "json": _json,
    "fit": _fit,
}
FORMATS: Final = tuple(_FORMATS)
