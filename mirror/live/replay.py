"""`plumbline replay`: a recorded run once more, from the very same inputs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

from mirror.demo.figures import animation
from mirror.errors import EXIT_BUG
from mirror.live.engine import Engine
from mirror.live.loop import Screen
from mirror.live.moments import Moments
from mirror.live.options import ReplayOptions
from mirror.live.parts import make_tracker
from mirror.live.report import print_results, save_pictures
from mirror.record.lines import Did
from mirror.record.reader import RecordedRun
from mirror.record.start import words
from mirror.report.table import output_console
from mirror.session.current import MakeTracker
from mirror.session.inputs import Tick
from mirror.session.scenes import Picture
from mirror.signals import stop_on_signals
from mirror.ui.window import NoDisplayError, open_window


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a replay went another way.

    Attributes:
        line: number of the recording's line.
        recorded, now: what came of it, as words; empty: nothing.
    """

    line: int
    recorded: str
    now: str


class Replay:
    """Feeds a recorded run to a fresh session, and compares what comes of it.

    Args:
        run: the recording.
        engine: holds the fresh session, made of `run.start`.
    """

    def __init__(self, run: RecordedRun, engine: Engine) -> None:
        """Start before the first line."""
        self._run = run
        self._engine = engine
        self._compared = 0
        self._difference: Difference | None = None

    @property
    def compared(self) -> int:
        """Happenings that were the same."""
        return self._compared

    @property
    def notice(self) -> str:
        """The quiet line about the records that belongs to the latest picture."""
        return self._engine.session.notice

    @property
    def difference(self) -> Difference | None:
        """The first one that was not."""
        return self._difference

    def pictures(self) -> Iterator[tuple[float | None, Picture]]:
        """All pictures in their order, each with its time; the first has none.

        Raises:
            UserError: the recording is damaged.
        """
        yield None, self._engine.begin(self._run.start)
        expected: list[str] = []
        line = 1
        for number, item in self._run.lines():
            line = number
            if isinstance(item, Did):
                self._compare(number, item.text, expected.pop(0) if expected else "")
                continue
            self._leftover(number, expected)
            expected = [repr(one) for one in self._engine.feed(item)]
            if isinstance(item, Tick):
                # What the tick brought stands in the lines after it, the picture does not wait.
                yield item.t_s, self._engine.picture()
        self._leftover(line, expected)

    def _leftover(self, number: int, unexpected: list[str]) -> None:
        """Happenings that the recording does not have."""
        if unexpected:
            self._compare(number, "", unexpected[0])

    def _compare(self, number: int, recorded: str, now: str) -> None:
        if recorded == now:
            self._compared += 1
        elif self._difference is None:
            self._difference = Difference(number, recorded, now)


def replay(
    options: ReplayOptions,
    *,
    make_tracker: MakeTracker = make_tracker,
    open_screen: Callable[..., Screen] = open_window,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Replay a recorded run.

    Args:
        options: what was asked for.
        make_tracker: a fresh tracker for an exercise.
        open_screen: opens the screen or the window.
        clock: monotonic seconds.

    Returns:
        The exit code: 0 when all happened as recorded, 1 when something did not.

    Raises:
        UserError: the file is no recording or damaged, or pictures cannot be written.
    """
    run = RecordedRun(options.file)
    moments = Moments(scenes=True)
    with closing(run), stop_on_signals() as stop, ExitStack() as closed_after:
        figures = animation(mirrored=run.start.settings.camera.mirrored)
        engine = Engine(run.start.session(make_tracker, figures), moments=moments)
        player = Replay(run, engine)
        screen: Screen | None = None
        if options.speed is not None:
            try:
                screen = open_screen(fullscreen=not options.window)
                closed_after.callback(screen.close)
            except NoDisplayError:
                screen = None  # nobody to see it: as fast as it goes
        _play(player, screen, speed=options.speed or 1.0, stop=stop, clock=clock)
    engine.session.end()
    print_results(engine.session, texts=words(engine.session.settings.language))
    if options.screenshots is not None:
        save_pictures(moments.scenes() or moments.best(), options.screenshots)
    return _verdict(player, stopped=stop.is_set())


def _play(
    player: Replay,
    screen: Screen | None,
    *,
    speed: float,
    stop: threading.Event,
    clock: Callable[[], float],
) -> None:
    """Show a replay at a speed; without a screen, let it run."""
    origin_s: float | None = None
    for t_s, picture in player.pictures():
        if stop.is_set():
            return
        if screen is None:
            continue
        screen.show(picture, player.notice)
        screen.edges()  # the keys of a replay are those of the recording
        if screen.closing:
            stop.set()
            return
        if t_s is not None:
            origin_s = clock() - t_s / speed if origin_s is None else origin_s
            stop.wait(max(0.0, origin_s + t_s / speed - clock()))


def _verdict(player: Replay, *, stopped: bool) -> int:
    console = output_console()
    found = player.difference
    if found is None:
        if not stopped:
            console.print(f"All {player.compared} happenings as recorded.")
        return 0
    console.print(
        f"Another way from line {found.line} on: recorded {found.recorded or 'nothing'}, "
        f"now {found.now or 'nothing'}.",
        soft_wrap=True,
        markup=False,
        highlight=False,
    )
    return EXIT_BUG
