"""A mirror with records, an outbox and a clock that only tests move."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from mirror.store.connection import connect
from mirror.store.opening import FILE_NAME, close_store, open_store
from mirror.store.outbox import forget_others, known_target, open_outbox
from mirror.store.records import (
    EventNoted,
    Json,
    Record,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetStarted,
)
from mirror.store.statements import save, statement_of
from mirror.sync.backoff import LONGEST_S
from mirror.sync.records import Records, wanted
from mirror.sync.target import Target
from mirror.sync.worker import Limits, Outcome, Worker, World
from tests.app.keeping_world import DAY_S, at, person
from tests.app.store_world import NOON_S, STAMP, rep

TIMEOUT_S = 0.5
"""For real servers on loopback: one that does not answer is told soon."""


class Clock:
    """Stands still unless it is moved."""

    def __init__(self, now_s: float = NOON_S + 1000 * DAY_S) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s


class Mirror:
    """A data folder, and sync as a process that may end and begin anew at any time."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self.clock = Clock()
        self._chance = random.Random(7)  # noqa: S311 - jitter
        self._limits = limits or Limits()
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, *records: Record) -> None:
        path = open_store(self.folder, stamp=STAMP).path
        with closing(connect(path)) as connection:
            for record in records:
                save(connection, statement_of(record))
        close_store(path)

    def fill(self, sessions: int) -> None:
        """Small sessions of one person, fast."""
        path = open_store(self.folder, stamp=STAMP).path
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for record in [person("anna", "Anna"), *many_sessions(sessions)]:
                statement = statement_of(record)
                connection.execute(statement.sql, statement.values)
            connection.execute("COMMIT")
        close_store(path)

    def run(
        self,
        target: Target,
        *,
        name: str = "one",
        people: Sequence[str] = (),
        place: str = "there",
        hurry: bool = False,
    ) -> Outcome:
        """One run of sync, as a process of its own."""
        with closing(open_outbox(self.folder, stamp=STAMP)) as outbox:
            records = Records(self.folder)
            look = records.look(now_s=self.clock())
            forget_others(outbox, (one.id for one in look.people))
            known_target(outbox, name, kind="test", place=place, setup="")
            world = World(now_s=self.clock, chance=self._chance.random)
            worker = Worker(outbox, records, world, self._limits)
            worker.note(name, look, wanted(look, people))
            return worker.run(name, target, hurry=hurry)

    def until_done(
        self,
        make: Callable[[], Target],
        *,
        name: str = "one",
        limit: int = 400,
        step_s: float = LONGEST_S,
        before: Callable[[int], None] = lambda _: None,
    ) -> int:
        """Run again and again, hours apart, until nothing waits; says how often."""
        for number in range(1, limit + 1):
            before(number)
            target = make()
            try:
                self.run(target, name=name)
            finally:
                target.close()
            if not self.waiting(name):
                return number
            self.clock.now_s += step_s
        message = f"still waiting after {limit} runs"
        raise AssertionError(message)

    def waiting(self, name: str = "one") -> int:
        return int(
            self.outbox("SELECT count(*) FROM parcel WHERE due = 1 AND target = ?", name)[0][0]
        )

    def outbox(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "sync.db")) as connection:
            return connection.execute(query, values).fetchall()

    @property
    def records(self) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / FILE_NAME)

    @property
    def ids(self) -> Counter[str]:
        """Each session once: what a receiver should have."""
        with closing(self.records) as connection:
            return Counter(id_ for (id_,) in connection.execute("SELECT id FROM session"))


def many_sessions(count: int) -> list[Record]:
    records: list[Record] = []
    for number in range(count):
        # A quarter of a day apart, so that 10,000 end before the clock of the tests begins.
        day = number * 1000 // max(count, 1000)
        id_ = f"00000000-0000-7000-8000-{number:012d}"
        set_id = f"{id_}-1"
        records += [
            SessionStarted(id_, "anna", at(day, number % 1000), {"kind": "training", "week": 1}),
            SetStarted(set_id, id_, 1, "squat", "both", 8, "reps", at(day, number % 1000)),
            RepDone(f"{set_id}-r", set_id, at(day, number % 1000 + 5), rep(1), "full-int8", "1"),
            SessionEnded(id_, at(day, number % 1000 + 60), "done"),
        ]
    return records


def morning(pain: int) -> EventNoted:
    """What Anna answers about her first session, the morning after."""
    details: Mapping[str, Json] = {
        "when": "morning",
        "exercise": "",
        "value": pain,
        "sharp": False,
    }
    id_ = f"morning-{pain}"
    return EventNoted(id_, "anna", "pain", at(1, 0), "anna-session-0", None, details)


def stems(folder: Path, ending: str) -> Counter[str]:
    """Ids of the sessions whose files lie in a folder."""
    return Counter(path.stem.partition("_")[2] for path in folder.glob(f"*.{ending}"))
