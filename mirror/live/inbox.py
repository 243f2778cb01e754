"""The channel from the pose thread to the main thread."""

import threading
from collections import deque
from typing import Final

from exercises.pose import Pose
from mirror.session.inputs import News

CAPACITY: Final = 16
"""Poses kept: a second at 15 a second, far more than the main thread ever lies behind."""


class Inbox:
    """Bounded: when full, the oldest pose is dropped and counted. News is never dropped."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Start empty."""
        self._items: deque[Pose | News] = deque()
        self._lock = threading.Lock()
        self._capacity = capacity
        self._poses = 0
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Poses dropped so far."""
        return self._dropped

    def put(self, item: Pose | News) -> None:
        """Add an item; any thread."""
        with self._lock:
            if isinstance(item, Pose):
                if self._poses == self._capacity:
                    oldest = next(one for one in self._items if isinstance(one, Pose))
                    self._items.remove(oldest)
                    self._dropped += 1
                else:
                    self._poses += 1
            self._items.append(item)

    def take(self) -> tuple[Pose | News, ...]:
        """All items, oldest first; leaves the inbox empty."""
        with self._lock:
            items = tuple(self._items)
            self._items.clear()
            self._poses = 0
        return items
