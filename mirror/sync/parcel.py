"""One session as it is sent: the same bytes each time, so that a change can be told."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mirror.report.records_csv import measures_of, write_csv
from mirror.report.records_json import write_json
from mirror.store.logged import LoggedPerson, LoggedSession


@dataclass(frozen=True, slots=True)
class Parcel:
    """A session and whose it is.

    Attributes:
        session, person: as they were logged.
        name: for files, without an ending: day and id.
        document: JSON as of `plumbline export --format json`, of this session only.
        digest: of the document; the same as long as the session is.
    """

    session: LoggedSession
    person: LoggedPerson
    name: str
    document: bytes
    digest: str


def packed(session: LoggedSession, person: LoggedPerson, *, name: str) -> Parcel:
    """A session made ready.

    What the profile says of the person's health, goals and bands stays here: a session needs the
    name only.
    """
    bare = replace(person, details={})
    text = io.StringIO()
    write_json(text, [(bare, (), [session])])
    document = text.getvalue().encode()
    # Without the name: another spelling of it is no reason to send ten years again.
    unnamed = io.StringIO()
    write_json(unnamed, [(replace(bare, name="", language=""), (), [session])])
    digest = hashlib.sha256(unnamed.getvalue().encode()).hexdigest()
    return Parcel(session, bare, name, document, digest)


def _csv(parcel: Parcel) -> bytes:
    text = io.StringIO(newline="")
    names = {parcel.person.id: parcel.person.name}
    write_csv(text, [parcel.session], names=names, measures=measures_of([parcel.session]))
    return text.getvalue().encode()


def _fit(parcel: Parcel) -> bytes:
    from mirror.report.fit import fit_of  # noqa: PLC0415 - slow: only for FIT

    return fit_of(parcel.session)


FORMATS: Final[Mapping[str, Callable[[Parcel], bytes]]] = {
    "json": lambda parcel: parcel.document,
    "csv": _csv,
    "fit": _fit,
}
"""What a session can be written as."""

MIME: Final[Mapping[str, str]] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "fit": "application/vnd.ant.fit",
}
