"""Writes traces from its own thread: they may be lost, and must never hold anything up.

A full queue drops new chunks, and so does a disk that takes none; both are counted. What is to be
forgotten is never dropped: it is tried again until it worked.
"""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.store.connection import kind_of
from mirror.store.records import Moment
from mirror.store.trace_limits import Limits, boots_of, prune, strays
from mirror.store.traces import (
    Chunk,
    ForeignTracesError,
    add,
    connect_traces,
    forget,
    path_of,
    remove,
)

CAPACITY: Final = 60
"""Chunks waiting: some minutes of training, and 20 MB of poses at most (a design choice)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Prune:
    now: Moment


@dataclass(frozen=True, slots=True)
class _Forget:
    set_ids: tuple[str, ...]


class _Sweep:
    """Delete the traces of sets that the records do not have."""


_Job = Chunk | _Sweep | _Prune | _Forget


class TraceWriter:
    """One thread that stores traces.

    Args:
        records: the database of records; the traces lie beside it.
        limits: how much is kept.
        capacity: chunks that may wait.
    """

    def __init__(
        self, records: Path, *, limits: Limits | None = None, capacity: int = CAPACITY
    ) -> None:
        """Get ready; nothing runs before `start`."""
        self._records = records
        self._path = path_of(records)
        self._limits = limits or Limits()
        self._capacity = capacity
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._busy = False
        self._dropped = 0
        self._failing = False
        self._to_forget: list[str] = []
        self._thread = threading.Thread(target=self._run, name="trace-writer", daemon=True)

    def start(self, now: Moment) -> None:
        """Start the thread; it first deletes what is too much, too old, or nobody's.

        Args:
            now: this moment.
        """
        self._put(_Sweep())
        self._put(_Prune(now))
        self._thread.start()

    def write(self, chunk: Chunk) -> bool:
        """Take a chunk to be stored; returns at once.

        Returns:
            False if it was dropped.
        """
        with self._changed:
            fits = not self._stopping and len(self._jobs) < self._capacity
            self._dropped += not fits
        if fits:
            self._put(chunk)
        return fits

    def prune(self, now: Moment) -> None:
        """Have the oldest sets deleted that are too many; after a session."""
        self._put(_Prune(now))

    def forget(self, set_ids: Iterable[str]) -> None:
        """Have the traces of sets deleted, those that wait to be stored too."""
        self._put(_Forget(tuple(set_ids)))

    @property
    def dropped(self) -> int:
        """Chunks that were not stored."""
        with self._changed:
            return self._dropped

    def flush(self, *, timeout_s: float) -> bool:
        """Wait until nothing is waiting. False if that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._busy, timeout_s)

    def close(self, *, timeout_s: float) -> None:
        """Store what is waiting, as far as that goes, and stop; may be called twice."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _put(self, job: _Job) -> None:
        with self._changed:
            self._jobs.append(job)
            self._changed.notify_all()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while (job := self._next()) is not None:
            if isinstance(job, _Forget):
                self._to_forget += job.set_ids
            try:
                if connection is None:
                    connection = connect_traces(self._path)
                self._do(connection, job)
                self._failing = False
            except (sqlite3.Error, OSError, ForeignTracesError) as error:
                # It may be of no use any more after an I/O error.
                if connection is not None:
                    connection.close()
                    connection = None
                self._failed(job, error)
            with self._changed:
                self._busy = False
                self._changed.notify_all()
        if connection is not None:
            connection.close()

    def _next(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._stopping)
            self._busy = bool(self._jobs)
            return self._jobs.popleft() if self._jobs else None

    def _do(self, connection: sqlite3.Connection, job: _Job) -> None:
        if self._to_forget:
            forget(connection, self._to_forget)
            self._to_forget = []
        match job:
            case Chunk():
                add(connection, job)
            case _Prune(now=now):
                prune(connection, self._limits, now=now, boots=boots_of(self._records))
            case _Sweep():
                forget(connection, strays(connection, self._records))
            case _Forget():
                pass  # done above

    def _failed(self, job: _Job, error: Exception) -> None:
        with self._changed:
            self._dropped += isinstance(job, Chunk)
        if isinstance(error, sqlite3.Error) and kind_of(error) == "damaged":
            try:
                remove(self._path)
            except OSError:
                _log.warning("Damaged landmarks of reps cannot be deleted: %s", self._path)
            else:
                self._to_forget = []
        if not self._failing:
            _log.warning("Landmarks of reps are not stored: %s", error)
        self._failing = True
