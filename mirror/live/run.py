"""`plumbline run`: on a screen when there is one, else a clip through to its end."""

import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress

from device.pose.models import models_dir
from mirror.errors import UserError, error_line
from mirror.live.headless import run_through
from mirror.live.inbox import Inbox
from mirror.live.loop import Screen, show
from mirror.live.moments import Moments
from mirror.live.options import RunOptions
from mirror.live.parts import AUTO, DEMO, Parts, RealParts, is_camera
from mirror.live.pose_thread import PoseThread
from mirror.live.report import print_sets, save_pictures
from mirror.live.signals import stop_on_signals
from mirror.report.table import output_console
from mirror.session.session import Session
from mirror.text.catalog import Texts, load
from mirror.ui.window import NoDisplayError, open_window

FIRST: Final = "squat"
"""The exercise to begin with when none was named: it needs no mat and no band."""
LANGUAGE: Final = "en"


def run(options: RunOptions) -> int:
    """Run the mirror until the person leaves, or a clip without a screen to its end.

    Returns:
        The exit code, 0.

    Raises:
        UserError, DeviceError: it cannot run as asked, or the camera failed.
    """
    texts = load(LANGUAGE)
    parts = RealParts(model=options.model, texts=texts, say=_say)
    return run_with(options, parts, texts=texts, open_screen=open_window)


def run_with(
    options: RunOptions, parts: Parts, *, texts: Texts, open_screen: Callable[..., Screen]
) -> int:
    """As `run`, of given parts."""
    first = options.exercise or FIRST
    parts.tracker(first)  # an unknown exercise is said before a window opens
    _check_clip(options.source)
    session = Session(
        exercises=parts.exercises(),
        first=first,
        make_tracker=parts.tracker,
        texts=texts,
        mirrored=True,
    )
    folder = options.screenshots
    with stop_on_signals() as stop:
        going = _Run(options, parts, session, stop, Moments())
        try:
            window = open_screen(fullscreen=not options.window)
        except NoDisplayError as error:
            going.without_screen(str(error))
            folder = folder or models_dir().parent / "screenshots"
        else:
            with closing(window):
                going.on_screen(window)
    going.report(texts, folder)
    return 0


@dataclass(frozen=True, slots=True)
class _Run:
    """The parts of one run, and the two ways it goes."""

    options: RunOptions
    parts: Parts
    session: Session
    stop: threading.Event
    moments: Moments

    def on_screen(self, screen: Screen) -> None:
        """Until the person leaves.

        Raises:
            DeviceError: the source failed, at the start or on the way.
        """
        inbox = Inbox()
        source = self.options.source
        thread = PoseThread(partial(self.parts.feed, source, real_time=True), inbox)
        thread.start()
        try:
            show(
                self.session,
                screen=screen,
                buttons=(),
                inbox=inbox,
                stop=self.stop,
                moments=self.moments,
            )
        finally:
            thread.stop()
        self.session.end()
        if thread.error is not None and not self.stop.is_set():
            raise thread.error

    def without_screen(self, why: str) -> None:
        """A clip to its end.

        Raises:
            UserError: a camera was asked for, which nobody could see.
            DeviceError: the source failed.
        """
        source = self.options.source
        if is_camera(source):
            message = f"The mirror needs a display, and there is none here ({why})"
            remedy = "Connect a screen, or count a clip: plumbline analyze CLIP --exercise NAME"
            raise UserError(message, remedy=remedy)
        source = DEMO if source == AUTO else source
        what = "the demo" if source == DEMO else source
        _say(f"No display here ({why})", f"Running {what} through without one.")
        feed = self.parts.feed(source, real_time=False)
        quiet = not sys.stderr.isatty()
        with Progress(console=Console(stderr=True), transient=True, disable=quiet) as progress:
            task = progress.add_task(f"Watching {feed.opened.name}", total=feed.poses.frame_count)
            run_through(
                self.session,
                feed,
                stop=self.stop,
                moments=self.moments,
                tick=partial(progress.advance, task),
            )

    def report(self, texts: Texts, folder: Path | None) -> None:
        """Print the finished sets; save pictures into a folder.

        Raises:
            UserError: the pictures cannot be written.
        """
        console = output_console()
        results = self.session.results
        if results:
            expected = [self.session.expected(i) for i in range(len(results))]
            print_sets(results, expected, texts=texts, console=console)
        if folder is None:
            return
        try:
            saved = save_pictures(self.moments, folder)
        except OSError as error:
            message = f"The screenshots cannot be written to {folder} ({error.strerror})"
            raise UserError(message, remedy="Name another folder with --screenshots.") from error
        for path in saved:
            console.print(f"Screenshot: {path}", soft_wrap=True, markup=False)


def _check_clip(source: str) -> None:
    """Refuse a clip that is not there before a window opens."""
    if source in {AUTO, DEMO} or is_camera(source) or Path(source).exists():
        return
    message = f"No such file: {source}"
    raise UserError(message, remedy="Check the name and the folder.")


def _say(message: str, remedy: str) -> None:
    """Tell the person at the terminal."""
    print(error_line(message, remedy), file=sys.stderr)  # noqa: T201 - for the terminal
