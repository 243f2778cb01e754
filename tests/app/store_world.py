"""Records and files for the tests of the store."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from exercises.events import Fault, Rep
from mirror.ids import uuid7
from mirror.store import schema
from mirror.store.connection import connect
from mirror.store.migration import migrate
from mirror.store.records import (
    EventNoted,
    Moment,
    Profile,
    Record,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetEnded,
    SetStarted,
)

NOON_S = 1_780_000_000.0
STAMP = "20260512T101500Z"


def moment(mono_s: float = 10.0, *, boot: str = "boot-1", wall_s: float = NOON_S) -> Moment:
    return Moment(mono_s=mono_s, boot_id=boot, wall_s=wall_s, synced=True)


def rep(index: int = 1, *, score: int | None = 83) -> Rep:
    fault = Fault("SQ2", "knees_cave", "left", 12.5, "deg", "amber", "A")
    return Rep(
        index=index,
        side="both",
        start_s=1.0,
        peak_s=2.0,
        end_s=3.0,
        score=score,
        unscored_reason=None if score is not None else "alignment_not_seen",
        measures={"knee_flexion_deg": 91.25, "trunk_lean_deg": None},
        faults=(fault,),
        sub_scores={"alignment": 80, "symmetry": None},
        lost={"alignment": 8.0},
    )


def rep_done(
    rep_id: str = "r1", *, set_id: str = "s1", index: int = 1, at: Moment | None = None
) -> RepDone:
    return RepDone(rep_id, set_id, at or moment(), rep(index), "blazepose-full-int8", "5.1")


def beginning(name: str = "p1") -> list[Record]:
    """A person `name` whose first set, "s1" of session "t1" for p1, has begun."""
    number = name.removeprefix("p")
    session, set_ = f"t{number}", f"s{number}"
    return [
        Profile(name, f"Person {name}", "en", moment(), {"goals": ["stairs"]}),
        SessionStarted(session, name, moment()),
        SetStarted(set_, session, 1, "squat", "both", 10, "reps", moment()),
    ]


def ending() -> list[Record]:
    return [
        SetEnded("s1", moment(70), 81, {"partials": 1}),
        EventNoted("e1", "p1", "pain", moment(80), "t1", "s1", {"level": 2}),
        SessionEnded("t1", moment(90), "done"),
    ]


def ids(seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    while True:
        yield uuid7(wall_s=NOON_S, random_bytes=chance.randbytes)


def current_file(path: Path) -> Path:
    """An empty file of the present version."""
    with closing(connect(path)) as connection:
        migrate(connection, path, steps=schema.STEPS, stamp=STAMP)
    return path


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
