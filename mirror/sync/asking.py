"""`plumbline sync --check`, `--dry-run` and `--status`: they change nothing here."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime

from mirror.config.nearest import nearest
from mirror.errors import EXIT_USER, UserError
from mirror.store.outbox import would_send
from mirror.store.sync_status import status
from mirror.sync.command import SyncOptions, SyncParts, chosen
from mirror.sync.records import Look, Records, wanted
from mirror.sync.rounds import SetUp
from mirror.sync.settings import MqttSettings
from mirror.sync.target import Finding
from mirror.sync.told import status_table
from mirror.sync.trouble import TroubleError


def check(options: SyncOptions, parts: SyncParts) -> int:
    """Try each target, and say in plain words what is wrong.

    Returns:
        0 when every one works, else `EXIT_USER`.

    Raises:
        UserError: nothing is set up, or not well.
    """
    code = 0
    for name, found in findings(options, parts.world.now_s):
        mark = "ok" if found.good else "!!"
        text = f"{mark}  {name}: {found.text}." + (f" {found.remedy}" if found.remedy else "")
        parts.console.print(text, soft_wrap=True, markup=False, highlight=False)
        if found.fatal:
            code = EXIT_USER
    return code


def findings(options: SyncOptions, now_s: Callable[[], float]) -> Iterator[tuple[str, Finding]]:
    """What is found at each target, with its name.

    Args:
        options: where the targets stand.
        now_s: the wall clock.

    Raises:
        UserError: nothing is set up, or not well.
    """
    look = Records(options.folder).look(now_s=now_s())
    for name, one in chosen(options, now_s).items():
        for found in _findings(one, look):
            yield name, found


def _findings(one: SetUp, look: Look) -> Iterator[Finding]:
    yield from _nobody(one, look)
    target = one.make()
    try:
        yield from target.check()
    except TroubleError as trouble:
        words = trouble.words
        yield Finding(good=False, text=words.message, remedy=words.remedy, fatal=True)
    finally:
        target.close()


def _nobody(one: SetUp, look: Look) -> Iterator[Finding]:
    """Names that nobody here has."""
    known = {person.name.strip().casefold(): person.name for person in look.people}
    for name in one.settings.people:
        if look.people and not wanted(look, [name]):
            hint = nearest(name.casefold(), known, shown="{}")
            text = f"Nobody here is called {name}{hint.rstrip('?')}"
            yield Finding(good=False, text=text, remedy="Mend people in sync.toml.", fatal=True)


def dry_run(options: SyncOptions, parts: SyncParts) -> int:
    """Say what would be sent, and send nothing.

    Returns:
        The exit code, 0.

    Raises:
        UserError: nothing is set up, or not well, or records or outbox cannot be read.
    """
    look = Records(options.folder).look(now_s=parts.world.now_s())
    for name, one in chosen(options, parts.world.now_s).items():
        people = wanted(look, one.settings.people)
        if isinstance(one.settings, MqttSettings):
            said = f"would show the state of {_counted(len(people), 'person', 'people')}"
        else:
            seen = [session for session in look.seen if session.person_id in people]
            due = would_send(options.folder, name, place=one.settings.place, seen=seen)
            days = f" ({_day(due[0].began_s)} to {_day(due[-1].began_s)})" if due else ""
            said = f"would send {_counted(len(due), 'session', 'sessions')}{days}"
        parts.console.print(f"{name}: {said}", soft_wrap=True, markup=False, highlight=False)
    return 0


def show_status(options: SyncOptions, parts: SyncParts) -> int:
    """Print how it goes with each target.

    Returns:
        The exit code, 0.

    Raises:
        UserError: it cannot be read.
    """
    try:
        found = [one for one in status(options.folder) if options.target in {None, one.name}]
    except sqlite3.Error as error:
        message = f"The outbox in {options.folder} cannot be read ({error})"
        raise UserError(message, remedy="Wait a moment, then run it again.") from error
    parts.console.print(status_table(found) if found else "Nothing was sent yet.")
    return 0


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _day(wall_s: float) -> str:
    return datetime.fromtimestamp(wall_s).astimezone().date().isoformat()
