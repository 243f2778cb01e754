"""One round over all targets: what is new is queued, what is due is sent."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.store.opening import FILE_NAME
from mirror.store.outbox import forget_others, known_target
from mirror.sync.home import home_state
from mirror.sync.mqtt import MqttTarget
from mirror.sync.records import Look, Records, wanted
from mirror.sync.settings import TargetSettings, kind_of
from mirror.sync.state_worker import show_state
from mirror.sync.target import Target
from mirror.sync.worker import Limits, Outcome, Worker, World

_LOOK_S: Final = 3600.0
"""Looks again after so long also if no file changed: sessions without an end become finished."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """One target as it is set up.

    Attributes:
        settings: of the file.
        make: a target of these settings.
        setup: words that differ when anything of it, secrets included, was changed.
    """

    settings: TargetSettings
    make: Callable[[], Target | MqttTarget]
    setup: str


class Rounds:
    """Keeps connections and what was seen from round to round.

    Args:
        outbox: the open database; nobody else writes it.
        folder: the data folder.
        targets: by name.
        world: clock and chance.
        limits: of one round for one target.
    """

    def __init__(
        self,
        outbox: sqlite3.Connection,
        folder: Path,
        targets: Mapping[str, SetUp],
        world: World,
        limits: Limits,
    ) -> None:
        """Note how the targets are set up."""
        self._outbox = outbox
        self._folder = folder
        self._targets = targets
        self._world = world
        self._records = Records(folder)
        self._worker = Worker(outbox, self._records, world, limits)
        self._made: dict[str, Target | MqttTarget] = {}
        self._look = Look()
        self._looked: tuple[object, float] | None = None
        for name, one in targets.items():
            known_target(
                outbox,
                name,
                kind=kind_of(one.settings),
                place=one.settings.place,
                setup=one.setup,
            )

    def round(self, *, hurry: bool = False) -> dict[str, Outcome]:
        """Do one round.

        Args:
            hurry: do not wait for what failed lately.

        Returns:
            What was done for each target.

        Raises:
            UserError: the records cannot be read.
            sqlite3.Error: the outbox cannot be written.
        """
        self._see()
        return {name: self._run(name, one, hurry=hurry) for name, one in self._targets.items()}

    def close(self) -> None:
        """Let go of all connections."""
        for target in self._made.values():
            target.close()
        self._made.clear()

    def _see(self) -> None:
        """Look at the records, unless nothing was written since."""
        now_s = self._world.now_s()
        mark = _mark(self._folder / FILE_NAME)
        if self._looked is not None:
            before, then_s = self._looked
            if mark == before and 0.0 <= now_s - then_s < _LOOK_S:
                return
        self._look = self._records.look(now_s=now_s)
        forget_others(self._outbox, (one.id for one in self._look.people))
        for name, one in self._targets.items():
            people = wanted(self._look, one.settings.people)
            self._worker.note(name, self._look, people)
        self._looked = mark, now_s

    def _run(self, name: str, one: SetUp, *, hurry: bool) -> Outcome:
        target = self._made.get(name)
        if target is None:
            target = self._made[name] = one.make()
        if not isinstance(target, MqttTarget):
            outcome = self._worker.run(name, target, hurry=hurry)
            # Kept open only for states: servers end idle connections, and memory is short.
            self._made.pop(name).close()
            return outcome
        people = wanted(self._look, one.settings.people)
        now_s = self._world.now_s()
        return show_state(
            self._outbox,
            name,
            target,
            lambda: home_state(self._folder, people=people, now_s=now_s),
            self._world,
            hurry=hurry,
        )


def _mark(path: Path) -> object:
    """Differs when something was written to the database, or to its journal."""
    found: list[tuple[int, int, int] | None] = []
    for part in (path, path.with_name(f"{path.name}-wal")):
        try:
            state = part.stat()
        except OSError:
            found.append(None)
        else:
            found.append((state.st_ino, state.st_mtime_ns, state.st_size))
    return found
