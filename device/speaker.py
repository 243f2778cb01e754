"""What a voice needs of the hardware: something to sound on, and sentences as sound."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

RATE_HZ: Final = 22050
"""Samples a second of words and tones alike: what espeak-ng renders in. Nothing is converted."""

Samples = npt.NDArray[np.int16]
"""One channel, shape (n,), at `RATE_HZ`."""


class Speaker(Protocol):
    """Plays words and tones. Nothing here waits, and nothing here fails: a session goes on."""

    def play(self, sound: Path | Samples, *, volume: float) -> None:
        """Begin a sound.

        Args:
            sound: a WAV file is words: it takes the place of words that still sound. Samples are
                a tone: it sounds at once, over words.
            volume: factor on the samples, 0..1.
        """

    @property
    def busy(self) -> bool:
        """Words sound."""

    @property
    def gone(self) -> bool:
        """The device is no longer there: nothing will sound until another is opened."""

    def stop(self) -> None:
        """Fall silent at once."""

    def close(self) -> None:
        """Give the device back; may be called twice."""


class SpokenWords(Protocol):
    """Turns sentences into WAV files, in its own time."""

    @property
    def available(self) -> bool:
        """There is a voice; without one `wav` never has anything."""

    def wav(self, text: str) -> Path | None:
        """The sentence as a file; None while there is none yet: it is made next. Never waits."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Make these when nothing else is to be made, in their order. Never waits."""

    def close(self) -> None:
        """Make no more; may be called twice."""
