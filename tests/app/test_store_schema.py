"""Ids, and files brought from one version to the next."""

import random
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from mirror.errors import UserError
from mirror.ids import uuid7
from mirror.store import backup, schema
from mirror.store.connection import connect, version_of
from mirror.store.migration import migrate
from mirror.store.schema import Step
from tests.app.store_world import NOON_S, STAMP, current_file, rows

_NOTE = """
CREATE TABLE note (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
ALTER TABLE profile ADD COLUMN height_m REAL;
INSERT INTO note VALUES ('n1', 'written; by a step');
"""


def _with_person(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("INSERT INTO profile VALUES ('p1', 'Ada', 'en', 1.0, 'b', 2.0, 1, '{}')")


_PRESENT = len(schema.STEPS)
_NEXT = _PRESENT + 1


def _to_next(path: Path, step: Step = _NOTE) -> tuple[Path, ...]:
    with closing(connect(path)) as connection:
        return migrate(connection, path, steps=(*schema.STEPS, step), stamp=STAMP)


def test_an_id_is_a_version_7_uuid_of_its_time() -> None:
    made = uuid.UUID(uuid7(wall_s=NOON_S + 0.123, random_bytes=lambda count: b"\xff" * count))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == int(NOON_S * 1000) + 123


def test_the_example_of_the_standard() -> None:
    # RFC 9562 appendix A.6: rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    chance = (0xCC3 << 62 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    made = uuid7(wall_s=1645557742.0, random_bytes=lambda _count: chance)
    assert made == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@pytest.mark.parametrize("wall_s", [-3e8, 0.0, 1e12])
def test_ids_of_a_wrong_clock_are_valid_and_differ(wall_s: float) -> None:
    chance = random.Random(1)  # noqa: S311 - not for secrets
    made = {uuid7(wall_s=wall_s, random_bytes=chance.randbytes) for _ in range(1000)}
    assert len(made) == 1000
    assert {uuid.UUID(one).version for one in made} == {7}


def test_a_new_file_has_the_present_version_and_no_copy(tmp_path: Path) -> None:
    path = current_file(tmp_path / "plumbline.db")
    assert rows(path, "PRAGMA user_version") == [(_PRESENT,)]
    assert backup.all_of(path) == []


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "plumbline.db")) as connection:
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        ]
    assert settings == ["wal", 2, 1, 1]


@pytest.mark.parametrize("filled", [False, True])
def test_a_made_up_next_version(tmp_path: Path, *, filled: bool) -> None:
    path = current_file(tmp_path / "plumbline.db")
    if filled:
        _with_person(path)
    (copy,) = _to_next(path)
    assert rows(path, "PRAGMA user_version") == [(_NEXT,)]
    assert rows(path, "SELECT text FROM note") == [("written; by a step",)]
    people = [("Ada", None)] if filled else []
    assert rows(path, "SELECT name, height_m FROM profile") == people
    assert copy.name == f"plumbline-000001-v{_PRESENT}-{STAMP}.db"
    assert rows(copy, "PRAGMA user_version") == [(_PRESENT,)]
    assert rows(copy, "SELECT name FROM profile") == [(name,) for name, _ in people]


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = current_file(tmp_path / "plumbline.db")
    _with_person(path)
    with pytest.raises(sqlite3.OperationalError):
        _to_next(path, "DELETE FROM profile; SELECT no_such_thing;")
    assert rows(path, "SELECT name FROM profile") == [("Ada",)]
    assert rows(path, "PRAGMA user_version") == [(_PRESENT,)]


def test_a_step_may_be_code_but_not_leave_orphans(tmp_path: Path) -> None:
    def orphan(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO session (id, profile_id, mono_s, boot_id, wall_s, synced, details)"
            " VALUES ('t', 'x', 1, 'b', 2, 1, '{}')"
        )

    path = current_file(tmp_path / "plumbline.db")
    with pytest.raises(sqlite3.IntegrityError, match=f"version {_NEXT}"):
        _to_next(path, orphan)
    assert rows(path, "SELECT * FROM session") == []
    _to_next(path, lambda _connection: None)
    assert rows(path, "PRAGMA user_version") == [(_NEXT,)]


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = current_file(tmp_path / "plumbline.db")
    _to_next(path)
    with (
        closing(connect(path)) as connection,
        pytest.raises(UserError, match=r"newer Plumbline .*Update"),
    ):
        migrate(connection, path, steps=schema.STEPS, stamp=STAMP)
    assert rows(path, "PRAGMA user_version") == [(_NEXT,)]


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plumbline.db"
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        with pytest.raises(UserError, match="another program"):
            migrate(connection, path, steps=schema.STEPS, stamp=STAMP)
        assert version_of(connection) == 0


def test_the_latest_copy_is_the_highest_number_whatever_the_clock_says(tmp_path: Path) -> None:
    path = current_file(tmp_path / "plumbline.db")
    with closing(connect(path)) as connection:
        for year in (2036, 2026, 2016, 2026, 1970, 2025, 2024):
            backup.make(connection, path, stamp=f"{year}0101T000000Z")
    numbers = [copy.name[10:16] for copy in backup.all_of(path)]
    assert numbers == ["000007", "000006", "000005", "000004", "000003"]
    assert len(list(backup.folder_of(path).iterdir())) == backup.KEPT
