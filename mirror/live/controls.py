"""What a person asks for with buttons, from all that there are: pins, keys, a script.

And whether a sensor notices that somebody came or went.
"""

from collections.abc import Sequence

from device.ports import Buttons, PresenceSensor
from device.presses import Pressed, PressRecogniser
from mirror.session.inputs import Press, Sensed, ShutDownHeld


class Controls:
    """Merges the edges of several sets of buttons and tells presses.

    Args:
        sources: all on one clock.
        presence: notices who comes; None: nothing does.
    """

    def __init__(self, sources: Sequence[Buttons], presence: PresenceSensor | None = None) -> None:
        """Start with all buttons up and nobody there."""
        self._presence = presence
        self._there = False
        self._sources = tuple(sources)
        self._recogniser = PressRecogniser()

    def sensed(self, now_s: float) -> tuple[Sensed, ...]:
        """Whether somebody came or went since the last call."""
        there = self._presence is not None and self._presence.there
        changed, self._there = there != self._there, there
        return (Sensed(now_s, there),) if changed else ()

    def take(self, now_s: float) -> tuple[Press | ShutDownHeld, ...]:
        """What was asked for since the last call.

        Args:
            now_s: the time, on the buttons' clock.
        """
        edges = [edge for source in self._sources for edge in source.edges()]
        found = [
            gesture
            for edge in sorted(edges, key=lambda edge: edge.t_s)
            for gesture in self._recogniser.feed(edge)
        ]
        found += self._recogniser.tick(now_s)
        return tuple(
            Press(gesture.t_s, gesture.button, gesture.kind)
            if isinstance(gesture, Pressed)
            else ShutDownHeld(gesture.t_s)
            for gesture in found
        )
