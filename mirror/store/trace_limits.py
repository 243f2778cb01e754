"""Keeps the traces bounded: the oldest sets go first.

Clocks may be wrong, so "oldest" is the order in which sets came. By age a set goes only when it is
known to be older, or one that came after it is: its time was right when it was stored, or its
boot's clock became known. A mirror that never knows the time keeps to the size alone.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.store.records import Moment
from mirror.store.traces import delete, sets_of

_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept.

    Attributes:
        days: of which age at most; a month shows a change of form.
        size_bytes: of the file; 500 MB are 50 hours of sets, and nothing on a 32 GB card.
    """

    days: float = 30.0
    size_bytes: int = 500_000_000


def prune(
    connection: sqlite3.Connection, limits: Limits, *, now: Moment, boots: Mapping[str, float]
) -> int:
    """Delete the sets that are too many or too old, and give the space back.

    Args:
        connection: as from `mirror.store.traces.connect_traces`.
        limits: what may stay.
        now: this moment.
        boots: wall time less monotonic time, of each boot whose clock became known.

    Returns:
        How many sets went.

    Raises:
        sqlite3.Error: it could not be done.
    """
    sets = connection.execute(
        "SELECT s.set_id, mono_s, boot_id, wall_s, synced"
        " FROM (SELECT set_id, min(id) AS first, max(id) AS last FROM chunk GROUP BY set_id) AS s"
        " JOIN chunk ON chunk.id = s.last ORDER BY s.first"
    ).fetchall()
    old = 0
    if now.synced:
        for place, (_, *at) in enumerate(sets, start=1):
            wall_s = _true_time(Moment(*at), boots)
            if wall_s is not None and now.wall_s - wall_s > limits.days * _DAY_S:
                old = place
    names = [set_id for set_id, *_ in sets]
    if old:
        delete(connection, names[:old])
    gone = old
    while gone < len(names) and _used_bytes(connection) > limits.size_bytes:
        delete(connection, (names[gone],))
        gone += 1
    return gone


def boots_of(records: Path) -> dict[str, float]:
    """What became known of boots' clocks; nothing when the records cannot be read now."""
    try:
        with closing(_reading(records)) as one:
            return dict(one.execute("SELECT boot_id, wall_minus_mono_s FROM boot_clock"))
    except sqlite3.Error:
        return {}


def strays(connection: sqlite3.Connection, records: Path) -> list[str]:
    """Sets with a trace that the records do not have; none while these cannot be read.

    They are of a person forgotten since, or later than the copy that took the records' place.
    """
    try:
        with closing(_reading(records)) as one:
            return [
                set_id
                for set_id in sets_of(connection)
                if one.execute("SELECT 1 FROM set_ WHERE id = ?", (set_id,)).fetchone() is None
            ]
    except sqlite3.Error:
        return []


def _reading(records: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{records.absolute().as_uri()}?mode=ro", uri=True)


def _true_time(at: Moment, boots: Mapping[str, float]) -> float | None:
    if at.synced:
        return at.wall_s
    offset_s = boots.get(at.boot_id)
    return None if offset_s is None else at.mono_s + offset_s


def _used_bytes(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
