"""Records as a mirror leaves them, and the commands that look after them."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from exercises.events import Rep
from mirror.cli import main
from mirror.programme.outcome import set_record
from mirror.programme.retest import Retest
from mirror.store.connection import connect
from mirror.store.opening import close_store, open_store
from mirror.store.records import (
    EventNoted,
    Json,
    Moment,
    Profile,
    Record,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetEnded,
    SetStarted,
)
from mirror.store.statements import save, statement_of
from tests.app.store_world import NOON_S, STAMP, moment, rep

DAY_S = 86_400.0
MODEL = "full-int8"


def at(session: int, mono_s: float) -> Moment:
    """A moment of the day of a session."""
    return moment(mono_s, wall_s=NOON_S + session * DAY_S + mono_s)


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    return msgspec.to_builtins(value)


def session_of(
    person: str,
    number: int,
    sets: Sequence[tuple[str, Sequence[Rep]]] = (("squat", (rep(1), rep(2, score=None))),),
    *,
    rule_version: str = "1",
    ended: bool = True,
) -> list[Record]:
    """A session of some sets, with what was asked around it."""
    name = f"{person}-session-{number}"
    details: Mapping[str, Any] = {"kind": "training", "week": 3, "plan": []}
    records: list[Record] = [SessionStarted(name, person, at(number, 0.0), details)]
    pain: Mapping[str, Json] = {"when": "before", "exercise": "", "value": 1, "sharp": False}
    records.append(EventNoted(f"{name}-before", person, "pain", at(number, 1), name, None, pain))
    for index, (exercise, reps) in enumerate(sets, start=1):
        set_id = f"{name}-set-{index}"
        begun = at(number, 60.0 * index)
        unit = "seconds" if exercise == "hip_flexor_stretch" else "reps"
        records.append(
            SetStarted(
                set_id,
                name,
                index,
                exercise,
                "both",
                8,
                "seconds" if unit == "seconds" else "reps",
                begun,
                details={"load": None, "stage": "full", "extra": 0},
            )
        )
        records += [
            RepDone(f"{set_id}-rep-{one.index}", set_id, begun, one, MODEL, rule_version)
            for one in reps
        ]
        if not ended:
            return records
        record = set_record(side="both", target=8, kind="training", done=len(reps), reps=reps)
        result = {"record": plain(record), "partials": 1, "voids": 0, "reason": None}
        records.append(SetEnded(set_id, at(number, 60.0 * index + 30.5), record.score, result))
        effort: Mapping[str, Json] = {"exercise": exercise, "value": 6}
        records.append(EventNoted(f"{set_id}-effort", person, "effort", begun, name, None, effort))
    pain = {"when": "after", "exercise": "squat", "value": 2, "sharp": True}
    records.append(EventNoted(f"{name}-after", person, "pain", at(number, 900), name, None, pain))
    records.append(SessionEnded(name, at(number, 1000.0), "done"))
    return records


def retest(person: str, number: int) -> EventNoted:
    day = Retest(day=date(2026, 5, 12), fppa_deg=3.5)
    session = f"{person}-session-{number}"
    return EventNoted(
        f"{session}-retest", person, "retest", at(number, 950), session, None, plain(day)
    )


def person(id_: str, name: str) -> Profile:
    return Profile(id_, name, "en", moment(), {"goals": ["stairs"]})


def keep(folder: Path, *records: Record) -> Path:
    """Write records, and leave the store in order."""
    path = open_store(folder, stamp=STAMP).path
    with closing(connect(path)) as connection:
        for record in records:
            save(connection, statement_of(record))
    close_store(path)
    return path


def two_people(folder: Path) -> Path:
    """Anna with three sessions, Bert with one."""
    anna = [record for number in (0, 1, 2) for record in session_of("anna", number)]
    bert = session_of("bert", 1, (("clamshell", (rep(1),)),), ended=False)
    return keep(
        folder, person("anna", "Anna"), person("bert", "Bert"), *anna, retest("anna", 2), *bert
    )


def many(count: int) -> tuple[Rep, ...]:
    return tuple(replace(rep(number), score=70 + number) for number in range(1, count + 1))


class Shell:
    """Runs commands as a person types them."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *words: str) -> str:
        """What a command prints when all goes well."""
        self._capsys.readouterr()
        code = main([*words, "--data", str(self.folder)])
        said = self._capsys.readouterr()
        assert (code, said.err) == (0, ""), said.err
        return said.out

    def refused(self, *words: str) -> str:
        """The one line of a command that cannot do what is asked."""
        self._capsys.readouterr()
        code = main([*words, "--data", str(self.folder)])
        said = self._capsys.readouterr()
        assert code == 2, said
        assert said.out == ""
        assert said.err.startswith("plumbline: ")
        assert said.err.count("\n") == 1
        return said.err

    def declined(self, *words: str) -> None:
        """A command that asked something and was not told to go on."""
        self._capsys.readouterr()
        assert main([*words, "--data", str(self.folder)]) == 2
        said = self._capsys.readouterr()
        assert "nothing was removed" in said.err
        assert "Type the name" in said.out


def dump(path: Path) -> list[str]:
    """Everything in a database, as text."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
