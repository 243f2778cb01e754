"""The people of a mirror while it runs: who trains now, who is new, what they have done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from mirror.ids import uuid7
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.session.course import Course
from mirror.session.inputs import DayBegan
from mirror.session.members import Member, with_session, without_part
from mirror.session.remembered import probes, session_record


class People:
    """See the module.

    Args:
        members: who trains here; with one nobody is asked.

    Attributes:
        members: with their pasts; grows with each session.
        place: of who trains now, in `members`; None: a guest.
        draft: a person in their first set-up, not kept yet.
        asked: people who were asked about the morning on a day.
    """

    def __init__(self, members: Sequence[Member]) -> None:
        """Start with these."""
        self.members = list(members)
        self.place: int | None = 0 if len(members) == 1 else None
        self.draft: Person | None = None
        self.asked: set[tuple[str, date]] = set()

    @property
    def member(self) -> Member | None:
        """Who trains; None: a guest."""
        return None if self.place is None else self.members[self.place]

    def begin_draft(self, *, person_id: str, language: str) -> None:
        """A new person is about to tell of themselves."""
        self.place = None
        self.draft = Person(id=person_id, language=language)

    def keep(self, person: Person) -> None:
        """Add a person who is new, who then trains, or change one."""
        place = self._place(person.id)
        if place is not None:
            self.members[place] = replace(self.members[place], person=person)
            return
        self.members.append(Member(person))
        self.place = len(self.members) - 1

    def forget(self) -> str | None:
        """Remove who trains, with everything; says who that was."""
        if self.place is None:
            return None
        person = self.members.pop(self.place).person
        self.place = None
        return person.id

    def remember(self, past: Past) -> None:
        """The past of who trains is now this."""
        if self.place is not None:
            self.members[self.place] = replace(self.members[self.place], past=past)

    def add(self, course: Course, day: date) -> bool:
        """Add a routine that is over to its person's past, once; False: it is not to be added."""
        place = self._place(course.person)
        if place is None or course.kept:
            return False
        course.kept = True
        made, past = session_record(course, course.day or day), self.members[place].past
        if course.restored:
            past = without_part(past, made.day)
        if made.exercises:
            past = with_session(past, made, probes(course, made.day))
        self.members[place] = replace(self.members[place], past=past)
        return True

    def _place(self, person_id: str) -> int | None:
        known = [one.person.id for one in self.members]
        return known.index(person_id) if person_id and person_id in known else None


def new_id(clock: DayBegan | None, now_s: float, known: int) -> str:
    """An id for a new person: no two are made at one moment of one mirror's life.

    Args:
        clock: the latest look at the wall clock.
        now_s: on the poses' clock.
        known: how many people there are.
    """
    wall_s = now_s if clock is None else clock.wall_s - clock.t_s + now_s
    seed = f"{wall_s!r} {now_s!r} {known}".encode()
    return uuid7(wall_s=wall_s, random_bytes=lambda count: sha256(seed).digest()[:count])
