"""Who asks to be forgotten is: at once, or at the next start when the disk does not let us."""

from dataclasses import replace
from pathlib import Path

import pytest

from mirror.live.care import FORGET
from mirror.session.kept import PersonForgotten
from mirror.store import backup
from mirror.store.opening import FILE_NAME
from tests.app.records_world import (
    ADA,
    DAY_S,
    WAIT_S,
    Day,
    Room,
    a_set,
    added,
    played,
    tell,
)
from tests.app.store_world import rows

_BO = replace(ADA, id="bo-long-id", name="Bo")
_DAY = Day((a_set(), a_set("clamshell")), before=1, after=(2, False))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Ada and Bo have trained, on two days with a copy after each."""
    room = Room(tmp_path / "data")
    with room.run() as records:
        tell(records, [added(room.time), added(room.time, _BO)])
        for person in (ADA.id, _BO.id):
            tell(records, played(_DAY, room.time, person))
            assert records.wait(timeout_s=WAIT_S)
            room.date_copies()
            room.time.go(DAY_S)
    assert len(backup.all_of(room.folder / FILE_NAME)) >= 2
    return room


def _everything(room: Room) -> bytes:
    return b"".join(one.read_bytes() for one in room.folder.rglob("*") if one.is_file())


def test_everything_of_a_person_goes_and_others_stay(room: Room) -> None:
    sets = rows(
        room.folder / FILE_NAME,
        "SELECT set_.id FROM set_ JOIN session ON session.id = session_id"
        " WHERE profile_id = 'bo-long-id'",
    )
    (room.folder / "plumbline.damaged-x-1.db").write_bytes(b"bo-long-id")
    with room.run() as records:
        told = played(_DAY, room.time, _BO.id)
        tell(records, told[:5])
        tell(records, [PersonForgotten(room.time.mono_s, _BO.id), *told[5:]])
        assert records.wait(timeout_s=WAIT_S)
        assert b"bo-long-id" not in _everything(room)
    assert b"bo-long-id" not in _everything(room)
    assert {(one,) for one in room.forgotten} > set(sets)
    with room.run() as records:
        assert records.people == (ADA,)
        assert len(records.pasts[ADA.id].sessions) == 1
    assert room.news == []
    assert rows(room.folder / FILE_NAME, "PRAGMA integrity_check") == [("ok",)]


def test_what_fails_is_said_and_done_at_the_next_start(room: Room) -> None:
    backups = backup.folder_of(room.folder / FILE_NAME)
    away = backups.with_name("away")
    with room.run() as records:
        assert records.wait(timeout_s=WAIT_S)  # what a start does may use the folder
        backups.rename(away)
        backups.write_text("in the way")
        tell(records, [PersonForgotten(room.time.mono_s, _BO.id)])
        assert records.wait(timeout_s=WAIT_S)
        assert room.news == ["forget_failed"]
        assert (room.folder / FORGET).read_text() == _BO.id
    backups.unlink()
    away.rename(backups)
    with room.run() as records:
        assert records.people == (ADA,)
        assert set(records.pasts) == {ADA.id}
        assert records.wait(timeout_s=WAIT_S)
    assert b"bo-long-id" not in _everything(room)
    assert room.news == ["forget_failed"]
    assert not (room.folder / FORGET).exists()


def test_a_power_cut_before_it_was_done_does_not_bring_a_person_back(room: Room) -> None:
    (room.folder / FORGET).write_text(f"{_BO.id}\n")
    with room.run() as records:
        assert records.people == (ADA,)
        assert records.wait(timeout_s=WAIT_S)
    assert b"bo-long-id" not in _everything(room)
