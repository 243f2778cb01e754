"""`plumbline export`: every format read back by something else than what wrote it."""

import csv
import io
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fitdecode
import jsonschema
import pytest

from exercises.registry import names
from mirror.report.fit import EXERCISES
from mirror.store.connection import connect
from mirror.store.records import RepDone, SessionStarted, SetStarted
from tests.app.keeping_world import (
    DAY_S,
    Shell,
    keep,
    many,
    person,
    session_of,
    two_people,
)
from tests.app.store_world import NOON_S, moment, rep

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "records.schema.json").read_text("utf-8")
)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path / "data")


def _csv(shell: Shell, path: Path, *words: str) -> list[dict[str, str]]:
    shell("export", "--format", "csv", "--output", str(path), *words)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _json(shell: Shell, path: Path, *words: str) -> dict[str, Any]:
    shell("export", "--format", "json", "--output", str(path), *words)
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(
        SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(document)
    return document


def _fit(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    with fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    ) as reader:
        return [
            (frame.name, {field.name: field.value for field in frame.fields})
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage)
        ]


def test_a_row_for_each_rep_with_what_is_around_it(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    found = _csv(shell, tmp_path / "reps.csv")
    assert len(found) == 7
    assert [row["person"] for row in found] == ["Anna"] * 6 + ["Bert"]
    first, second = found[:2]
    day = datetime.fromtimestamp(NOON_S).astimezone().date().isoformat()
    assert first | {"session": "", "model": ""} == {
        "person": "Anna",
        "session": "",
        "day": day,
        "day_known": "yes",
        "session_kind": "training",
        "week": "3",
        "set": "1",
        "exercise": "squat",
        "side": "both",
        "kind": "training",
        "target": "8",
        "unit": "reps",
        "set_score": "",
        "rep": "1",
        "rep_side": "both",
        "duration_s": "2.0",
        "score": "83",
        "not_judged": "",
        "alignment": "80",
        "range": "",
        "control": "",
        "symmetry": "",
        "stability": "",
        "faults": "knees_cave:left:amber",
        "lost": "alignment:8",
        "effort": "6",
        "pain_before": "1",
        "pain_after": "2",
        "pain_morning": "",
        "sharp": "yes",
        "model": "",
        "rule_version": "1",
        "knee_flexion_deg": "91.25",
        "trunk_lean_deg": "",
    }
    assert (second["score"], second["not_judged"]) == ("", "alignment_not_seen")
    assert _csv(shell, tmp_path / "bert.csv", "--person", "bert") == found[-1:]
    (latest,) = {row["session"] for row in _csv(shell, tmp_path / "l.csv", "--session", "latest")}
    assert latest == "anna-session-2"


def test_a_name_is_no_formula(shell: Shell, tmp_path: Path) -> None:
    keep(shell.folder, person("anna", '=HYPERLINK("x";"Müller")'), *session_of("anna", 0))
    assert _csv(shell, tmp_path / "reps.csv")[0]["person"] == '\'=HYPERLINK("x";"Müller")'


def test_the_json_holds_everything_and_follows_its_schema(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    document = _json(shell, tmp_path / "all.json")
    anna, bert = document["people"]
    assert (anna["name"], [one["id"] for one in anna["sessions"]]) == (
        "Anna",
        [f"anna-session-{number}" for number in range(3)],
    )
    session = anna["sessions"][2]
    assert session["began"] == datetime.fromtimestamp(NOON_S + 2 * DAY_S, UTC).isoformat()
    assert session["duration_s"] == 1000.0
    assert len(session["retests"]) == 1
    assert session["retests"][0]["fppa_deg"] == 3.5
    assert {one["kind"] for one in session["events"]} == {"pain", "effort"}
    (set_,) = session["sets"]
    assert set_["result"]["partials"] == 1
    assert [one["score"] for one in set_["reps"]] == [83, None]
    assert set_["reps"][0]["faults"][0]["value"] == 12.5
    unfinished = bert["sessions"][0]
    assert (unfinished["duration_s"], unfinished["sets"][0]["duration_s"]) == (None, None)
    assert unfinished["sets"][0]["result"] == {}
    only = _json(shell, tmp_path / "one.json", "--session", "bert-session-1")
    assert [one["name"] for one in only["people"]] == ["Bert"]
    assert _json(shell, tmp_path / "anna.json", "--person", "ANNA")["people"] == [anna]


def test_the_schema_describes_every_field(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    document = _json(shell, tmp_path / "all.json")
    closed = json.loads(json.dumps(SCHEMA))
    for part in (closed, *closed["$defs"].values()):
        if "properties" in part:
            part["additionalProperties"] = False
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, closed)
    broken: tuple[dict[str, Any], ...] = ({"version": 2}, {"people": [{}]}, {"format": "other"})
    for change in broken:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document | change, SCHEMA)


def test_what_later_rules_said_is_what_is_exported(shell: Shell, tmp_path: Path) -> None:
    path = keep(shell.folder, person("anna", "Anna"), *session_of("anna", 0))
    set_id = "anna-session-0-set-1"
    with closing(connect(path)) as one:
        for number, score, reason in ((1, 50, None), (2, None, "turned")):
            one.execute(
                "INSERT INTO rep_rescored"
                " VALUES (?, ?, ?, ?, ?, '{}', '{}', '[]', '{}', 1, 'b', 1, 1)",
                (f"x{number}", f"{set_id}-rep-1", str(number + 1), score, reason),
            )
        one.execute(
            "INSERT INTO set_rescored VALUES ('y', ?, '3', 44, '{}', 1, 'b', 1, 1)", (set_id,)
        )
    first, second = _csv(shell, tmp_path / "reps.csv")
    assert (first["score"], first["not_judged"], first["rule_version"]) == ("", "turned", "3")
    assert (first["faults"], first["set_score"]) == ("", "44")
    assert second["rule_version"] == "1"


def test_a_session_is_an_activity_with_its_sets(shell: Shell, tmp_path: Path) -> None:
    done = [(name, many(4)) for name in names()] + [("squat", ())]
    keep(shell.folder, person("anna", "Anna"), *session_of("anna", 0, done))
    output = tmp_path / "today.fit"
    said = shell("export", "--format", "fit", "--output", str(output))
    assert str(output) in said
    messages = _fit(output.read_bytes())
    kinds = [name for name, _ in messages]
    assert kinds[0] == "file_id"
    assert kinds[-3:] == ["lap", "session", "activity"]
    began = datetime.fromtimestamp(NOON_S, UTC)
    head = messages[0][1]
    assert (head["type"], head["manufacturer"], head["time_created"]) == (
        "activity",
        "development",
        began,
    )
    sets = [fields for name, fields in messages if name == "set"]
    assert len(sets) == len(names())
    for fields, name in zip(sets, names(), strict=True):
        assert (fields["repetitions"], fields["duration"], fields["weight"]) == (4, 30.5, 0.0)
        assert fields["set_type"] == "active"
        assert fields["category_subtype"] == EXERCISES[name][1]
    assert {fields["category"] for fields in sets} == {
        "banded_exercises",
        "hip_stability",
        "squat",
        "warm_up",
        "deadlift",
    }
    assert (sets[0]["start_time"] - began).total_seconds() == 60.0
    whole = dict(messages)["session"]
    assert (whole["sport"], whole["sub_sport"]) == ("training", "strength_training")
    assert whole["total_elapsed_time"] == 1000.0
    # Again: the very same file, so that a diary finds it has it already.
    again = tmp_path / "again.fit"
    shell("export", "--format", "fit", "--output", str(again), "--session", "latest")
    assert again.read_bytes() == output.read_bytes()


def test_every_exercise_has_its_place_in_fit() -> None:
    assert set(EXERCISES) >= set(names())


def test_an_unknown_exercise_a_broken_off_set_and_a_clock_of_1970(
    shell: Shell, tmp_path: Path
) -> None:
    then = replace(moment(), wall_s=60.0, synced=False)
    early = [
        replace(one, at=then)
        for one in session_of("anna", 0, (("tree_pose", many(3)),), ended=False)
        if isinstance(one, SessionStarted | SetStarted | RepDone)
    ]
    keep(shell.folder, person("anna", "Anna"), *early)
    output = tmp_path / "one.fit"
    shell("export", "--format", "fit", "--output", str(output))
    (fields,) = [fields for name, fields in _fit(output.read_bytes()) if name == "set"]
    assert fields["repetitions"] == 3
    assert fields["start_time"].year == 1998
    assert _csv(shell, tmp_path / "reps.csv")[0]["day_known"] == "no"


def test_several_sessions_are_files_in_a_zip(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    fit, archive = tmp_path / "anna.fit", tmp_path / "anna.zip"
    several = ("export", "--format", "fit", "--output")
    assert "Anna, Bert" in shell.refused(*several, str(fit))
    assert ".zip" in shell.refused(*several, str(fit), "--person", "Anna")
    assert "3 sessions" in shell(*several, str(archive), "--person", "Anna")
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == 3
        assert all(name.endswith(".fit") for name in opened.namelist())
        serials = {_fit(opened.read(name))[0][1]["serial_number"] for name in opened.namelist()}
    assert len(serials) == 3
    shell(*several, str(fit), "--session", "bert-session-1")
    assert [name for name, _ in _fit(fit.read_bytes())].count("set") == 1


def test_what_is_not_there_is_said_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    two_people(shell.folder)
    output = tmp_path / "x.csv"
    words = ("export", "--format", "csv", "--output", str(output))
    assert "Did you mean Anna?" in shell.refused(*words, "--person", "Annna")
    assert "Known: Anna, Bert" in shell.refused(*words, "--person", "Zoe")
    assert "no session nine" in shell.refused(*words, "--session", "nine")
    assert "no session anna-session-1" in shell.refused(
        *words, "--person", "Bert", "--session", "anna-session-1"
    )
    assert "is a folder" in shell.refused("export", "--format", "csv", "--output", str(tmp_path))
    missing = str(tmp_path / "no" / "x.csv")
    assert "cannot be written" in shell.refused("export", "--format", "csv", "--output", missing)
    assert not output.exists()
    output.write_text("before")
    shell.refused(*words, "--person", "Zoe")
    assert output.read_text() == "before"


@pytest.mark.parametrize("name", ["plumbline.db", "traces.db"])
def test_an_export_is_not_written_over_records(shell: Shell, tmp_path: Path, name: str) -> None:
    two_people(tmp_path / "data")
    records = tmp_path / "data" / name
    with closing(sqlite3.connect(records)) as one:
        one.execute("CREATE TABLE IF NOT EXISTS other (x)")
        one.commit()
    before = records.read_bytes()
    said = shell.refused("export", "--format", "csv", "--output", str(records))
    assert "holds records" in said
    assert records.read_bytes() == before


def test_two_of_one_name_are_told_apart_by_id(shell: Shell, tmp_path: Path) -> None:
    keep(shell.folder, person("a1", "Anna"), person("a2", "anna"), *session_of("a2", 0))
    words = ("export", "--format", "csv", "--output", str(tmp_path / "x.csv"), "--person")
    assert "a1, a2" in shell.refused(*words, "Anna")
    assert "2 reps" in shell(*words, "a2")


def test_nothing_done_yet_is_an_empty_table(shell: Shell, tmp_path: Path) -> None:
    keep(shell.folder, person("anna", "Anna"), person("bert", "Bert"))
    assert _csv(shell, tmp_path / "x.csv") == []
    assert [one["sessions"] for one in _json(shell, tmp_path / "x.json")["people"]] == [[], []]
    fit = ("export", "--format", "fit", "--output", str(tmp_path / "x.fit"), "--person", "Anna")
    assert "no session yet" in shell.refused(*fit)
    assert "no session yet" in shell.refused(*fit, "--session", "latest")


def test_records_of_another_version_are_not_touched(shell: Shell, tmp_path: Path) -> None:
    path = two_people(shell.folder)
    words = ("export", "--format", "csv", "--output", str(tmp_path / "x.csv"))
    for version, said in ((99, "newer"), (1, "older")):
        with closing(sqlite3.connect(path)) as one:
            one.execute(f"PRAGMA user_version = {version}")
        assert said in shell.refused(*words)


def test_the_mirror_may_write_meanwhile(shell: Shell, tmp_path: Path) -> None:
    path = two_people(shell.folder)
    with closing(connect(path)) as mirror:
        mirror.execute("BEGIN IMMEDIATE")
        assert len(_csv(shell, tmp_path / "x.csv")) == 7
        mirror.execute("ROLLBACK")


def test_days_are_those_where_the_mirror_hangs(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(shell.folder, person("anna", "Anna"), *session_of("anna", 0, (("squat", (rep(),)),)))
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.add(_csv(shell, tmp_path / "x.csv")[0]["day"])
    monkeypatch.undo()
    time.tzset()
    assert len(days) == 2
