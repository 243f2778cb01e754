"""Opening: sound, damaged, missing, foreign and older files; and being killed at any moment."""

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from mirror.errors import UserError
from mirror.store import backup, schema
from mirror.store.connection import connect
from mirror.store.opening import FILE_NAME, check, close_store, open_store
from mirror.store.statements import save, statement_of
from tests.app.store_world import STAMP, beginning, rows

_ROOT = Path(__file__).resolve().parents[2]
_NAMES = "SELECT name FROM profile ORDER BY name"


def _add(path: Path, name: str) -> None:
    with closing(connect(path)) as connection:
        for record in beginning(name):
            save(connection, statement_of(record))


def _copied_then_added(folder: Path) -> Path:
    """p1 is in the copy, p1 and p2 in the file."""
    path = open_store(folder, stamp=STAMP).path
    _add(path, "p1")
    with closing(connect(path)) as connection:
        backup.make(connection, path, stamp=STAMP)
    _add(path, "p2")
    return path


def _scribble(path: Path) -> None:
    """The middle of the file is noise, as after a worn card."""
    content = bytearray(path.read_bytes())
    content[4096:-4096] = random.Random(3).randbytes(len(content) - 8192)  # noqa: S311
    path.write_bytes(content)


def _behead(path: Path) -> None:
    path.write_bytes(b"no database at all " * 500)


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def test_a_new_store_has_nothing_to_say(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "data", stamp=STAMP)
    assert opened.path == tmp_path / "data" / FILE_NAME
    again = open_store(tmp_path / "data", stamp=STAMP)
    for one in (opened, again):
        assert (one.set_aside, one.restored_from, one.migrated_from, one.copies) == (
            None,
            None,
            None,
            (),
        )


@pytest.mark.parametrize("damage", [_scribble, _behead, _halve, _empty])
def test_a_damaged_file_is_set_aside_and_the_copy_takes_its_place(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = _copied_then_added(tmp_path)
    damage(path)
    found = path.read_bytes()
    opened = open_store(tmp_path, stamp=STAMP)
    assert opened.set_aside is not None
    assert opened.set_aside.read_bytes() == found
    assert STAMP in opened.set_aside.name
    assert opened.restored_from == backup.all_of(path)[0]
    assert rows(path, _NAMES) == [("Person p1",)]
    assert open_store(tmp_path, stamp=STAMP).set_aside is None


@pytest.mark.parametrize("damage", [_behead, _halve, _empty])
def test_coarse_damage_is_found_even_after_a_clean_end(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = _copied_then_added(tmp_path)
    close_store(path)
    damage(path)
    assert open_store(tmp_path, stamp=STAMP).set_aside is not None


def test_after_a_clean_end_every_page_is_read_only_when_asked_for(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    ((page,),) = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'rep'")
    assert isinstance(page, int)
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"?" * 4096
    path.write_bytes(content)
    close_store(path)
    assert open_store(tmp_path, stamp=STAMP).set_aside is None
    close_store(path)
    assert open_store(tmp_path, stamp=STAMP, thorough=True).set_aside is not None


def test_who_cannot_wait_checks_beside_and_mends_at_the_next_opening(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    ((page,),) = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'rep'")
    assert isinstance(page, int)
    sound = path.read_bytes()
    assert open_store(tmp_path, stamp=STAMP, later=True).unchecked
    assert check(path)
    path.write_bytes(sound[: (page - 1) * 4096] + b"?" * 4096 + sound[page * 4096 :])
    opened = open_store(tmp_path, stamp=STAMP, later=True)
    assert (opened.set_aside, opened.unchecked) == (None, True)
    assert check(path, stop=lambda: True) is not True
    assert check(path) is False
    close_store(path)
    opened = open_store(tmp_path, stamp=STAMP, later=True)
    assert (opened.set_aside is not None, opened.unchecked) == (True, False)
    assert not open_store(tmp_path, stamp=STAMP, thorough=True, later=True).unchecked


def test_of_the_copies_the_latest_sound_one_is_taken(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    with closing(connect(path)) as connection:
        _behead(backup.make(connection, path, stamp=STAMP))
    _scribble(path)
    opened = open_store(tmp_path, stamp=STAMP)
    assert opened.restored_from == backup.all_of(path)[1]


def test_without_a_sound_copy_it_begins_anew_and_keeps_the_damaged_ones(tmp_path: Path) -> None:
    path = open_store(tmp_path, stamp=STAMP).path
    asides = set()
    for _ in range(3):
        _behead(path)
        opened = open_store(tmp_path, stamp=STAMP)
        assert opened.restored_from is None
        asides.add(opened.set_aside)
        assert rows(path, _NAMES) == []
    assert len([aside for aside in asides if aside is not None and aside.exists()]) == 3


def test_a_power_cut_between_setting_aside_and_restoring(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    path.unlink()
    assert open_store(tmp_path, stamp=STAMP).restored_from is not None
    assert rows(path, _NAMES) == [("Person p1",)]


def test_a_journal_of_the_damaged_file_is_never_played_into_the_copy(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    _behead(path)
    path.with_name(f"{FILE_NAME}-wal").write_bytes(b"old journal")
    aside = open_store(tmp_path, stamp=STAMP).set_aside
    assert aside is not None
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"old journal"


def test_an_older_file_is_brought_up_to_date_and_a_newer_one_refused(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    newer = (*schema.STEPS, "CREATE TABLE note (id TEXT) STRICT;")
    opened = open_store(tmp_path, stamp=STAMP, steps=newer)
    assert (opened.migrated_from, len(opened.copies)) == (len(schema.STEPS), 1)
    with pytest.raises(UserError, match="newer Plumbline"):
        open_store(tmp_path, stamp=STAMP)
    assert rows(path, _NAMES) == [("Person p1",), ("Person p2",)]


def test_an_older_copy_is_restored_and_brought_up_to_date(tmp_path: Path) -> None:
    path = _copied_then_added(tmp_path)
    newer = (*schema.STEPS, "CREATE TABLE note (id TEXT) STRICT;")
    _behead(path)
    opened = open_store(tmp_path, stamp=STAMP, steps=newer)
    assert opened.restored_from is not None
    assert opened.migrated_from == len(schema.STEPS)
    assert rows(path, "PRAGMA user_version") == [(len(newer),)]


def test_a_folder_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(UserError, match="cannot be opened"):
        open_store(tmp_path / "data", stamp=STAMP)


_WRITING = """
import sys
from itertools import count
from pathlib import Path
from mirror.store.connection import connect
from mirror.store.opening import open_store
from mirror.store.writer import Writer, Written
from tests.app.store_world import beginning, ids, rep_done

folder, acknowledged, run = Path(sys.argv[1]), open(sys.argv[2], "a"), int(sys.argv[3])
path = open_store(folder, stamp="20260512T101500Z").path

def heard(report):
    assert isinstance(report, Written), report
    print(report.record.id, file=acknowledged, flush=True)

writer = Writer(lambda: connect(path), report=heard, capacity=100)
writer.start()
for record in beginning():
    assert writer.write(record)
print("writing", flush=True)
for index, name in zip(count(), ids(run)):
    while not writer.write(rep_done(name, index=index)):
        assert writer.flush(timeout_s=20)
"""


def test_killed_at_any_moment_no_acknowledged_rep_is_lost(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - not for secrets
    acknowledged = tmp_path / "acknowledged"
    kept = []
    for run in range(20):
        arguments = [str(tmp_path / "data"), str(acknowledged), str(run)]
        with subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", _WRITING, *arguments], cwd=_ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"writing\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=chance.uniform(0.0, 0.1))
            process.kill()
        opened = open_store(tmp_path / "data", stamp=STAMP)
        assert opened.set_aside is None
        assert rows(opened.path, "PRAGMA integrity_check") == [("ok",)]
        found = {name for (name,) in rows(opened.path, "SELECT id FROM rep")}
        promised = acknowledged.read_text().split("\n")[:-1]
        assert set(promised) - {"p1", "t1", "s1"} <= found
        kept.append(len(found))
    assert all(before <= after for before, after in pairwise(kept))
    assert kept[-1] > 100


def test_reps_that_are_only_in_the_journal_are_found(tmp_path: Path) -> None:
    path = open_store(tmp_path / "data", stamp=STAMP).path
    taken = tmp_path / "taken" / FILE_NAME
    taken.parent.mkdir()
    with closing(connect(path)) as connection:
        for record in beginning():
            save(connection, statement_of(record))
        for ending in ("", "-wal"):
            part = path.with_name(path.name + ending).read_bytes()
            taken.with_name(taken.name + ending).write_bytes(part)
    assert open_store(taken.parent, stamp=STAMP).set_aside is None
    assert rows(taken, _NAMES) == [("Person p1",)]
