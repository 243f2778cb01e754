"""People and their pasts for the tests of the flow."""

from datetime import date, timedelta

from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.session.members import Member
from tests.app.flow_mirror import Mirror

MONDAY = date(2026, 11, 23)
ADA = Person(id="ada", name="Ada", asked=True, bands=("light", "medium"))


def mirror_of(person: Person = ADA, past: Past | None = None, *, day: date = MONDAY) -> Mirror:
    """The mirror of one person, at home."""
    return Mirror(members=(Member(person, past or Past()),), keeps=True, day=day)


def days(count: int) -> timedelta:
    return timedelta(days=count)
