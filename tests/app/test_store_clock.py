"""Clocks that were ten years off, and people who want to be forgotten."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirror.store import backup
from mirror.store.clock import learn_clock
from mirror.store.connection import connect
from mirror.store.deletion import delete_profile
from mirror.store.opening import open_store
from mirror.store.records import EventNoted, Moment, Record
from mirror.store.statements import save, statement_of
from tests.app.store_world import NOON_S, STAMP, beginning, moment, rep_done, rows

_TEN_YEARS_S = 10 * 365.25 * 86400
_TIMES = "SELECT id, wall_s, known FROM rep_time ORDER BY id"


def _save(path: Path, *records: Record) -> None:
    with closing(connect(path)) as connection:
        for record in records:
            save(connection, statement_of(record))


def _learn(path: Path, at: Moment) -> None:
    with closing(connect(path)) as connection:
        learn_clock(connection, at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return open_store(tmp_path, stamp=STAMP).path


@pytest.mark.parametrize("jump_s", [-_TEN_YEARS_S, _TEN_YEARS_S])
def test_a_clock_ten_years_off_is_mended_once_it_is_known(path: Path, jump_s: float) -> None:
    def wrong(mono_s: float, boot: str = "boot-2") -> Moment:
        return Moment(mono_s, boot, NOON_S + mono_s + jump_s, synced=False)

    _save(
        path,
        *beginning(),
        rep_done("a", at=moment(wall_s=NOON_S - 500)),
        rep_done("b", at=wrong(10)),
        rep_done("c", at=wrong(12)),
        # The clock jumps to the right time in the middle of the session.
        rep_done("d", at=Moment(14, "boot-2", NOON_S + 14, synced=True)),
        rep_done("e", at=wrong(10, "boot-3")),
    )
    before = rows(path, "SELECT * FROM rep")
    assert [known for _, _, known in rows(path, _TIMES)] == [1, 0, 0, 1, 0]
    _learn(path, Moment(14, "boot-2", NOON_S + 14, synced=True))
    assert rows(path, _TIMES) == [
        ("a", NOON_S - 500, 1),
        ("b", NOON_S + 10, 1),
        ("c", NOON_S + 12, 1),
        ("d", NOON_S + 14, 1),
        ("e", NOON_S + 10 + jump_s, 0),
    ]
    assert rows(path, "SELECT * FROM rep") == before


def test_a_later_look_at_the_clock_replaces_an_earlier_one(path: Path) -> None:
    _save(path, *beginning(), rep_done("a", at=replace(moment(5), synced=False)))
    _learn(path, moment(10, wall_s=NOON_S))
    _learn(path, moment(20, wall_s=NOON_S + 12))
    assert rows(path, _TIMES) == [("a", NOON_S - 3, 1)]


@pytest.mark.parametrize("table", ["session", "set_", "rep", "event"])
def test_every_kind_of_record_has_a_mended_time(path: Path, table: str) -> None:
    event = EventNoted("e1", "p1", "pain", moment())
    _save(path, *beginning(), rep_done(), event)
    query = f"SELECT wall_s, known FROM {table}_time"  # noqa: S608 - our own words
    assert rows(path, query) == [(NOON_S, 1)]


def test_an_unknown_clock_mends_nothing(path: Path) -> None:
    with pytest.raises(ValueError, match="synchronised"):
        _learn(path, replace(moment(), synced=False))


def test_nothing_of_a_forgotten_person_is_left_in_any_file(path: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        secret = EventNoted(
            f"e{number}", f"p{number}", "pain", moment(), f"t{number}", f"s{number}"
        )
        rep = rep_done(f"rep-of-{number}", set_id=f"s{number}")
        _save(path, *beginning(f"p{number}"), rep, secret)
    with closing(connect(path)) as connection:
        backup.make(connection, path, stamp=STAMP)
        (tmp_path / "backups" / "plumbline-000009-v1-x.db.part").write_bytes(b"Person p1")
        (tmp_path / "plumbline.damaged-x-1.db").write_bytes(b"Person p1")
        (tmp_path / "plumbline.damaged-x-1.db-wal").write_bytes(b"Person p1")
        delete_profile(connection, path, "p1", stamp=STAMP)
        everything = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert b"Person p2" in everything
    assert b"Person p1" not in everything
    assert b"rep-of-1" not in everything
    for table, left in (("rep", "rep-of-2"), ("event", "e2"), ("set_", "s2"), ("session", "t2")):
        query = f"SELECT id FROM {table}"  # noqa: S608 - our own words
        assert rows(path, query) == [(left,)]
    assert rows(path, "SELECT count(*) FROM deleting") == [(0,)]
    (copy,) = backup.all_of(path)
    assert rows(copy, "SELECT name FROM profile") == [("Person p2",)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_forgetting_twice_or_a_stranger_is_harmless(path: Path) -> None:
    _save(path, *beginning())
    with closing(connect(path)) as connection:
        for name in ("p9", "p1", "p1"):
            delete_profile(connection, path, name, stamp=STAMP)
    assert rows(path, "SELECT * FROM profile") == []


def test_the_writers_connection_may_stay_open_meanwhile(path: Path) -> None:
    _save(path, *beginning(), rep_done())
    with closing(connect(path)) as other, closing(connect(path)) as connection:
        save(other, statement_of(rep_done("r2")))
        delete_profile(connection, path, "p1", stamp=STAMP)
        for record in beginning():
            save(other, statement_of(record))
    assert rows(path, "SELECT count(*) FROM rep") == [(0,)]


def test_a_reader_that_keeps_the_journal_alive_is_said(path: Path) -> None:
    _save(path, *beginning())
    with closing(connect(path)) as reader, closing(connect(path)) as connection:
        connection.execute("PRAGMA busy_timeout = 10")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM profile").fetchall()
        with pytest.raises(sqlite3.OperationalError):
            delete_profile(connection, path, "p1", stamp=STAMP)
        reader.execute("COMMIT")
        delete_profile(connection, path, "p1", stamp=STAMP)
    assert rows(path, "SELECT * FROM profile") == []
