"""Sentences as files: made once, whole or not at all, in bounded space, without waiting."""

import os
import shutil
import threading
import wave
from collections.abc import Generator
from pathlib import Path

import pytest

from device.drivers.speaker_silent import SilentSpeaker
from device.drivers.voice_espeak import Espeak
from device.errors import SpeakerError, VoiceError
from device.sound import NoWords, open_sound
from device.speaker import RATE_HZ, Speaker
from device.voice import RenderedVoice

WAIT_S = 20.0
SIZE = 1000


class Renderer:
    """Writes a WAV header and zeros; notes what it was asked for."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.failing = False
        self.cut_short = False
        self.go = threading.Event()
        self.go.set()

    def __call__(self, text: str, path: Path) -> None:
        assert self.go.wait(WAIT_S)
        self.texts.append(text)
        if self.failing:
            message = "No"
            raise VoiceError(message, remedy="Try again.")
        content = b"RIFF" + (SIZE - 8).to_bytes(4, "little") + bytes(SIZE - 8)
        path.write_bytes(content[:-1] if self.cut_short else content)


@pytest.fixture
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
def voice(renderer: Renderer, tmp_path: Path) -> Generator[RenderedVoice]:
    made = RenderedVoice(renderer, name="one", folder=tmp_path / "voice")
    yield made
    made.close()


def rendered(voice: RenderedVoice, text: str) -> Path:
    voice.wav(text)
    assert voice.finish(WAIT_S)
    path = voice.wav(text)
    assert path is not None
    return path


def test_a_sentence_is_not_waited_for(voice: RenderedVoice, renderer: Renderer) -> None:
    renderer.go.clear()
    assert voice.wav("Hold") is None
    renderer.go.set()
    assert rendered(voice, "Hold").stat().st_size == SIZE


def test_a_sentence_is_rendered_once_even_by_the_next_run(
    voice: RenderedVoice, renderer: Renderer, tmp_path: Path
) -> None:
    path = rendered(voice, "Hold")
    later = RenderedVoice(renderer, name="one", folder=tmp_path / "voice")
    assert rendered(later, "Hold") == path
    later.close()
    assert renderer.texts == ["Hold"]


def test_another_voice_is_another_file(
    voice: RenderedVoice, renderer: Renderer, tmp_path: Path
) -> None:
    other = RenderedVoice(renderer, name="two", folder=tmp_path / "voice")
    assert rendered(other, "Hold") != rendered(voice, "Hold")
    other.close()


def test_what_is_needed_now_comes_before_what_is_prepared(
    voice: RenderedVoice, renderer: Renderer
) -> None:
    renderer.go.clear()
    voice.prepare(["1", "2", "3", "2"])
    voice.wav("Now")
    renderer.go.set()
    assert voice.finish(WAIT_S)
    assert sorted(renderer.texts) == ["1", "2", "3", "Now"]
    assert renderer.texts.index("Now") <= 1  # the thread may hold the first already


def test_a_file_that_a_power_cut_shortened_is_made_again(
    voice: RenderedVoice, renderer: Renderer, tmp_path: Path
) -> None:
    path = rendered(voice, "Hold")
    path.write_bytes(path.read_bytes()[:500])
    later = RenderedVoice(renderer, name="one", folder=tmp_path / "voice")
    assert rendered(later, "Hold").stat().st_size == SIZE
    later.close()


def test_a_broken_result_never_appears(
    voice: RenderedVoice, renderer: Renderer, tmp_path: Path
) -> None:
    renderer.cut_short = True
    voice.wav("Hold")
    assert voice.finish(WAIT_S)
    assert voice.wav("Hold") is None
    assert list((tmp_path / "voice").iterdir()) == []


def test_one_failure_is_not_tried_again_and_leaves_the_others(
    voice: RenderedVoice, renderer: Renderer
) -> None:
    renderer.failing = True
    voice.wav("Hold")
    voice.finish(WAIT_S)
    renderer.failing = False
    assert voice.wav("Hold") is None
    assert rendered(voice, "Open")
    assert renderer.texts == ["Hold", "Open"]
    assert voice.available


def test_a_program_that_always_fails_is_given_up(voice: RenderedVoice, renderer: Renderer) -> None:
    renderer.failing = True
    voice.prepare(str(number) for number in range(9))
    assert voice.finish(WAIT_S)
    assert not voice.available
    assert len(renderer.texts) == 3


def test_a_folder_that_cannot_be_written_is_no_crash(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    voice = RenderedVoice(renderer, name="one", folder=tmp_path / "file" / "voice")
    voice.prepare(["1", "2", "3"])
    assert voice.finish(WAIT_S)
    assert not voice.available
    voice.close()


def test_the_files_used_longest_ago_go_first(renderer: Renderer, tmp_path: Path) -> None:
    voice = RenderedVoice(renderer, name="one", folder=tmp_path, most_bytes=2 * SIZE)
    first, second = rendered(voice, "1"), rendered(voice, "2")
    os.utime(second, (1, 1))
    third = rendered(voice, "3")
    assert {path.name for path in tmp_path.iterdir()} == {first.name, third.name}
    assert rendered(voice, "2") == second  # and is made again when it is needed
    voice.close()


def test_what_an_earlier_run_left_half_done_goes(renderer: Renderer, tmp_path: Path) -> None:
    left = tmp_path / "0123.1.part"
    left.touch()
    os.utime(left, (1, 1))
    voice = RenderedVoice(renderer, name="one", folder=tmp_path)
    rendered(voice, "1")
    voice.close()
    assert not left.exists()


def test_without_espeak_it_is_said_once_with_the_remedy() -> None:
    said: list[tuple[str, str]] = []
    sound = open_sound(
        "en",
        say=lambda *words: said.append(words),
        open_speaker=SilentSpeaker,
        program="no-such-espeak",
    )
    assert said == [("The mirror cannot speak and will use tones", "Install espeak-ng.")]
    assert not sound.words.available


def test_without_an_audio_device_it_is_said_once_and_nothing_is_rendered() -> None:
    def broken() -> Speaker:
        message = "No sound"
        raise SpeakerError(message, remedy="Connect one.")

    said: list[tuple[str, str]] = []
    sound = open_sound("en", say=lambda *words: said.append(words), open_speaker=broken)
    assert said == [("No sound", "Connect one.")]
    assert isinstance(sound.speaker, SilentSpeaker)
    assert isinstance(sound.words, NoWords)


def test_a_voice_that_espeak_lacks_is_told(tmp_path: Path) -> None:
    failing = tmp_path / "espeak"
    failing.write_text("#!/bin/sh\necho 'no such voice.' >&2\nexit 1\n")
    failing.chmod(0o755)
    with pytest.raises(VoiceError, match=r'could not say "Hold" \(no such voice\)\. Install'):
        Espeak("xx", program=str(failing))("Hold", tmp_path / "hold.wav")


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_real_espeak_speaks(language: str, tmp_path: Path) -> None:
    voice = RenderedVoice(Espeak(language), name=language, folder=tmp_path)
    # A dash first is no option, and letters outside ASCII are no riddle.
    path = rendered(voice, "-Grüße, señor: 7")
    voice.close()
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE_HZ, 1, 2)
        assert 0.5 < file.getnframes() / RATE_HZ < 4.0
