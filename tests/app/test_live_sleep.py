"""Asleep: the pose thread rests, a sensor, a button or a person wakes. The light, and good bye."""

from dataclasses import replace
from pathlib import Path

import pytest

from device.pins import Pins
from exercises.pose import Pose
from mirror.config.settings import PresenceSettings, Settings
from mirror.live.goodbye import BEGUN_S, READ_S, say_goodbye
from mirror.live.inbox import Inbox
from mirror.live.keeper import NAME, interrupted
from mirror.live.light import ATTENTION, GOODBYE, OFF, PATTERNS, READY, StatusLight
from mirror.live.loop import ASLEEP_S, PICTURE_S, Ends, show
from mirror.live.options import RunOptions
from mirror.live.parts import Feed
from mirror.live.pose_thread import REST_S, PoseThread
from mirror.live.power import system_stops
from mirror.live.run import run_with
from mirror.session.happenings import SceneChanged
from mirror.session.inputs import Sensed, SourceOpened, SystemStops
from mirror.session.scenes import IdleView, NoticeView
from tests.app.flow_mirror import Mirror
from tests.app.live_fakes import FakePoses
from tests.app.live_world import World
from tests.app.test_live_heartbeat import CameraParts, CountingScreen
from tests.app.test_live_run import around
from tests.contracts.fake_pins import FakeLamp, FakePresence

OPENED = SourceOpened(name="a", model="b", live=True)


def asleep(mirror: Mirror) -> bool:
    picture = mirror.session.picture()
    return isinstance(picture, IdleView) and picture.asleep


def sense(mirror: Mirror, *, there: bool) -> Mirror:
    mirror.session.feed(Sensed(mirror.t_s, there))
    return mirror


def test_a_sensor_lights_the_clock_and_leaves_it_lit_while_somebody_is_near() -> None:
    mirror = Mirror().pass_s(121, there=False)
    assert asleep(mirror)
    assert not asleep(sense(mirror, there=True))
    assert mirror.scene == "idle"  # nobody stands before it yet
    assert not asleep(mirror.pass_s(200))
    assert not asleep(sense(mirror, there=False).pass_s(59))
    assert asleep(mirror.pass_s(2))


def test_the_settings_say_when_it_sleeps() -> None:
    mirror = Mirror()
    changed = Settings(presence=PresenceSettings(sleep_min=5))
    mirror.session._flow._stage.settings = changed  # type: ignore[union-attr] # the camera is open
    assert not asleep(mirror.pass_s(299, there=False))
    assert asleep(mirror.pass_s(62))


def test_in_a_session_the_sensor_changes_nothing() -> None:
    mirror, plain = Mirror().at_work().reps(1), Mirror().at_work().reps(1)
    sense(mirror, there=True)
    sense(mirror.pass_s(20), there=False).pass_s(40)
    plain.pass_s(60)
    assert mirror.scenes == plain.scenes
    assert mirror.session.picture() == plain.session.picture()


def test_poses_count_as_presence_when_the_sensor_sees_nobody() -> None:
    mirror = Mirror().pass_s(121, there=False)
    sense(mirror, there=False)
    mirror.pass_s(0.1, there=True)
    assert not asleep(mirror)
    assert mirror.until("home", 2.0).scene == "home"


def test_a_resting_thread_reads_a_pose_now_and_then_and_wakes_at_once() -> None:
    naps: list[float] = []
    inbox = Inbox(capacity=100)

    def nap(duration_s: float) -> None:
        naps.append(duration_s)
        if len(naps) == 3:
            thread.rest(asleep=False)

    opened = Feed(FakePoses(50), OPENED)
    thread = PoseThread(lambda: opened, inbox, nap=nap)
    thread.rest(asleep=True)
    thread.start()
    thread.join()
    assert naps == [REST_S] * 3
    assert sum(isinstance(item, Pose) for item in inbox.take()) == 50


def test_a_resting_thread_stops_without_waiting() -> None:
    thread = PoseThread(lambda: Feed(FakePoses(10**9), OPENED), Inbox())
    thread.rest(asleep=True)
    thread.start()
    thread.stop()
    assert not thread._thread.is_alive()


class Night(World):
    """Nobody is there; what happens after the mirror went dark is up to a test."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self.way, self.there = way, False
        self.told: list[tuple[float, bool]] = []
        self.acted_s = 0.0
        self.presence = FakePresence()
        self._act = lambda _world: self._do()

    def _do(self) -> None:
        if [is_asleep for _, is_asleep in self.told] == [True]:
            asleep_for_s = self.stop.now_s - self.told[0][0]
            if asleep_for_s >= 10.0 and not self.acted_s:
                self.acted_s = self.stop.now_s
                self.there = self.way == "person"
                self.presence.now = self.way == "sensor"
                if self.way == "button":
                    self.press("up")
        assert len(self.pictures) < 40 * 300
        if len(self.told) == 2:
            self.stop.set()

    def run(self) -> None:
        self.inbox.put(self.opened)
        ends = Ends(
            screen=self,
            inbox=self.inbox,
            stop=self.stop,
            presence=self.presence,
            sleep=lambda now: self.told.append((self.stop.now_s, now)),
            clock=self.stop.clock,
        )
        show(self.engine, self.start, ends)


@pytest.mark.parametrize("way", ["button", "sensor", "person"])
def test_each_way_to_wake_wakes_the_pose_thread_within_a_second(way: str) -> None:
    night = Night(way)
    night.run()
    (_, first), (woken_s, second) = night.told
    assert (first, second) == (True, False)
    assert 0.0 < woken_s - night.acted_s < 1.0


def test_a_dark_mirror_goes_round_less_often() -> None:
    assert PICTURE_S < ASLEEP_S < 0.2


def test_the_light_follows_the_scenes() -> None:
    lamp = FakeLamp()
    light = StatusLight(lamp)
    light.tick(0.0)
    assert lamp.level == READY.high
    for scene, pattern in (("work", OFF), ("error", ATTENTION), ("home", READY), ("rest", OFF)):
        light.hear(SceneChanged(1.0, scene))
        light.tick(pattern.period_s / 2)
        assert lamp.level == pytest.approx(pattern.high)
        light.tick(0.0)
        assert lamp.level == pytest.approx(pattern.low if pattern.period_s else pattern.high)


def test_patterns_can_be_told_apart_and_are_calm() -> None:
    assert 0.0 < READY.high < ATTENTION.high
    assert PATTERNS["shutting_down"] is GOODBYE
    assert ATTENTION.period_s >= 3 * GOODBYE.period_s
    assert GOODBYE.period_s > 1 / 3  # slower than three a second, which can harm


@pytest.mark.parametrize("asked", [True, False])
def test_good_bye_keeps_all_first_and_then_stays_to_be_read(asked: bool) -> None:  # noqa: FBT001 - parametrised
    world, lamp, order = World(), FakeLamp(), list[str]()
    light = StatusLight(lamp)
    world.ear.voice = light

    def act(now: World) -> None:
        if now.ear.scene == "work" and len(now.ear.happened) > 20:
            now.stop.set()

    world._act = act
    ends = Ends(screen=world, inbox=world.inbox, stop=world.stop, clock=world.stop.clock)
    world.inbox.put(world.opened)
    show(world.engine, world.start, ends)
    if asked:
        world.stop.clear()
        world.engine.session._flow._stage.shut_down = True  # type: ignore[union-attr] # open
    world._act = lambda _world: None
    before, waited = len(lamp.levels), list[float]()

    def power_off() -> bool:
        order.append("power off")
        return True

    def pause(duration_s: float) -> None:
        waited.append(duration_s)
        world.stop.now_s += duration_s
        if sum(waited) > 5.0:
            world.stop.set()

    say_goodbye(
        world.engine,
        ends,
        light=light,
        save=lambda: order.append("saved"),
        power_off=power_off,
        system_stops=lambda: True,
        pause=pause,
    )
    assert order == (["saved", "power off"] if asked else ["saved"])
    assert READ_S - 0.1 < sum(waited) < 5.0 + READ_S + 0.1 < BEGUN_S
    if not asked:
        last = world.pictures[-1]
        assert isinstance(last, NoticeView)
        assert "unplug" in last.remedy
        assert world.ear.scene == "shutting_down"
        assert max(lamp.levels[before:]) == pytest.approx(GOODBYE.high, abs=0.02)


def test_a_restart_of_the_program_alone_says_no_good_bye() -> None:
    world = World()
    world.stop.set()
    ends = Ends(screen=world, inbox=world.inbox, stop=world.stop, clock=world.stop.clock)
    say_goodbye(
        world.engine,
        ends,
        light=None,
        save=lambda: pytest.fail("saved"),
        power_off=lambda: pytest.fail("off"),
        system_stops=lambda: False,
        pause=lambda _: pytest.fail("waited"),
    )
    assert world.pictures == []


@pytest.mark.parametrize(
    ("command", "stops"),
    [
        (("echo", "stopping"), True),
        (("echo", "running"), False),
        (("false",), False),
        (("no-such-program",), False),
    ],
)
def test_whether_the_system_stops(command: tuple[str, ...], *, stops: bool) -> None:
    assert system_stops(command) is stops


def test_the_power_button_ends_a_run_with_the_session_kept_and_the_light_out(
    tmp_path: Path,
) -> None:
    lamp, words = FakeLamp(), list[str]()
    screen = CountingScreen(words)
    asked: list[bool] = []

    def stops() -> bool:
        asked.append(lamp.closed)
        return True

    world = replace(
        around(lambda *, fullscreen: screen, tmp_path),  # noqa: ARG005 - the real one's parameter
        open_pins=lambda _settings: Pins(lamp=lamp),
        system_stops=stops,
        pause=lambda _s: None,
        took=lambda item, _happened: _terminate(item),
    )
    options = RunOptions(source="pi", config=tmp_path / "plumbline.toml")
    assert run_with(options, CameraParts(FakePoses(10**6)), settings=Settings(), around=world) == 0
    assert asked == [False]  # the light still says that the mirror is busy
    assert lamp.closed
    assert interrupted(tmp_path / NAME) is None  # nothing was done


def _terminate(item: object) -> None:
    import signal  # noqa: PLC0415 - only here

    if isinstance(item, Pose):
        signal.raise_signal(signal.SIGTERM)


def test_what_was_done_is_kept_when_the_system_stops() -> None:
    mirror = Mirror().at_work().reps(2)
    before = mirror.session.saved()
    assert before
    mirror.session.feed(SystemStops(mirror.t_s))
    assert mirror.session.saved() == before
    assert not mirror.session.shutting_down
    assert isinstance(mirror.session.picture(), NoticeView)
