"""The voice as a whole: happenings in, sounds out."""

from device.drivers.speaker_silent import SilentSpeaker
from device.sound import NoWords
from mirror.session.happenings import Counted, CueShown, KneeCaves, PersonLost, SceneChanged
from mirror.speech.tones import tone
from mirror.speech.voice import Voice
from mirror.text.catalog import load
from tests.app.speech_fakes import FakeSpeaker, FakeWords

TEXTS = load("en")
CUE = TEXTS["cue.knees_cave.squat"]


def test_a_tone_sounds_before_the_next_tick() -> None:
    speaker = FakeSpeaker()
    Voice(TEXTS, speaker, FakeWords()).hear(KneeCaves(1.0, "left"))
    assert speaker.tones == 1


def test_a_tone_sounds_over_words() -> None:
    speaker = FakeSpeaker()
    voice = Voice(TEXTS, speaker, FakeWords())
    speaker.busy = True
    voice.hear(KneeCaves(1.0, "left"))
    assert speaker.tones == 1


def test_a_count_is_said_at_the_next_tick_and_the_cue_after_it() -> None:
    speaker = FakeSpeaker()
    voice = Voice(TEXTS, speaker, FakeWords())
    voice.hear(CueShown(1.0, "cue.knees_cave", "squat"))
    voice.hear(Counted(1.0, 3, 8))
    voice.tick(1.05)
    voice.tick(1.1)
    assert speaker.said == ["3"]
    speaker.busy = False
    voice.tick(1.6)
    assert speaker.said == ["3", CUE]


def test_a_sentence_is_said_when_it_is_rendered_if_that_is_in_time() -> None:
    speaker, words = FakeSpeaker(), FakeWords()
    voice = Voice(TEXTS, speaker, words)
    words.missing = {CUE, "3"}
    voice.hear(CueShown(1.0, "cue.knees_cave", "squat"))
    voice.hear(Counted(1.0, 3, 8))
    voice.tick(1.0)
    words.missing = set()
    voice.tick(2.0)
    assert speaker.said == [CUE]


def test_without_a_voice_counts_are_tones() -> None:
    speaker = FakeSpeaker()
    voice = Voice(TEXTS, speaker, FakeWords(available=False))
    voice.hear(Counted(1.0, 3, 8))
    voice.tick(1.0)
    assert (speaker.said, speaker.tones) == ([], 1)


def test_words_can_be_switched_off_and_tones_stay() -> None:
    speaker, words = FakeSpeaker(), FakeWords()
    voice = Voice(TEXTS, speaker, words, spoken=False)
    voice.hear(Counted(1.0, 3, 8))
    voice.tick(1.0)
    assert (speaker.said, speaker.tones, words.prepared) == ([], 1, [])


def test_words_can_be_switched_on_again() -> None:
    speaker, words = FakeSpeaker(), FakeWords()
    voice = Voice(TEXTS, speaker, words, spoken=False)
    voice.spoken = True
    voice.hear(Counted(1.0, 3, 8))
    voice.tick(1.0)
    assert speaker.said == ["3"]
    assert TEXTS["say.lost"] in words.prepared


def test_volume_zero_is_mute() -> None:
    speaker = FakeSpeaker()
    voice = Voice(TEXTS, speaker, FakeWords(), volume=0)
    voice.hear(KneeCaves(1.0, "left"))
    voice.hear(Counted(1.0, 3, 8))
    voice.tick(1.0)
    assert speaker.volumes == []


def test_louder_is_louder_up_to_full() -> None:
    gains = []
    for level in range(1, 12):
        speaker = FakeSpeaker()
        Voice(TEXTS, speaker, FakeWords(), volume=level).hear(KneeCaves(1.0, "left"))
        gains += speaker.volumes
    assert gains == sorted(gains)
    assert gains[-1] == gains[-2] == 1.0
    assert gains[0] > 0.03


def test_muting_stops_what_sounds() -> None:
    speaker = FakeSpeaker()
    voice = Voice(TEXTS, speaker, FakeWords())
    voice.hear(PersonLost(1.0))
    voice.tick(1.0)
    voice.volume = 0
    assert not speaker.busy


def test_all_that_is_said_is_prepared_numbers_first() -> None:
    words = FakeWords()
    Voice(TEXTS, FakeSpeaker(), words)
    assert words.prepared[:3] == ["1", "2", "3"]
    assert {CUE, TEXTS["say.lost"], TEXTS["prompt.clamshell.top"]} <= set(words.prepared)


def test_closing_gives_both_back() -> None:
    speaker, words = FakeSpeaker(), FakeWords()
    Voice(TEXTS, speaker, words).close()
    assert speaker.closed
    assert words.closed


def test_a_silent_machine_changes_nothing() -> None:
    voice = Voice(TEXTS, SilentSpeaker(), NoWords())
    for happening in (SceneChanged(0.0, "work", "squat"), Counted(1.0, 1, 8), KneeCaves(2.0, None)):
        voice.hear(happening)
        voice.tick(happening.t_s)
    voice.close()


def test_tones_are_short_soft_edged_and_below_full_scale() -> None:
    for kind in ("cave", "tick", "go", "done", "attend"):
        samples = tone(kind)
        assert 0.05 <= len(samples) / 22050 <= 0.35
        assert abs(int(samples[0])) < 200
        assert abs(int(samples[-1])) < 200
        assert 3000 < abs(samples.astype(int)).max() < 12000
