"""A clip to its end without a screen: every frame, as fast as the model allows."""

import threading
from collections.abc import Callable
from contextlib import closing

from mirror.live.moments import Moments
from mirror.live.parts import Feed
from mirror.session.inputs import SourceEnded
from mirror.session.session import Session


def run_through(
    session: Session,
    feed: Feed,
    *,
    stop: threading.Event,
    moments: Moments,
    tick: Callable[[], None],
) -> None:
    """Feed all poses of a source to the session.

    Args:
        session: what happens.
        feed: an open source that ends; closed afterwards.
        stop: set to end early.
        moments: looks at every view.
        tick: called after each pose.

    Raises:
        DeviceError: the source broke.
    """
    session.feed(feed.opened)
    with closing(feed.poses) as poses:
        while not stop.is_set() and (pose := poses.read()) is not None:
            session.feed(pose)
            moments.see(session.view(), session.current.snapshot)
            tick()
    session.feed(SourceEnded())
    moments.see(session.view(), session.current.snapshot)
