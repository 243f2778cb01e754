"""How it goes with each target, for everybody who shows it: command line, mirror, phone page."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.store.connection import BUSY_S
from mirror.store.outbox import FILE_NAME

_STATUS: Final = """
SELECT name, kind,
       (SELECT count(*) FROM parcel WHERE parcel.target = target.name AND due = 1),
       (SELECT count(*) FROM parcel WHERE parcel.target = target.name AND digest IS NOT NULL),
       success_s, error_s, error, CASE WHEN attempts > 0 THEN next_at_s END
FROM target ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """How it goes with one target. Times are wall-clock seconds since 1970.

    Attributes:
        name, kind: of the target.
        waiting: sessions still to be sent.
        there: sessions the target has.
        success_s: when it last took something; None: never.
        error_s, error: when something last went wrong and what, in words; None: never.
        next_at_s: when it is tried again; None: it works, or was never tried.
    """

    name: str
    kind: str
    waiting: int
    there: int
    success_s: float | None
    error_s: float | None
    error: str | None
    next_at_s: float | None

    @property
    def failing(self) -> bool:
        """Whether the latest thing that happened went wrong."""
        if self.error_s is None:
            return False
        return self.success_s is None or self.error_s >= self.success_s


def status(folder: Path) -> tuple[TargetStatus, ...]:
    """Every target sync knows, by name; nothing before sync ran.

    Args:
        folder: the data folder.

    Raises:
        sqlite3.Error: it cannot be read now.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return ()
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_S, isolation_level=None)) as one:
        if one.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            return ()
        return tuple(TargetStatus(*row) for row in one.execute(_STATUS))
