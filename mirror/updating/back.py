"""Takes the files of a newer version back to this one, after an update that was not well.

An older version cannot know what a newer one changed. It makes an empty database of its own and
takes over every row, by the columns both know: nothing that was recorded in between is lost, and
nobody who was forgotten in between comes back. Where that does not work, the latest copy that this
version can read takes the place. The newer file stays beside it in either case.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from mirror.config.read import load
from mirror.errors import UserError
from mirror.store import backup, opening, schema
from mirror.store.connection import connect, transaction, version_of
from mirror.store.lock import in_use
from mirror.store.migration import migrate
from mirror.web import database

BEFORE: Final = ".before-update"
"""Ends the name of the copy of the settings that scripts/lib/updating makes."""


def back(
    folder: Path,
    config: Path,
    *,
    stamp: str,
    tell: Callable[[str], None],
    steps: Sequence[schema.Step] = schema.STEPS,
) -> None:
    """Make records, phones and settings readable for this version; may be repeated.

    Args:
        folder: the data folder; no mirror runs.
        config: the settings.
        stamp: the time for names of files.
        tell: told what was done.
        steps: of this version's records.

    Raises:
        UserError, sqlite3.Error, OSError: the records could not be taken back.
    """
    _settings_back(config, tell)

    def own_records(path: Path) -> None:
        with closing(connect(path)) as connection:
            migrate(connection, path, steps=steps, stamp=stamp)

    def own_phones(path: Path) -> None:
        database.make(path)

    with in_use(folder):
        phones = folder.absolute() / database.FILE_NAME
        records = folder.absolute() / opening.FILE_NAME
        if _is_newer(phones, database.VERSION):
            tell(_carried(phones, own_phones, stamp=stamp))
        if not _is_newer(records, len(steps)):
            return
        try:
            tell(_carried(records, own_records, stamp=stamp))
        except sqlite3.Error as error:
            tell(f"The newer records do not fit into this version ({error})")
            tell(_copy_back(records, len(steps), stamp=stamp))


def _settings_back(config: Path, tell: Callable[[str], None]) -> None:
    """The settings as they were, when this version cannot read what is there."""
    before = config.with_name(config.name + BEFORE)
    try:
        load(config)
    except UserError as error:
        if not before.is_file():
            raise
        shutil.copy(config, config.with_name(f"{config.name}.newer"))
        unfinished = config.with_name(f"{config.name}.part")
        shutil.copy(before, unfinished)
        backup.put_in_place(unfinished, config)
        tell(f"The settings are those from before the update ({error})")


def _is_newer(path: Path, version: int) -> bool:
    if not path.is_file():
        return False
    # A journal left by a crash belongs to it: opened for writing, SQLite plays it in.
    with closing(sqlite3.connect(path)) as connection:
        return version_of(connection) > version


def _carried(path: Path, make: Callable[[Path], None], *, stamp: str) -> str:
    """All rows of a newer file in a file of this version, in its place."""
    unfinished = _unfinished(path)
    make(unfinished)
    _one_file(path)
    with closing(connect(unfinished)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ATTACH ? AS newer", (str(path),))
        with transaction(connection):
            rows = _take_over(connection)
            if connection.execute("PRAGMA main.foreign_key_check").fetchone() is not None:
                message = "rows would be left without their owner"
                raise sqlite3.IntegrityError(message)
        connection.execute("DETACH newer")
    return f"{_exchange(unfinished, path, stamp=stamp)}: {rows} rows taken over"


def _take_over(connection: sqlite3.Connection) -> int:
    """Copy every table of `main` from `newer`; the triggers are for what happens, not for this."""
    triggers = connection.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER main."{name}"')
    tables = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    rows = 0
    for (table,) in tables:
        theirs = {row[1] for row in connection.execute(f'PRAGMA newer.table_info("{table}")')}
        if not theirs:
            message = f"the newer version has no {table}"
            raise sqlite3.DataError(message)
        ours = [row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')]
        # The number of a row, too: what was sent already is known by it.
        both = ", ".join(["rowid", *(f'"{one}"' for one in ours if one in theirs)])
        rows += connection.execute(
            f'INSERT INTO main."{table}" ({both}) SELECT {both} FROM newer."{table}"'  # noqa: S608 - names of tables
        ).rowcount
    for _, sql in triggers:
        connection.execute(sql)
    return rows


def _copy_back(path: Path, version: int, *, stamp: str) -> str:
    """The latest copy from before the update in the place of the newer file.

    Raises:
        UserError: there is none.
    """
    for copy in backup.all_of(path):
        if opening.is_sound(copy) and not _is_newer(copy, version):
            unfinished = _unfinished(path)
            shutil.copyfile(copy, unfinished)
            _one_file(path)
            return f"{_exchange(unfinished, path, stamp=stamp)}: the copy {copy.name} is back"
    message = f"There is no copy of {path.name} that this version can read"
    raise UserError(message, remedy="Update again, to a version that works.")


def _unfinished(path: Path) -> Path:
    unfinished = path.with_name(f"{path.name}.part")
    for ending in ("-wal", "-shm", "-journal", ""):
        unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    return unfinished


def _one_file(path: Path) -> None:
    """No journal beside it that would be played into another file of this name."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _exchange(unfinished: Path, path: Path, *, stamp: str) -> str:
    """The new file in the old one's place in one step; the old one stays under another name."""
    _one_file(unfinished)
    number = 1
    while (aside := path.with_name(f"{path.stem}.replaced-{stamp}-{number}.db")).exists():
        number += 1
    os.link(path, aside)
    backup.put_in_place(unfinished, path)
    return f"{path.name} is of this version again, the newer one is {aside.name}"
