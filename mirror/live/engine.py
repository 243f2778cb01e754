"""Feeds a session, and hands on what comes out: the same for a person and for a replay."""

from mirror.live.listener import Everyone, Listener, Nobody, Watcher
from mirror.live.moments import Moments
from mirror.record.start import Start
from mirror.record.writer import NoTape, Tape
from mirror.session.happenings import Happening
from mirror.session.inputs import Input, Tick
from mirror.session.scenes import Picture
from mirror.session.session import Session


class Engine:
    """One session with all who watch it. One picture belongs to each tick, and one to the start.

    Args:
        session: what happens.
        listener: hears what happens.
        moments: sees every picture.
        tape: takes the run down.
        watcher: sees each input, then hears what came of it, after the listener.
    """

    def __init__(
        self,
        session: Session,
        *,
        listener: Listener | None = None,
        moments: Moments | None = None,
        tape: Tape | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        """Start before the first input."""
        self.session = session
        self._listener = listener or Everyone()
        self._moments = moments or Moments()
        self._tape = tape or NoTape()
        self._watcher = watcher or Nobody()

    def begin(self, start: Start) -> Picture:
        """Take down what the session began with; returns the first picture."""
        self._tape.begin(start)
        return self.session.picture()

    def feed(self, item: Input) -> tuple[Happening, ...]:
        """Take the next input; returns what came of it."""
        self.session.feed(item)
        happened = self.session.happenings()
        self._tape.take(item, happened)
        self._watcher.see(item)
        for one in happened:
            self._listener.hear(one)
            self._watcher.hear(one)
            self._moments.hear(one)
        if isinstance(item, Tick):
            self._listener.tick(item.t_s)
        return happened

    def picture(self) -> Picture:
        """What is to be seen now; call once after each tick."""
        picture = self.session.picture()
        self._moments.see(picture, self.session.snapshot)
        return picture
