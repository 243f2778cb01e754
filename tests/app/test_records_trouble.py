"""The records of a run on full disks, by wrong clocks, with damaged files and power cuts."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest

from mirror.errors import UserError
from mirror.live.records import Records
from mirror.programme.outcome import set_record
from mirror.session.happenings import RepKept, SessionBegan, SetBegan
from mirror.session.inputs import RecordsTold
from mirror.store import backup
from mirror.store.connection import connect
from mirror.store.opening import FILE_NAME, check
from tests.app.records_world import (
    ADA,
    DAY_S,
    WAIT_S,
    Day,
    Room,
    a_set,
    added,
    expected,
    played,
    tell,
)
from tests.app.store_world import rows

_DAY = Day(
    (a_set(), a_set("clamshell", side="left"), a_set(kind="probe")), before=1, after=(2, False)
)
_TEN_YEARS_S = 3653 * DAY_S


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "data")


def _trained(room: Room, *, days: int = 1) -> list[tuple[date, Day]]:
    """Sessions on days one after another, each in a run of its own; the file is in order."""
    done = []
    for number in range(days):
        with room.run() as records:
            if number == 0:
                tell(records, [added(room.time)])
            done.append((room.time.day, _DAY))
            tell(records, played(_DAY, room.time))
            assert records.wait(timeout_s=WAIT_S)
        room.time.boot_again(after_s=DAY_S)
    return done


# Full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    made = subprocess.run(  # noqa: S603 - our own words
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False, capture_output=True
    )
    if made.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.decode()}")
    yield folder
    subprocess.run(["umount", folder], check=True)  # noqa: S603, S607 - our own words


def test_a_session_on_a_full_disk_is_saved_once_there_is_room(small_disk: Path) -> None:
    room = Room(small_disk / "data")
    with room.run() as records:
        tell(records, [added(room.time)])
        assert records.wait(timeout_s=WAIT_S)
        heard: SimpleQueue[str] = SimpleQueue()
        room.hear_with(heard.put)
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"?" * 4096)
        day = Day([a_set(done=15, score=70) for _ in range(4)])
        tell(records, played(day, room.time))
        assert heard.get(timeout=WAIT_S) == "full"
        assert not records.wait(timeout_s=0.05)
        assert rows(records.path, "PRAGMA integrity_check") == [("ok",)]
        ballast.unlink()
        assert heard.get(timeout=WAIT_S) == "saved"
        assert records.wait(timeout_s=WAIT_S)
    past = room.past()
    assert past == expected([(room.time.day, day)])
    assert rows(small_disk / "data" / FILE_NAME, "SELECT count(*) FROM rep") == [(60,)]
    assert room.news == ["full", "saved"]


# Wrong clocks


@pytest.mark.parametrize("wrong_s", [-_TEN_YEARS_S, _TEN_YEARS_S])
def test_a_clock_that_jumps_ten_years_loses_nothing(room: Room, wrong_s: float) -> None:
    time = room.time
    days = []
    with room.run() as records:
        tell(records, [added(time)])
        days.append((time.day, _DAY))
        tell(records, played(_DAY, time))
        assert records.wait(timeout_s=WAIT_S)
    time.boot_again(after_s=DAY_S)
    time.wrong_s, time.synced = wrong_s, False
    with room.run() as records:
        days.append((time.day, _DAY))
        happened = played(_DAY, time)
        tell(records, happened[: len(happened) // 2])
        # In the middle of the session the time comes from the network.
        time.wrong_s, time.synced = 0.0, True
        records.tick(time.mono_s + 100.0)
        tell(records, happened[len(happened) // 2 :])
        assert records.wait(timeout_s=WAIT_S)
    time.boot_again(after_s=DAY_S)
    # This boot never knows the time.
    time.wrong_s, time.synced = wrong_s, False
    with room.run() as records:
        wrong_day = time.day + timedelta(seconds=wrong_s)
        tell(records, played(_DAY, time))
        assert records.wait(timeout_s=WAIT_S)
    time.boot_again(after_s=DAY_S)
    time.wrong_s, time.synced = 0.0, True
    with room.run() as records:
        days.append((time.day, _DAY))
        tell(records, played(_DAY, time))
        assert records.wait(timeout_s=WAIT_S)
    assert room.past() == expected([*days[:2], (wrong_day, _DAY), days[2]])


# Damage


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
    days = _trained(room, days=2)
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
    _trained(room)
    _scratch(room.folder / FILE_NAME, "set_of_session")
    assert room.past().sessions
    assert room.news == ["restored"]


def test_without_a_copy_new_records_begin(room: Room) -> None:
    _trained(room)
    path = room.folder / FILE_NAME
    shutil.rmtree(backup.folder_of(path))
    _wrong_header(path)
    with room.run() as records:
        assert records.people == ()
    assert room.news == ["lost"]


def test_damage_found_in_a_run_is_said_at_once_and_mended_at_the_next_start(room: Room) -> None:
    _trained(room)
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
    _trained(room)
    path = room.folder / FILE_NAME
    before = backup.all_of(path)
    _scratch(path, "event_of_set")
    room.time.go(3 * DAY_S)
    with room.run() as records:  # ended well: nobody looks at every page, but the copy does
        assert records.wait(timeout_s=WAIT_S)
    assert backup.all_of(path) == before
    assert room.news == ["damaged"]


# Power cuts


def _pull_the_plug(folder: Path, to: Path) -> None:
    """What a power cut leaves at this moment, in another folder."""
    to.mkdir()
    for one in folder.iterdir():
        if one.is_file():
            shutil.copy(one, to / one.name)


def test_a_power_cut_after_any_record(room: Room, tmp_path: Path) -> None:
    told = played(_DAY, room.time)
    with room.run() as records:
        tell(records, [added(room.time)])
        for number, one in enumerate(told):
            records.hear(one)
            assert records.wait(timeout_s=WAIT_S)
            cut = tmp_path / f"cut-{number}"
            _pull_the_plug(room.folder, cut)
            after = Room(cut, time=replace(room.time))
            past = after.past()
            assert after.news == []
            (session,) = past.sessions
            assert session.completed == (number == len(told) - 1)
            kept = [each for record in session.exercises for each in record.sets]
            reps = sum(isinstance(each, RepKept) for each in told[: number + 1])
            assert sum(one.done for one in kept) == reps
            shutil.rmtree(cut)


def test_a_set_that_was_broken_off_is_known_by_its_reps(room: Room) -> None:
    one = a_set(done=5)
    with room.run() as records:
        tell(records, [added(room.time), SessionBegan(101.0, "ada", "training", (one.planned,), 1)])
        tell(records, [SetBegan(102.0, 0, one.planned)])
        tell(records, [RepKept(103.0, 0, rep) for rep in one.reps])
    (session,) = room.past().sessions
    (exercise,) = session.exercises
    assert exercise.sets == (
        set_record(side="both", target=8, kind="training", done=5, reps=one.reps),
    )
    assert not exercise.completed
    assert not session.completed


def test_an_interrupted_session_that_goes_on_is_one_session(room: Room) -> None:
    told = played(_DAY, room.time)
    cut = 6
    with room.run() as records:
        tell(records, [added(room.time), *told[:cut]])
    room.time.boot_again(after_s=60.0)
    began = told[0]
    assert isinstance(began, SessionBegan)
    with room.run() as records:
        later = [replace(one, t_s=room.time.mono_s) for one in told]
        resumed = SessionBegan(room.time.mono_s, "ada", "training", began.routine, 3, resumed=True)
        tell(records, [resumed, later[2], *later[cut:]])
    assert room.past() == expected([(room.time.day, _DAY)])
    counts = "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM set_)"
    assert rows(room.folder / FILE_NAME, counts) == [(1, 3)]


# Copies, locks, strangers


def _copies(room: Room, records: Records) -> int:
    assert records.wait(timeout_s=WAIT_S)
    room.date_copies()
    return len(backup.all_of(records.path))


def test_a_copy_is_made_once_a_day(room: Room) -> None:
    with room.run() as records:
        assert _copies(room, records) == 0  # of nobody
        tell(records, [added(room.time), *played(_DAY, room.time)])
        assert _copies(room, records) == 1
        tell(records, played(_DAY, room.time))
        assert _copies(room, records) == 1
        room.time.go(DAY_S)
        tell(records, played(_DAY, room.time))
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
    _trained(room)
    mark = room.folder / "plumbline.in_use"
    assert not mark.exists()
    with room.run() as records:
        assert mark.exists()
        records._care.found_damaged()
    assert mark.exists()
