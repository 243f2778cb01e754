"""What an update asks of a version: is it sound here, and can it take its records back?"""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirror.errors import UserError
from mirror.store import backup, opening, schema
from mirror.store.connection import connect, version_of
from mirror.updating.back import BEFORE, back
from mirror.updating.check import check, counted
from mirror.updating.golden import GOLDEN, differences, recordings
from mirror.web import database
from scripts.phone_records import household
from tests.app.phone_world import TODAY

STAMP = "20260512T101500Z"
NEWER = (
    *schema.STEPS,
    """ALTER TABLE rep ADD COLUMN felt TEXT;
    CREATE TABLE extra (id TEXT PRIMARY KEY) STRICT;""",
)
RENAMED = (*schema.STEPS, "ALTER TABLE deleting RENAME TO going;")
GUEST = (
    "INSERT INTO profile (id, name, language, mono_s, boot_id, wall_s, synced, details)"
    " VALUES ('between', 'Between', 'en', 1, 'b', 1, 1, '{}')"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    household(folder, today=TODAY)
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "plumbline.toml"
    path.write_text('language = "de"\n')
    return path


def rows(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / opening.FILE_NAME)) as one:
        return counted(one)


def newer(folder: Path, steps: tuple[schema.Step, ...] = NEWER) -> None:
    """A newer version opens the records, and somebody comes."""
    path = opening.open_store(folder, stamp=STAMP, steps=steps).path
    with closing(connect(path)) as one:
        one.execute(GUEST)


def test_what_a_newer_version_recorded_comes_back(data: Path, config: Path) -> None:
    before = rows(data)
    newer(data)
    said: list[str] = []
    back(data, config, stamp=STAMP, tell=said.append)
    assert opening.open_store(data, stamp=STAMP, thorough=True).set_aside is None
    assert rows(data) == {**before, "profile": before["profile"] + 1}
    assert "rows taken over" in said[0]
    # What the newer version had is still there, whole.
    (aside,) = data.glob("plumbline.replaced-*.db")
    with closing(sqlite3.connect(aside)) as one:
        assert version_of(one) == len(NEWER)
        assert counted(one) == rows(data)


def test_the_rules_of_the_older_file_hold_again(data: Path, config: Path) -> None:
    newer(data)
    back(data, config, stamp=STAMP, tell=lambda _: None)
    with closing(sqlite3.connect(data / opening.FILE_NAME)) as one:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            one.execute("UPDATE rep SET score = 1")
        assert version_of(one) == len(schema.STEPS)


def test_numbers_of_rows_stay(data: Path, config: Path) -> None:
    def numbers() -> list[tuple[int, str]]:
        with closing(sqlite3.connect(data / opening.FILE_NAME)) as one:
            return one.execute("SELECT rowid, id FROM session ORDER BY rowid").fetchall()

    with closing(connect(data / opening.FILE_NAME)) as one:
        one.execute(GUEST)
    before = numbers()
    newer_steps = (*schema.STEPS, "CREATE TABLE extra (id TEXT) STRICT;")
    opening.open_store(data, stamp=STAMP, steps=newer_steps)
    back(data, config, stamp=STAMP, tell=lambda _: None)
    assert numbers() == before


def test_who_was_forgotten_in_between_does_not_come_back(data: Path, config: Path) -> None:
    opening.open_store(data, stamp=STAMP, steps=NEWER)
    with closing(connect(data / opening.FILE_NAME)) as one:
        one.execute(GUEST)
        one.execute("DELETE FROM profile WHERE id = 'between'")
    back(data, config, stamp=STAMP, tell=lambda _: None)
    with closing(sqlite3.connect(data / opening.FILE_NAME)) as one:
        assert one.execute("SELECT 1 FROM profile WHERE id = 'between'").fetchall() == []


def test_it_may_be_repeated_after_a_power_cut(data: Path, config: Path) -> None:
    newer(data)
    # What a cut leaves of the first try.
    (data / f"{opening.FILE_NAME}.part").write_bytes(b"half")
    back(data, config, stamp=STAMP, tell=lambda _: None)
    after = rows(data)
    said: list[str] = []
    back(data, config, stamp=STAMP, tell=said.append)
    assert said == []
    assert rows(data) == after


def test_records_that_do_not_fit_leave_the_copy_from_before(data: Path, config: Path) -> None:
    before = rows(data)
    newer(data, RENAMED)
    said: list[str] = []
    back(data, config, stamp=STAMP, tell=said.append)
    assert rows(data) == before
    assert "do not fit" in said[0]
    assert "the copy" in said[1]
    assert len(list(data.glob("plumbline.replaced-*.db"))) == 1


def test_without_any_copy_it_is_said_and_nothing_is_lost(data: Path, config: Path) -> None:
    newer(data, RENAMED)
    for copy in backup.all_of(data / opening.FILE_NAME):
        copy.unlink()
    before = rows(data)
    with pytest.raises(UserError, match="There is no copy"):
        back(data, config, stamp=STAMP, tell=lambda _: None)
    assert rows(data) == before


def test_phones_stay_paired(data: Path, config: Path) -> None:
    with closing(database.open_web(data)) as one:
        one.execute(
            "INSERT INTO phone (name, token_hash, paired_s, seen_s, renewed_s)"
            " VALUES ('mine', 'h', 1, 1, 1)"
        )
        one.execute("ALTER TABLE phone ADD COLUMN colour TEXT")
        one.execute(f"PRAGMA user_version = {database.VERSION + 1}")
    back(data, config, stamp=STAMP, tell=lambda _: None)
    with closing(database.open_web(data)) as one:
        assert ("mine",) in one.execute("SELECT name FROM phone").fetchall()
    assert (data / database.FILE_NAME).stat().st_mode & 0o077 == 0


def test_settings_only_the_newer_version_knows_go(data: Path, config: Path) -> None:
    before = config.with_name(config.name + BEFORE)
    shutil.copy(config, before)
    config.write_text('language = "de"\nglow = 3\n')
    back(data, config, stamp=STAMP, tell=lambda _: None)
    assert config.read_text() == 'language = "de"\n'
    assert "glow" in config.with_name(f"{config.name}.newer").read_text()


def test_settings_that_can_be_read_stay(data: Path, config: Path) -> None:
    shutil.copy(config, config.with_name(config.name + BEFORE))
    config.write_text('language = "es"\n')
    back(data, config, stamp=STAMP, tell=lambda _: None)
    assert config.read_text() == 'language = "es"\n'


def test_a_recording_with_another_outcome_is_seen(tmp_path: Path) -> None:
    recording = next(one for one in recordings() if one.stem == "squat_valgus")
    folder = tmp_path / "squat"
    folder.mkdir()
    changed = Path(shutil.copy(recording, folder))
    expected = json.loads(recording.with_suffix(".json").read_text())
    changed.with_suffix(".json").write_text(json.dumps(expected))
    assert differences(changed) == []
    changed.with_suffix(".json").write_text(json.dumps({**expected, "exercise": "plank"}))
    assert differences(changed) == ["/exercise: 'squat' instead of 'plank'"]


def test_a_check_changes_nothing(data: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(one): one.read_bytes() for one in data.rglob("*") if one.suffix == ".db"}

    before = state()
    said: list[str] = []
    check(data, stamp=STAMP, tell=said.append, golden=GOLDEN)
    assert state() == before
    assert [one.split(":")[0] for one in said] == ["recordings", "pose models", "records"]
    assert "nothing is lost" in said[2]


def test_damaged_records_and_missing_recordings_are_not_sound(data: Path, tmp_path: Path) -> None:
    path = data / opening.FILE_NAME
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)
    said: list[str] = []
    assert check(data, stamp=STAMP, tell=said.append, golden=tmp_path) == 1
    assert said[0].startswith("recordings: NOT SOUND")
    assert said[2].startswith("records: NOT SOUND")
