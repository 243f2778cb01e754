"""The mirror's voice, as the settings want it."""

from collections.abc import Callable
from dataclasses import replace

from device.sound import Sound, open_sound, open_words
from mirror.config.settings import Settings
from mirror.record.start import words
from mirror.session.happenings import Happening
from mirror.speech.voice import Voice

Say = Callable[[str, str], None]


class Sounds:
    """A listener that speaks, and follows the settings. Silent until `open`.

    Args:
        settings: as they are now.
        say: told once for each thing that is missing.
    """

    def __init__(self, settings: Settings, *, say: Say) -> None:
        """Touch no hardware yet."""
        self._say = say
        self._settings = settings
        self._sound: Sound | None = None
        self._voice: Voice | None = None

    def open(self) -> None:
        """Open the loudspeaker, or go without; after the window was opened."""
        if self._sound is None:
            self._sound = open_sound(self._settings.language, say=self._say)
            self._voice = _voice(self._settings, self._sound)

    def hear(self, happening: Happening) -> None:
        """See `mirror.live.listener.Listener`."""
        if self._voice is not None:
            self._voice.hear(happening)

    def tick(self, t_s: float) -> None:
        """See `mirror.live.listener.Listener`."""
        if self._voice is not None:
            self._voice.tick(t_s)

    def apply(self, settings: Settings) -> None:
        """Follow changed settings."""
        before, self._settings = self._settings, settings
        if self._sound is None or self._voice is None:
            return
        if settings.language != before.language:
            self._sound.words.close()
            self._sound = replace(self._sound, words=open_words(settings.language, say=self._say))
            self._voice = _voice(settings, self._sound)
        elif settings.sound != before.sound:
            self._voice.volume = settings.sound.volume
            self._voice.spoken = settings.sound.voice

    def close(self) -> None:
        """Fall silent."""
        if self._voice is not None:
            self._voice.close()


def _voice(settings: Settings, sound: Sound) -> Voice:
    return Voice(
        words(settings.language),
        sound.speaker,
        sound.words,
        volume=settings.sound.volume,
        spoken=settings.sound.voice,
    )
