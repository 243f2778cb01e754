"""The end of a mirror that is switched off: all is kept first, then it says when to unplug it.

Two ways lead here: back and down were held and the person said yes, so that the mirror has the
machine shut down; or the machine is being shut down already, by its power button or by command.
"""

from collections.abc import Callable
from typing import Final

from mirror.live.engine import Engine
from mirror.live.listener import Listener
from mirror.live.loop import PICTURE_S, Ends
from mirror.session.inputs import SystemStops

BEGUN_S: Final = 30.0
"""The system needs a few seconds to begin to stop after it was asked."""
READ_S: Final = 3.0
"""How long the last picture stays when the system ends us; it waits 20 s (systemd/)."""


def say_goodbye(  # noqa: PLR0913 - what it needs of the world, all named
    engine: Engine,
    ends: Ends,
    *,
    light: Listener | None,
    save: Callable[[], None],
    power_off: Callable[[], bool],
    system_stops: Callable[[], bool],
    pause: Callable[[float], object],
) -> None:
    """Do nothing unless the machine is switched off; call it when the loop is over.

    Args:
        engine: holds the session.
        ends: what the loop lay between.
        light: its pattern goes on.
        save: writes what is left to be kept.
        power_off: has the machine shut down; says whether it does.
        system_stops: whether the machine is shutting down.
        pause: waits for so many seconds.
    """
    asked = engine.session.shutting_down
    if not asked:
        if not (ends.stop.is_set() and system_stops()):
            return
        engine.feed(SystemStops(ends.clock()))
    save()
    if asked and not power_off():
        return
    turns = round(BEGUN_S / PICTURE_S)
    while turns > 0 and not ends.stop.is_set():
        turns -= 1
        _turn(engine, ends, light)
        pause(PICTURE_S)
    for _ in range(round(READ_S / PICTURE_S)):
        _turn(engine, ends, light)
        pause(PICTURE_S)


def _turn(engine: Engine, ends: Ends, light: Listener | None) -> None:
    ends.screen.show(engine.session.picture())
    if light is not None:
        light.tick(ends.clock())
    ends.heart.turn(opened=True)
