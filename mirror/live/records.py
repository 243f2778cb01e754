"""The records of a run: opens them, hears what is to be kept, looks after them, closes them.

Nothing here waits for the disk but opening and closing. While the disk takes nothing the session
goes on and its records wait in memory.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mirror.errors import UserError
from mirror.ids import RandomBytes
from mirror.live.care import Care, forgotten_in
from mirror.live.chores import Chores
from mirror.live.clocks import Clocks
from mirror.live.mending import mended, whose
from mirror.live.recorder import Recorder
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.session.happenings import Happening
from mirror.session.inputs import RecordsTold
from mirror.session.kept import SessionEnded
from mirror.store.connection import connect
from mirror.store.latest import LatestSession, latest_session
from mirror.store.lock import in_use
from mirror.store.opening import FILE_NAME, Opened, close_store, open_store
from mirror.store.reading import past_of, people
from mirror.store.sets import reps_of
from mirror.store.writer import RETRY_S, Recovered, Refused, Report, Trouble, Writer

CLOSE_S: Final = 20.0
"""For what waits to be saved, and for a copy under way; longer than a slow SD card takes."""
LARGE: Final = 32_000_000
"""Bytes. After a bad end a smaller file is checked before it is used: half a second at most, after
the 6 s that 405 MB took from a slow disk. A larger one is checked beside the session."""
LOOK_S: Final = 10.0
"""Between two looks at whether the clock is right by now."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say at the start.

    Attributes:
        people: in the order they were added.
        pasts: by id.
        latest: the latest session of everyone who has one, likewise.
    """

    people: tuple[Person, ...]
    pasts: Mapping[str, Past]
    latest: Mapping[str, LatestSession]


class Records:
    """A listener; see the module.

    Args:
        folder: the data folder; made if need be.
        tell: takes news for the session, from any thread; must not wait.
        clocks: tell the time.
        zone: where people live, for dates; None: as the machine is set.
        random_bytes: for ids.
        forget_sets: called, in another thread, with the ids of the sets of whom is about to be
            forgotten: for what is kept of them elsewhere.
        retry_s: seconds between attempts to save, in trouble.

    Attributes:
        path: the database.
        people, pasts: as they were at the start.
        recorder: knows the ids of the session that runs.

    Raises:
        UserError: a newer or foreign file, another mirror, or a folder or disk that does not let
            us.
    """

    def __init__(  # noqa: PLR0913 - what it works with, all named
        self,
        folder: Path,
        *,
        tell: Callable[[RecordsTold], None],
        clocks: Clocks | None = None,
        zone: tzinfo | None = None,
        random_bytes: RandomBytes = os.urandom,
        forget_sets: Callable[[Sequence[str]], None] = lambda _ids: None,
        retry_s: float = RETRY_S,
    ) -> None:
        """Open, read, and start the threads."""
        self._tell = tell
        self._zone = zone
        self._clocks = clocks or Clocks()
        self._well = True
        self._said_trouble = False
        self._looked_s = self._clocks.mono_s()
        self._chores = Chores()
        self._closed = ExitStack()
        with self._closed:
            self._closed.enter_context(in_use(folder))
            opened, known = self._open(folder)
            self._closed = self._closed.pop_all()
        self.path = opened.path
        self._writer = Writer(partial(connect, self.path), report=self._hear, retry_s=retry_s)
        self._care = Care(
            self.path,
            self._chores,
            self._clocks,
            flush=self._flush,
            tell=self._say,
            forget_sets=forget_sets,
        )
        left = forgotten_in(self.path.parent)
        self.people = tuple(one for one in known.people if one.id not in left)
        self.pasts = MappingProxyType({one.id: known.pasts[one.id] for one in self.people})
        self.recorder = Recorder(
            self._writer.write,
            moment=self._clocks.moment,
            random_bytes=random_bytes,
            forget=self._care.forget,
            latest=known.latest,
        )
        self._latest = known.latest
        self._writer.start()
        self._begin(opened, left)

    @property
    def model(self) -> str:
        """Id of the model that makes the poses; set it when the source opens."""
        return self.recorder.model

    @model.setter
    def model(self, model: str) -> None:
        self.recorder.model = model

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        self.recorder.hear(happening)
        if isinstance(happening, SessionEnded):
            self._care.copy()

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""
        self.recorder.tick(t_s)
        if t_s - self._looked_s >= LOOK_S:
            self._looked_s = t_s
            self._care.note_clock()

    def wait(self, *, timeout_s: float) -> bool:
        """Wait until all that was heard is saved and done. False if that took too long."""
        saved = self.recorder.flush() and self._flush(timeout_s)
        return saved and self._chores.wait(timeout_s=timeout_s)

    def mended(self, resume: Mapping[str, object] | None) -> Mapping[str, object] | None:
        """An interrupted session with all reps that it or the records know; so have both."""
        found = whose(resume)
        if found is None:
            return resume
        person, place = found
        latest = self._latest.get(person)
        set_id = None if latest is None else latest.sets.get(place)
        if latest is None or set_id is None:
            return resume
        with closing(connect(self.path)) as connection:
            made = mended(resume, latest, reps_of(connection, set_id))
        for rep in made.missing:
            self.recorder.add(person, set_id, rep)
        return made.resume

    def close(self) -> None:
        """Save what waits, as far as the disk takes it, and let go; may be called twice."""
        idle = self._chores.close(timeout_s=CLOSE_S)
        self._flush(CLOSE_S if self._well else 0.0)
        self.recorder.flush()
        left = [*self._writer.close(timeout_s=CLOSE_S), *self.recorder.waiting]
        if left:
            _log.error("%d records could not be saved and are lost", len(left))
        elif idle and self._well and self._care.sound:
            close_store(self.path)
        self._closed.close()

    def _open(self, folder: Path) -> tuple[Opened, Known]:
        """Open and read; what cannot be read is looked at once more, thoroughly."""
        stamp = self._clocks.stamp()
        opened = open_store(folder, stamp=stamp, later=_size_of(folder) > LARGE)
        try:
            return opened, self._read(opened.path)
        except sqlite3.Error as error:
            _log.warning("The records cannot be read: %s", error)
        opened = open_store(folder, stamp=stamp, thorough=True)
        try:
            return opened, self._read(opened.path)
        except sqlite3.Error as error:
            message = f"The records in {folder} cannot be read ({error})"
            raise UserError(message, remedy="Check the disk, or give another folder.") from error

    def _read(self, path: Path) -> Known:
        with closing(connect(path)) as connection:
            everyone = people(connection)
            pasts = {one.id: past_of(connection, one.id, zone=self._zone) for one in everyone}
            latest = {one.id: latest_session(connection, one.id) for one in everyone}
        known = {id_: one for id_, one in latest.items() if one is not None}
        return Known(everyone, pasts, known)

    def _begin(self, opened: Opened, left: Sequence[str]) -> None:
        """Say what opening found, and begin what is due."""
        copy = opened.restored_from
        if copy is not None:
            day = datetime.fromtimestamp(copy.stat().st_mtime, self._zone).date()
            self._tell(RecordsTold("restored", {"day": day.isoformat()}))
        elif opened.set_aside is not None:
            self._say("lost")
        if opened.unchecked:
            self._care.check()
        for person in left:
            self._care.forget(person)
        self._care.note_clock()
        self._care.copy()

    def _flush(self, timeout_s: float) -> bool:
        return self._writer.flush(timeout_s=timeout_s)

    def _say(self, key: str) -> None:
        self._tell(RecordsTold(key))

    def _hear(self, report: Report) -> None:
        """What the writer says, in its thread."""
        match report:
            case Trouble(kind="busy"):
                pass  # a copy or a forgetting of ours, which ends
            case Trouble(kind="damaged", message=message):
                _log.warning("The records are damaged: %s", message)
                self._well = False
                self._care.found_damaged()
            case Trouble(kind=kind, message=message):
                _log.warning("Records cannot be saved: %s", message)
                self._well = False
                self._said_trouble = True
                self._say("full" if kind == "full" else "trouble")
            case Recovered():
                if self._said_trouble:
                    self._said_trouble = False
                    self._say("saved")
            case Refused(record=record, reason=reason):
                _log.error("The records do not take %s: %s", type(record).__name__, reason)
            case _:
                pass


def _size_of(folder: Path) -> int:
    try:
        return (folder / FILE_NAME).stat().st_size
    except OSError:
        return 0
