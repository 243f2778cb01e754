"""The quiet line above the labels: news of the records, and warnings of the mirror's health.

News of the records comes first. Others are read for a minute, from the moment somebody is there; a
warning also waits until no set runs: nothing of it stops the judging.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mirror.session.inputs import HealthTold, RecordsTold
from mirror.text.catalog import Texts

if TYPE_CHECKING:
    from mirror.health.judge import Advice

LASTING: Final = frozenset({"full", "trouble"})
"""News of the records that stays until it is no longer true."""
NOTICE_S: Final = 60.0
"""Others are to be read for so long, from the moment somebody is there."""
AWAY: Final = frozenset({"starting", "idle"})
BUSY: Final = AWAY | {"check", "countdown", "work", "timed", "pain", "sharp", "effort"}
"""Scenes in which no warning is shown."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Words, and until when they are read; None: nobody was there yet."""

    words: str = ""
    until_s: float | None = math.inf


class Notices:
    """See the module."""

    def __init__(self) -> None:
        """Start with nothing to say."""
        self._news = _Line()
        self._warning = _Line()
        self._waiting: deque[Advice] = deque(maxlen=8)
        self._scene = ""

    @property
    def words(self) -> str:
        """What is shown now; may be empty."""
        return self._news.words or ("" if self._scene in BUSY else self._warning.words)

    def records(self, told: RecordsTold, texts: Texts) -> None:
        """News of the records; without a key all is well again."""
        key = told.key
        words = texts[f"records.{key}"].format(**told.values) if key else ""
        self._news = _Line(words, math.inf if key in LASTING else None)

    def health(self, told: HealthTold) -> None:
        """How the mirror is: what is due waits its turn."""
        self._waiting.extend(told.warn)

    def tick(self, scene: str, now_s: float, texts: Callable[[], Texts]) -> None:
        """Time went on.

        Args:
            scene: that is on.
            now_s: the flow's clock.
            texts: gives the words in the language of now.
        """
        self._scene = scene
        if scene not in AWAY:
            self._news = _read(self._news, now_s)
        elif self._news.until_s is not None and now_s > self._news.until_s:
            self._news = _Line()
        if scene in BUSY:
            return
        self._warning = _read(self._warning, now_s)
        if not self._warning.words and self._waiting:
            key = self._waiting.popleft()
            self._warning = _Line(texts()[f"health.warn.{key}"], now_s + NOTICE_S)


def _read(line: _Line, now_s: float) -> _Line:
    """A line that somebody may read from now on, or none any more."""
    until_s = now_s + NOTICE_S if line.until_s is None else line.until_s
    return _Line() if now_s > until_s else _Line(line.words, until_s)
