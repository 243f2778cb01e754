"""Opens what the voice needs, or says once what is missing and goes on without it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from device.drivers.speaker_mixer import MixerSpeaker
from device.drivers.speaker_silent import SilentSpeaker
from device.drivers.voice_espeak import Espeak
from device.errors import SpeakerError, VoiceError
from device.returning import ReturningSpeaker
from device.speaker import Speaker, SpokenWords
from device.voice import RenderedVoice, voice_dir


class NoWords:
    """See `device.speaker.SpokenWords`: there is no voice."""

    @property
    def available(self) -> bool:
        """Never."""
        return False

    def wav(self, text: str) -> Path | None:
        """Nothing, whatever the text."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Nothing is made."""

    def close(self) -> None:
        """Nothing to end."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Something to sound on, and sentences as sound."""

    speaker: Speaker
    words: SpokenWords


def open_sound(
    language: str,
    *,
    say: Callable[[str, str], None],
    open_speaker: Callable[[], Speaker] = MixerSpeaker,
    program: str | None = None,
    folder: Path | None = None,
) -> Sound:
    """Open the loudspeaker and the voice of a language; never fails.

    Call it after the window was opened: pygame's `quit` ends the sound too.

    Args:
        language: such as "en".
        say: told once for each thing that is missing: what happened, what to do.
        open_speaker: opens the loudspeaker; again after it was pulled out and came back.
        program: another espeak-ng.
        folder: where rendered sentences are kept; None for the person's cache.
    """
    try:
        speaker = ReturningSpeaker(open_speaker)
    except SpeakerError as error:
        say(error.message, error.remedy)
        return Sound(SilentSpeaker(), NoWords())
    return Sound(speaker, open_words(language, say=say, program=program, folder=folder))


def open_words(
    language: str,
    *,
    say: Callable[[str, str], None],
    program: str | None = None,
    folder: Path | None = None,
) -> SpokenWords:
    """The voice of a language, for instance after another language was chosen; never fails.

    Args:
        language: such as "en".
        say: told when there is no voice.
        program: another espeak-ng.
        folder: where rendered sentences are kept; None for the person's cache.
    """
    try:
        render = Espeak(language) if program is None else Espeak(language, program=program)
    except VoiceError as error:
        say(error.message, error.remedy)
        return NoWords()
    return RenderedVoice(render, name=render.name, folder=folder or voice_dir())
