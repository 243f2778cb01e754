"""The mirror's real loop, session, records and voice at any speed, in front of a `Trainee`.

Only hardware is left out: the screen shows nothing, the buttons are pressed by what the picture
offers, and the clock is simulated.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from device.ports import ButtonName, Edge
from exercises.registry import names
from mirror.config.settings import Settings
from mirror.demo.figures import animation
from mirror.live.calendar import Date
from mirror.live.clocks import Clocks
from mirror.live.engine import Engine
from mirror.live.inbox import Inbox
from mirror.live.keeper import NAME, Keeper
from mirror.live.listener import Everyone, Listener
from mirror.live.logbook import Logbook
from mirror.live.loop import Ends, show
from mirror.live.moments import Moments
from mirror.live.parts import make_tracker
from mirror.live.records import Records
from mirror.programme.person import Person
from mirror.record.start import Start
from mirror.session.inputs import RecordsTold, SourceOpened
from mirror.session.kept import PersonKept
from mirror.session.scenes import MenuView, Picture
from mirror.ui.glass import Glass
from scripts.endurance.clock import SimClock, SimStop
from scripts.endurance.trainee import RATE_HZ, Trainee

WALL_S: Final = 1_800_000_000.0
"""Of the wall clock at second 0 of the simulated one: in January 2027."""
CAMERA: Final = SourceOpened(name="camera", model="full-int8", live=True)
_HURRY: Final = frozenset({"HowToView", "PainView", "SummaryView", "NoticeView", "TimerView"})
_PRESS_S: Final = 0.6
"""Between two presses."""


def people(count: int) -> tuple[Person, ...]:
    """So many, who were asked about themselves already."""
    call = ("Ada", "Ben", "Cleo", "Dana", "Eli", "Fay")
    return tuple(
        Person(id=f"0190c0de-0000-7000-8000-{number:012d}", name=call[number], asked=True)
        for number in range(count)
    )


class Presses:
    """Buttons (a device port) pressed by somebody who reads the screen.

    Args:
        clock: of the loop.
        wanted: for a menu, texts of its items, the most wanted first; otherwise the last is taken.
    """

    def __init__(self, clock: SimClock, wanted: Callable[[MenuView], tuple[str, ...]]) -> None:
        """Press nothing yet."""
        self.picture: Picture | None = None
        self.down_since_s: float | None = None
        self._clock = clock
        self._wanted = wanted
        self._next_s = 0.0
        self._held: ButtonName | None = None

    def edges(self) -> tuple[Edge, ...]:
        """See `device.ports.Buttons`."""
        now_s = self._clock()
        if now_s < self._next_s:
            return ()
        if self._held is not None:
            edge = Edge(self._held, down=False, t_s=now_s)
            self._held, self._next_s = None, now_s + _PRESS_S
            return (edge,)
        self._held = self._button()
        if self._held is None:
            return ()
        self._next_s = now_s + 0.1
        return (Edge(self._held, down=True, t_s=now_s),)

    def close(self) -> None:
        """See `device.ports.Buttons`."""

    def _button(self) -> ButtonName | None:
        picture = self.picture
        if not isinstance(picture, MenuView):
            return "select" if type(picture).__name__ in _HURRY else None
        words = [item.text for item in picture.items]
        choice = next((one for one in self._wanted(picture) if one in words), words[-1])
        return "select" if words.index(choice) == picture.chosen else "down"


class Glimpse:
    """A screen (of the loop) that shows nothing and lets the world go on.

    Args:
        presses: sees each picture.
        act: called at each picture.
    """

    closing = False

    def __init__(self, presses: Presses, act: Callable[[], None]) -> None:
        """Start dark."""
        self._presses, self._act = presses, act

    def show(self, picture: Picture, notice: str = "") -> bool:  # noqa: ARG002 - the port's
        """See `mirror.live.loop.Screen`."""
        self._presses.picture = picture
        self._act()
        return True

    def edges(self) -> tuple[Edge, ...]:
        """See `mirror.live.loop.Screen`."""
        return ()

    def adjust(self, glass: Glass) -> None:
        """See `mirror.live.loop.Screen`."""

    def close(self) -> None:
        """See `mirror.live.loop.Screen`."""


@dataclass(eq=False)
class House:
    """A mirror with records in a folder.

    Attributes:
        folder: the data folder.
        wanted: what is chosen in menus.
        act: called at each picture, on the main thread.
        listeners: hear what happens, after the trainee and the records.
        news: what the records told.
    """

    folder: Path
    wanted: Callable[[MenuView], tuple[str, ...]]
    act: Callable[[], None] = lambda: None
    opened: Callable[[SourceOpened], None] = lambda _source: None
    listeners: tuple[Listener, ...] = ()
    count: int = 1
    clock: SimClock = field(default_factory=SimClock)
    trainee: Trainee = field(default_factory=Trainee)
    inbox: Inbox = field(default_factory=Inbox)
    news: list[RecordsTold] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make what belongs together."""
        self.stop = SimStop(self.clock)
        self.clocks = Clocks(mono_s=self.clock, wall_s=self.wall_s, synced=lambda: True)
        self._next_s = self.clock()

    def wall_s(self) -> float:
        """The wall clock."""
        return WALL_S + self.clock()

    def today(self) -> Date:
        """The calendar."""
        wall_s = self.wall_s()
        day: date = datetime.fromtimestamp(wall_s, UTC).date()
        return Date(day, wall_s, known=True)

    def fill(self) -> None:
        """Have the records know the people; once."""
        records = Records(self.folder, tell=lambda _news: None, clocks=self.clocks)
        for person in people(self.count):
            records.hear(PersonKept(self.clock(), person))
        records.close()

    def look(self) -> None:
        """An `act` that is a camera without any thread: poses come as time goes on."""
        while self._next_s <= self.clock():
            self.inbox.put(self.trainee.pose(self._next_s))
            self._next_s += 1.0 / RATE_HZ

    def run(self) -> None:
        """Until `stop` is set."""
        presses = Presses(self.clock, self.wanted)
        with ExitStack() as after:
            logbook = Logbook(self.folder, self._tell, clocks=self.clocks)
            after.callback(logbook.close)
            keeper = Keeper(
                settings=Settings(),
                config=self.folder / "plumbline.toml",
                session=self.folder / NAME,
            )
            after.callback(keeper.close)
            start = replace(
                Start(exercises=names(), first="squat"), members=logbook.members, keeps=True
            )

            def opened(source: SourceOpened) -> None:
                logbook.opened(source)
                self.opened(source)

            engine = Engine(
                start.session(make_tracker, animation(mirrored=True)),
                listener=Everyone((logbook.listener, self.trainee, *self.listeners)),
                moments=Moments(),
                watcher=logbook.watcher,
            )
            ends = Ends(
                screen=Glimpse(presses, self.act),
                inbox=self.inbox,
                stop=self.stop,
                buttons=(presses,),
                keep=keeper.keep,
                opened=opened,
                clock=self.clock,
                time_of_day=lambda: "07:42",
                date=self.today,
            )
            show(engine, start, ends)
            engine.session.end()

    def _tell(self, told: RecordsTold) -> None:
        self.news.append(told)
        self.inbox.put(told)
