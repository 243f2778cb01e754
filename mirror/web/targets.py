"""How syncing stands, for the page that shows it."""

import sqlite3
from pathlib import Path

from mirror.store.sync_status import status
from mirror.web.place import Target


def targets_of(folder: Path) -> tuple[Target, ...]:
    """Every target that `plumbline sync` knows; nothing while its file cannot be read."""
    try:
        known = status(folder)
    except sqlite3.Error:
        return ()
    return tuple(
        Target(
            name=one.name,
            kind=one.kind,
            last_s=one.success_s,
            error=(one.error or "") if one.failing else "",
            waiting=one.waiting,
        )
        for one in known
    )
