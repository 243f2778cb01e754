"""The ring: the count, or the seconds held, inside an arc that fills."""

import math
from typing import Final

from exercises.tracker import Snapshot
from mirror.session.view import Ring, Tone

EASE_S: Final = 0.07  # time constant: 95 % of the way in 0.2 s (DESIGN.md: ease in 200 ms)
IN_TARGET: Final = frozenset({"top", "hold"})


class RingGauge:
    """Eases the arc from picture to picture."""

    def __init__(self) -> None:
        """Start empty."""
        self._fill = 0.0
        self._fill_s = -math.inf

    def at(  # noqa: PLR0913 - what a ring shows, all named
        self,
        t_s: float,
        *,
        now: Snapshot | None,
        count: int,
        held_s: float | None,
        target_s: float,
        units: tuple[str, str],
    ) -> Ring:
        """The ring at a time; call with growing times.

        Args:
            t_s: the time.
            now: what the tracker knows.
            count: reps so far.
            held_s: seconds held; None shows the count.
            target_s: seconds to hold.
            units: the words for seconds and for reps.
        """
        if held_s is not None:
            wanted = min(1.0, held_s / target_s)
        else:
            wanted = min(1.0, max(0.0, (now.signal if now is not None else None) or 0.0))
        step_s = max(0.0, t_s - self._fill_s)
        self._fill += (wanted - self._fill) * (1 - math.exp(-step_s / EASE_S))
        self._fill_s = t_s
        held = held_s is not None and held_s >= target_s
        return Ring(
            number=str(count if held_s is None else int(held_s)),
            unit=units[0 if held_s is not None else 1],
            fill=self._fill,
            reached=held or (now is not None and now.phase == "top"),
            tone=_tone(now),
        )


def _tone(now: Snapshot | None) -> Tone:
    if now is None or now.view_problem is not None or now.phase == "pause":
        return "muted"
    return "good" if now.phase in IN_TARGET else "plain"
