"""Who else hears what happens: the voice, the records."""

from collections.abc import Sequence
from typing import Protocol

from mirror.session.happenings import Happening
from mirror.session.inputs import Input


class Listener(Protocol):
    """Hears what happens, on the main thread; never waits."""

    def hear(self, happening: Happening) -> None:
        """Something happened."""

    def tick(self, t_s: float) -> None:
        """Time went on."""


class Watcher(Protocol):
    """Sees every input and hears what came of it, on the main thread; never waits."""

    def see(self, item: Input) -> None:
        """The session took an input."""

    def hear(self, happening: Happening) -> None:
        """Something came of it."""


class Nobody:
    """Nobody watches."""

    def see(self, item: Input) -> None:
        """See `Watcher`."""

    def hear(self, happening: Happening) -> None:
        """See `Watcher`."""


class Everyone:
    """Several listeners as one.

    Args:
        listeners: told in this order.
    """

    def __init__(self, listeners: Sequence[Listener] = ()) -> None:
        """Start with these."""
        self._listeners = tuple(listeners)

    def hear(self, happening: Happening) -> None:
        """See `Listener`."""
        for one in self._listeners:
            one.hear(happening)

    def tick(self, t_s: float) -> None:
        """See `Listener`."""
        for one in self._listeners:
            one.tick(t_s)
