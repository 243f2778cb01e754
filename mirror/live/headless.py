"""A clip to its end without a screen: every frame, as fast as the model allows."""

import threading
from collections.abc import Callable
from contextlib import closing

from mirror.live.engine import Engine
from mirror.live.parts import Feed
from mirror.session.inputs import SourceEnded, Tick


def run_through(
    engine: Engine, feed: Feed, *, stop: threading.Event, tick: Callable[[], None]
) -> None:
    """Feed all poses of a source to the session, each with the time it brings.

    Args:
        engine: holds the session.
        feed: an open source that ends; closed afterwards.
        stop: set to end early.
        tick: called after each pose.

    Raises:
        DeviceError: the source broke.
    """
    engine.feed(feed.opened)
    with closing(feed.poses) as poses:
        while not stop.is_set() and (pose := poses.read()) is not None:
            engine.feed(pose)
            engine.feed(Tick(pose.t_s))
            engine.picture()
            tick()
    engine.feed(SourceEnded())
    engine.picture()
