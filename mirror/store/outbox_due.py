"""The queue of one target: what is to be sent now, and what became of it."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from mirror.store.connection import transaction
from mirror.store.outbox import Due

# A record that failed goes to the end: it must not hold up the others. A time far ahead was set
# by a clock that has been put right since.
_DUE: Final = """
SELECT session_id, name, digest, receipt, attempts FROM parcel
WHERE target = :target AND due = 1
  AND (:hurry OR next_at_s <= :now_s OR next_at_s > :now_s + :longest_s)
ORDER BY attempts, began_s LIMIT :limit
"""


def due(  # noqa: PLR0913 - what the query asks
    connection: sqlite3.Connection,
    target: str,
    *,
    now_s: float,
    longest_s: float,
    limit: int,
    hurry: bool,
) -> list[Due]:
    """What a target is to be sent now.

    Args:
        connection: of the outbox.
        target: its name.
        now_s: wall-clock seconds.
        longest_s: the longest wait there is.
        limit: so many at most.
        hurry: do not wait for what failed lately.
    """
    values = {
        "target": target,
        "now_s": now_s,
        "longest_s": longest_s,
        "limit": limit,
        "hurry": hurry,
    }
    return [Due(*row) for row in connection.execute(_DUE, values)]


def waiting(connection: sqlite3.Connection, target: str) -> int:
    """How many sessions a target is still to be sent, now or later."""
    (count,) = connection.execute(
        "SELECT count(*) FROM parcel WHERE target = ? AND due = 1", (target,)
    ).fetchone()
    return int(count)


def may_try(
    connection: sqlite3.Connection, target: str, *, now_s: float, longest_s: float
) -> tuple[bool, int]:
    """Whether a target's wait is over, and its attempts in vain so far."""
    attempts, next_at_s = connection.execute(
        "SELECT attempts, next_at_s FROM target WHERE name = ?", (target,)
    ).fetchone()
    return not now_s < next_at_s <= now_s + longest_s, int(attempts)


def sent(  # noqa: PLR0913 - a row of many columns
    connection: sqlite3.Connection,
    target: str,
    session_id: str,
    *,
    stamp: str,
    digest: str,
    receipt: str | None,
    now_s: float,
) -> None:
    """A target has this content of a session."""
    with transaction(connection):
        connection.execute(
            "UPDATE parcel SET due = 0, stamp = ?, digest = ?, receipt = ?, attempts = 0,"
            " next_at_s = 0.0 WHERE target = ? AND session_id = ?",
            (stamp, digest, receipt, target, session_id),
        )
        succeeded(connection, target, now_s=now_s)


def failed_parcel(
    connection: sqlite3.Connection, target: str, session_id: str, *, next_at_s: float
) -> None:
    """One record was not taken; the others may go on."""
    connection.execute(
        "UPDATE parcel SET attempts = attempts + 1, next_at_s = ?"
        " WHERE target = ? AND session_id = ?",
        (next_at_s, target, session_id),
    )


def gone(connection: sqlite3.Connection, target: str, session_id: str) -> None:
    """There is no such session any more."""
    connection.execute(
        "DELETE FROM parcel WHERE target = ? AND session_id = ?", (target, session_id)
    )


def succeeded(connection: sqlite3.Connection, target: str, *, now_s: float) -> None:
    """It works with a target."""
    connection.execute(
        "UPDATE target SET attempts = 0, next_at_s = 0.0, success_s = ? WHERE name = ?",
        (now_s, target),
    )


def noted_error(connection: sqlite3.Connection, target: str, words: str, *, now_s: float) -> None:
    """Keep what went wrong last."""
    connection.execute(
        "UPDATE target SET error_s = ?, error = ? WHERE name = ?", (now_s, words, target)
    )


def failed_target(connection: sqlite3.Connection, target: str, *, next_at_s: float) -> None:
    """Nothing goes there for now."""
    connection.execute(
        "UPDATE target SET attempts = attempts + 1, next_at_s = ? WHERE name = ?",
        (next_at_s, target),
    )


def shown(connection: sqlite3.Connection, target: str) -> frozenset[str]:
    """The people of whom a state target shows something."""
    rows = connection.execute("SELECT person_id FROM shown WHERE target = ?", (target,))
    return frozenset(person for (person,) in rows)


def set_shown(connection: sqlite3.Connection, target: str, persons: Iterable[str]) -> None:
    """Keep of whom a state target may show something."""
    with transaction(connection):
        connection.execute("DELETE FROM shown WHERE target = ?", (target,))
        connection.executemany(
            "INSERT INTO shown (target, person_id) VALUES (?, ?)",
            ((target, person) for person in persons),
        )
