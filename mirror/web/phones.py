"""Paired phones and their cookies.

A cookie is random, kept here as a hash, and renewed once a day. The old one stays good until the
phone sends the new one, since an answer can get lost; from then on it is refused: a copy taken
earlier opens nothing.
"""

import base64
import sqlite3
from dataclasses import dataclass
from typing import Final

from mirror.ids import RandomBytes
from mirror.store.connection import transaction
from mirror.web.database import hashed
from mirror.web.now import Now

RENEW_S: Final = 86_400.0
KEPT_S: Final = 400 * 86_400.0
"""An unused phone is forgotten then; browsers keep a cookie no longer either."""
SEEN_S: Final = 3600.0
"""How exactly "last seen" is kept: not a write for each page."""
MOST: Final = 20
"""Phones; the oldest of more is closed out. A household with guests has fewer."""
_TOKEN_BYTES: Final = 32

_COLUMNS: Final = "id, name, person, paired_s, seen_s"
_OPEN: Final = "revoked = 0 AND id > (SELECT coalesce(max(up_to), 0) FROM closing)"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that was let in.

    Attributes:
        id: of the phone.
        name: what it is, such as "iPhone".
        person: id of whom its pages are about; empty: the first.
        paired_s: wall seconds when it was let in.
        seen_s: when it was last seen, to the hour.
    """

    id: int
    name: str
    person: str
    paired_s: float
    seen_s: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A phone by its cookie; `renewed` is a new one to give it."""

    phone: Phone
    renewed: str | None = None


def add(
    connection: sqlite3.Connection, now: Now, *, name: str, random_bytes: RandomBytes
) -> tuple[Phone, str]:
    """Let a phone in; gives its cookie, which is kept nowhere."""
    token = _token(random_bytes)
    with transaction(connection):
        cursor = connection.execute(
            "INSERT INTO phone (name, token_hash, paired_s, seen_s, renewed_s)"
            " VALUES (?, ?, ?, ?, ?)",
            (name, hashed(token), now.wall_s, now.wall_s, now.wall_s),
        )
        connection.execute(
            f"UPDATE phone SET revoked = 1 WHERE id NOT IN"  # noqa: S608 - our words
            f" (SELECT id FROM phone WHERE {_OPEN} ORDER BY id DESC LIMIT {MOST:d})"
        )
        connection.execute(
            "DELETE FROM phone WHERE revoked = 1 AND id <= ?", (cursor.lastrowid or 0,)
        )
    return Phone(cursor.lastrowid or 0, name, "", now.wall_s, now.wall_s), token


def recognise(
    connection: sqlite3.Connection,
    token: str,
    now: Now,
    *,
    renew: bool,
    random_bytes: RandomBytes,
) -> Recognised | None:
    """The phone a cookie belongs to; None for any other cookie.

    Args:
        connection: as from `mirror.web.database.open_web`.
        token: the cookie.
        now: this moment.
        renew: the answer can carry a new cookie.
        random_bytes: such as `os.urandom`.
    """
    mark = hashed(token)
    row = connection.execute(
        f"SELECT {_COLUMNS}, next_hash, renewed_s FROM phone"  # noqa: S608 - our words
        f" WHERE (token_hash = :mark OR next_hash = :mark) AND {_OPEN}",
        {"mark": mark},
    ).fetchone()
    if row is None:
        return None
    *columns, next_hash, renewed_s = row
    phone = Phone(*columns)
    if now.wall_s - phone.seen_s > KEPT_S:
        return None
    if next_hash == mark:
        with transaction(connection):
            connection.execute(
                "UPDATE phone SET token_hash = next_hash, next_hash = NULL, seen_s = ?"
                " WHERE id = ? AND next_hash = ?",
                (now.wall_s, phone.id, mark),
            )
        return Recognised(phone)
    if renew and not 0.0 <= now.wall_s - renewed_s < RENEW_S:
        renewed = _token(random_bytes)
        with transaction(connection):
            connection.execute(
                "UPDATE phone SET next_hash = ?, seen_s = ?, renewed_s = ? WHERE id = ?",
                (hashed(renewed), now.wall_s, now.wall_s, phone.id),
            )
        return Recognised(phone, renewed)
    if not 0.0 <= now.wall_s - phone.seen_s < SEEN_S:
        with transaction(connection):
            connection.execute("UPDATE phone SET seen_s = ? WHERE id = ?", (now.wall_s, phone.id))
    return Recognised(phone)


def all_of(connection: sqlite3.Connection) -> tuple[Phone, ...]:
    """The phones that may come in, the latest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM phone WHERE {_OPEN} ORDER BY id DESC")  # noqa: S608 - our words
    return tuple(Phone(*row) for row in rows)


def choose(connection: sqlite3.Connection, phone: int, person: str) -> None:
    """From now on a phone's pages are about this person."""
    with transaction(connection):
        connection.execute("UPDATE phone SET person = ? WHERE id = ?", (person, phone))


def revoke(connection: sqlite3.Connection, phone: int) -> bool:
    """Close a phone out at once; says whether it was in."""
    with transaction(connection):
        cursor = connection.execute(
            f"UPDATE phone SET revoked = 1 WHERE id = ? AND {_OPEN}",  # noqa: S608 - our words
            (phone,),
        )
    return cursor.rowcount > 0


def close_all(connection: sqlite3.Connection) -> None:
    """Close every phone out; for the mirror, when a person asks it to."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO closing (up_to) SELECT coalesce(max(seq), 0) FROM sqlite_sequence"
            " WHERE name = 'phone'"
        )


def name_of(user_agent: str) -> str:
    """What a device calls itself, in a word that is the same in all languages."""
    kinds = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Macintosh", "Mac"),
        ("Windows", "Windows"),
        ("Linux", "Linux"),
    )
    return next((name for mark, name in kinds if mark in user_agent), "?")


def _token(random_bytes: RandomBytes) -> str:
    return base64.urlsafe_b64encode(random_bytes(_TOKEN_BYTES)).decode().rstrip("=")
