"""The main thread while there is a screen: takes poses and presses, draws, never waits."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from device.ports import Buttons, Edge
from mirror.live.controls import Controls
from mirror.live.inbox import Inbox
from mirror.live.moments import Moments
from mirror.session.inputs import SourceFailed, SourceOpened, Tick
from mirror.session.session import Session
from mirror.session.view import View

PICTURE_S: Final = 1 / 40  # at least 30 a second, with time for drawing


class Screen(Protocol):
    """What the loop needs of `mirror.ui.window.Window`."""

    def show(self, view: View) -> bool:
        """Draw a view."""

    @property
    def closing(self) -> bool:
        """Whether the window's own button was pressed."""

    def edges(self) -> tuple[Edge, ...]:
        """Its keys, as buttons."""

    def close(self) -> None:
        """Give the screen back."""


def show(  # noqa: PLR0913 - the ends of the loop, all named
    session: Session,
    *,
    screen: Screen,
    buttons: Sequence[Buttons],
    inbox: Inbox,
    stop: threading.Event,
    moments: Moments,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run the mirror on a screen until the person leaves or `stop` is set.

    Returns early when the source fails before it was open: nothing can be shown then.

    Args:
        session: what happens.
        screen: where it is seen; its keys are buttons too.
        buttons: the others.
        inbox: where poses and news come from.
        stop: set to end.
        moments: looks at every view.
        clock: monotonic seconds, also that of the poses and buttons.
    """
    screen.show(session.view())
    controls = Controls((screen, *buttons))
    opened = False
    while not session.quit and not stop.is_set():
        due_s = clock() + PICTURE_S
        for item in inbox.take():
            opened = opened or isinstance(item, SourceOpened)
            if isinstance(item, SourceFailed) and not opened:
                return
            session.feed(item)
        now_s = clock()
        for press in controls.take(now_s):
            session.feed(press)
        if screen.closing:
            return
        session.feed(Tick(now_s))
        view = session.view()
        moments.see(view, session.current.snapshot)
        screen.show(view)
        stop.wait(max(0.0, due_s - clock()))
