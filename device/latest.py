"""A mailbox for one item: the newest wins, and what nobody took in time is counted."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Hands the newest item from one thread to another. Never grows, never blocks the sender."""

    def __init__(self) -> None:
        """Start empty and open."""
        self._changed = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Items replaced before anybody took them."""
        with self._changed:
            return self._dropped

    @property
    def closed(self) -> bool:
        """Whether `close` was called; an item may still wait."""
        with self._changed:
            return self._closed

    def put(self, item: T) -> None:
        """Leave an item, in the place of one not yet taken; ignored when closed."""
        with self._changed:
            if self._closed:
                return
            if self._item is not None:
                self._dropped += 1
            self._item = item
            self._changed.notify()

    def get(self, timeout_s: float | None) -> T | None:
        """Take the item, waiting for one.

        Args:
            timeout_s: longest wait; None waits until something comes or the box is closed.

        Returns:
            The item, or None after the wait or when the box is closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._closed, timeout_s)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Wake who waits; nothing can be put any more. May be called twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
