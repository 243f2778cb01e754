"""What a smart home shows: the mirror's state, and each person's last session, streak and next."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.planner import Today, plan
from mirror.programme.week import streak, trained_days
from mirror.store import reading
from mirror.store.changes import STALE_S
from mirror.store.latest import latest_session
from mirror.store.lock import FILE_NAME as LOCK
from mirror.store.logged import LoggedSession, sessions
from mirror.store.looking import looking

MirrorState = Literal["training", "idle", "off"]
STATES: Final[tuple[MirrorState, ...]] = ("training", "idle", "off")

_PAUSE_S: Final = 900.0
"""A session in which nothing was written for so long is taken for left (a design choice: rests and
questions take less)."""
_AHEAD_DAYS: Final = 10
"""How far one looks for the next session: rest days never make more."""
_LATEST: Final = (
    "SELECT id FROM session_at WHERE profile_id = ? AND (end_reason IS NOT NULL OR wall_s < ?)"
    " ORDER BY number DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class PersonState:
    """One person. None: there is none, or it is not known.

    Attributes:
        id, name: whose.
        last_session_s: when the latest session began, wall-clock seconds since 1970.
        kind: what it was for.
        reps: counted in it.
        score: mean of its judged sets, 0..100.
        streak: weeks in a row with enough days.
        next_day: the next day with training.
    """

    id: str
    name: str
    last_session_s: float | None
    kind: str | None
    reps: int
    score: int | None
    streak: int
    next_day: date | None


@dataclass(frozen=True, slots=True)
class HomeState:
    """All that is shown."""

    mirror: MirrorState = "off"
    people: tuple[PersonState, ...] = ()


def home_state(
    folder: Path, *, people: frozenset[str], now_s: float, locks: Path = Path("/proc/locks")
) -> HomeState:
    """What is to be shown now.

    Args:
        folder: the data folder.
        people: ids of whom.
        now_s: wall-clock seconds.
        locks: the system's list of locks.

    Raises:
        UserError: the records cannot be read.
    """
    running = _is_locked(folder / LOCK, locks)
    with looking(folder) as connection:
        if connection is None:
            return HomeState("idle" if running else "off")
        everyone = reading.people(connection)
        shown = tuple(_person(connection, one, now_s) for one in everyone if one.id in people)
        training = running and any(_trains(connection, one.id, now_s) for one in everyone)
    return HomeState("training" if training else "idle" if running else "off", shown)


def _person(connection: sqlite3.Connection, person: Person, now_s: float) -> PersonState:
    past = reading.past_of(connection, person.id, zone=None)
    today = datetime.fromtimestamp(now_s).astimezone().date()
    latest = _latest(connection, person.id, now_s)
    scores = [] if latest is None else [s.score for s in latest.sets if s.score is not None]
    return PersonState(
        id=person.id,
        name=person.name,
        last_session_s=None if latest is None else latest.wall_s,
        kind=None if latest is None else latest.details.get("kind"),
        reps=0 if latest is None else sum(len(one.reps) for one in latest.sets),
        score=round(sum(scores) / len(scores)) if scores else None,
        streak=streak(trained_days(past, today), today),
        next_day=next_day(person, past, today),
    )


def next_day(person: Person, past: Past, today: date) -> date | None:
    """The next day for which the programme has training; None while it is stopped."""
    for day in _days(today):
        try:
            kind = plan(person, past, Today(day)).kind if person.asked else "stop"
        except ValueError:  # a red flag nobody asks about: it must not pass for a no
            return None
        if kind == "training":
            return day
        if kind == "stop":
            return None
    return None


def _days(today: date) -> Iterator[date]:
    return (today + timedelta(days=number) for number in range(_AHEAD_DAYS))


def _latest(connection: sqlite3.Connection, person: str, now_s: float) -> LoggedSession | None:
    row = connection.execute(_LATEST, (person, now_s - STALE_S)).fetchone()
    return None if row is None else next(sessions(connection, session=row[0]), None)


def _trains(connection: sqlite3.Connection, person: str, now_s: float) -> bool:
    latest = latest_session(connection, person)
    return latest is not None and not latest.ended and now_s - latest.at.wall_s < _PAUSE_S


def _is_locked(path: Path, locks: Path) -> bool:
    """Whether a process holds the file.

    Found without touching the lock: a mirror that starts at this moment must not find it taken.
    """
    try:
        inode = str(path.stat().st_ino)
        lines = locks.read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    # "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF". The device is not compared: some file
    # systems show another one there than to stat.
    held = (line.split() for line in lines if " FLOCK " in line and "->" not in line)
    return any(len(parts) > 5 and parts[5].rpartition(":")[2] == inode for parts in held)  # noqa: PLR2004 - as above
