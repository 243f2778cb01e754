"""Records as SQL: one statement for each, with its values fixed at the time of making."""

import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from mirror.store.connection import transaction
from mirror.store.records import (
    EventNoted,
    Moment,
    Profile,
    Record,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetEnded,
    SetStarted,
)

Value = None | int | float | str

_AT: Final = ("mono_s", "boot_id", "wall_s", "synced")
_END: Final = ", ".join(f"end_{column} = ?" for column in _AT)


class RefusedError(Exception):
    """The file will never take this record: it contradicts what is there or cannot be kept."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What to run for a record.

    Attributes:
        sql: with a mark for each of `values`.
        values: in its order.
        same: asks whether the very same row is there already, with the same values; None for
            a statement that may simply be run twice.
    """

    sql: str
    values: tuple[Value, ...]
    same: str | None = None


def statement_of(record: Record) -> Statement:  # noqa: PLR0911 - one for each kind of record
    """The statement that writes a record.

    Raises:
        TypeError: its details hold what JSON cannot say.
    """
    columns: tuple[str, ...]
    match record:
        case Profile(id=id_, name=name, language=language, at=at):
            columns = ("id", "name", "language", *_AT, "details")
            made = _insert(
                "profile", columns, (id_, name, language, *_at(at), _json(record.details))
            )
            replaced = (
                "name = excluded.name, language = excluded.language, details = excluded.details"
            )
            return Statement(f"{made.sql} ON CONFLICT (id) DO UPDATE SET {replaced}", made.values)
        case SessionStarted(id=id_, profile_id=profile, at=at):
            columns = ("id", "profile_id", *_AT, "details")
            return _insert("session", columns, (id_, profile, *_at(at), _json(record.details)))
        case SessionEnded(session_id=id_, at=at, reason=reason):
            return Statement(
                f"UPDATE session SET {_END}, end_reason = ? WHERE id = ?",  # noqa: S608 - our words
                (*_at(at), reason, id_),
            )
        case SetStarted():
            return _set_started(record)
        case SetEnded(set_id=id_, at=at, score=score, result=result):
            return Statement(
                f"UPDATE set_ SET {_END}, score = ?, result = ? WHERE id = ?",  # noqa: S608 - our words
                (*_at(at), score, _json(result), id_),
            )
        case RepDone():
            return _rep_done(record)
        case EventNoted(id=id_, profile_id=profile, session_id=session, set_id=set_, at=at):
            columns = ("id", "profile_id", "session_id", "set_id", "kind", *_AT, "details")
            values = (id_, profile, session, set_, record.kind, *_at(at), _json(record.details))
            return _insert("event", columns, values)


def save(connection: sqlite3.Connection, statement: Statement) -> None:
    """Run a statement in its own transaction. What was saved before is not saved twice.

    Raises:
        RefusedError: it can never be saved.
        sqlite3.Error: it could not be saved now.
    """
    try:
        with transaction(connection):
            changed = connection.execute(statement.sql, statement.values).rowcount
    except sqlite3.IntegrityError as error:
        # After a commit that failed halfway nobody knows whether it was kept.
        if statement.same is None or not connection.execute(
            statement.same, statement.values
        ).fetchone() == (1,):
            raise RefusedError(str(error)) from error
        return
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError) as error:
        raise RefusedError(str(error)) from error
    except (ValueError, OverflowError) as error:
        # Text that is no UTF-8, a whole number of more than 64 bits.
        raise RefusedError(str(error)) from error
    if changed == 0:
        message = "what it belongs to is not there"
        raise RefusedError(message)


def _set_started(record: SetStarted) -> Statement:
    names = ("id", "session_id", "index_", "exercise", "side", "target", "unit", "kind")
    values = (
        record.id,
        record.session_id,
        record.index,
        record.exercise,
        record.side,
        record.target,
        record.unit,
        record.kind,
        *_at(record.at),
        _json(record.details),
    )
    return _insert("set_", (*names, *_AT, "details"), values)


def _rep_done(record: RepDone) -> Statement:
    rep = record.rep
    names = ("id", "set_id", "index_", "side", "start_s", "peak_s", "end_s", "score")
    others = ("unscored_reason", "model", "rule_version")
    parts = ("sub_scores", "lost", "faults", "measures")
    values = (
        record.id,
        record.set_id,
        rep.index,
        rep.side,
        rep.start_s,
        rep.peak_s,
        rep.end_s,
        rep.score,
        rep.unscored_reason,
        record.model,
        record.rule_version,
        _json(rep.sub_scores),
        _json(rep.lost),
        _json([asdict(fault) for fault in rep.faults]),
        _json(rep.measures),
        *_at(record.at),
    )
    return _insert("rep", (*names, *others, *parts, *_AT), values)


def _insert(table: str, columns: Sequence[str], values: tuple[Value, ...]) -> Statement:
    # Table and columns are words of this file, never anyone's input.
    marks = ", ".join("?" * len(columns))
    alike = " AND ".join(f"{column} IS ?" for column in columns)
    return Statement(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
        values,
        same=f"SELECT count(*) FROM {table} WHERE {alike}",  # noqa: S608
    )


def _at(moment: Moment) -> tuple[Value, ...]:
    return moment.mono_s, moment.boot_id, moment.wall_s, int(moment.synced)


def _json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> object:
    """The value with everything JSON has no word for as null: missing is null, never NaN."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(part) for part in value]
    return value
