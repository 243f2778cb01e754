"""The thread that opens the source and reads poses, so that the screen never waits for them."""

import logging
import math
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Final

from device.errors import DeviceError
from mirror.live.heartbeat import OPENING_S, POSE_S
from mirror.live.inbox import Inbox
from mirror.live.parts import Feed
from mirror.live.rate import PoseRate
from mirror.session.inputs import SourceEnded, SourceFailed, SourceOpened

JOIN_S: Final = 5.0  # a model may still be loading; the thread is a daemon, so this is the end
FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 30.0
"""Between two tries to open a camera again: doubled each time. A cable that was pushed back in
is found soon; a camera that stays away costs nothing."""

REST_S: Final = 1.0
"""Between two poses while the mirror sleeps: who comes is seen within about a second, and then all
frames are looked at again (docs/decisions/0049)."""

LOOK_S: Final = 3.0
"""Between two looks for a better source: who plugs a camera in waits a few seconds at most."""

_log = logging.getLogger(__name__)


class PoseThread:
    """Reads one source into an inbox until its end or `stop`.

    A camera that fails on the way, or ends, is told, closed and opened again until it works. What
    only stands in for one (`Feed.better`) gives way as soon as there is one.

    Args:
        open_feed: opens the source; called in the thread, because models load slowly.
        inbox: where poses and news go.
        wait: waits so many seconds, less when the thread is to stop; says whether it is.
        beat: told that the thread is alive for so many seconds.
        nap: waits so many seconds, less when the thread is to wake.
        rate: how often to look at a live source at most.
    """

    def __init__(  # noqa: PLR0913 - what tests bring instead of time
        self,
        open_feed: Callable[[], Feed],
        inbox: Inbox,
        *,
        wait: Callable[[float], bool] | None = None,
        beat: Callable[[float], None] = lambda _lasts_s: None,
        nap: Callable[[float], object] | None = None,
        rate: PoseRate | None = None,
    ) -> None:
        """Prepare; `start` begins."""
        self._open_feed = open_feed
        self._inbox = inbox
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._beat = beat
        self._awake = threading.Event()
        self._awake.set()
        self._nap = nap or self._awake.wait
        self._rate = rate or PoseRate()
        self._error: Exception | None = None
        self._told: tuple[str, str] | None = None
        self._wait_s = FIRST_WAIT_S
        self._look_s = -math.inf
        self._thread = threading.Thread(target=self._work, name="poses", daemon=True)

    @property
    def error(self) -> Exception | None:
        """What ended the thread too early, or what keeps the source away at the moment."""
        return self._error

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def rest(self, asleep: bool) -> None:  # noqa: FBT001 - a callback
        """Look at a frame now and then from now on, or at each one again, at once."""
        if asleep:
            self._awake.clear()
        else:
            self._awake.set()

    def stop(self) -> None:
        """Ask the thread to end and wait for it a while."""
        self._stop.set()
        self._awake.set()
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            _log.warning("The pose thread did not end within %s s", JOIN_S)

    def join(self) -> None:
        """Wait until the source is over."""
        self._thread.join()

    def _work(self) -> None:
        open_feed: Callable[[], Feed] | None = self._open_feed
        again: Callable[[], Feed] | None = None
        try:
            while open_feed is not None:
                self._beat(OPENING_S)
                try:
                    feed: Feed | None = open_feed()
                    while feed is not None:
                        again = feed.again
                        feed = self._read(feed)
                except DeviceError as error:
                    self._fail(error, error.message, error.remedy)
                except Exception as error:
                    if again is None:
                        raise
                    # A camera's library or a pose model, in the middle of a run: opened anew like
                    # a camera that failed. Losing the thread would lose the session.
                    _log.exception("The source of poses failed")
                    self._fail(error, *_inside(error))
                open_feed = None if again is None or self._pause() else again
        except Exception as error:  # noqa: BLE001 - the top of a thread; the main thread raises it
            self._fail(error, *_inside(error))

    def _read(self, feed: Feed) -> Feed | None:
        """Read a source to its end or `stop`.

        Returns:
            The better one that takes its place; None: there is none, or the thread is to stop.

        Raises:
            DeviceError: it failed.
        """
        with closing(feed.poses) as poses:
            pose = poses.read()
            # The plan of a clip is in its own time, which begins with its first pose.
            self._inbox.put(feed.opened if pose is None else begun(feed.opened, pose.t_s))
            self._error = self._told = None
            self._wait_s = FIRST_WAIT_S
            while pose is not None and not self._stop.is_set():
                self._inbox.put(pose)
                self._beat(POSE_S)
                if not self._awake.is_set():
                    self._nap(REST_S)
                pause_s = self._rate.pause_s() if feed.opened.live else 0.0
                if pause_s > 0.0 and self._wait(pause_s):
                    break
                better = self._better(feed, pose.t_s)
                if better is not None:
                    return better
                pose = poses.read()
            if pose is None and not self._stop.is_set():
                self._inbox.put(SourceEnded())
        while feed.better is not None and not self._wait(LOOK_S):
            better = self._better(feed, math.inf)
            if better is not None:
                return better
        return None

    def _better(self, feed: Feed, t_s: float) -> Feed | None:
        """What is to take a source's place, when it is time to look."""
        if feed.better is None or t_s < self._look_s:
            return None
        self._look_s = t_s + LOOK_S
        self._beat(OPENING_S)
        found = feed.better()
        self._beat(LOOK_S + POSE_S)
        return found

    def _fail(self, error: Exception, message: str, remedy: str) -> None:
        """Tell what happened; a try that fails like the one before is no news."""
        self._error = error
        if self._told != (message, remedy):
            self._told = (message, remedy)
            self._inbox.put(SourceFailed(message=message, remedy=remedy))

    def _pause(self) -> bool:
        """Wait before the next try; says whether to stop."""
        wait_s, self._wait_s = self._wait_s, min(LONGEST_WAIT_S, 2 * self._wait_s)
        self._beat(wait_s + POSE_S)
        return self._wait(wait_s)


def _inside(error: Exception) -> tuple[str, str]:
    """Message and remedy for what no driver put in words."""
    return f"Something went wrong inside Plumbline ({type(error).__name__})", "Start it again."


def begun(opened: SourceOpened, start_s: float) -> SourceOpened:
    """The same, with its plan on the clock of the poses.

    Args:
        opened: its plan begins at 0.
        start_s: time of the first pose.
    """
    plan = tuple(
        replace(one, start_s=one.start_s + start_s, end_s=one.end_s + start_s)
        for one in opened.plan
    )
    return replace(opened, plan=plan)
