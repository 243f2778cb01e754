"""Brings a file to the present version, one step at a time, each with a copy before it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from mirror.errors import UserError
from mirror.store import backup
from mirror.store.connection import version_of
from mirror.store.schema import Step


def migrate(
    connection: sqlite3.Connection, path: Path, *, steps: Sequence[Step], stamp: str
) -> tuple[Path, ...]:
    """Run the steps that are missing; each wholly or not at all.

    Args:
        connection: of the database at `path`.
        path: the database.
        steps: as `schema.STEPS`.
        stamp: the time for the names of the copies.

    Returns:
        The copies made, none for an empty file.

    Raises:
        UserError: the file is newer than this program, or is somebody else's. It is untouched.
        sqlite3.Error: a step failed; the file is as before that step.
    """
    found = version_of(connection)
    if found > len(steps):
        message = (
            f"The records in {path} were made by a newer Plumbline"
            f" (version {found} of the file, this one knows {len(steps)})"
        )
        raise UserError(
            message,
            remedy="Update Plumbline, or give another data folder.",
        )
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if found == 0 and tables:
        message = f"{path} is a database of another program"
        raise UserError(
            message,
            remedy="Move it away, or give another data folder.",
        )
    made = []
    for version in range(found, len(steps)):
        if found:
            made.append(backup.make(connection, path, stamp=stamp))
        _run(connection, steps[version], to_version=version + 1)
    return tuple(made)


def _run(connection: sqlite3.Connection, step: Step, *, to_version: int) -> None:
    # Off while tables are rebuilt, as SQLite's ALTER TABLE page advises (its §7); checked below.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        if isinstance(step, str):
            connection.executescript(f"BEGIN IMMEDIATE;\n{step}")
        else:
            connection.execute("BEGIN IMMEDIATE")
            step(connection)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            message = f"step to version {to_version} leaves records without their owner"
            raise sqlite3.IntegrityError(message)
        connection.execute(f"PRAGMA user_version = {to_version:d}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")
