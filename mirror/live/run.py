"""`plumbline run`: on a screen when there is one, else a clip through to its end."""

import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from rich.console import Console
from rich.progress import Progress

from device.build import open_health
from device.meter import Meter
from mirror.config.read import default_path, load
from mirror.config.settings import Settings
from mirror.demo.figures import animation
from mirror.errors import UserError, error_line
from mirror.live.around import Around
from mirror.live.calendar import time_of_day, today
from mirror.live.closing import close_all, closed
from mirror.live.doorway import Doorway
from mirror.live.engine import Engine
from mirror.live.goodbye import say_goodbye
from mirror.live.hanging import glass_of
from mirror.live.headless import run_through
from mirror.live.health import HealthWatch
from mirror.live.heartbeat import heart_of
from mirror.live.inbox import Inbox
from mirror.live.keeper import NAME, Keeper, interrupted
from mirror.live.light import StatusLight
from mirror.live.listener import Everyone, Listener
from mirror.live.logbook import Logbook
from mirror.live.loop import Ends, Screen, show
from mirror.live.moments import Moments
from mirror.live.options import RunOptions
from mirror.live.pace import Pace
from mirror.live.parts import AUTO, DEMO, Parts, RealParts, check_clip, is_camera
from mirror.live.phone_server import PhoneServer
from mirror.live.pose_thread import PoseThread
from mirror.live.power import power_off, system_stops
from mirror.live.rate import PoseRate
from mirror.live.report import print_results, save_pictures
from mirror.live.sounds import Sounds
from mirror.live.wired import pins_of
from mirror.record.start import Start, words
from mirror.record.writer import FileTape, NoTape, Tape
from mirror.session.inputs import SourceOpened
from mirror.signals import stop_on_signals
from mirror.store.folder import data_folder
from mirror.ui.window import NoDisplayError, open_window
from mirror.web.board import board_path

FIRST: Final = "squat"
"""The exercise a clip begins with when none was named: it needs no mat and no band."""


def run(options: RunOptions) -> int:
    """Run the mirror until the person leaves, or a clip without a screen to its end.

    Returns:
        The exit code, 0.

    Raises:
        UserError, DeviceError: it cannot run as asked, or the camera failed.
    """
    settings = load(options.config)
    meter, data = Meter(), data_folder(options.data)
    texts = words(settings.language)
    parts = RealParts(
        model=options.model, texts=texts, say=_say, camera=settings.camera, meter=meter
    )
    around = Around(
        open_screen=open_window,
        make_sounds=partial(Sounds, say=_say),
        open_pins=partial(pins_of, say=_say),
        data=data,
        power_off=partial(power_off, say=_say),
        system_stops=system_stops,
        open_logbook=Logbook,
        heart=heart_of(),
        watch=lambda put, rate: HealthWatch(
            open_health(data), meter, rate=rate, put=put, board=board_path(data)
        ),
    )
    return run_with(options, parts, settings=settings, around=around)


def run_with(options: RunOptions, parts: Parts, *, settings: Settings, around: Around) -> int:
    """As `run`, of given parts."""
    first = options.exercise or FIRST
    parts.tracker(first)  # an unknown exercise is said before a window opens
    source = options.source or settings.camera.source
    check_clip(source)
    start = Start(
        exercises=parts.exercises(),
        first=first,
        settings=settings,
        routine=around.routine,
        resume=interrupted(around.data / NAME),
    )
    tape: Tape = NoTape() if options.record is None else FileTape(options.record)
    moments = Moments()
    folder = options.screenshots
    with closing(tape), stop_on_signals() as stop:
        going = _Run(options, parts, source, start, stop, moments, tape, around)
        try:
            screen = around.open_screen(fullscreen=not options.window)
        except NoDisplayError as error:
            engine = going.without_screen(str(error))
            folder = folder or around.data / "screenshots"
        else:
            with closing(screen):
                engine = going.on_screen(screen)
    print_results(engine.session, texts=words(engine.session.settings.language))
    if folder is not None:
        save_pictures(moments.best(), folder)
    return 0


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """The parts of one run, and the two ways it goes."""

    options: RunOptions
    parts: Parts
    source: str
    start: Start
    stop: threading.Event
    moments: Moments
    tape: Tape
    around: Around

    def on_screen(self, screen: Screen) -> Engine:
        """Until the person leaves.

        Raises:
            DeviceError: the source failed, at the start or on the way.
        """
        settings, inbox = self.start.settings, Inbox()
        heart = self.around.heart
        open_feed = partial(self.parts.feed, self.source, real_time=True)
        rate = PoseRate()
        thread = PoseThread(open_feed, inbox, beat=heart.poses.beat, rate=rate)
        with ExitStack() as closed_after:
            logbook = closed(self._logbook(inbox), closed_after)
            sounds = closed(self.around.make_sounds(settings), closed_after)
            pins = self.around.open_pins(settings)
            closed_after.callback(pins.close)
            light = None if pins.lamp is None else StatusLight(pins.lamp)
            keeper = Keeper(
                settings=settings,
                config=self.options.config or default_path(),
                session=self.around.data / NAME,
            )
            closed_after.callback(keeper.close)
            closed_after.callback(thread.stop)
            start = self.start
            if logbook is not None:
                resume = logbook.mended(start.resume)
                start = replace(start, members=logbook.members, keeps=True, resume=resume)
            door = None if logbook is None else closed(self._doorway(inbox), closed_after)
            engine = self._engine(start, sounds, logbook, (door, light, Pace(rate)))
            if door is not None:
                door.attach(engine.session)

            def apply(now: Settings) -> None:
                screen.adjust(glass_of(now.screen))
                if sounds is not None:
                    sounds.apply(now)

            screen.adjust(glass_of(settings.screen))
            thread.start()
            if self.around.watch is not None:
                watch = self.around.watch(inbox.put, rate)
                closed_after.callback(watch.close)
                watch.start()
            ends = Ends(
                screen=screen,
                inbox=inbox,
                stop=self.stop,
                buttons=() if pins.buttons is None else (pins.buttons,),
                presence=pins.presence,
                sleep=thread.rest,
                keep=keeper.keep,
                opened=partial(_opened, logbook, sounds),
                apply=apply,
                took=self.around.took,
                time_of_day=time_of_day,
                date=today,
                heart=heart,
            )
            show(engine, start, ends)
            say_goodbye(
                engine,
                ends,
                light=light,
                save=partial(close_all, (keeper, logbook)),
                power_off=self.around.power_off,
                system_stops=self.around.system_stops,
                pause=self.around.pause,
            )
        engine.session.end()
        if thread.error is not None and not self.stop.is_set():
            raise thread.error
        return engine

    def without_screen(self, why: str) -> Engine:
        """A clip to its end.

        Raises:
            UserError: a camera, or the service, which nobody could see.
            DeviceError: the source failed.
        """
        if is_camera(self.source) or self.around.heart.served:
            message = f"The mirror needs a display, and there is none here ({why})"
            remedy = "Connect a screen, or count a clip: plumbline analyze CLIP --exercise NAME"
            raise UserError(message, remedy=remedy)
        source = DEMO if self.source == AUTO else self.source
        what = "the demo" if source == DEMO else source
        _say(f"No display here ({why})", f"Running {what} through without one.")
        engine = self._engine(self.start)
        engine.begin(self.start)
        feed = self.parts.feed(source, real_time=False)
        quiet = not sys.stderr.isatty()
        with Progress(console=Console(stderr=True), transient=True, disable=quiet) as progress:
            task = progress.add_task(f"Watching {feed.opened.name}", total=feed.poses.frame_count)
            run_through(engine, feed, stop=self.stop, tick=partial(progress.advance, task))
        return engine

    def _logbook(self, inbox: Inbox) -> Logbook | None:
        """The records of people; a clip or the demo needs none."""
        opens = self.around.open_logbook
        live = self.source == AUTO or is_camera(self.source)
        return opens(self.around.data, inbox.put) if opens is not None and live else None

    def _doorway(self, inbox: Inbox) -> Doorway:
        """The mirror's side of the phone pages."""
        data = self.around.data
        server = PhoneServer(data, served=self.around.heart.served)
        return Doorway(data, inbox.put, server=server)

    def _engine(
        self,
        start: Start,
        sounds: Sounds | None = None,
        logbook: Logbook | None = None,
        others: Sequence[Listener | None] = (),
    ) -> Engine:
        figures = animation(mirrored=start.settings.camera.mirrored)
        kept = None if logbook is None else logbook.listener
        return Engine(
            start.session(self.parts.tracker, figures),
            listener=Everyone([one for one in (kept, sounds, *others) if one is not None]),
            moments=self.moments,
            tape=self.tape,
            watcher=None if logbook is None else logbook.watcher,
        )


def _opened(logbook: Logbook | None, sounds: Sounds | None, source: SourceOpened) -> None:
    """Poses come; the loudspeaker is opened after the window."""
    if logbook is not None:
        logbook.opened(source)
    if sounds is not None:
        sounds.open()


def _say(message: str, remedy: str) -> None:
    """Tell the person at the terminal."""
    print(error_line(message, remedy), file=sys.stderr)  # noqa: T201 - for the terminal
