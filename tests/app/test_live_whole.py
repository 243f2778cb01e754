"""A whole session in front of a live mirror, with all that can go wrong on the way."""

import json
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirror.config.read import load as load_settings
from mirror.config.settings import Settings, SoundSettings
from mirror.errors import UserError
from mirror.live.keeper import Keeper, State, interrupted
from mirror.live.power import power_off
from mirror.live.sounds import Sounds
from mirror.session.happenings import Counted, PersonBack, PersonLost, SceneChanged, SetDone
from mirror.session.scenes import MenuView
from tests.app.live_world import BROKEN, CAMERA, World, until


def counts(world: World) -> list[int]:
    return [one.count for one in world.ear.happened if isinstance(one, SetDone)]


def scenes(world: World) -> list[str]:
    return [one.scene for one in world.ear.happened if isinstance(one, SceneChanged)]


def test_after_start_nothing_needs_to_be_touched() -> None:
    world = World(act=until("summary"))
    world.run()
    assert counts(world) == [3, 2]
    assert world.ear.ticks == pytest.approx(len(world.pictures), abs=1)
    assert [result.count for result in world.engine.session.results] == [3, 2]


def test_a_camera_that_dies_in_a_set_costs_no_rep() -> None:
    broken_s: list[float] = []

    def act(world: World) -> None:
        done = sum(isinstance(one, Counted) for one in world.ear.happened)
        if done == 2 and not broken_s:
            broken_s.append(world.stop.now_s)
            world.camera_works = False
            world.inbox.put(BROKEN)
        if broken_s and not world.camera_works and world.stop.now_s > broken_s[0] + 20.0:
            world.camera_works = True
            world.inbox.put(CAMERA)
        until("summary")(world)

    world = World(act=act)
    world.run()
    assert "error" in scenes(world)
    assert counts(world) == [3, 2]


def test_a_person_who_leaves_for_a_while_keeps_their_reps() -> None:
    left_s: list[float] = []

    def act(world: World) -> None:
        done = sum(isinstance(one, Counted) for one in world.ear.happened)
        if done == 1 and not left_s:
            left_s.append(world.stop.now_s)
            world.there = False
        if left_s and world.stop.now_s > left_s[0] + 8.0:
            world.there = True
        until("summary")(world)

    world = World(act=act)
    world.run()
    told = [type(one) for one in world.ear.happened if isinstance(one, PersonLost | PersonBack)]
    assert told[:2] == [PersonLost, PersonBack]
    assert counts(world) == [3, 2]


def test_all_that_goes_wrong_at_once_costs_no_rep(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that dies, a person who leaves and a loudspeaker that is not there."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "none_such")
    broken_s: list[float] = []
    left_s: list[float] = []

    def act(world: World) -> None:
        now_s = world.stop.now_s
        done = sum(isinstance(one, Counted) for one in world.ear.happened)
        if done == 1 and not broken_s:
            broken_s.append(now_s)
            world.camera_works = False
            world.inbox.put(BROKEN)
        if broken_s and not world.camera_works and now_s > broken_s[0] + 5.0:
            world.camera_works = True
            world.inbox.put(CAMERA)
        if done == 4 and not left_s:
            left_s.append(now_s)
            world.there = False
        if left_s and now_s > left_s[0] + 6.0:
            world.there = True
        until("summary")(world)

    world = World(act=act)
    with closing(Sounds(Settings(), say=lambda *_: None)) as sounds:
        sounds.open()
        world.ear.voice = sounds
        world.run()
    assert broken_s
    assert left_s
    assert counts(world) == [3, 2]


def test_a_power_cut_after_two_reps_is_offered_and_goes_on_there(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    keeper = Keeper(settings=Settings(), config=tmp_path / "plumbline.toml", session=path)

    def cut(world: World) -> None:
        if sum(isinstance(one, Counted) for one in world.ear.happened) == 2:
            world.stop.set()

    world = World(act=cut)
    world.run()
    keeper.keep(world.kept[-1])
    keeper.close()
    kept = interrupted(path)
    assert kept is not None

    again = World(act=until("summary"), resume=kept)
    again.run()
    assert first_menu(again).items[0].text == "Continue where you stopped"
    assert counts(again) == [3, 2]
    assert again.kept[-1].session == {}


def first_menu(world: World) -> MenuView:
    return next(picture for picture in world.pictures if isinstance(picture, MenuView))


def test_nothing_is_kept_for_a_clip() -> None:
    def act(world: World) -> None:
        if len(world.pictures) == 5:
            world.stop.set()

    world = World(act=act, opened=replace(CAMERA, live=False))
    world.run()
    assert world.kept == []


def test_the_kept_session_goes_when_it_is_over(tmp_path: Path) -> None:
    path = tmp_path / "data" / "session.json"
    for state in (State(Settings(), {"version": 1}), State(Settings())):
        keeper = Keeper(settings=Settings(), config=tmp_path / "a.toml", session=path)
        keeper.keep(state)
        keeper.close()
        assert path.exists() is bool(state.session)
    assert not (tmp_path / "a.toml").exists()


def test_changed_settings_are_kept(tmp_path: Path) -> None:
    config = tmp_path / "plumbline.toml"
    config.write_text("# mine\n", encoding="utf-8")
    keeper = Keeper(settings=Settings(), config=config, session=tmp_path / "session.json")
    quiet = Settings(sound=SoundSettings(volume=1))
    keeper.keep(State(quiet))
    keeper.close()
    assert load_settings(config) == quiet
    assert config.read_text(encoding="utf-8").startswith("# mine\n")


def test_of_many_states_the_newest_is_written(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    held, entered = threading.Event(), threading.Event()

    def slow(_settings: Settings, _path: Path) -> None:
        entered.set()
        held.wait(10.0)

    keeper = Keeper(
        settings=Settings(), config=tmp_path / "a.toml", session=path, save_settings=slow
    )
    keeper.keep(State(Settings(language="de"), {"n": 0}))
    assert entered.wait(10.0)
    for number in range(1, 50):
        keeper.keep(State(Settings(language="de"), {"n": number}))
    held.set()
    keeper.close()
    assert json.loads(path.read_text()) == {"n": 49}


def test_a_disk_that_fails_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")
    keeper = Keeper(
        settings=Settings(), config=tmp_path / "a.toml", session=tmp_path / "file" / "session.json"
    )
    keeper.keep(State(Settings(), {"n": 1}))
    keeper.close()
    assert "power cut would lose" in caplog.text


def test_settings_that_cannot_be_kept_stop_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_settings: Settings, _path: Path) -> None:
        message = "No room"
        raise UserError(message, remedy="Make some.")

    keeper = Keeper(
        settings=Settings(),
        config=tmp_path / "a.toml",
        session=tmp_path / "session.json",
        save_settings=fail,
    )
    keeper.keep(State(Settings(language="de"), {"n": 1}))
    keeper.close()
    assert "No room" in caplog.text
    assert interrupted(tmp_path / "session.json") == {"n": 1}


@pytest.mark.parametrize("content", [None, b"", b"{", b"[1]", b"\xff"])
def test_a_kept_session_that_is_none_is_ignored(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "session.json"
    if content is not None:
        path.write_bytes(content)
    assert interrupted(path) is None


def test_a_missing_loudspeaker_is_said_once_and_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "none_such")
    said: list[str] = []
    sounds = Sounds(Settings(), say=lambda message, _remedy: said.append(message))
    assert said == []
    sounds.open()
    sounds.open()
    assert len(said) == 1
    sounds.hear(Counted(1.0, 1, 3))
    sounds.tick(1.0)
    sounds.apply(Settings(language="de", sound=SoundSettings(volume=0)))
    sounds.apply(Settings(language="de", sound=SoundSettings(voice=False)))
    sounds.close()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("true",), []),
        (("false",), ["The machine may not be shut down by this program"]),
        (("no-such-program",), ["The machine cannot be shut down (No such file or directory)"]),
    ],
)
def test_shutting_down_says_when_it_fails(command: tuple[str, ...], said: list[str]) -> None:
    heard: list[str] = []
    done = power_off(say=lambda what, _remedy: heard.append(what), on_pi=True, command=command)
    assert (heard, done) == (said, not said)


def test_a_pc_stays_on() -> None:
    power_off(
        say=lambda what, _remedy: pytest.fail(what), on_pi=False, command=("no-such-program",)
    )
