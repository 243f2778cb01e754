"""`plumbline report`: one page for a therapist about one person and some weeks."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rich.console import Console

from mirror.errors import UserError
from mirror.keeping.opened import reading
from mirror.keeping.output import replacing, size_words
from mirror.keeping.person import find
from mirror.report.gathered import day_of, gather
from mirror.report.span import Span, last_weeks
from mirror.report.therapist import Format, write
from mirror.store.logged import LoggedPerson, any_session, people
from mirror.text.catalog import load

LANGUAGE: Final = "en"
"""Of a report about somebody who chose none."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What to report.

    Attributes:
        folder: the data folder.
        output: the file.
        format: see `Format`; None: as the file's name ends, else PDF.
        name: the person's, or an id; None: the only one's.
        language: of the words; None: the person's.
        first: day; None: the Monday that begins the last twelve weeks.
        last: day; None: today.
    """

    folder: Path
    output: Path
    format: Format | None = None
    name: str | None = None
    language: str | None = None
    first: date | None = None
    last: date | None = None


def report(options: ReportOptions, *, today: date, console: Console) -> int:
    """Write the file and say what is in it.

    Returns:
        The exit code, 0.

    Raises:
        UserError: no such person, no session on those days, or the file cannot be written.
    """
    span = _span(options, today)
    with reading(options.folder) as connection:
        person = _person(connection, options.name)
        if not any_session(connection, person.id, span_s=span.seconds(None)):
            raise _nothing(person, span)
        with replacing(options.output) as unfinished, unfinished.open("wb") as file:
            gathered = gather(connection, person, span, zone=None)
            write(
                file,
                gathered,
                load(options.language or person.language or LANGUAGE),
                format_=options.format or _format(options.output),
                version=version("plumbline"),
                made=today,
            )
    size = size_words(options.output.stat().st_size)
    count = f"{gathered.sessions} session{'' if gathered.sessions == 1 else 's'}"
    text = f"{person.name}, {_words(span)}, {count}: written to {options.output} ({size})."
    console.print(text, soft_wrap=True, markup=False, highlight=False)
    return 0


def _span(options: ReportOptions, today: date) -> Span:
    last = options.last or today
    first = options.first or last_weeks(last)
    if first > last:
        message = f"The report would begin on {first} and end before that, on {last}"
        raise UserError(message, remedy="Give --from a day that is not after --to.")
    return Span(first, last)


def _person(connection: sqlite3.Connection, name: str | None) -> LoggedPerson:
    if name is not None:
        return find(connection, name)
    everyone = people(connection)
    if len(everyone) == 1:
        return everyone[0]
    if not everyone:
        message = "Nobody trains here yet"
        raise UserError(message, remedy="Train once.")
    message = "Several people train here, and a report is of one"
    names = ", ".join(one.name for one in everyone)
    raise UserError(message, remedy=f"Name one with --person: {names}.")


def _nothing(person: LoggedPerson, span: Span) -> UserError:
    message = f"{person.name} has no session from {_words(span)}"
    if person.latest_s is None:
        return UserError(message, remedy="Train once.")
    latest = day_of(person.latest_s, None)
    remedy = f"Choose other days with --from and --to; the latest session was on {latest}."
    return UserError(message, remedy=remedy)


def _words(span: Span) -> str:
    return f"{span.first} to {span.last}"


def _format(output: Path) -> Format:
    return "csv" if output.suffix.lower() == ".csv" else "pdf"
