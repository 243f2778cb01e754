"""Does what takes long in a thread of its own, one thing after another."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

Chore = Callable[[], None]

NAME: Final = "store-chores"

_log = logging.getLogger(__name__)


class Chores:
    """A thread that is there while there is something to do."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._waiting: deque[Chore] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether a long one should give up, and one that can wait should not begin."""
        with self._changed:
            return self._stopping

    def add(self, chore: Chore) -> None:
        """Have something done; returns at once. After `close` nothing more is done."""
        with self._changed:
            if self._stopping:
                return
            self._waiting.append(chore)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
                self._thread.start()

    def wait(self, *, timeout_s: float) -> bool:
        """Wait until everything is done. False if that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, timeout_s)

    def close(self, *, timeout_s: float) -> bool:
        """As `wait`, with those that look at `stopping` giving up; may be called twice."""
        with self._changed:
            self._stopping = True
        return self.wait(timeout_s=timeout_s)

    def _run(self) -> None:
        while (chore := self._next()) is not None:
            try:
                chore()
            except Exception:  # noqa: BLE001 - the top of a thread
                _log.exception("A chore of the records failed")

    def _next(self) -> Chore | None:
        with self._changed:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            self._changed.notify_all()
            return None
