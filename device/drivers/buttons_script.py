"""Buttons pressed by a script, for tests and demonstrations."""

from collections.abc import Callable, Iterable

from device.ports import ButtonName, Edge


def held(button: ButtonName, t_s: float, *, for_s: float = 0.1) -> tuple[Edge, Edge]:
    """A press as edges.

    Args:
        button: which.
        t_s: when it goes down.
        for_s: how long it stays down.
    """
    return Edge(button, down=True, t_s=t_s), Edge(button, down=False, t_s=t_s + for_s)


class ScriptedButtons:
    """Gives edges when their time has come.

    Args:
        edges: what happens, in any order.
        clock: seconds on the clock of their times.
    """

    def __init__(self, edges: Iterable[Edge], *, clock: Callable[[], float]) -> None:
        """Start before the first edge."""
        self._coming = sorted(edges, key=lambda edge: edge.t_s)
        self._clock = clock

    def edges(self) -> tuple[Edge, ...]:
        """See `device.ports.Buttons`."""
        now_s = self._clock()
        found = tuple(edge for edge in self._coming if edge.t_s <= now_s)
        del self._coming[: len(found)]
        return found

    def close(self) -> None:
        """Drop what is still to come; may be called twice."""
        self._coming.clear()
