"""Files of every released version, brought to the present one with nothing lost.

`released/` holds one file of SQL for each, made when it was released and never edited.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirror.store import schema
from mirror.store.opening import FILE_NAME, open_store
from tests.app.store_world import STAMP, rows

_RELEASED = sorted(Path(__file__).with_name("released").glob("v*.sql"))


def _version(path: Path) -> int:
    return int(path.stem.removeprefix("v"))


def _as_released(made: Path, folder: Path) -> Path:
    folder.mkdir()
    path = folder / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(made.read_text(encoding="utf-8"))
    return path


def _contents(path: Path, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: rows(path, f"SELECT {', '.join(names)} FROM {table} ORDER BY 1")  # noqa: S608
        for table, names in columns.items()
    }


def _columns(path: Path) -> dict[str, list[str]]:
    tables = rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {
        str(table): [str(row[1]) for row in rows(path, f"PRAGMA table_info({table})")]
        for (table,) in tables
    }


def _schema(path: Path) -> dict[object, str]:
    found = rows(path, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: re.sub(r"\s+", " ", str(sql)) for name, sql in found}


@pytest.mark.parametrize("released", _RELEASED, ids=_version)
def test_a_released_file_keeps_every_row(released: Path, tmp_path: Path) -> None:
    path = _as_released(released, tmp_path / "data")
    columns = _columns(path)
    before = _contents(path, columns)
    assert [table for table, found in before.items() if not found] == ["deleting"]
    opened = open_store(path.parent, stamp=STAMP)
    steps = len(schema.STEPS) - _version(released)
    assert opened.migrated_from == (_version(released) if steps else None)
    assert len(opened.copies) == steps
    assert _contents(path, columns) == before
    assert rows(path, "PRAGMA user_version") == [(len(schema.STEPS),)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("released", _RELEASED, ids=_version)
def test_a_released_step_is_as_it_was(released: Path, tmp_path: Path) -> None:
    path = _as_released(released, tmp_path / "old")
    folder = tmp_path / "new"
    made = open_store(folder, stamp=STAMP, steps=schema.STEPS[: _version(released)]).path
    assert _schema(made) == _schema(path)


@pytest.mark.parametrize("released", _RELEASED, ids=_version)
def test_a_migrated_file_and_a_new_one_have_the_same_schema(released: Path, tmp_path: Path) -> None:
    path = _as_released(released, tmp_path / "old")
    open_store(path.parent, stamp=STAMP)
    assert _schema(path) == _schema(open_store(tmp_path / "new", stamp=STAMP).path)
