"""Writes a person's records to standard output: as `plumbline export` and `plumbline report` do.

A process of its own, started by `pages.export`: what ten years take in time and memory is not taken
from the pages.

    python -m mirror.web.exporting FOLDER csv|json|fit PERSON
    python -m mirror.web.exporting FOLDER report.pdf|report.csv PERSON LANGUAGE FROM TO
"""

import io
import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Final

from mirror.store.logged import events_between, people, sessions
from mirror.web.records import NoRecordsError, reading

_NICE: Final = 10
"""The mirror goes first."""


def main(words: Sequence[str]) -> int:
    """Write them; the exit code."""
    folder, kind, person, *about = words
    os.nice(_NICE)
    try:
        with reading(Path(folder)) as connection:
            if about:
                _report(connection, person, sys.stdout.buffer, kind, about)
            else:
                _WRITERS[kind](connection, person, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (NoRecordsError, sqlite3.Error):
        return 2
    return 0


def _csv(connection: sqlite3.Connection, person: str, file: BinaryIO) -> None:
    from mirror.report.records_csv import measures_of, write_csv  # noqa: PLC0415 - for CSV only

    names = {one.id: one.name for one in people(connection)}
    measures = measures_of(sessions(connection, person=person))
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    write_csv(text, sessions(connection, person=person), names=names, measures=measures)
    text.detach()


def _json(connection: sqlite3.Connection, person: str, file: BinaryIO) -> None:
    from mirror.report.records_json import write_json  # noqa: PLC0415 - for JSON only

    everyone = (
        (one, events_between(connection, one.id), sessions(connection, person=one.id))
        for one in people(connection)
        if one.id == person
    )
    text = io.TextIOWrapper(file, encoding="utf-8")
    write_json(text, everyone)
    text.detach()


def _fit(connection: sqlite3.Connection, person: str, file: BinaryIO) -> None:
    from mirror.report.fit import file_name, fit_of  # noqa: PLC0415 - for FIT only

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for session in sessions(connection, person=person):
            archive.writestr(file_name(session), fit_of(session))


def _report(
    connection: sqlite3.Connection, person: str, file: BinaryIO, kind: str, about: Sequence[str]
) -> None:
    from mirror.report.gathered import gather  # noqa: PLC0415 - for the report only
    from mirror.report.span import Span  # noqa: PLC0415 - with it
    from mirror.report.therapist import write  # noqa: PLC0415 - with it
    from mirror.text.catalog import load  # noqa: PLC0415 - with it

    language, first, last = about
    span = Span(date.fromisoformat(first), date.fromisoformat(last))
    one = next(one for one in people(connection) if one.id == person)
    write(
        file,
        gather(connection, one, span, zone=None),
        load(language),
        format_="csv" if kind.endswith("csv") else "pdf",
        version=version("plumbline"),
        made=span.last,
    )


_WRITERS: Final[dict[str, Callable[[sqlite3.Connection, str, BinaryIO], None]]] = {
    "csv": _csv,
    "json": _json,
    "fit": _fit,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
