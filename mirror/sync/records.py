"""What sync sees of the records: a look at all, and one session at a time, each in a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mirror.store import logged
from mirror.store.changes import Seen, finished
from mirror.store.logged import LoggedPerson
from mirror.store.looking import looking
from mirror.sync.parcel import Parcel, packed

_EARLIEST_S: Final = 0.0
_LATEST_S: Final = 253_402_000_000.0
"""Near the end of the year 9999, the last one a date can say."""


@dataclass(frozen=True, slots=True)
class Look:
    """All that is there.

    Attributes:
        people: everyone.
        seen: every finished session, oldest first.
    """

    people: tuple[LoggedPerson, ...] = ()
    seen: tuple[Seen, ...] = ()


class Records:
    """The records in a data folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened yet."""
        self._folder = folder

    def look(self, *, now_s: float) -> Look:
        """Who and what is there.

        Raises:
            UserError: they cannot be read.
        """
        with looking(self._folder) as connection:
            if connection is None:
                return Look()
            people = tuple(logged.people(connection))
            return Look(people, tuple(finished(connection, now_s=now_s)))

    def parcel(self, session_id: str, *, name: str, now_s: float) -> tuple[Seen, Parcel] | None:
        """One session made ready, with how it was seen at that moment; None: it is gone.

        Args:
            session_id: which.
            name: for its files.
            now_s: wall-clock seconds.

        Raises:
            UserError: the records cannot be read.
        """
        with looking(self._folder) as connection:
            if connection is None:
                return None
            seen = finished(connection, now_s=now_s, session=session_id)
            found = next(logged.sessions(connection, session=session_id), None)
            if found is None or not seen:
                return None
            people = {one.id: one for one in logged.people(connection)}
        person = people.get(found.person_id)
        return None if person is None else (seen[0], packed(found, person, name=name))


def wanted(look: Look, people: Sequence[str]) -> frozenset[str]:
    """Ids of the people a target is for: those named, by name or id; all with none named."""
    names = {name.strip().casefold() for name in people}
    return frozenset(
        one.id
        for one in look.people
        if not names or names & {one.id.casefold(), one.name.strip().casefold()}
    )


def name_of(seen: Seen) -> str:
    """A name for a session's files: its day here and its id."""
    began_s = min(max(_EARLIEST_S, seen.began_s), _LATEST_S)
    return f"{datetime.fromtimestamp(began_s).astimezone().date().isoformat()}_{seen.session_id}"
