"""Looks after the records beside the session: checks, copies, clocks, people to forget.

All of it runs in the thread of `Chores`, on connections of its own, one thing after another.
"""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from mirror.config.atomic import replace_file
from mirror.live.chores import Chores
from mirror.live.clocks import Clocks
from mirror.store import backup
from mirror.store.clock import learn_clock
from mirror.store.connection import connect, kind_of
from mirror.store.deletion import delete_profile
from mirror.store.logged import set_ids
from mirror.store.opening import check, suspect

COPY_S: Final = 86_400.0
"""A copy a day, so that a damaged file costs a session at most."""
FLUSH_S: Final = 30.0
"""For the writer to save what waits: many times what a full queue takes."""
FORGET: Final = "plumbline.forget"
"""Ids of those who are to be forgotten, one a line, until they are."""

_log = logging.getLogger(__name__)


class Care:
    """See the module.

    Args:
        path: the database.
        chores: does it.
        clocks: tell the time.
        flush: waits, so many seconds at most, until what was written is saved; says whether it is.
        tell: called with the key of news.
        forget_sets: called with the ids of the sets of whom is about to be forgotten.

    Attributes:
        sound: nothing is known against the file.
    """

    def __init__(  # noqa: PLR0913 - what it works with, all named
        self,
        path: Path,
        chores: Chores,
        clocks: Clocks,
        *,
        flush: Callable[[float], bool],
        tell: Callable[[str], None],
        forget_sets: Callable[[Sequence[str]], None],
    ) -> None:
        """Do nothing yet."""
        self.sound = True
        self._path = path
        self._chores = chores
        self._clocks = clocks
        self._flush = flush
        self._tell = tell
        self._forget_sets = forget_sets
        self._clock_noted = False

    def check(self) -> None:
        """Have every page read, after a bad end; until that is done the file is not in order."""
        self.sound = False
        self._chores.add(self._check)

    def copy(self) -> None:
        """Have a copy made when the latest is a day old."""
        self._chores.add(self._copy)

    def forget(self, person: str) -> None:
        """Have everything of a person removed; what cannot be done now is at the next start."""
        self._chores.add(lambda: self._remove(person))

    def note_clock(self) -> None:
        """Have the right clock noted, once it is known."""
        if not self._clock_noted and self._clocks.synced():
            self._clock_noted = True
            self._chores.add(self._learn_clock)

    def found_damaged(self) -> None:
        """The file is damaged: the next start mends it. Any thread."""
        self.sound = False
        self._tell("damaged")
        try:
            suspect(self._path)
        except OSError as error:
            _log.warning("That the records are damaged cannot be noted: %s", error)

    def _check(self) -> None:
        try:
            found = check(self._path, stop=lambda: self._chores.stopping)
        except (sqlite3.Error, OSError) as error:
            _log.warning("The records cannot be checked: %s", error)
            return
        if found is False:
            self.found_damaged()
        elif found:
            self.sound = True

    def _copy(self) -> None:
        if self._chores.stopping or not self.sound or not self._copy_due():
            return
        self._flush(FLUSH_S)
        try:
            with closing(connect(self._path)) as connection:
                if connection.execute("SELECT 1 FROM profile").fetchone() is not None:
                    backup.make(connection, self._path, stamp=self._clocks.stamp())
        except (sqlite3.Error, OSError) as error:
            _log.warning("No copy of the records was made: %s", error)
            if isinstance(error, sqlite3.Error) and kind_of(error) == "damaged":
                self.found_damaged()

    def _copy_due(self) -> bool:
        copies = backup.all_of(self._path)
        # Also when it seems to come from the future: the clock was wrong then, or is now.
        return not copies or (abs(self._clocks.wall_s() - copies[0].stat().st_mtime) >= COPY_S)

    def _learn_clock(self) -> None:
        try:
            with closing(connect(self._path)) as connection:
                learn_clock(connection, self._clocks.now())
        except sqlite3.Error as error:
            _log.warning("The right clock cannot be noted: %s", error)
            self._clock_noted = False

    def _remove(self, person: str) -> None:
        try:
            to_forget = forgotten_in(self._path.parent)
            if person not in to_forget:
                _note_forgotten(self._path.parent, [*to_forget, person])
            if not self._flush(FLUSH_S):
                message = "records still wait to be saved"
                raise sqlite3.OperationalError(message)
            with closing(connect(self._path)) as connection:
                self._forget_sets(set_ids(connection, person))
                delete_profile(connection, self._path, person, stamp=self._clocks.stamp())
            left = [one for one in forgotten_in(self._path.parent) if one != person]
            _note_forgotten(self._path.parent, left)
        except (sqlite3.Error, OSError) as error:
            _log.warning("A person is not forgotten to the end: %s", error)
            self._tell("forget_failed")


def forgotten_in(folder: Path) -> tuple[str, ...]:
    """Ids of those who are to be forgotten and are not yet."""
    try:
        return tuple((folder / FORGET).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return ()


def _note_forgotten(folder: Path, people: Sequence[str]) -> None:
    if people:
        replace_file(folder / FORGET, "\n".join(people))
    else:
        (folder / FORGET).unlink(missing_ok=True)
