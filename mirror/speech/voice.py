"""The mirror's voice: hears what happens and makes the loudspeaker say it in time."""

from collections.abc import Iterator
from typing import Final, get_args

from device.speaker import Samples, Speaker, SpokenWords
from mirror.session.happenings import Happening
from mirror.speech.announcer import Announcer
from mirror.speech.queue import Queue
from mirror.speech.tones import tone
from mirror.speech.utterance import Tone, ToneKind, Utterance
from mirror.speech.vocabulary import vocabulary
from mirror.text.catalog import Texts

LOUDEST: Final = 10
_STEP_DB: Final = 3.0
"""Between two levels: the smallest change that is plainly heard; 27 dB in all."""


class Voice:
    """What the loop calls: `hear` for each happening, `tick` before each picture.

    Neither waits: sentences are rendered elsewhere, and a tone begins inside `hear`. Made so:

        sound = open_sound(settings.language, say=say)     # device.sound; after the window opened
        voice = Voice(texts, sound.speaker, sound.words, volume=settings.sound.volume,
                      spoken=settings.sound.voice)

    For another language make another `Voice` of `open_words(language, say=say)` and the same
    speaker, after `words.close()`. `close` ends both.

    Args:
        texts: the words of the language that is spoken.
        speaker: where it sounds.
        words: sentences as sound, in the language of `texts`.
        volume: 0 (mute) to 10.
        spoken: False: tones only, also in place of counts.
    """

    def __init__(
        self,
        texts: Texts,
        speaker: Speaker,
        words: SpokenWords,
        *,
        volume: int = LOUDEST,
        spoken: bool = True,
    ) -> None:
        """Have all that may be said prepared, the most urgent first."""
        self._announcer = Announcer(texts)
        self._queue = Queue()
        self._speaker = speaker
        self._words = words
        self._tones: dict[ToneKind, Samples] = {kind: tone(kind) for kind in _kinds()}
        self._texts = texts
        self.volume = volume
        self.spoken = spoken

    @property
    def volume(self) -> int:
        """0 (mute) to 10; what sounds already keeps its own."""
        return self._volume

    @volume.setter
    def volume(self, level: int) -> None:
        self._volume = min(LOUDEST, max(0, level))
        self._gain = 10 ** ((self._volume - LOUDEST) * _STEP_DB / 20)
        if self._volume == 0:
            self._speaker.stop()

    @property
    def spoken(self) -> bool:
        """Whether words are spoken; tones sound all the same."""
        return self._spoken

    @spoken.setter
    def spoken(self, spoken: bool) -> None:
        self._spoken = spoken
        if spoken:
            self._words.prepare(vocabulary(self._texts))
        else:
            self._speaker.stop()

    def hear(self, happening: Happening) -> None:
        """Take what just happened; a tone sounds at once, words wait for `tick`."""
        sounds = self._announcer.hear(happening)
        for sound in sounds:
            if isinstance(sound, Tone):
                self._sound(sound.kind)
        self._queue.add(sounds)

    def tick(self, t_s: float) -> None:
        """Begin what is due.

        Args:
            t_s: now, on the clock of the poses and happenings.
        """
        while (
            words := self._queue.next(t_s, busy=self._speaker.busy, ready=self._ready)
        ) is not None:
            if self._talks:
                self._say(words)
                return
            if words.tone is not None:
                self._sound(words.tone)

    def close(self) -> None:
        """Fall silent for good."""
        self._speaker.stop()
        self._speaker.close()
        self._words.close()

    @property
    def _talks(self) -> bool:
        return self.spoken and self._words.available

    def _ready(self, words: Utterance) -> bool:
        return not self._talks or self._words.wav(words.text) is not None

    def _say(self, words: Utterance) -> None:
        wav = self._words.wav(words.text)
        if wav is not None and self._volume > 0:
            self._speaker.play(wav, volume=self._gain)

    def _sound(self, kind: ToneKind) -> None:
        if self._volume > 0:
            self._speaker.play(self._tones[kind], volume=self._gain)


def _kinds() -> Iterator[ToneKind]:
    yield from get_args(ToneKind)
