"""Changes a person asked for on the phone, which the mirror carries out when it is idle.

The pages add wishes; the mirror takes the pending ones through `Wishes`, applies each with
`person_with` or `settings_with`, and answers it. A wish names only what changes, so that what was
changed on the mirror meanwhile stays.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from mirror.config.settings import TOP, Language, Settings, rules
from mirror.programme.person import Goal, Person
from mirror.programme.phases import Band
from mirror.store.connection import transaction
from mirror.web.database import FILE_NAME, open_web
from mirror.web.now import Now

Outcome = Literal["done", "refused"]

MOST_PENDING: Final = 50
"""Wishes that may wait; a phone that asks for more is told so (a design choice)."""
KEPT: Final = 200

SETTINGS: Final[tuple[tuple[str, str], ...]] = (
    (TOP, "language"),
    ("sound", "voice"),
    ("sound", "volume"),
    ("screen", "brightness"),
    ("screen", "gauge_side"),
)
"""Table and key of what may be wished: nothing that could keep a mirror from starting."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What shall be changed of a person; None: stays as it is."""

    person: str
    name: str | None = None
    language: Language | Literal[""] | None = None
    goals: tuple[Goal, ...] | None = None
    bands: tuple[Band, ...] | None = None
    reminder: bool | None = None


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting; see `SETTINGS`."""

    section: str
    key: str
    value: bool | int | str


Change = PersonChange | SettingChange


@dataclass(frozen=True, slots=True)
class Wish:
    """A change that waits to be made."""

    id: int
    change: Change


class Wishes:
    """The mirror's side: what waits, and how it went.

    Args:
        folder: the data folder.
    """

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        self._folder = folder

    def pending(self) -> tuple[Wish, ...]:
        """What waits, oldest first; nothing as long as nobody used the phone pages.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        if not (self._folder / FILE_NAME).exists():
            return ()
        with closing(open_web(self._folder)) as connection:
            return pending(connection)

    def answer(self, wish: Wish, outcome: Outcome, now: Now) -> None:
        """A wish was carried out, or cannot be.

        Raises:
            sqlite3.Error: it could not be saved; the wish goes on waiting.
        """
        with closing(open_web(self._folder)) as connection, transaction(connection):
            connection.execute(
                "INSERT OR REPLACE INTO wish_answer (wish_id, outcome, wall_s) VALUES (?, ?, ?)",
                (wish.id, outcome, now.wall_s),
            )
            connection.execute("DELETE FROM wish_answer WHERE wish_id <= ?", (wish.id - KEPT,))


def pending(connection: sqlite3.Connection) -> tuple[Wish, ...]:
    """What waits, oldest first. A row nobody can read is passed over."""
    rows = connection.execute(
        "SELECT id, kind, change FROM wish WHERE id NOT IN (SELECT wish_id FROM wish_answer)"
        " AND id > (SELECT coalesce(max(id), 0) FROM wish) - ? ORDER BY id",
        (KEPT,),
    )
    found = ((id_, _decoded(kind, change)) for id_, kind, change in rows)
    return tuple(Wish(id_, change) for id_, change in found if change is not None)


def add(connection: sqlite3.Connection, change: Change, phone: int, now: Now) -> bool:
    """Have a change wait for the mirror; False: too many wait already. For the pages."""
    with transaction(connection):
        if len(pending(connection)) >= MOST_PENDING:
            return False
        kind = "person" if isinstance(change, PersonChange) else "setting"
        cursor = connection.execute(
            "INSERT INTO wish (phone_id, kind, change, wall_s) VALUES (?, ?, ?, ?)",
            (phone, kind, msgspec.json.encode(change).decode(), now.wall_s),
        )
        connection.execute("DELETE FROM wish WHERE id <= ?", ((cursor.lastrowid or 0) - KEPT,))
    return True


def person_with(person: Person, change: PersonChange) -> Person:
    """A person with what was wished."""
    return replace(
        person,
        name=person.name if change.name is None else change.name,
        language=person.language if change.language is None else change.language,
        goals=person.goals if change.goals is None else change.goals,
        bands=person.bands if change.bands is None else change.bands,
        reminder=person.reminder if change.reminder is None else change.reminder,
    )


def settings_with(settings: Settings, change: SettingChange) -> Settings:
    """Settings with what was wished; unchanged by what may not be wished."""
    if problem(change) is not None:
        return settings
    new: dict[str, Any] = {change.key: change.value}
    if change.section == TOP:
        return replace(settings, **new)
    part: dict[str, Any] = {change.section: replace(getattr(settings, change.section), **new)}
    return replace(settings, **part)


def problem(change: SettingChange) -> str | None:
    """Why a setting cannot be wished; None: it can."""
    if (change.section, change.key) not in SETTINGS:
        return "may not be changed from here"
    return rules(change.section)[change.key].problem(change.value)


def _decoded(kind: str, change: str) -> Change | None:
    try:
        if kind == "person":
            return msgspec.json.decode(change, type=PersonChange)
        return msgspec.json.decode(change, type=SettingChange)
    except msgspec.MsgspecError:
        return None
