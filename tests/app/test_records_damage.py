"""Damaged records: the copy takes their place, and a person is told."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest

from mirror.session.inputs import RecordsTold
from mirror.store import backup
from mirror.store.opening import FILE_NAME, check
from tests.app.records_world import (
    ADA,
    DAY_S,
    WAIT_S,
    Room,
    expected,
    trained,
)
from tests.app.store_world import rows


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "data")


def _noise(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:-4096] = random.Random(3).randbytes(len(content) - 8192)  # noqa: S311
    path.write_bytes(content)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _wrong_header(path: Path) -> None:
    path.write_bytes(b"no database" * 10 + path.read_bytes()[110:])


def _scratch(path: Path, name: str) -> None:
    """One page of an index is noise; only who reads that notices."""
    ((page,),) = rows(path, f"SELECT rootpage FROM sqlite_master WHERE name = '{name}'")  # noqa: S608
    assert isinstance(page, int)
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"?" * 4096)


@pytest.mark.parametrize("damage", [_noise, _cut_short, _wrong_header])
def test_the_copy_of_a_day_before_takes_the_place_of_a_damaged_file(
    room: Room, damage: Callable[[Path], None]
) -> None:
    days = trained(room, days=2)
    path = room.folder / FILE_NAME
    copy = backup.all_of(path)[0]
    os.utime(copy, (room.time.true_s, room.time.true_s))
    damage(path)
    past = room.past()
    assert room.told == [RecordsTold("restored", {"day": room.time.day.isoformat()})]
    assert past.sessions == expected(days[: len(past.sessions)]).sessions
    assert past.sessions
    assert list(room.folder.glob("plumbline.damaged-*.db"))


def test_damage_that_reading_meets_at_the_start_is_mended_at_once(room: Room) -> None:
    trained(room)
    _scratch(room.folder / FILE_NAME, "set_of_session")
    assert room.past().sessions
    assert room.news == ["restored"]


def test_without_a_copy_new_records_begin(room: Room) -> None:
    trained(room)
    path = room.folder / FILE_NAME
    shutil.rmtree(backup.folder_of(path))
    _wrong_header(path)
    with room.run() as records:
        assert records.people == ()
    assert room.news == ["lost"]


def test_damage_found_in_a_run_is_said_at_once_and_mended_at_the_next_start(room: Room) -> None:
    trained(room)
    path = room.folder / FILE_NAME
    heard: SimpleQueue[str] = SimpleQueue()
    with room.run() as records:
        room.hear_with(heard.put)
        _scratch(path, "event_of_set")
        records._care.check()
        assert heard.get(timeout=WAIT_S) == "damaged"
    with room.run() as records:
        assert records.pasts[ADA.id].sessions
    assert room.news == ["damaged", "restored"]
    assert check(path)


def test_a_copy_of_a_damaged_file_never_takes_the_place_of_a_sound_one(room: Room) -> None:
    trained(room)
    path = room.folder / FILE_NAME
    before = backup.all_of(path)
    _scratch(path, "event_of_set")
    room.time.go(3 * DAY_S)
    with room.run() as records:  # ended well: nobody looks at every page, but the copy does
        assert records.wait(timeout_s=WAIT_S)
    assert backup.all_of(path) == before
    assert room.news == ["damaged"]
