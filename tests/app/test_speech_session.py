"""A clamshell set by ear alone: a real recording through tracker, session and voice."""

from pathlib import Path

import pytest

from device.speaker import Samples
from exercises import registry
from exercises.tracker import Tracker
from mirror.session.happenings import Counted, SceneChanged
from mirror.session.inputs import Press, Tick
from mirror.session.routine import PlannedSet
from mirror.session.session import Session
from mirror.speech.voice import Voice
from mirror.text.catalog import load
from tests.app.flow_mirror import CAMERA
from tests.app.speech_fakes import FakeWords
from tests.core.conftest import changed, read

STEP_S = 1 / 15
LASTS_S = 0.7
"""What a prompt or a number takes, rounded up."""


class Room:
    """Hears with times; words sound for a while."""

    def __init__(self) -> None:
        self.t_s = 0.0
        self.heard: list[tuple[float, str]] = []
        self.until_s = 0.0
        self.gone = False

    @property
    def busy(self) -> bool:
        return self.t_s < self.until_s

    def play(self, sound: Path | Samples, *, volume: float) -> None:
        assert volume > 0
        if isinstance(sound, Path):
            self.heard.append((self.t_s, sound.stem))
            self.until_s = self.t_s + LASTS_S

    def stop(self) -> None:
        self.until_s = self.t_s

    def close(self) -> None:
        self.stop()


@pytest.fixture(scope="module")
def evening() -> tuple[list[tuple[float, str]], list[Counted]]:
    """What is heard in a set of four, and the reps counted in it."""
    texts, room, counted = load("en"), Room(), list[Counted]()
    voice = Voice(texts, room, FakeWords())
    session = Session(
        exercises=("clamshell",),
        first="clamshell",
        make_tracker=lambda name: Tracker(registry.get(name)),
        texts=texts,
        mirrored=True,
        routine=(PlannedSet("clamshell", "right", 4),),
    )
    session.feed(CAMERA)
    poses = read("clamshell_feet_apart", "clamshell")
    scene, going = "", 0
    for i in range(15 * 90):
        room.t_s = 50.0 + i * STEP_S
        if scene == "work":
            going += 1
        session.feed(changed(poses[going % len(poses)], t_s=room.t_s))
        if scene == "home":
            session.feed(Press(room.t_s, "select"))
        session.feed(Tick(room.t_s))
        for one in session.happenings():
            voice.hear(one)
            scene = one.scene if isinstance(one, SceneChanged) else scene
            counted += [one] if isinstance(one, Counted) else []
        voice.tick(room.t_s)
        if scene == "pain":
            break
    return room.heard, counted


Evening = tuple[list[tuple[float, str]], list[Counted]]


def test_exercise_and_side_come_first(evening: Evening) -> None:
    assert [text for _, text in evening[0]][:2] == ["Clamshell", "Right side"]


def test_every_rep_is_counted_aloud_at_once(evening: Evening) -> None:
    heard, counted = evening
    assert [one.count for one in counted] == [1, 2, 3, 4]
    for one in counted:
        times = [t_s for t_s, text in heard if text == str(one.count) and t_s >= one.t_s]
        assert times
        assert times[0] - one.t_s < 0.8


def test_the_movement_is_prompted(evening: Evening) -> None:
    begun = next(i for i, (_, text) in enumerate(evening[0]) if text == "Go")
    told = [text for _, text in evening[0][begun:]]
    assert told[:4] == ["Go", "Open", "Hold", "Slowly down"]
    assert told.count("Hold") >= 3


def test_a_wrong_movement_is_told_aloud(evening: Evening) -> None:
    assert load("en")["cue.feet_apart.clamshell"] in [text for _, text in evening[0]]
