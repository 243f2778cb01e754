"""A run's records: copies once a day, one mirror at a time, files of strangers, the end."""

import shutil
from pathlib import Path

import pytest

from mirror.errors import UserError
from mirror.live.records import Records
from mirror.store import backup
from mirror.store.connection import connect
from tests.app.records_world import (
    A_DAY,
    DAY_S,
    WAIT_S,
    Room,
    added,
    played,
    tell,
    trained,
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "data")


def _copies(room: Room, records: Records) -> int:
    assert records.wait(timeout_s=WAIT_S)
    room.date_copies()
    return len(backup.all_of(records.path))


def test_a_copy_is_made_once_a_day(room: Room) -> None:
    with room.run() as records:
        assert _copies(room, records) == 0  # of nobody
        tell(records, [added(room.time), *played(A_DAY, room.time)])
        assert _copies(room, records) == 1
        tell(records, played(A_DAY, room.time))
        assert _copies(room, records) == 1
        room.time.go(DAY_S)
        tell(records, played(A_DAY, room.time))
        assert _copies(room, records) == 2
    room.time.go(DAY_S)
    with room.run() as records:
        assert _copies(room, records) == 3


def test_two_mirrors_never_share_records(room: Room) -> None:
    with room.run(), pytest.raises(UserError, match="A mirror is running"):
        room.open()
    with room.run():
        pass


def test_a_newer_file_and_a_folder_that_is_none_are_said_plainly(room: Room) -> None:
    with room.run() as records:
        pass
    with connect(records.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for _ in range(2):  # and nothing stays locked
        with pytest.raises(UserError, match="newer Plumbline"):
            room.open()
    shutil.rmtree(room.folder)
    room.folder.write_text("")
    with pytest.raises(UserError, match="cannot be opened"):
        room.open()


def test_a_clean_end_is_noted_and_trouble_is_not(room: Room) -> None:
    trained(room)
    mark = room.folder / "plumbline.in_use"
    assert not mark.exists()
    with room.run() as records:
        assert mark.exists()
        records._care.found_damaged()
    assert mark.exists()
