"""Follows a stream of poses to its end, keeping nothing but the log of the set."""

from collections.abc import Sequence
from typing import Protocol

from device.ports import PoseSource
from exercises.events import Event
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.model import SetLog


class Follower(Protocol):
    """The part of `exercises.tracker.Tracker` used here."""

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        """Take the next pose."""

    def finish(self) -> tuple[Event, ...]:
        """End of the set."""

    @property
    def snapshot(self) -> Snapshot:
        """The state after the latest pose."""


class Watcher(Protocol):
    """Sees each pose together with what the tracker made of it."""

    def see(self, pose: Pose, snapshot: Snapshot, events: tuple[Event, ...]) -> None:
        """Take the next pose, the tracker's state after it and the events it caused."""


def follow(poses: PoseSource, tracker: Follower, log: SetLog, watchers: Sequence[Watcher]) -> None:
    """Feed all poses to the tracker, the log and the watchers, in this order.

    Raises:
        DeviceError: the source failed, or a watcher could not write.
    """
    while (pose := poses.read()) is not None:
        log.frame(t_s=pose.t_s, present=pose.present)
        events = tracker.feed(pose)
        log.add(events)
        snapshot = tracker.snapshot
        for watcher in watchers:
            watcher.see(pose, snapshot, events)
    log.add(tracker.finish())
