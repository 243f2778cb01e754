"""Brings a target that shows states, not sessions, up to date."""

import sqlite3
from collections.abc import Callable
from typing import Protocol

from mirror.store import outbox_due as queue
from mirror.sync.backoff import LONGEST_S, wait_s
from mirror.sync.home import HomeState
from mirror.sync.target import Finding
from mirror.sync.trouble import TroubleError
from mirror.sync.worker import Outcome, World


class StateTarget(Protocol):
    """Shows the latest state. Showing it again changes nothing."""

    def show(self, state: HomeState, *, gone: frozenset[str]) -> int:
        """See `mirror.sync.mqtt.MqttTarget.show`."""

    def check(self) -> list[Finding]:
        """See `mirror.sync.target.Target.check`."""

    def close(self) -> None:
        """See `mirror.sync.target.Target.close`."""


def show_state(  # noqa: PLR0913 - one call, each needed
    outbox: sqlite3.Connection,
    name: str,
    target: StateTarget,
    state: Callable[[], HomeState],
    world: World,
    *,
    hurry: bool = False,
) -> Outcome:
    """Have a target show the present state.

    Args:
        outbox: the open database.
        name: of the target, which the outbox knows.
        target: shows it.
        state: looks at it.
        world: clock and chance.
        hurry: do not wait for what failed lately.

    Raises:
        UserError: the records cannot be read.
        sqlite3.Error: the outbox cannot be written.
    """
    now_s = world.now_s()
    free, attempts = queue.may_try(outbox, name, now_s=now_s, longest_s=LONGEST_S)
    if not free and not hurry:
        return Outcome(waiting=True)
    found = state()
    people = frozenset(one.id for one in found.people)
    before = queue.shown(outbox, name)
    if people - before:
        # First: whatever happens now, it is known what must be taken back.
        queue.set_shown(outbox, name, people | before)
    try:
        sent = target.show(found, gone=before - people)
    except TroubleError as trouble:
        now_s = world.now_s()
        queue.noted_error(outbox, name, trouble.words.message, now_s=now_s)
        rest_s = wait_s(attempts + 1, world.chance(), asked_s=trouble.wait_s)
        queue.failed_target(outbox, name, next_at_s=now_s + rest_s)
        return Outcome(trouble=trouble)
    if before - people:
        queue.set_shown(outbox, name, people)
    if sent:
        queue.succeeded(outbox, name, now_s=world.now_s())
    return Outcome(sent)
