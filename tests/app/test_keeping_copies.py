"""`plumbline backup` and `restore`: copies under a running mirror, and back again."""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mirror.store import backup as copies
from mirror.store.connection import connect
from mirror.store.lock import in_use
from mirror.store.opening import FILE_NAME, set_aside_of
from mirror.store.statements import save, statement_of
from tests.app.keeping_world import Shell, dump, person, session_of, two_people
from tests.app.store_world import rows

_ROOT = Path(__file__).resolve().parents[2]
_NAMES = "SELECT name FROM profile ORDER BY name"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path / "data")


def _add(path: Path, id_: str) -> None:
    with closing(connect(path)) as connection:
        save(connection, statement_of(person(id_, id_.title())))


def test_a_copy_is_made_while_the_mirror_runs(shell: Shell, tmp_path: Path) -> None:
    path = two_people(shell.folder)
    with in_use(shell.folder), closing(connect(path)) as mirror:
        save(mirror, statement_of(person("cleo", "Cleo")))
        before = path.with_name(f"{FILE_NAME}-wal").read_bytes()
        said = shell("backup")
        assert path.with_name(f"{FILE_NAME}-wal").read_bytes() == before
        save(mirror, statement_of(person("dora", "Dora")))
    (copy,) = copies.all_of(path)
    assert str(copy) in said
    assert "kB" in said
    assert rows(copy, _NAMES) == [("Anna",), ("Bert",), ("Cleo",)]
    elsewhere = tmp_path / "elsewhere.db"
    assert str(elsewhere) in shell("backup", "--output", str(elsewhere))
    assert dump(elsewhere) == dump(path)
    assert [one.name for one in tmp_path.glob("elsewhere*")] == ["elsewhere.db"]


def test_a_folder_as_output_gets_a_named_copy_and_an_older_copy_is_replaced(
    shell: Shell, tmp_path: Path
) -> None:
    two_people(shell.folder)
    stick = tmp_path / "stick"
    stick.mkdir()
    shell("backup", "--output", str(stick))
    (copy,) = stick.iterdir()
    assert copy.name.startswith("plumbline-")
    copy.write_text("an older one")
    shell("backup", "--output", str(copy))
    assert rows(copy, _NAMES) == [("Anna",), ("Bert",)]


def test_a_copy_that_cannot_be_made_is_said(shell: Shell, tmp_path: Path) -> None:
    path = two_people(shell.folder)
    before = dump(path)
    missing = str(tmp_path / "missing" / "folder" / "copy.db")
    assert "--output" in shell.refused("backup", "--output", missing)
    assert "themselves" in shell.refused("backup", "--output", str(path))
    assert dump(path) == before


def test_without_records_there_is_nothing_to_copy(shell: Shell) -> None:
    for words in (["backup"], ["people"], ["export", "--format", "csv", "--output", "x.csv"]):
        assert "no records" in shell.refused(*words)
    assert not shell.folder.exists()


def test_damaged_records_make_no_copy_and_cost_none(shell: Shell) -> None:
    path = two_people(shell.folder)
    shell("backup")
    ((page,),) = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'rep'")
    assert isinstance(page, int)
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"?" * 4096
    path.write_bytes(content)
    assert "start it again" in shell.refused("backup")
    assert len(list(copies.folder_of(path).iterdir())) == 1


def test_the_latest_copy_takes_the_place_and_nothing_is_lost(shell: Shell) -> None:
    path = two_people(shell.folder)
    shell("backup")
    before = dump(path)
    _add(path, "cleo")
    after = dump(path)
    said = shell("restore", "latest")
    assert "2 people, 4 sessions" in said
    assert dump(path) == before
    (aside,) = (one for one in set_aside_of(path) if one.suffix == ".db")
    assert str(aside) in said
    assert dump(aside) == after
    # And back: what was set aside is a copy too.
    shell("restore", str(aside))
    assert dump(path) == after


def test_an_empty_folder_takes_a_copy_from_elsewhere(shell: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    path = two_people(tmp_path / "other")
    copies.copy_to(sqlite3.connect(path), copy)
    before = copy.read_bytes()
    shell.folder.mkdir()
    (shell.folder / f"{FILE_NAME}-wal").write_bytes(b"left over")
    assert "kept as" not in shell("restore", str(copy))
    assert dump(shell.folder / FILE_NAME) == dump(path)
    assert copy.read_bytes() == before
    assert [one.name for one in tmp_path.glob("copy*")] == ["copy.db"]


def test_a_running_mirror_is_not_disturbed(shell: Shell) -> None:
    path = two_people(shell.folder)
    shell("backup")
    before = path.read_bytes()
    with in_use(shell.folder):
        assert "is running" in shell.refused("restore", "latest")
        assert "is running" in shell.refused("rescore")
        assert "is running" in shell.refused("forget", "Anna", "--yes")
    assert path.read_bytes() == before


def test_what_is_no_sound_copy_of_ours_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    path = two_people(shell.folder)
    before = path.read_bytes()
    assert "no copies" in shell.refused("restore", "latest")
    assert "No such file" in shell.refused("restore", str(tmp_path / "none.db"))
    assert "not a copy" in shell.refused("restore", str(path))
    shell("backup")
    good = copies.all_of(path)[0]
    torn, foreign, newer = (tmp_path / f"{name}.db" for name in ("torn", "foreign", "newer"))
    torn.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    with closing(sqlite3.connect(foreign)) as one:
        one.executescript("CREATE TABLE t (id); PRAGMA user_version = 1;")
    newer.write_bytes(good.read_bytes())
    with closing(sqlite3.connect(newer)) as one:
        one.execute("PRAGMA user_version = 99")
    for copy, words in ((torn, "damaged"), (foreign, "another program"), (newer, "newer")):
        assert words in shell.refused("restore", str(copy))
    assert str(good) in shell.refused("restore", str(tmp_path / "none.db"))
    assert path.read_bytes() == before
    assert set_aside_of(path) == []


_SHORT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from mirror.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "--output", "out"],
        ["restore", "latest"],
        ["export", "--format", "csv", "--output", "out"],
        ["export", "--format", "json", "--output", "out"],
        ["export", "--format", "fit", "--person", "Anna", "--output", "out.zip"],
    ],
)
def test_a_disk_that_takes_no_more_is_said_and_leaves_no_halves(
    shell: Shell, tmp_path: Path, words: list[str]
) -> None:
    # The nearest to a full disk that needs no other disk: no file may grow beyond some kilobytes.
    path = two_people(shell.folder)
    shell("backup")
    with closing(connect(path)) as one:
        for number in range(10, 60):
            for record in session_of("anna", number):
                save(one, statement_of(record))
    before = dump(path)
    place = tmp_path / "place"
    place.mkdir()
    said = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _SHORT, "12000", *words, "--data", str(shell.folder)],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2, said.stderr
    assert said.stderr.count("\n") == 1
    assert "Traceback" not in said.stderr
    assert os.strerror(errno.EFBIG) in said.stderr or "disk" in said.stderr
    assert list(place.iterdir()) == []
    assert dump(path) == before
    assert not list(shell.folder.glob("*.part"))
