"""Sentences as WAV files: rendered once, in a thread of their own, and kept between runs."""

import hashlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from device.errors import VoiceError

MOST_BYTES: Final = 48_000_000
"""Of all files together: about 600 sentences of 2 s, all three languages and room for change."""
MOST_WAITING: Final = 512
_JOIN_S: Final = 1.0  # a sentence takes 0.1 s; the thread is a daemon
_FAILURES: Final = 3
"""In a row, after which the program is taken for broken."""
_RIFF_HEADER: Final = 8
_PART: Final = ".part"
_ABANDONED_S: Final = 60.0  # another mirror on this machine may be rendering

_log = logging.getLogger(__name__)

Render = Callable[[str, Path], None]
"""Writes a sentence into a WAV file, or raises VoiceError."""


def voice_dir() -> Path:
    """The folder rendered sentences are kept in; it need not exist."""
    return platformdirs.user_cache_path("plumbline") / "voice"


class RenderedVoice:
    """See `device.speaker.SpokenWords`.

    A file's name comes from all that decides its sound; it appears whole or not at all, and when
    the folder grows too large, the files used longest ago go. What waits is bounded: when full,
    the least urgent is forgotten, and asked for again when it is needed.

    Args:
        render: makes a file.
        name: what else decides how it sounds: program, voice, rate.
        folder: where files are kept.
        most_bytes: of all files together.
    """

    def __init__(
        self, render: Render, *, name: str, folder: Path, most_bytes: int = MOST_BYTES
    ) -> None:
        """Start the thread; nothing is rendered yet."""
        self._render = render
        self._name = name
        self._folder = folder
        self._most_bytes = most_bytes
        self._waiting: deque[str] = deque()
        self._ready: dict[str, Path] = {}
        self._failed: set[str] = set()
        self._failures = 0
        self._working = False
        self._stopped = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    @property
    def available(self) -> bool:
        """See `SpokenWords`. False also after sentences failed one after the other."""
        return not self._stopped and self._failures < _FAILURES

    def wav(self, text: str) -> Path | None:
        """See `SpokenWords`."""
        with self._news:
            path = self._ready.get(text)
            if path is None and text not in self._failed:
                with suppress(ValueError):
                    self._waiting.remove(text)
                if len(self._waiting) == MOST_WAITING:
                    self._waiting.pop()
                self._waiting.appendleft(text)
                self._news.notify_all()
            return path

    def prepare(self, texts: Iterable[str]) -> None:
        """See `SpokenWords`."""
        with self._news:
            done = {*self._ready, *self._waiting, *self._failed}
            for text in dict.fromkeys(texts):
                if text not in done and len(self._waiting) < MOST_WAITING:
                    self._waiting.append(text)
            self._news.notify_all()

    def close(self) -> None:
        """See `SpokenWords`."""
        with self._news:
            self._stopped = True
            self._news.notify_all()
        self._thread.join(_JOIN_S)

    def finish(self, timeout_s: float) -> bool:
        """Wait until all is made, where waiting is allowed; say whether it is."""
        with self._news:
            return self._news.wait_for(lambda: not self._waiting and not self._working, timeout_s)

    def _work(self) -> None:
        while (text := self._next()) is not None:
            try:
                path = self._made(text)
            except (VoiceError, OSError) as error:
                self._note_failure(text, error)
            else:
                with self._news:
                    self._failures = 0
                    self._ready[text] = path

    def _next(self) -> str | None:
        with self._news:
            self._working = False
            self._news.notify_all()
            self._news.wait_for(lambda: self._waiting or self._stopped)
            if not self.available:
                return None
            self._working = True
            return self._waiting.popleft()

    def _note_failure(self, text: str, error: Exception) -> None:
        with self._news:
            self._failed.add(text)
            self._failures += 1
            if not self.available:
                self._waiting.clear()
        _log.warning("%s", error)

    def _made(self, text: str) -> Path:
        digest = hashlib.sha256(f"{self._name}\n{text}".encode()).hexdigest()
        path = self._folder / f"{digest[:32]}.wav"
        if _is_whole(path):
            os.utime(path)  # used now: the last to go
            return path
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}{_PART}")
        try:
            self._render(text, part)
            if not _is_whole(part):
                message = f'The sound of "{text}" is broken'
                raise VoiceError(message, remedy="Check that the disk is not full.")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        self._make_room()
        return path

    def _make_room(self) -> None:
        """Remove the files used longest ago, and what a power cut left half done."""
        files = []
        for path in self._folder.iterdir():
            state = path.stat()
            if path.suffix == ".wav":
                files.append((state.st_mtime, state.st_size, path))
            elif path.suffix == _PART and time.time() - state.st_mtime > _ABANDONED_S:
                path.unlink(missing_ok=True)
        too_many = sum(size for _, size, _ in files) - self._most_bytes
        for _, size, path in sorted(files):
            if too_many <= 0:
                return
            path.unlink(missing_ok=True)
            too_many -= size
            with self._news:
                for text in [one for one, its in self._ready.items() if its == path]:
                    del self._ready[text]


def _is_whole(path: Path) -> bool:
    """Whether a WAV file is as long as it says: one cut short by a power cut is not."""
    try:
        with path.open("rb") as file:
            head = file.read(_RIFF_HEADER)
        length = path.stat().st_size
    except OSError:
        return False
    named = int.from_bytes(head[4:], "little") + _RIFF_HEADER
    return head[:4] == b"RIFF" and length == named
