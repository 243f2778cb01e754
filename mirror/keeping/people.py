"""`plumbline people` and `plumbline forget`: who trains here, and removing somebody for good."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mirror.errors import UserError
from mirror.keeping.opened import alone, reading
from mirror.keeping.person import find
from mirror.report.words import UNKNOWN
from mirror.store.connection import kind_of
from mirror.store.deletion import delete_profile
from mirror.store.logged import LoggedPerson, people, set_ids
from mirror.store.opening import FILE_NAME
from mirror.store.traces import ForeignTracesError, connect_traces, forget, path_of

SESSION: Final = "session.json"
"""The interrupted session, as `mirror.live.keeper` names it."""


def list_people(folder: Path, *, console: Console) -> int:
    """Print everyone with id, sessions and last day.

    Returns:
        The exit code, 0.

    Raises:
        UserError: there are no records, or they cannot be read.
    """
    with reading(folder) as connection:
        everyone = people(connection)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Name")
    table.add_column("Sessions", justify="right")
    table.add_column("Last day")
    table.add_column("Id", no_wrap=True)
    for one in everyone:
        cells = (one.name, str(one.sessions), _day(one), one.id)
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table if everyone else "Nobody yet.")
    return 0


def forget_person(
    folder: Path,
    name: str,
    *,
    stamp: str,
    console: Console,
    ask: Callable[[str], str] | None,
) -> int:
    """Remove everything of a person: records, traces, copies.

    Args:
        folder: the data folder.
        name: or id.
        stamp: the time for the name of the new copy.
        console: where to say it.
        ask: gives what the person types after a question; None: do not ask.

    Returns:
        The exit code, 0.

    Raises:
        UserError: nobody of that name, a mirror that runs, another name typed, or it could not be
            done to the end; then it may be tried again.
    """
    with alone(folder, stamp=stamp) as connection:
        person = find(connection, name)
        if ask is not None:
            question = (
                f"This removes {person.name} with {person.sessions} sessions for good, and all "
                f"copies in {folder} but a new one.\nType the name to go on: "
            )
            if ask(question).strip() != person.name.strip():
                message = "That is another name; nothing was removed"
                raise UserError(message, remedy="Run it again, and type the name as it is shown.")
        _remove(connection, folder, person, stamp=stamp)
    console.print(
        f"{person.name} is forgotten: {person.sessions} sessions, landmarks and copies here. "
        "Copies and exports kept elsewhere are yours to delete.",
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
    return 0


def _remove(
    connection: sqlite3.Connection, folder: Path, person: LoggedPerson, *, stamp: str
) -> None:
    path = folder.absolute() / FILE_NAME
    try:
        _remove_traces(path_of(path), set_ids(connection, person.id))
        _remove_interrupted(folder / SESSION, person)
        delete_profile(connection, path, person.id, stamp=stamp)
    except (OSError, sqlite3.Error) as error:
        message = f"{person.name} is not forgotten to the end ({error})"
        full = isinstance(error, sqlite3.Error) and kind_of(error) == "full"
        remedy = "Free some space on the disk, then" if full else "Check the disk, then"
        raise UserError(message, remedy=f"{remedy} run it again.") from error


def _remove_traces(path: Path, sets: list[str]) -> None:
    if not path.exists():
        return
    try:
        connection = connect_traces(path)
    except ForeignTracesError:
        path.unlink()  # whosever they are, no rep is lost
        return
    try:
        forget(connection, sets)
    finally:
        connection.close()


def _remove_interrupted(path: Path, person: LoggedPerson) -> None:
    """An interrupted session of theirs could not go on anyway."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    if any(json.dumps(word) in text for word in (person.id, person.name)):
        path.unlink()


def _day(one: LoggedPerson) -> str:
    if one.latest_s is None:
        return UNKNOWN
    return datetime.fromtimestamp(one.latest_s).astimezone().date().isoformat()
