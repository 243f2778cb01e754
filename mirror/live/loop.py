"""The main thread while there is a screen: takes poses and presses, draws, never waits."""

import threading
import time
from collections.abc import Callable
from typing import Final, Literal, Protocol

from exercises.pose import Pose
from mirror.live.inbox import Inbox
from mirror.live.moments import Moments
from mirror.session.inputs import Button, Press, SourceFailed, SourceOpened, Tick
from mirror.session.session import Session
from mirror.session.view import View

PICTURE_S: Final = 1 / 40  # at least 30 a second, with time for drawing


class Screen(Protocol):
    """What the loop needs of `mirror.ui.window.Window`."""

    def show(self, view: View) -> bool:
        """Draw a view."""

    def presses(self) -> list[Button | Literal["close"]]:
        """What was pressed since the last call."""

    def close(self) -> None:
        """Give the screen back."""


def show(  # noqa: PLR0913 - the ends of the loop, all named
    session: Session,
    *,
    screen: Screen,
    inbox: Inbox,
    stop: threading.Event,
    moments: Moments,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run the mirror on a screen until the person leaves or `stop` is set.

    Returns early when the source fails before it was open: nothing can be shown then.

    Args:
        session: what happens.
        screen: where it is seen.
        inbox: where poses and news come from.
        stop: set to end.
        moments: looks at every view.
        clock: monotonic seconds.
    """
    screen.show(session.view())
    opened = False
    # Poses bring their own clock; ticks and presses are put on it from the first pose on.
    ahead_s: float | None = None
    while not session.quit and not stop.is_set():
        due_s = clock() + PICTURE_S
        for item in inbox.take():
            opened = opened or isinstance(item, SourceOpened)
            if isinstance(item, SourceFailed) and not opened:
                return
            if isinstance(item, Pose) and ahead_s is None:
                ahead_s = item.t_s - clock()
            session.feed(item)
        now_s = clock() + (ahead_s or 0.0)
        for button in screen.presses():
            if button == "close":
                return
            session.feed(Press(t_s=now_s, button=button))
        if ahead_s is not None:
            session.feed(Tick(now_s))
        view = session.view()
        moments.see(view, session.current.snapshot)
        screen.show(view)
        stop.wait(max(0.0, due_s - clock()))
