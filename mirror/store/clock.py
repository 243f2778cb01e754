"""Mends wall times of a boot once its clock became known.

Records say what the clock showed when they were made. If it was not synchronised then, the boot's
monotonic seconds and one later look at the right clock give the true time; the views
`session_time`, `set__time`, `rep_time` and `event_time` do that sum. Times of records made with
a synchronised clock stay as they are.
"""

import sqlite3

from mirror.store.connection import transaction
from mirror.store.records import Moment


def learn_clock(connection: sqlite3.Connection, moment: Moment) -> None:
    """Note what the right clock showed at a moment of its boot; a later look replaces it.

    Raises:
        ValueError: the clock was not synchronised then.
        sqlite3.Error: it could not be saved.
    """
    if not moment.synced:
        message = "only a synchronised clock can mend others"
        raise ValueError(message)
    with transaction(connection):
        connection.execute(
            "INSERT INTO boot_clock (boot_id, wall_minus_mono_s) VALUES (?, ?)"
            " ON CONFLICT (boot_id) DO UPDATE SET wall_minus_mono_s = excluded.wall_minus_mono_s",
            (moment.boot_id, moment.wall_s - moment.mono_s),
        )
