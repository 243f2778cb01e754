"""Writes records from its own thread; what it has taken it never drops.

Each record is its own transaction, in the order given. A record that cannot be saved now (full
disk, I/O error) stays at the head of the queue. It is tried again at once on a fresh connection
and then, said as `Trouble`, at intervals until it is saved or the writer is closed, which gives
the unsaved ones back. A full queue takes no more: `write` says so and the caller keeps the
record. A record that can never be saved is handed back in a `Refused`.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mirror.store.connection import Kind, kind_of
from mirror.store.records import Record
from mirror.store.statements import RefusedError, Statement, save, statement_of

CAPACITY: Final = 10_000
"""Records. At a rep in two seconds hours of training, and some 20 MB (a design choice)."""

RETRY_S: Final = 2.0
"""Between attempts in trouble: soon enough that a freed disk is noticed within a set, seldom
enough to cost nothing (a design choice)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A record is on the disk."""

    record: Record


@dataclass(frozen=True, slots=True)
class Trouble:
    """Saving fails; said once when it begins and when its kind changes.

    Attributes:
        kind: "full", "io", "damaged", "busy" or "other".
        message: SQLite's own words, for the log.
        waiting: records kept in memory.
    """

    kind: Kind
    message: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """Saving works again."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that the file will never take; the writer has let go of it."""

    record: Record
    reason: str


Report = Written | Trouble | Recovered | Refused


class Writer:
    """One thread that saves records."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        *,
        report: Callable[[Report], None],
        capacity: int = CAPACITY,
        retry_s: float = RETRY_S,
    ) -> None:
        """Get ready; nothing runs before `start`.

        Args:
            connect: opens the file, which is of the present version; called in the thread.
            report: told what becomes of records, in the writer's thread. It must be quick, must
                not raise and must not call the writer.
            capacity: records held at most.
            retry_s: seconds between attempts in trouble.
        """
        self._connect = connect
        self._report = report
        self._capacity = capacity
        self._retry_s = retry_s
        self._waiting: deque[tuple[Record, Statement]] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._trouble: Kind | None = None
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def write(self, record: Record) -> bool:
        """Take a record to be saved. Returns at once.

        Returns:
            False if the queue is full or the writer is closed: the record is still the caller's.

        Raises:
            TypeError: its details hold what JSON cannot say.
        """
        statement = statement_of(record)
        with self._changed:
            if self._stopping or len(self._waiting) >= self._capacity:
                return False
            self._waiting.append((record, statement))
            self._changed.notify_all()
        return True

    @property
    def waiting(self) -> int:
        """Records taken and not yet saved."""
        with self._changed:
            return len(self._waiting)

    def flush(self, *, timeout_s: float) -> bool:
        """Wait until nothing is waiting. False if that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout_s)

    def close(self, *, timeout_s: float) -> tuple[Record, ...]:
        """Save what is waiting, as far as the disk takes it, and stop.

        Returns:
            The records that were not saved, in order. Those of a writer that did not stop in
            time may still be saved.
        """
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        with self._changed:
            return tuple(record for record, _ in self._waiting)

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        tried = False
        while (head := self._next()) is not None:
            record, statement = head
            try:
                if connection is None:
                    connection = self._connect()
                save(connection, statement)
            except RefusedError as refused:
                self._report(Refused(record, str(refused)))
            except sqlite3.Error as error:
                # A connection that met an I/O error may stay unusable; and closing it empties the
                # journal into the file, which on a full disk is often all the room it takes.
                if connection is not None:
                    connection.close()
                    connection = None
                if tried and self._give_up_after(error):
                    break
                tried = True
                continue
            else:
                self._succeeded(record)
            self._done()
            tried = False
        if connection is not None:
            connection.close()

    def _next(self) -> tuple[Record, Statement] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            return self._waiting[0] if self._waiting else None

    def _succeeded(self, record: Record) -> None:
        if self._trouble is not None:
            self._trouble = None
            self._report(Recovered())
        self._report(Written(record))

    def _done(self) -> None:
        """The head is dealt with, and reported before anyone in `flush` goes on."""
        with self._changed:
            self._waiting.popleft()
            self._changed.notify_all()

    def _give_up_after(self, error: sqlite3.Error) -> bool:
        kind = kind_of(error)
        if kind != self._trouble:
            self._trouble = kind
            self._report(Trouble(kind, str(error), self.waiting))
        with self._changed:
            return self._changed.wait_for(lambda: self._stopping, self._retry_s)
