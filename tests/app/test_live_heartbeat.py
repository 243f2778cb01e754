"""What the service manager hears: over real sockets, and from the mirror's own loop and thread."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from device.errors import DeviceError
from device.ports import Edge
from mirror.config.settings import CameraSettings, Settings
from mirror.errors import UserError
from mirror.live.heartbeat import OPENING_S, POSE_S, Heart, heart_of
from mirror.live.inbox import Inbox
from mirror.live.options import RunOptions
from mirror.live.parts import Feed
from mirror.live.pose_thread import PoseThread
from mirror.live.run import run_with
from mirror.notify import notifier
from mirror.session.inputs import SourceOpened
from mirror.session.scenes import Picture
from tests.app.live_fakes import FakePoses
from tests.app.test_live_run import FakeParts, FakeScreen, around, no_screen


class Manager:
    """Listens as systemd does."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.settimeout(0.0)

    def heard(self) -> list[str]:
        words = []
        while True:
            try:
                words.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return words

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Manager, str]]:
    if request.param == "path":
        named = address = str(tmp_path / "notify")
    else:
        named, address = f"@plumbline-{os.getpid()}", f"\0plumbline-{os.getpid()}"
    with closing(Manager(address)) as listening:
        yield listening, named


class Time:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_ready_once_and_then_signs_of_life(manager: tuple[Manager, str]) -> None:
    listening, named = manager
    time = Time()
    heart = Heart(notifier({"NOTIFY_SOCKET": named}), limit_s=20.0, clock=time)
    heart.turn(opened=False)
    assert listening.heard() == []
    for _ in range(81):  # 2 s at 40 turns a second
        heart.poses.beat(POSE_S)
        heart.turn(opened=True)
        time.now_s += 1 / 40
    assert listening.heard() == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]


def test_no_sign_of_life_while_the_pose_thread_hangs(manager: tuple[Manager, str]) -> None:
    listening, named = manager
    time = Time()
    heart = Heart(notifier({"NOTIFY_SOCKET": named}), limit_s=20.0, clock=time)
    heart.poses.beat(POSE_S)
    heart.turn(opened=True)
    time.now_s += POSE_S + 1
    listening.heard()
    heart.turn(opened=True)
    assert listening.heard() == []
    heart.poses.beat(POSE_S)  # it was slow, not dead
    time.now_s += 1
    heart.turn(opened=True)
    assert listening.heard() == ["WATCHDOG=1"]


def test_a_short_limit_is_fed_four_times_in_it(manager: tuple[Manager, str]) -> None:
    listening, named = manager
    time = Time()
    heart = Heart(notifier({"NOTIFY_SOCKET": named}), limit_s=2.0, clock=time)
    heart.poses.beat(POSE_S)
    for _ in range(9):
        heart.turn(opened=True)
        time.now_s += 0.25
    assert listening.heard().count("WATCHDOG=1") == 5


@pytest.mark.parametrize(
    ("pid", "fed"),
    [({}, True), ({"WATCHDOG_PID": str(os.getpid())}, True), ({"WATCHDOG_PID": "1"}, False)],
)
def test_the_variables_of_systemd_are_read(
    manager: tuple[Manager, str], pid: dict[str, str], *, fed: bool
) -> None:
    listening, named = manager
    heart = heart_of({"NOTIFY_SOCKET": named, "WATCHDOG_USEC": "20000000"} | pid)
    heart.poses.beat(POSE_S)
    heart.turn(opened=True)
    assert heart.served
    assert listening.heard() == ["READY=1", *["WATCHDOG=1"] * fed]


@pytest.mark.parametrize("named", ["", "vsock:2:1234", "relative"])
def test_without_a_manager_nothing_is_said(named: str) -> None:
    heart = heart_of({"NOTIFY_SOCKET": named} if named else {})
    heart.turn(opened=True)
    assert not heart.served


def test_a_manager_that_is_gone_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    say = notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    assert say is not None
    say("READY=1")
    say("WATCHDOG=1")
    assert len(caplog.records) == 1


def test_a_beat_covers_each_wait_of_a_camera_that_is_away() -> None:
    gone = DeviceError("It broke", remedy="Mend it.")
    opened = SourceOpened(name="a", model="b", live=True)
    coming: Iterator[Feed | DeviceError]
    coming = iter([Feed(FakePoses(2, gone), opened), gone, gone])
    beats: list[float] = []
    waited: list[float] = []

    def open_next() -> Feed:
        found = next(coming)
        if isinstance(found, DeviceError):
            raise found
        return replace(found, again=open_next)

    def wait(duration_s: float) -> bool:
        waited.append(duration_s)
        return len(waited) == 3

    thread = PoseThread(open_next, Inbox(), wait=wait, beat=beats.append)
    thread.start()
    thread.join()
    assert beats == [
        *(OPENING_S, POSE_S, POSE_S, 1 + POSE_S),
        *(OPENING_S, 2 + POSE_S),
        *(OPENING_S, 4 + POSE_S),
    ]


class CameraParts(FakeParts):
    """A camera."""

    def feed(self, source: str, *, real_time: bool) -> Feed:
        feed = super().feed(source, real_time=real_time)
        return replace(feed, opened=SourceOpened(name="camera", model="full-int8", live=True))


class CountingScreen(FakeScreen):
    """Shows any scene; closed by what the manager hears."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(lambda _view: [])
        self.shown = 0
        self._words = words

    def show(self, picture: Picture, notice: str = "") -> bool:
        del picture, notice
        self.shown += 1
        self.closing = "WATCHDOG=1" in self._words
        return True

    def edges(self) -> tuple[Edge, ...]:
        return ()


def test_the_mirror_says_ready_after_camera_and_screen(tmp_path: Path) -> None:
    words: list[str] = []
    shown_before: list[int] = []
    screen = CountingScreen(words)

    def notify(said: str) -> None:
        words.append(said)
        shown_before.append(screen.shown)

    world = replace(
        around(lambda *, fullscreen: screen, tmp_path),  # noqa: ARG005 - the real one's parameter
        heart=Heart(notify, limit_s=20.0),
    )
    options = RunOptions(source="pi", config=tmp_path / "plumbline.toml")
    assert run_with(options, CameraParts(), settings=Settings(), around=world) == 0
    assert words[:2] == ["READY=1", "WATCHDOG=1"]
    assert shown_before[0] >= 2  # the first picture is shown before the camera opens


def test_a_service_ends_with_its_clip_to_look_for_a_camera_again(tmp_path: Path) -> None:
    screen = FakeScreen(lambda _view: [])
    world = replace(
        around(lambda *, fullscreen: screen, tmp_path),  # noqa: ARG005 - the real one's parameter
        heart=Heart(lambda _said: None),
    )
    options = RunOptions(source="demo", config=tmp_path / "plumbline.toml")
    assert run_with(options, FakeParts(), settings=Settings(), around=world) == 0


def test_a_service_without_a_screen_does_not_play_to_nobody(tmp_path: Path) -> None:
    world = replace(around(no_screen, tmp_path), heart=Heart(lambda _said: None))
    settings = Settings(camera=CameraSettings(source="auto"))
    with pytest.raises(UserError, match="needs a display"):
        run_with(RunOptions(), FakeParts(), settings=settings, around=world)
