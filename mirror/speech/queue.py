"""What to say now: the most urgent of what waits and is still true.

Rules: words never wait for longer than they are true; of equally urgent ones the older goes
first. Words that must be heard cut cues, prompts and notes off; a count cuts prompts and notes off,
which the finished rep made pointless. Newer words on a topic replace those that wait.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from mirror.speech.utterance import NEVER_S, Priority, Sound, TakenBack, Utterance

CAPACITY: Final = 12
"""More than one scene can ask for at once; when full, the least urgent that may be lost goes."""
_CUTS: Final[Mapping[Priority, frozenset[Priority]]] = {
    Priority.COUNT: frozenset({Priority.PROMPT, Priority.NOTE}),
    Priority.MUST: frozenset({Priority.CUE, Priority.PROMPT, Priority.NOTE}),
}
"""What each priority cuts off; others cut nothing."""


class Queue:
    """Words that wait. Knows no clock: times come with the calls."""

    def __init__(self) -> None:
        """Start with nothing to say."""
        self._waiting: list[Utterance] = []
        self._sounding: Priority | None = None

    @property
    def waiting(self) -> tuple[Utterance, ...]:
        """What may yet be said, as it came."""
        return tuple(self._waiting)

    def add(self, sounds: Iterable[Sound]) -> None:
        """Take what one happening gave; tones are left to the caller."""
        batch = tuple(sounds)
        topics = {one.topic for one in batch if isinstance(one, Utterance | TakenBack)} - {""}
        self._waiting = [one for one in self._waiting if one.topic not in topics]
        self._waiting += [one for one in batch if isinstance(one, Utterance)]
        while len(self._waiting) > CAPACITY:
            self._drop_one()

    def next(
        self, t_s: float, *, busy: bool, ready: Callable[[Utterance], bool]
    ) -> Utterance | None:
        """What to begin now, in place of whatever sounds; None to leave things as they are.

        Args:
            t_s: now, on the poses' clock.
            busy: words sound.
            ready: whether it could be begun at once; what cannot lets others pass.
        """
        if not busy:
            self._sounding = None
        self._waiting = [one for one in self._waiting if t_s <= one.expires_s]
        due = [one for one in self._waiting if one.starts_s <= t_s]
        for one in sorted(due, key=lambda each: each.priority):
            if busy and self._sounding not in _CUTS.get(one.priority, ()):
                continue
            if ready(one):
                self._waiting.remove(one)
                self._sounding = one.priority
                return one
        return None

    def _drop_one(self) -> None:
        lossy = [one for one in self._waiting if one.expires_s < NEVER_S] or self._waiting
        worst = max(one.priority for one in lossy)
        self._waiting.remove(next(one for one in lossy if one.priority == worst))
