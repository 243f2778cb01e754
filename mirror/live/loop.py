"""The main thread while there is a screen: takes poses and presses, draws, never waits."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from device.ports import Buttons, Edge, PresenceSensor
from mirror.config.settings import Settings
from mirror.live.calendar import Calendar, Date
from mirror.live.controls import Controls
from mirror.live.engine import Engine
from mirror.live.heartbeat import Heart
from mirror.live.inbox import Inbox
from mirror.live.keeper import State
from mirror.record.start import Start
from mirror.session.happenings import Happening
from mirror.session.inputs import Input, SourceEnded, SourceFailed, SourceOpened, Tick
from mirror.session.scenes import IdleView, Picture
from mirror.ui.glass import Glass

PICTURE_S: Final = 1 / 40  # at least 30 a second, with time for drawing
ASLEEP_S: Final = 1 / 10
"""Likewise while the mirror is dark: a button still wakes it at once."""


class Screen(Protocol):
    """What the loop needs of `mirror.ui.window.Window`."""

    def show(self, picture: Picture, notice: str = "") -> bool:
        """Draw a picture, with a quiet line about the records."""

    @property
    def closing(self) -> bool:
        """Whether the window's own button was pressed."""

    def edges(self) -> tuple[Edge, ...]:
        """Its keys, as buttons."""

    def adjust(self, glass: Glass) -> None:
        """Put pictures on the screen another way from now on."""

    def close(self) -> None:
        """Give the screen back."""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """What the loop lies between.

    Attributes:
        screen: where the session is seen; its keys are buttons too.
        buttons: the others.
        presence: notices who comes.
        sleep: told when the mirror goes dark, and when it wakes.
        inbox: where poses and news come from.
        keep: has a state kept, and returns at once; called whenever it may have changed, but
            not while a clip is shown.
        opened: called when the source opened, each time.
        apply: follows changed settings.
        took: told of each input and what came of it, right after that (for measurements).
        stop: set to end.
        clock: monotonic seconds, also that of the poses and buttons.
        time_of_day: for the idle scene, such as "07:42"; empty while it is not known.
        date: today; None: nobody needs to know.
        heart: told of each turn; a service manager starts us again when a clip is over.
    """

    screen: Screen
    inbox: Inbox
    stop: threading.Event
    buttons: Sequence[Buttons] = ()
    presence: PresenceSensor | None = None
    sleep: Callable[[bool], None] = lambda _asleep: None
    keep: Callable[[State], None] = lambda _state: None
    opened: Callable[[SourceOpened], None] = lambda _source: None
    apply: Callable[[Settings], None] = lambda _settings: None
    took: Callable[[Input, tuple[Happening, ...]], None] = lambda _item, _happened: None
    clock: Callable[[], float] = time.monotonic
    time_of_day: Callable[[], str] = lambda: ""
    date: Callable[[], Date] | None = None
    heart: Heart = field(default_factory=Heart)


def show(engine: Engine, start: Start, ends: Ends) -> None:
    """Run the mirror on a screen until the person leaves or it is stopped.

    Returns early when the source fails before it was open: nothing can be shown then.

    Args:
        engine: holds the session.
        start: what the session began with.
        ends: see there.
    """
    session, clock = engine.session, ends.clock
    controls = Controls((ends.screen, *ends.buttons), ends.presence)
    ends.screen.show(engine.begin(start))
    opened = live = asleep = False
    calendar = Calendar(ends.date)
    settings = session.settings
    while not session.quit and not ends.stop.is_set():
        due_s = clock() + (ASLEEP_S if asleep else PICTURE_S)
        for item in _inputs(ends, controls, calendar):
            if isinstance(item, SourceOpened):
                opened, live = True, item.live
                ends.opened(item)
            if isinstance(item, SourceFailed) and not opened:
                return
            if isinstance(item, SourceEnded) and not live and ends.heart.served:
                return
            happened = engine.feed(item)
            ends.took(item, happened)
            changed = session.settings != settings
            if changed:
                settings = session.settings
                ends.apply(settings)
            if live and (happened or changed):
                ends.keep(State(settings, session.saved()))
        if ends.screen.closing:
            return
        picture = engine.picture()
        ends.screen.show(picture, session.notice)
        if asleep != (isinstance(picture, IdleView) and picture.asleep):
            asleep = not asleep
            ends.sleep(asleep)
        ends.heart.turn(opened=opened)
        ends.stop.wait(max(0.0, due_s - clock()))


def _inputs(ends: Ends, controls: Controls, calendar: Calendar) -> Iterator[Input]:
    """What came since the last picture; the tick ends it."""
    now_s = ends.clock()
    yield from calendar.news(now_s)
    yield from ends.inbox.take()
    now_s = ends.clock()
    yield from controls.take(now_s)
    yield from controls.sensed(now_s)
    yield Tick(now_s, ends.time_of_day())
