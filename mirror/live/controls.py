"""What a person asks for with buttons, from all that there are: pins, keys, a script."""

from collections.abc import Sequence

from device.ports import Buttons
from device.presses import Pressed, PressRecogniser
from mirror.session.inputs import Press, ShutDownHeld


class Controls:
    """Merges the edges of several sets of buttons and tells presses.

    Args:
        sources: all on one clock.
    """

    def __init__(self, sources: Sequence[Buttons]) -> None:
        """Start with all buttons up."""
        self._sources = tuple(sources)
        self._recogniser = PressRecogniser()

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
