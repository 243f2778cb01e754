"""All that is kept of a run: records and landmark traces, opened and closed together."""

from collections.abc import Callable, Mapping
from pathlib import Path

from mirror.live.clocks import Clocks
from mirror.live.listener import Listener, Watcher
from mirror.live.records import Records
from mirror.live.tracer import Tracer
from mirror.session.inputs import RecordsTold, SourceOpened
from mirror.session.members import Member
from mirror.store.opening import FILE_NAME
from mirror.store.trace_writer import TraceWriter

CLOSE_S = 5.0
"""For traces that wait to be stored; losing them loses no rep."""


class Logbook:
    """See the module.

    Args:
        folder: the data folder.
        tell: takes news for the session, from any thread; must not wait.
        clocks: tell the time.

    Raises:
        UserError: as `mirror.live.records.Records`.
    """

    def __init__(
        self, folder: Path, tell: Callable[[RecordsTold], None], *, clocks: Clocks | None = None
    ) -> None:
        """Open, and start the threads."""
        clocks = clocks or Clocks()
        self._traces = TraceWriter(folder.absolute() / FILE_NAME)
        self._records = Records(folder, tell=tell, clocks=clocks, forget_sets=self._traces.forget)
        self._traces.start(clocks.now())
        self._tracer = Tracer(self._records.recorder, self._traces, now=clocks.now)

    @property
    def members(self) -> tuple[Member, ...]:
        """Who trains here, with their pasts, as they were at the start."""
        pasts = self._records.pasts
        return tuple(Member(one, pasts[one.id]) for one in self._records.people)

    @property
    def listener(self) -> Listener:
        """Hears what becomes a record."""
        return self._records

    @property
    def watcher(self) -> Watcher:
        """Sees what becomes a trace."""
        return self._tracer

    def mended(self, resume: Mapping[str, object] | None) -> Mapping[str, object] | None:
        """An interrupted session with all reps that its file or the records know."""
        return self._records.mended(resume)

    def opened(self, source: SourceOpened) -> None:
        """Poses come from this source from now on."""
        self._records.model = source.model

    def close(self) -> None:
        """Save what waits and let go; may be called twice."""
        self._records.close()
        self._traces.close(timeout_s=CLOSE_S)
