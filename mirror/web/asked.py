"""What a page is asked with, and how it answers."""

import hmac
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import HTMLResponse, RedirectResponse, Response

from mirror.programme.person import Person
from mirror.session.members import Member
from mirror.store.reading import past_of
from mirror.text.catalog import Texts
from mirror.web.now import Now
from mirror.web.phones import Phone
from mirror.web.place import Place, templates

NO_STORE: Final = {"cache-control": "no-store"}
Form = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A request of a paired phone.

    Attributes:
        place: what the pages stand on.
        web: the pages' own tables.
        records: the records, to read only; None: there are none yet.
        phone: who asks.
        people: everybody.
        person: whom the pages are about; None: nobody trains here yet.
        t: the words.
        route: the path's own parts, such as an id.
        query: what stands behind the path.
        form: what a form sent; several values under a name stand in their order.
        part: only a piece of the page is wanted (htmx).
        now: this moment.
    """

    place: Place
    web: sqlite3.Connection
    records: sqlite3.Connection | None
    phone: Phone
    people: tuple[Person, ...]
    person: Person | None
    t: Texts
    route: Mapping[str, str]
    query: Mapping[str, str]
    form: Form
    part: bool
    now: Now

    def member(self) -> Member | None:
        """The person with their past; None when nobody trains here yet."""
        if self.person is None or self.records is None:
            return None
        return Member(self.person, past_of(self.records, self.person.id, zone=self.place.zone))

    def page(self, name: str, values: Mapping[str, object], *, status: int = 200) -> Response:
        """A page made from a template; `values` are what it shows."""
        shown = {
            "t": self.t,
            "csrf": csrf_of(self.place, f"phone:{self.phone.id}"),
            "person": self.person,
            "several": len(self.people) > 1,
            "here": name.removesuffix(".html"),
            **values,
        }
        return HTMLResponse(templates().get_template(name).render(shown), status, NO_STORE)

    def first(self, field: str) -> str:
        """The first value of a field of the form; empty without one."""
        return (self.form.get(field) or ("",))[0]

    def note(self, what: str, *, status: int = 200) -> Response:
        """A page with one sentence; `what` is its key below phone.note."""
        return self.page("note.html", {"sentence": self.t[f"phone.note.{what}"]}, status=status)


def see(path: str) -> Response:
    """Go on to another page, after something was done."""
    return RedirectResponse(path, 303, NO_STORE)


def csrf_of(place: Place, whose: str) -> str:
    """What a form must bring along, so that no other page can send it."""
    return hmac.digest(place.key, f"form:{whose}".encode(), "sha256").hex()
