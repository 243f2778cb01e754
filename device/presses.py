"""Edges of contacts → presses a person meant. Pure: time comes with every call.

Rules:
    down counts at once; up counts once the contact has stayed open for 30 ms, so that neither
    bouncing nor a poor contact makes two presses of one, and no tap is too quick to count;
    short: held for less than 0.8 s, told when let go;
    long: told as soon as it is held for 0.8 s, and nothing more when let go;
    shut-down: back and down held together for 3 s, told once. Of these two a button that
    reaches 0.8 s while the other is down too is no press any more.

What comes out, and with which times, does not depend on how often `tick` is called.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from device.ports import ButtonName, Edge

DEBOUNCE_S: Final = 0.03
"""Push buttons bounce for up to about 10 ms; a person's taps lie more than 50 ms apart."""
LONG_S: Final = 0.8
"""Well above a slow tap (about 0.3 s), and short enough to be waited for."""
SHUT_DOWN_S: Final = 3.0
"""Nobody holds two buttons that long by mistake (issue 4)."""
NAMES: Final[tuple[ButtonName, ...]] = ("up", "down", "select", "back")
CHORD: Final[tuple[ButtonName, ButtonName]] = ("back", "down")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed.

    Attributes:
        t_s: when that was clear: let go and quiet, or held long enough.
    """

    t_s: float
    button: ButtonName
    kind: Literal["short", "long"]


@dataclass(frozen=True, slots=True)
class ShutDownAsked:
    """Back and down were held together."""

    t_s: float


Gesture = Pressed | ShutDownAsked


@dataclass(slots=True)
class _Held:
    """A button that is down.

    Attributes:
        since_s: when it went down.
        open_s: when its contact opened; None while closed.
        told: nothing more comes of it.
    """

    since_s: float
    open_s: float | None = None
    told: bool = False


_Deadline = tuple[float, Callable[[], Gesture | None]]


class PressRecogniser:
    """Recognises presses. Feed edges in the order of their times, and tick in between.

    A time before the latest one is taken for the latest: a clock that goes back makes nothing
    happen twice.
    """

    def __init__(self) -> None:
        """Start with all buttons up."""
        self._held: dict[ButtonName, _Held] = {}
        self._asked = False  # for shutting down, since both are held
        self._now_s = float("-inf")

    def feed(self, edge: Edge) -> tuple[Gesture, ...]:
        """Take the next edge; returns what the time until it completed."""
        found = self.tick(edge.t_s)
        held = self._held.get(edge.button)
        if held is None:
            if edge.down:
                self._held[edge.button] = _Held(self._now_s)
        elif edge.down:
            held.open_s = None
        elif held.open_s is None:
            held.open_s = self._now_s
        return found + self.tick(edge.t_s)

    def tick(self, t_s: float) -> tuple[Gesture, ...]:
        """Let time go on; returns what it completed."""
        until_s = max(self._now_s, t_s)
        found: list[Gesture] = []
        while (due := self._next_due(until_s)) is not None:
            due_s, act = due
            self._now_s = max(self._now_s, due_s)
            gesture = act()
            if gesture is not None:
                found.append(gesture)
        self._now_s = until_s
        return tuple(found)

    def _next_due(self, until_s: float) -> _Deadline | None:
        """The next thing that time alone brings about, up to a time."""
        due = [one for one in self._deadlines() if one[0] <= until_s]
        return min(due, key=lambda one: one[0], default=None)

    def _deadlines(self) -> Iterator[_Deadline]:
        for name, held in self._held.items():
            if held.open_s is not None:
                yield held.open_s + DEBOUNCE_S, partial(self._let_go, name)
            elif not held.told:
                yield held.since_s + LONG_S, partial(self._long, name)
        both = [self._held[name] for name in CHORD if name in self._held]
        if len(both) == len(CHORD) and not self._asked and all(h.open_s is None for h in both):
            yield max(held.since_s for held in both) + SHUT_DOWN_S, self._shut_down

    def _let_go(self, name: ButtonName) -> Gesture | None:
        held = self._held.pop(name)
        if name in CHORD:
            self._asked = False
        return None if held.told else Pressed(self._now_s, name, "short")

    def _long(self, name: ButtonName) -> Gesture | None:
        self._held[name].told = True
        together = name in CHORD and all(one in self._held for one in CHORD)
        return None if together else Pressed(self._now_s, name, "long")

    def _shut_down(self) -> Gesture | None:
        self._asked = True
        return ShutDownAsked(self._now_s)
