"""What happened at the door, for the person who looks at the list of phones.

Attempts from outside come in any number: of one kind from one address one row a minute is written,
and of all rows the latest thousand are kept.
"""

import sqlite3
from dataclasses import dataclass, field
from typing import Final, Literal

from mirror.store.connection import transaction
from mirror.web.now import Now

What = Literal[
    "paired", "wrong_code", "old_cookie", "revoked", "forged", "wished", "exported", "chosen"
]
KEPT: Final = 1000
_QUIET_S: Final = 60.0
_MOST: Final = 256

_OUTSIDE: Final = frozenset({"wrong_code", "old_cookie", "forged"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: when, what, and which phone or address."""

    wall_s: float
    what: str
    who: str


@dataclass(slots=True, eq=False)
class Audit:
    """Writes rows, and not too many."""

    _latest: dict[tuple[What, str], float] = field(default_factory=dict)

    def note(self, connection: sqlite3.Connection, now: Now, what: What, who: str) -> None:
        """Something happened; `who` is a phone's name or an address."""
        if what in _OUTSIDE and not self._first(now.mono_s, what, who):
            return
        with transaction(connection):
            cursor = connection.execute(
                "INSERT INTO audit (wall_s, what, who) VALUES (?, ?, ?)", (now.wall_s, what, who)
            )
            connection.execute("DELETE FROM audit WHERE id <= ?", ((cursor.lastrowid or 0) - KEPT,))

    def _first(self, mono_s: float, what: What, who: str) -> bool:
        latest_s = self._latest.get((what, who))
        if latest_s is not None and mono_s - latest_s < _QUIET_S:
            return False
        if len(self._latest) >= _MOST:
            self._latest.clear()
        self._latest[what, who] = mono_s
        return True


def latest(connection: sqlite3.Connection, count: int) -> tuple[Entry, ...]:
    """The latest rows, the newest first."""
    rows = connection.execute(
        "SELECT wall_s, what, who FROM audit ORDER BY id DESC LIMIT ?", (count,)
    )
    return tuple(Entry(*row) for row in rows)
