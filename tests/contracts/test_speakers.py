"""What every loudspeaker must do: play what it can, never wait, never fail a session."""

import wave
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest

from device.drivers.speaker_mixer import MixerSpeaker
from device.drivers.speaker_silent import SilentSpeaker
from device.errors import SpeakerError
from device.speaker import RATE_HZ, Samples, Speaker

TONE: Samples = (8000 * np.sin(np.arange(2000) / 5)).astype(np.int16)


def words(folder: Path, seconds: float = 30.0) -> Path:
    path = folder / "words.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(2 * round(seconds * RATE_HZ)))
    return path


def silent(_monkeypatch: pytest.MonkeyPatch) -> Speaker:
    return SilentSpeaker()


def mixer(monkeypatch: pytest.MonkeyPatch) -> Speaker:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    return MixerSpeaker()


@pytest.fixture(params=[silent, mixer])
def speaker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Generator[Speaker]:
    make: Callable[[pytest.MonkeyPatch], Speaker] = request.param
    opened = make(monkeypatch)
    yield opened
    opened.close()


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> Generator[Speaker]:
    opened = mixer(monkeypatch)
    yield opened
    opened.close()


def test_is_not_busy_before_anything_was_said(speaker: Speaker) -> None:
    assert not speaker.busy


def test_is_not_busy_with_a_tone(speaker: Speaker) -> None:
    speaker.play(TONE, volume=1.0)
    assert not speaker.busy


def test_is_silent_when_stopped(speaker: Speaker, tmp_path: Path) -> None:
    speaker.play(words(tmp_path), volume=0.5)
    speaker.stop()
    assert not speaker.busy
    speaker.stop()


def test_a_file_that_cannot_be_played_stops_nothing(speaker: Speaker, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    speaker.play(broken, volume=1.0)
    speaker.play(tmp_path / "absent.wav", volume=1.0)
    assert not speaker.busy
    speaker.play(TONE, volume=0.0)


def test_may_be_closed_twice_and_used_after(speaker: Speaker, tmp_path: Path) -> None:
    speaker.close()
    speaker.close()
    speaker.play(words(tmp_path), volume=1.0)
    speaker.stop()
    assert not speaker.busy


def test_words_sound_until_they_are_over(loud: Speaker, tmp_path: Path) -> None:
    loud.play(words(tmp_path), volume=1.0)
    assert loud.busy


def test_a_tone_does_not_cut_words_off(loud: Speaker, tmp_path: Path) -> None:
    loud.play(words(tmp_path), volume=1.0)
    loud.play(TONE, volume=1.0)
    assert loud.busy


def test_a_window_that_ends_pygame_ends_no_session(loud: Speaker, tmp_path: Path) -> None:
    import pygame  # noqa: PLC0415 - as mirror/ui does when it closes

    loud.play(words(tmp_path), volume=1.0)
    pygame.quit()
    assert not loud.busy
    loud.play(TONE, volume=1.0)
    loud.stop()


def test_no_audio_device_is_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no_such_driver")
    with pytest.raises(SpeakerError, match=r"No sound: .*no_such_driver.* Connect a loudspeaker"):
        MixerSpeaker()
    assert capfd.readouterr() == ("", "")


def test_alsa_does_not_explain_itself_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "alsa")
    # No card of this machine: a configuration that names none.
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    (tmp_path / "asound.conf").write_text("pcm.!default { type hw card 99 }\n")
    with pytest.raises(SpeakerError):
        MixerSpeaker()
    assert capfd.readouterr() == ("", "")
