"""The file of traces: bounded, gives space back, forgets, and never holds anything up."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exercises.pose import Pose
from mirror.store import traces
from mirror.store.connection import connect
from mirror.store.opening import open_store
from mirror.store.records import Moment
from mirror.store.statements import save, statement_of
from mirror.store.trace_limits import Limits, boots_of, prune, strays
from mirror.store.trace_writer import TraceWriter
from mirror.store.traces import Chunk, add, chunks_of, connect_traces, forget, sets_of
from tests.app.store_world import NOON_S, STAMP, beginning, moment

_DAY_S = 86_400.0
_ALWAYS = Limits(days=1e6, size_bytes=10**12)


def chunk(
    set_id: str = "s1", number: int = 1, *, at: Moment | None = None, poses: int = 8
) -> Chunk:
    """Poses that do not pack well: a set of some size in few chunks."""
    chance = np.random.default_rng(number)
    seen = tuple(
        Pose(i / 15, chance.uniform(0, 640, (33, 2)), np.ones(33), np.zeros((33, 3)), 640, 480)
        for i in range(poses)
    )
    return Chunk(
        set_id=set_id,
        number=number,
        rep_id=None,
        exercise="squat",
        fresh=number == 1,
        counts=True,
        at=at or moment(),
        poses=seen,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "traces.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect_traces(path)) as connection:
        yield connection


def _wrong(mono_s: float, boot: str = "boot-2", *, days_off: float = 0.0) -> Moment:
    return Moment(mono_s, boot, NOON_S + days_off * _DAY_S, synced=False)


def test_a_chunk_comes_back_as_it_was(connection: sqlite3.Connection) -> None:
    add(connection, replace(chunk(), rep_id="r1", counts=False))
    add(connection, replace(chunk(number=2), fresh=False))
    first, second = chunks_of(connection, "s1")
    assert (first.set_id, first.number, first.rep_id) == ("s1", 1, "r1")
    assert (first.exercise, first.fresh, first.counts) == ("squat", True, False)
    assert (second.number, second.rep_id, second.fresh, second.counts) == (2, None, False, True)
    assert first.at == moment()
    assert [pose.t_s for pose in first.poses] == [pose.t_s for pose in chunk().poses]


def test_the_oldest_sets_go_when_there_are_too_many_and_the_file_shrinks(
    connection: sqlite3.Connection, path: Path
) -> None:
    for number in range(30):
        # The order is that of storing, whatever the clock said.
        add(
            connection, chunk(f"set-{number}", at=moment(wall_s=NOON_S - number * _DAY_S), poses=60)
        )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    full = path.stat().st_size
    limits = Limits(days=1e6, size_bytes=full // 2)
    gone = prune(connection, limits, now=moment(), boots={})
    assert 10 < gone < 20
    assert sets_of(connection) == [f"set-{number}" for number in range(gone, 30)]
    assert path.stat().st_size <= full // 2
    assert path.with_name("traces.db-wal").stat().st_size == 0
    assert prune(connection, limits, now=moment(), boots={}) == 0


def test_by_age_go_the_sets_known_to_be_old_and_those_stored_before_them(
    connection: sqlite3.Connection,
) -> None:
    add(connection, chunk("clock unknown", at=_wrong(5, days_off=3650)))
    add(connection, chunk("old", at=moment(wall_s=NOON_S - 31 * _DAY_S)))
    add(connection, chunk("mended", at=_wrong(5, "boot-3")))
    add(connection, chunk("perhaps", at=_wrong(5, "boot-4", days_off=-3650)))
    add(connection, chunk("new", at=moment(wall_s=NOON_S - 29 * _DAY_S)))
    limits, now = Limits(days=30), moment(wall_s=NOON_S)
    prune(connection, limits, now=replace(now, synced=False), boots={})
    assert len(sets_of(connection)) == 5
    prune(connection, limits, now=now, boots={})
    assert sets_of(connection) == ["mended", "perhaps", "new"]
    prune(connection, limits, now=now, boots={"boot-3": NOON_S - 40 * _DAY_S})
    assert sets_of(connection) == ["perhaps", "new"]


def test_a_set_is_as_old_as_its_latest_chunk(connection: sqlite3.Connection) -> None:
    add(connection, chunk("s1", at=moment(wall_s=NOON_S - 40 * _DAY_S)))
    add(connection, chunk("s1", 2, at=moment(wall_s=NOON_S)))
    assert prune(connection, Limits(days=30), now=moment(wall_s=NOON_S), boots={}) == 0


def test_of_a_forgotten_set_no_byte_is_left(connection: sqlite3.Connection, path: Path) -> None:
    for name in ("forget-this-set", "keep-this-set"):
        for number in (1, 2, 3):
            add(connection, chunk(name, number))
    forget(connection, ["forget-this-set", "unknown"])
    left = b"".join(one.read_bytes() for one in path.parent.iterdir())
    assert b"keep-this-set" in left
    assert b"forget-this-set" not in left
    assert sets_of(connection) == ["keep-this-set"]


def test_a_damaged_file_is_begun_anew_and_a_foreign_one_left_alone(path: Path) -> None:
    path.write_bytes(b"no database at all " * 500)
    with closing(connect_traces(path)) as connection:
        add(connection, chunk())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(traces.ForeignTracesError):
        connect_traces(path)
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id)")
    with pytest.raises(traces.ForeignTracesError):
        connect_traces(path)


def _records(folder: Path) -> Path:
    path = open_store(folder, stamp=STAMP).path
    with closing(connect(path)) as connection:
        for record in beginning():
            save(connection, statement_of(record))
        connection.execute("INSERT INTO boot_clock VALUES ('boot-9', 5.0)")
    return path


def test_the_writer_stores_and_begins_with_what_is_nobodys(tmp_path: Path, path: Path) -> None:
    records = _records(tmp_path)
    with closing(connect_traces(path)) as connection:
        add(connection, chunk("s1"))
        add(connection, chunk("of-somebody-forgotten"))
        assert strays(connection, records) == ["of-somebody-forgotten"]
        assert strays(connection, tmp_path / "none.db") == []
    assert boots_of(records) == {"boot-9": 5.0}
    assert boots_of(tmp_path / "none.db") == {}
    writer = TraceWriter(records)
    writer.start(moment())
    assert writer.write(chunk("s1", 2))
    assert writer.flush(timeout_s=20)
    writer.forget(["s1"])
    assert writer.write(chunk("s2"))
    writer.prune(moment())
    writer.close(timeout_s=20)
    writer.close(timeout_s=20)
    assert not writer.write(chunk("s2", 2))
    assert writer.dropped == 1
    with closing(connect_traces(path)) as connection:
        assert sets_of(connection) == ["s2"]


def test_a_full_queue_drops_chunks_and_counts_them(tmp_path: Path) -> None:
    writer = TraceWriter(_records(tmp_path), capacity=4)
    assert [writer.write(chunk(number=number)) for number in range(1, 7)] == [True] * 4 + [
        False
    ] * 2
    writer.forget(["s9"])
    assert writer.dropped == 2


def test_what_is_to_be_forgotten_is_tried_until_it_worked(tmp_path: Path, path: Path) -> None:
    records = _records(tmp_path)
    with closing(connect_traces(path)) as connection:
        add(connection, chunk("s1"))
        add(connection, chunk("s2"))
        connection.execute("PRAGMA user_version = 7")
    writer = TraceWriter(records)
    writer.start(moment())
    writer.forget(["s1"])
    writer.write(chunk("s3"))
    assert writer.flush(timeout_s=20)
    assert writer.dropped == 1
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    writer.prune(moment())
    writer.close(timeout_s=20)
    with closing(connect_traces(path)) as connection:
        assert "s1" not in sets_of(connection)


def test_a_file_damaged_under_way_is_begun_anew(tmp_path: Path, path: Path) -> None:
    writer = TraceWriter(_records(tmp_path), limits=_ALWAYS)
    path.write_bytes(b"no database at all " * 500)
    writer.start(moment())
    for number in (1, 2):
        writer.write(chunk("s1", number))
    writer.close(timeout_s=20)
    with closing(connect_traces(path)) as connection:
        assert len(list(chunks_of(connection, "s1"))) == 2


def test_a_disk_that_takes_nothing_holds_nobody_up(tmp_path: Path) -> None:
    records = _records(tmp_path)
    (tmp_path / "traces.db").mkdir()
    writer = TraceWriter(records)
    writer.start(moment())
    for number in (1, 2, 3):
        assert writer.write(chunk(number=number))
    assert writer.flush(timeout_s=20)
    writer.close(timeout_s=20)
    assert writer.dropped == 3
    assert "trace-writer" not in {thread.name for thread in threading.enumerate()}
