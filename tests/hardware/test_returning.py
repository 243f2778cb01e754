"""A loudspeaker that is pulled out, and pushed in again."""

import numpy as np
import pytest

from device.errors import SpeakerError
from device.returning import AGAIN_S, ReturningSpeaker
from tests.app.speech_fakes import FakeSpeaker

TONE = np.zeros(10, np.int16)


class Room:
    """With a loudspeaker, or without."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.there = True
        self.opened: list[FakeSpeaker] = []
        self.tries = 0

    def open(self) -> FakeSpeaker:
        self.tries += 1
        if not self.there:
            message = "No sound"
            raise SpeakerError(message, remedy="Connect one.")
        self.opened.append(FakeSpeaker())
        return self.opened[-1]


def test_it_sounds_again_after_it_came_back() -> None:
    room = Room()
    speaker = ReturningSpeaker(room.open, clock=lambda: room.now_s)
    speaker.play(TONE, volume=1.0)
    room.there, room.opened[0].gone = False, True
    for _ in range(50):  # it is tried now and then, not at every sound
        room.now_s += AGAIN_S / 10
        speaker.play(TONE, volume=1.0)
    assert speaker.gone
    assert not speaker.busy
    assert room.opened[0].closed
    assert 3 <= room.tries <= 6
    room.there = True
    room.now_s += AGAIN_S
    speaker.play(TONE, volume=1.0)
    assert not speaker.gone
    assert [one.tones for one in room.opened] == [2, 1]


def test_none_to_begin_with_is_said() -> None:
    room = Room()
    room.there = False
    with pytest.raises(SpeakerError):
        ReturningSpeaker(room.open)


def test_a_closed_one_stays_closed() -> None:
    room = Room()
    speaker = ReturningSpeaker(room.open, clock=lambda: room.now_s)
    room.opened[0].gone = True
    speaker.play(TONE, volume=1.0)
    speaker.close()
    room.now_s += AGAIN_S
    speaker.play(TONE, volume=1.0)
    assert len(room.opened) == 1
