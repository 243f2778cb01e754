"""Says in which sessions something is new, without reading their reps.

Rows of a session are only ever added: events (a morning's pain), verdicts of later rules. So
counting them tells whether there are more than when one last looked, also after a `restore`, which
may number the rows anew.
"""

import sqlite3
from dataclasses import dataclass
from typing import Final

STALE_S: Final = 86_400.0
"""A session without an end is taken for finished after a day: nobody goes on with it then."""

_SEEN: Final = """
SELECT session.id, profile_id, session_time.wall_s,
       json_array(
           end_reason, session_time.wall_s, known,
           (SELECT count(*) FROM event WHERE session_id = session.id),
           (SELECT count(*) FROM set_ WHERE session_id = session.id),
           (SELECT count(*) FROM set_ JOIN set_rescored ON set_rescored.set_id = set_.id
            WHERE set_.session_id = session.id),
           (SELECT count(*) FROM set_ JOIN rep ON rep.set_id = set_.id
            JOIN rep_rescored ON rep_rescored.rep_id = rep.id
            WHERE set_.session_id = session.id AND set_.result IS NULL)
       )
FROM session JOIN session_time USING (id)
WHERE (end_reason IS NOT NULL OR session_time.wall_s < :stale_s)
  AND (:session IS NULL OR session.id = :session)
ORDER BY session_time.wall_s, session.id
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A finished session.

    Attributes:
        session_id, person_id: whose.
        began_s: wall-clock seconds since 1970.
        stamp: another one means that something was added.
    """

    session_id: str
    person_id: str
    began_s: float
    stamp: str


def finished(
    connection: sqlite3.Connection, *, now_s: float, session: str | None = None
) -> list[Seen]:
    """The finished sessions, oldest first.

    Args:
        connection: of the records, in one transaction.
        now_s: wall-clock seconds since 1970.
        session: the id of the one to look at; None: all of them.
    """
    rows = connection.execute(_SEEN, {"stale_s": now_s - STALE_S, "session": session})
    return [Seen(*row) for row in rows]
