"""`plumbline sync`: sends what is due, once or again and again, and says what it would do."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from mirror.config.nearest import nearest
from mirror.errors import UserError
from mirror.store.connection import kind_of
from mirror.store.lock import syncing
from mirror.store.outbox import open_outbox
from mirror.sync import configured, secret
from mirror.sync.build import build
from mirror.sync.rounds import Rounds, SetUp
from mirror.sync.settings import TargetSettings
from mirror.sync.told import Teller
from mirror.sync.worker import Limits, World


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What to do.

    Attributes:
        folder: the data folder.
        config: the file with the targets; None: the usual one.
        target: only this one, and at once; None: all.
    """

    folder: Path
    config: Path | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class SyncParts:
    """What is not in the program.

    Attributes:
        world: clock and chance.
        stamp: the time for names of files.
        wait: waits a while, and says whether to go on.
        console: where to say it.
    """

    world: World
    stamp: str
    wait: Callable[[], bool]
    console: Console


def sync(options: SyncOptions, parts: SyncParts, *, stay: bool) -> int:
    """Send what is due.

    Args:
        options: what and where.
        parts: of the world.
        stay: again and again until told to stop, with MQTT connected all the time; otherwise once,
            until nothing is due.

    Returns:
        The exit code, 0: a server that is away is nothing unusual.

    Raises:
        UserError: nothing is set up, or not well; it runs already; records or outbox cannot be
            used.
    """
    targets = chosen(options, parts.world.now_s)
    teller = Teller(parts.console)
    with (
        syncing(options.folder),
        _told(options.folder),
        closing(open_outbox(options.folder, stamp=parts.stamp)) as outbox,
        closing(Rounds(outbox, options.folder, targets, parts.world, Limits())) as rounds,
    ):
        _go_on(rounds, teller, parts.wait, stay=stay, hurry=options.target is not None)
    return 0


def _go_on(
    rounds: Rounds, teller: Teller, wait: Callable[[], bool], *, stay: bool, hurry: bool
) -> None:
    while True:
        try:
            outcomes = rounds.round(hurry=hurry)
        except UserError as error:
            if not stay:
                raise
            teller.failed(error)  # a backup or a restore; it passes
        else:
            teller.tell(outcomes, quietly=stay)
        if not stay or not wait():
            return


def chosen(options: SyncOptions, now_s: Callable[[], float]) -> Mapping[str, SetUp]:
    """The targets a command is about.

    Raises:
        UserError: none is set up, none of that name, or not well.
    """
    path = configured.default_path() if options.config is None else options.config
    settings = configured.load(options.config)
    if not settings:
        message = f"No target is set up in {path}"
        raise UserError(message, remedy="docs/sync.md shows how.")
    if options.target is not None and options.target not in settings:
        hint = nearest(options.target, settings, shown="{}").removeprefix(", ")
        message = f"No target is called {options.target}"
        remedy = f"{hint[:1].upper()}{hint[1:]}" if hint else f"Known: {', '.join(settings)}."
        raise UserError(message, remedy=remedy)
    place = path.with_name(secret.NAME)
    secrets = secret.load(place, settings)
    changed = _changed(place)
    return {
        name: _set_up(one, secrets.get(name), changed, now_s)
        for name, one in settings.items()
        if options.target in {None, name}
    }


def _set_up(
    settings: TargetSettings,
    key: secret.Secret | None,
    changed: str,
    now_s: Callable[[], float],
) -> SetUp:
    return SetUp(settings, lambda: build(settings, key, now_s=now_s), f"{settings!r} {changed}")


def _changed(path: Path) -> str:
    """When the secrets were last changed: a mended password is tried at once."""
    try:
        return str(path.stat().st_mtime_ns)
    except OSError:
        return ""


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Put trouble with the outbox in words."""
    try:
        yield
    except sqlite3.Error as error:
        message = f"The outbox in {folder} cannot be used ({error})"
        remedy = "Free some space on the disk" if kind_of(error) == "full" else "Check the disk"
        raise UserError(message, remedy=f"{remedy}, then run it again.") from error
