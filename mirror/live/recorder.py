"""Hears what becomes a record, and hands it to the store. Guests leave nothing.

A record that the store does not take waits here, in order, until the next one or the next tick.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never, get_args

from exercises.events import Rep
from exercises.rules import VERSION
from mirror.ids import RandomBytes, uuid7
from mirror.session.happenings import Happening
from mirror.session.kept import (
    EffortTold,
    Kept,
    PainTold,
    PersonForgotten,
    PersonKept,
    RepKept,
    RetestDone,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
    Stopped,
)
from mirror.session.routine import Routine
from mirror.store import records
from mirror.store.details import (
    EffortAnswer,
    PainAnswer,
    SessionDetails,
    SetDetails,
    SetOutcome,
    StopTold,
    person_details,
    plain,
)
from mirror.store.latest import LatestSession
from mirror.store.records import Moment, Record

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Session:
    """The latest session of a person; `reps` holds ids by place of the set and number."""

    id: str
    person: str
    at: Moment
    ended: bool = False
    routine: Routine = ()
    sets: dict[int, str] = field(default_factory=dict)
    reps: dict[tuple[int, int], str] = field(default_factory=dict)


class Recorder:
    """A listener.

    Args:
        write: takes a record to be saved, and returns at once; False: not now.
        moment: what all clocks show at a time of the loop.
        random_bytes: for ids.
        forget: has everything of a person removed; called once for each.
        latest: the latest session of everyone who has one, as the store knows it at the start.

    Attributes:
        model: id of the model that makes the poses.
    """

    def __init__(
        self,
        write: Callable[[Record], bool],
        *,
        moment: Callable[[float], Moment],
        random_bytes: RandomBytes,
        forget: Callable[[str], None],
        latest: Mapping[str, LatestSession],
    ) -> None:
        """Start before the first happening."""
        self.model = ""
        self._write = write
        self._moment = moment
        self._random_bytes = random_bytes
        self._forget = forget
        self._waiting: deque[tuple[str, Record]] = deque()
        self._sessions = {
            person: _Session(one.id, person, one.at, one.ended, sets=dict(one.sets))
            for person, one in latest.items()
        }
        self._done = {person: one.done for person, one in latest.items()}
        """The latest session in which anything of the programme was done, by person."""
        self._running: _Session | None = None
        self._forgotten: set[str] = set()

    @property
    def waiting(self) -> tuple[Record, ...]:
        """Records that the store did not take yet."""
        return tuple(record for _, record in self._waiting)

    def set_id(self, index: int) -> str | None:
        """The id of a set of the session that runs, by its place in the routine, once it began."""
        return None if self._running is None else self._running.sets.get(index)

    def rep_id(self, index: int, number: int) -> str | None:
        """The id of a rep of that set by its number, from 1, once it was kept in this run."""
        return None if self._running is None else self._running.reps.get((index, number))

    def tick(self, _t_s: float) -> None:
        """Time went on."""
        self.flush()

    def flush(self) -> bool:
        """Hand over what waits; says whether nothing does now."""
        while self._waiting:
            if not self._write(self._waiting[0][1]):
                return False
            self._waiting.popleft()
        return True

    def add(self, person: str, set_id: str, rep: Rep) -> None:
        """A rep of a set that was begun before this run, and is not in the records yet."""
        at = self._moment(rep.end_s)
        self._keep(person, records.RepDone(self._id(at), set_id, at, rep, self.model, VERSION))

    def hear(self, happening: Happening) -> None:
        """Something happened."""
        if isinstance(happening, get_args(Kept)):
            self._hear(happening)

    def _hear(self, happening: Kept) -> None:  # noqa: C901 - a table
        match happening:
            case SessionBegan():
                self._begin(happening)
            case SetBegan(t_s=t_s, index=index):
                self._set(index, t_s)
            case RepKept(t_s=t_s, index=index, rep=rep):
                self._rep(index, rep, t_s)
            case SetEnded():
                self._end_set(happening)
            case SessionEnded(t_s=t_s, person=person, reason=reason):
                self._end(person, self._moment(t_s), reason)
            case PainTold():
                self._pain(happening)
            case EffortTold(t_s=t_s, person=person):
                told = EffortAnswer(happening.exercise, happening.value)
                self._event(t_s, person, "effort", told, session=self._latest(person))
            case Stopped(t_s=t_s, person=person):
                stop = StopTold(happening.scope, happening.reason, happening.route)
                self._event(t_s, person, "stop", stop, session=self._current(person))
            case RetestDone(t_s=t_s, person=person, retest=retest):
                self._event(t_s, person, "retest", retest, session=self._latest(person))
            case PersonKept(t_s=t_s, person=person):
                at, details = self._moment(t_s), person_details(person)
                profile = records.Profile(person.id, person.name, person.language, at, details)
                self._keep(person.id, profile)
            case PersonForgotten(person=person):
                self._remove(person)
            case _:
                assert_never(happening)

    def _begin(self, began: SessionBegan) -> None:
        known = self._sessions.get(began.person)
        at = self._moment(began.t_s)
        if known is not None and not known.ended and began.resumed:
            known.routine = began.routine
            self._running = known
            return
        if known is not None and not known.ended:
            self._end(began.person, known.at, "interrupted")
        plan: dict[str, int] = {}
        for one in began.routine:
            if one.load is not None:
                plan[one.exercise] = plan.get(one.exercise, 0) + 1
        details = SessionDetails(began.kind, began.week, tuple(plan.items()))
        self._running = _Session(self._id(at), began.person, at, routine=began.routine)
        self._sessions[began.person] = self._running
        started = records.SessionStarted(self._running.id, began.person, at, plain(details))
        self._keep(began.person, started)

    def _end(self, person: str, at: Moment, reason: str) -> None:
        """End a person's session, also one that runs no more since the mirror was started anew."""
        session = self._sessions.get(person)
        if session is None or session.ended:
            return
        session.ended = True
        self._keep(person, records.SessionEnded(session.id, at, reason))
        if session is self._running:
            self._running = None

    def _set(self, index: int, t_s: float) -> str | None:
        """The id of a set of the session that runs; a set not known yet begins."""
        session = self._running
        if session is None or not 0 <= index < len(session.routine):
            return None
        session.at = at = self._moment(t_s)
        known = session.sets.get(index)
        if known is not None:
            return known
        planned = session.routine[index]
        session.sets[index] = id_ = self._id(at)
        self._keep(
            session.person,
            records.SetStarted(
                id=id_,
                session_id=session.id,
                index=index + 1,
                exercise=planned.exercise,
                side=planned.side,
                target=planned.target,
                unit=planned.unit,
                at=at,
                kind=planned.kind,
                details=plain(SetDetails(planned.load, planned.stage, planned.extra)),
            ),
        )
        return id_

    def _rep(self, index: int, rep: Rep, t_s: float) -> None:
        set_id, session = self._set(index, t_s), self._running
        if set_id is None or session is None:
            return
        id_ = self._id(session.at)
        session.reps[index, rep.index] = id_
        done = records.RepDone(id_, set_id, session.at, rep, self.model, VERSION)
        self._keep(session.person, done)
        self._note_done(session, index)

    def _end_set(self, ended: SetEnded) -> None:
        set_id, session = self._set(ended.index, ended.t_s), self._running
        if set_id is None or session is None:
            return
        outcome = SetOutcome(ended.record, ended.partials, ended.voids, ended.reason)
        record = records.SetEnded(set_id, session.at, ended.record.score, plain(outcome))
        self._keep(session.person, record)
        self._note_done(session, ended.index)

    def _note_done(self, session: _Session, index: int) -> None:
        if session.routine[index].load is not None:
            self._done[session.person] = session.id

    def _pain(self, told: PainTold) -> None:
        match told.when:
            case "before":
                session = self._current(told.person)
            case "after":
                session = self._latest(told.person)
            case "morning":
                session = self._done.get(told.person)
        answer = PainAnswer(told.when, told.exercise, told.value, told.sharp)
        self._event(told.t_s, told.person, "pain", answer, session=session)

    def _current(self, person: str) -> str | None:
        """The person's session, if it runs."""
        running = self._running
        return running.id if running is not None and running.person == person else None

    def _latest(self, person: str) -> str | None:
        """The person's session that runs or ran last: what is asked after its last set."""
        session = self._sessions.get(person)
        return None if session is None else session.id

    def _event(
        self, t_s: float, person: str, kind: str, told: object, *, session: str | None
    ) -> None:
        at = self._moment(t_s)
        event = records.EventNoted(self._id(at), person, kind, at, session, details=plain(told))
        self._keep(person, event)

    def _remove(self, person: str) -> None:
        if not person or person in self._forgotten:
            return
        self._forgotten.add(person)
        if self._current(person) is not None:
            self._running = None
        self._sessions.pop(person, None)
        self._done.pop(person, None)
        self._waiting = deque(one for one in self._waiting if one[0] != person)
        self._forget(person)

    def _keep(self, person: str, record: Record) -> None:
        """Hand a record over, after those that wait; nothing of a guest or of who is forgotten."""
        if not person or person in self._forgotten:
            return
        was_taken = not self._waiting
        self._waiting.append((person, record))
        if not self.flush() and was_taken:
            _log.warning("Records wait in memory: the store takes none")

    def _id(self, at: Moment) -> str:
        return uuid7(wall_s=at.wall_s, random_bytes=self._random_bytes)
