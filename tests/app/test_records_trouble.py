"""The records of a run on a full disk, by wrong clocks, and after a power cut at any moment."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest

from mirror.programme.outcome import set_record
from mirror.session.kept import RepKept, SessionBegan, SetBegan
from mirror.store.opening import FILE_NAME
from tests.app.records_world import (
    A_DAY,
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

_TEN_YEARS_S = 3653 * DAY_S


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "data")


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


@pytest.mark.parametrize("wrong_s", [-_TEN_YEARS_S, _TEN_YEARS_S])
def test_a_clock_that_jumps_ten_years_loses_nothing(room: Room, wrong_s: float) -> None:
    time = room.time
    days = []
    with room.run() as records:
        tell(records, [added(time)])
        days.append((time.day, A_DAY))
        tell(records, played(A_DAY, time))
        assert records.wait(timeout_s=WAIT_S)
    time.boot_again(after_s=DAY_S)
    time.wrong_s, time.synced = wrong_s, False
    with room.run() as records:
        days.append((time.day, A_DAY))
        happened = played(A_DAY, time)
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
        tell(records, played(A_DAY, time))
        assert records.wait(timeout_s=WAIT_S)
    time.boot_again(after_s=DAY_S)
    time.wrong_s, time.synced = 0.0, True
    with room.run() as records:
        days.append((time.day, A_DAY))
        tell(records, played(A_DAY, time))
        assert records.wait(timeout_s=WAIT_S)
    assert room.past() == expected([*days[:2], (wrong_day, A_DAY), days[2]])


def _pull_the_plug(folder: Path, to: Path) -> None:
    """What a power cut leaves at this moment, in another folder."""
    to.mkdir()
    for one in folder.iterdir():
        if one.is_file():
            shutil.copy(one, to / one.name)


def test_a_power_cut_after_any_record(room: Room, tmp_path: Path) -> None:
    told = played(A_DAY, room.time)
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
    told = played(A_DAY, room.time)
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
    assert room.past() == expected([(room.time.day, A_DAY)])
    counts = "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM set_)"
    assert rows(room.folder / FILE_NAME, counts) == [(1, 3)]
