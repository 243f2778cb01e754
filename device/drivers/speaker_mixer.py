"""Sound through pygame.mixer: one channel for words, one for tones."""

import logging
import os
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from device.chatter import without_chatter
from device.errors import SpeakerError
from device.speaker import RATE_HZ, Samples

_16_BIT_SIGNED: Final = -16
_BUFFER: Final = 512
"""Samples that SDL asks for at a time: 23 ms, the delay before a tone is heard at the earliest."""
_WORDS: Final = 0
_TONES: Final = 1
# ALSA's library explains itself on stderr whenever a machine has no sound card.
_CHATTER: Final = ("ALSA lib ",)

_log = logging.getLogger(__name__)


def _pygame() -> ModuleType:
    # pygame greets on stdout when imported; this program's stdout is its own.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame  # noqa: PLC0415 - after the line above
    import pygame.mixer  # noqa: PLC0415

    return pygame


class MixerSpeaker:
    """See `device.speaker.Speaker`. SDL_AUDIODRIVER chooses another way out.

    Raises:
        SpeakerError: SDL finds no audio device.
    """

    def __init__(self, library: ModuleType | Any = None) -> None:  # noqa: ANN401 - pygame or a fake
        """Open the device; `library` stands in for pygame in tests."""
        self._pygame: Any = _pygame() if library is None else library
        mixer = self._pygame.mixer
        try:
            with without_chatter(*_CHATTER):
                # SDL converts to what the device wants, so no file is converted when loaded.
                mixer.init(RATE_HZ, _16_BIT_SIGNED, 1, _BUFFER, allowedchanges=0)
        except self._pygame.error as error:
            message = f"No sound: {str(error).rstrip('.')}"
            remedy = "Connect a loudspeaker; the mirror works without one too."
            raise SpeakerError(message, remedy=remedy) from error
        self._channels: tuple[Any, Any] | None = (mixer.Channel(_WORDS), mixer.Channel(_TONES))

    def play(self, sound: Path | Samples, *, volume: float) -> None:
        """See `Speaker`."""
        if self._channels is None:
            return
        words, tones = self._channels
        try:
            if isinstance(sound, Path):
                heard, channel = self._pygame.mixer.Sound(str(sound)), words
            else:
                heard, channel = self._pygame.mixer.Sound(buffer=sound.tobytes()), tones
            heard.set_volume(volume)
            channel.play(heard)
        except (self._pygame.error, OSError) as error:
            _log.warning("A sound was not played: %s", error)
            self._check()

    @property
    def busy(self) -> bool:
        """See `Speaker`."""
        if self._channels is None:
            return False
        try:
            return bool(self._channels[_WORDS].get_busy())
        except self._pygame.error:
            self._check()
            return False

    @property
    def gone(self) -> bool:
        """See `Speaker`."""
        return self._channels is None

    def stop(self) -> None:
        """See `Speaker`."""
        if self._channels is None:
            return
        try:
            for channel in self._channels:
                channel.stop()
        except self._pygame.error:
            self._check()

    def close(self) -> None:
        """See `Speaker`."""
        self._channels = None
        self._pygame.mixer.quit()

    def _check(self) -> None:
        """After `pygame.quit()` of the window the mixer is gone too: then stay silent."""
        if self._pygame.mixer.get_init() is None:
            self._channels = None
