"""The thread that opens the source and reads poses, so that the screen never waits for them."""

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Final

from device.errors import DeviceError
from mirror.live.inbox import Inbox
from mirror.live.parts import Feed
from mirror.session.inputs import SourceEnded, SourceFailed, SourceOpened

JOIN_S: Final = 5.0  # a model may still be loading; the thread is a daemon, so this is the end

_log = logging.getLogger(__name__)


class PoseThread:
    """Reads one source into an inbox until its end or `stop`.

    Args:
        open_feed: opens the source; called in the thread, because models load slowly.
        inbox: where poses and news go.
    """

    def __init__(self, open_feed: Callable[[], Feed], inbox: Inbox) -> None:
        """Prepare; `start` begins."""
        self._open_feed = open_feed
        self._inbox = inbox
        self._stop = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._work, name="poses", daemon=True)

    @property
    def error(self) -> Exception | None:
        """What ended the thread too early."""
        return self._error

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wait for it a while."""
        self._stop.set()
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            _log.warning("The pose thread did not end within %s s", JOIN_S)

    def _work(self) -> None:
        try:
            feed = self._open_feed()
            with closing(feed.poses) as poses:
                pose = poses.read()
                # The plan of a clip is in its own time, which begins with its first pose.
                self._inbox.put(feed.opened if pose is None else begun(feed.opened, pose.t_s))
                while pose is not None and not self._stop.is_set():
                    self._inbox.put(pose)
                    pose = poses.read()
                if pose is None:
                    self._inbox.put(SourceEnded())
        except DeviceError as error:
            self._error = error
            self._inbox.put(SourceFailed(message=error.message, remedy=error.remedy))
        except Exception as error:  # noqa: BLE001 - the top of a thread; the main thread raises it
            self._error = error
            message = f"Something went wrong inside Plumbline ({type(error).__name__})"
            self._inbox.put(SourceFailed(message=message, remedy="Start it again."))


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
