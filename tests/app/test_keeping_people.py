"""`plumbline people` and `forget`."""

import io
from contextlib import closing
from pathlib import Path

import pytest

from mirror.store import backup as copies
from mirror.store.connection import connect
from mirror.store.opening import set_aside_of
from mirror.store.traces import add, connect_traces, path_of, sets_of
from tests.app.keeping_world import Shell, keep, person, session_of, two_people
from tests.app.store_world import STAMP, rows
from tests.app.test_store_traces import chunk


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path / "data")


def _everything(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


def test_the_list_has_names_ids_sessions_and_the_last_day(shell: Shell) -> None:
    two_people(shell.folder)
    said = shell("people").splitlines()
    (anna,) = (line for line in said if "Anna" in line)
    assert anna.split()[:2] == ["Anna", "3"]
    assert anna.split()[2].startswith("2026-05-")
    assert anna.split()[3] == "anna"


def test_nobody_yet_and_nobody_trained_yet(shell: Shell) -> None:
    path = keep(shell.folder)
    assert "Nobody yet." in shell("people")
    keep(shell.folder, person("anna", "Anna"))
    assert "-" in shell("people").split()
    assert path.exists()


def test_everything_of_a_person_goes(shell: Shell) -> None:
    path = two_people(shell.folder)
    with closing(connect(path)) as connection:
        copies.make(connection, path, stamp=STAMP)
    shell("restore", "latest")
    assert set_aside_of(path)
    with closing(connect_traces(path_of(path))) as traces:
        add(traces, chunk("anna-session-0-set-1"))
        add(traces, chunk("bert-session-1-set-1"))
    interrupted = shell.folder / "session.json"
    interrupted.write_text('{"version": 1, "profile": "Anna"}')
    said = shell("forget", "anna", "--yes")
    assert "Anna is forgotten" in said
    left = _everything(shell.folder)
    assert b"Bert" in left
    assert b"bert-session-1-set-1" in left
    for word in (b"Anna", b"anna-session"):
        assert word not in left
    assert not interrupted.exists()
    assert rows(path, "SELECT count(*) FROM rep") == [(1,)]
    with closing(connect_traces(path_of(path))) as traces:
        assert sets_of(traces) == ["bert-session-1-set-1"]
    (copy,) = copies.all_of(path)
    assert rows(copy, "SELECT name FROM profile") == [("Bert",)]
    assert "Nobody here is called" in shell.refused("forget", "anna", "--yes")


def test_the_name_is_asked_for_once_more(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    path = two_people(shell.folder)
    shell.folder.joinpath("session.json").write_text('{"version": 1, "profile": "Bert"}')
    for typed in ("bert\n", "\n", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        shell.declined("forget", "Anna")
    assert rows(path, "SELECT count(*) FROM profile") == [(2,)]
    # All is in order: the mirror need not look at every page when it starts.
    assert not path.with_name("plumbline.in_use").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("Anna\n"))
    assert "3 sessions" in shell("forget", "Anna")
    assert rows(path, "SELECT name FROM profile") == [("Bert",)]
    assert shell.folder.joinpath("session.json").exists()


def test_without_traces_and_with_foreign_ones(shell: Shell) -> None:
    path = keep(shell.folder, person("anna", "Anna"), *session_of("anna", 0))
    path_of(path).write_bytes(b"")
    with closing(connect_traces(path_of(path))) as traces:
        traces.execute("PRAGMA user_version = 7")
    shell("forget", "Anna", "--yes")
    assert not path_of(path).exists()
