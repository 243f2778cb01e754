"""Brings a target up to date, a bounded piece at a time.

A session stays in the queue until the target said that it has it. What the target has then is what
it is sent again after any doubt, under the same id, so it ends up there once whatever happened.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mirror.store import outbox_due as queue
from mirror.store.outbox import Due, note_seen
from mirror.sync.backoff import LONGEST_S, wait_s
from mirror.sync.records import Look, Records, name_of
from mirror.sync.target import Target
from mirror.sync.trouble import TroubleError

IN_A_ROW: Final = 3
"""So many records refused one after the other, and it is the server, not the records (a design
choice)."""


@dataclass(frozen=True, slots=True)
class World:
    """What is not in the program.

    Attributes:
        now_s: reads the wall clock.
        chance: gives random numbers from 0 to 1.
    """

    now_s: Callable[[], float]
    chance: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one run does for one target.

    Attributes:
        parcels: sessions looked at, at most.
        duration_s: no new one is begun after so long.
    """

    parcels: int = 500
    duration_s: float = 300.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did for a target.

    Attributes:
        sent: sessions the target has now and had not, or not like this.
        left: sessions still due.
        waiting: it was left alone: its wait is not over.
        trouble: what ended the run, or happened last.
    """

    sent: int = 0
    left: int = 0
    waiting: bool = False
    trouble: TroubleError | None = None


class Worker:
    """Works on the outbox; one at a time.

    Args:
        outbox: the open database.
        records: what there is to send.
        world: clock and chance.
        limits: of one run.
    """

    def __init__(
        self,
        outbox: sqlite3.Connection,
        records: Records,
        world: World,
        limits: Limits = Limits(),
    ) -> None:
        """Nothing is done yet."""
        self._outbox = outbox
        self._records = records
        self._world = world
        self._limits = limits

    def note(self, name: str, look: Look, people: frozenset[str]) -> None:
        """Queue what is new in the records for a target.

        Args:
            name: of the target.
            look: at the records.
            people: ids of whom the target is for.
        """
        seen = ((one, name_of(one)) for one in look.seen if one.person_id in people)
        note_seen(self._outbox, name, seen)

    def run(self, name: str, target: Target, *, hurry: bool = False) -> Outcome:
        """Send what is due, until the target is up to date, the limits are reached or it fails.

        Args:
            name: of the target, which the outbox knows.
            target: takes sessions.
            hurry: do not wait for what failed lately.

        Raises:
            UserError: the records cannot be read.
            sqlite3.Error: the outbox cannot be written.
        """
        began_s = self._world.now_s()
        free, attempts = queue.may_try(self._outbox, name, now_s=began_s, longest_s=LONGEST_S)
        if not free and not hurry:
            return Outcome(waiting=True)
        sent = in_a_row = 0
        last: TroubleError | None = None
        for due in queue.due(
            self._outbox,
            name,
            now_s=began_s,
            longest_s=LONGEST_S,
            limit=self._limits.parcels,
            hurry=hurry,
        ):
            # Also ends when the clock was put right in between.
            if not 0.0 <= self._world.now_s() - began_s < self._limits.duration_s:
                break
            try:
                sent += self._deliver(name, target, due)
            except TroubleError as trouble:
                last = trouble
                now_s = self._world.now_s()
                queue.noted_error(self._outbox, name, trouble.words.message, now_s=now_s)
                if trouble.of_one:
                    again_s = now_s + wait_s(due.attempts + 1, self._world.chance())
                    queue.failed_parcel(self._outbox, name, due.session_id, next_at_s=again_s)
                    in_a_row += 1
                    if in_a_row < IN_A_ROW:
                        continue
                self._rest(name, attempts, trouble)
                break
            else:
                in_a_row = attempts = 0
        return Outcome(sent, queue.waiting(self._outbox, name), trouble=last)

    def _deliver(self, name: str, target: Target, due: Due) -> bool:
        """Have the target have one session; says whether anything had to be sent."""
        now_s = self._world.now_s()
        found = self._records.parcel(due.session_id, name=due.name, now_s=now_s)
        if found is None:
            queue.gone(self._outbox, name, due.session_id)
            return False
        seen, parcel = found
        receipt = due.receipt
        new = parcel.digest != due.digest
        if new:
            before = None if due.receipt is None else json.loads(due.receipt)
            receipt = json.dumps(target.send(parcel, before))
        queue.sent(
            self._outbox,
            name,
            due.session_id,
            stamp=seen.stamp,
            digest=parcel.digest,
            receipt=receipt,
            now_s=self._world.now_s(),
        )
        return new

    def _rest(self, name: str, attempts: int, trouble: TroubleError) -> None:
        """Leave a target alone for a while."""
        rest_s = wait_s(attempts + 1, self._world.chance(), asked_s=trouble.wait_s)
        next_at_s = self._world.now_s() + rest_s
        queue.failed_target(self._outbox, name, next_at_s=next_at_s)
