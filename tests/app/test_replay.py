"""A recorded run gives the very same again: the same happenings and the same pictures."""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pygame
import pytest

from device.health import Health
from device.meter import Speed
from exercises.pose import Pose
from mirror.cli import main
from mirror.config.settings import Settings, SoundSettings
from mirror.errors import UserError
from mirror.health.vitals import Vitals
from mirror.live.engine import Engine
from mirror.live.options import ReplayOptions
from mirror.live.parts import make_tracker
from mirror.live.replay import Replay, replay
from mirror.programme.person import Person
from mirror.record.header import of_header, to_header
from mirror.record.lines import Did, Line, of_data, to_data
from mirror.record.reader import RecordedRun
from mirror.record.start import Start
from mirror.record.writer import FileTape
from mirror.session.history import PastSession
from mirror.session.inputs import (
    DayBegan,
    HealthTold,
    NetworkChanged,
    Press,
    RecordsTold,
    Sensed,
    ShutDownHeld,
    SourceEnded,
    SourceFailed,
    SourceOpened,
    SystemStops,
    Tick,
)
from mirror.session.members import Member
from mirror.session.plan import Segment
from tests.app.live_world import BROKEN, CAMERA, Ear, World, until
from tests.core.conftest import read

A_NUMBER = 0.1 + 0.2


def upset(world: World) -> None:
    """A long press, a camera that fails for a while, and then on until the summary."""
    if len(world.pictures) == 500:
        world.press("select", for_s=1.0)
    if len(world.pictures) == 600:
        world.press("select")
    if len(world.pictures) == 900:
        world.camera_works = False
        world.inbox.put(BROKEN)
    if len(world.pictures) == 1000:
        world.camera_works = True
        world.inbox.put(CAMERA)
    until("summary")(world)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    path = tmp_path_factory.mktemp("run") / "run.jsonl"
    tape = FileTape(path)
    world = World(tape=tape, act=upset)
    world.run()
    tape.close()
    return world, path


def test_a_replay_gives_the_same_happenings_and_pictures(recorded: tuple[World, Path]) -> None:
    world, path = recorded
    assert {"check", "work", "pause", "error", "rest", "summary"} <= {
        getattr(one, "scene", "") for one in world.ear.happened
    }
    run, ear = RecordedRun(path), Ear()
    player = Replay(run, Engine(run.start.session(make_tracker), listener=ear))
    pictures = [picture for _, picture in player.pictures()]
    run.close()
    assert ear.happened == world.ear.happened
    assert len(pictures) == len(world.pictures)
    for now, then in zip(pictures, world.pictures, strict=True):
        assert repr(now) == repr(then)
    assert player.difference is None
    assert player.compared == len(ear.happened)


def test_the_file_holds_no_picture_and_little_else(recorded: tuple[World, Path]) -> None:
    kinds = {next(iter(json.loads(line))) for line in recorded[1].read_text().splitlines()[1:]}
    assert kinds == {"tick", "pose", "press", "opened", "failed", "did"}
    longest = max(len(line) for line in recorded[1].read_text().splitlines())
    assert longest < 8_000


def test_the_command_tells_that_all_was_the_same(
    recorded: tuple[World, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shots = tmp_path / "shots"
    words = ["replay", str(recorded[1]), "--speed", "max", "--screenshots", str(shots)]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "happenings as recorded" in said.out
    assert said.err == ""
    names = [path.name for path in sorted(shots.iterdir())]
    assert [name for name in names if "work" in name]
    assert pygame.image.load(shots / names[0]).get_size() == (1080, 1920)


def test_what_went_another_way_is_told_with_its_line(
    recorded: tuple[World, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = recorded[1].read_text().splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if "Counted(" in line)
    changed = [*lines[:place], lines[place].replace("count=1", "count=7"), *lines[place + 1 :]]
    path = tmp_path / "changed.jsonl"
    path.write_text("".join(changed))
    assert replay(ReplayOptions(file=path, speed=None)) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert f"Another way from line {place + 1} on: recorded Counted(" in said
    assert "count=7" in said


@pytest.mark.parametrize("place", [-1, 0])
def test_a_happening_too_many_or_too_few_is_a_difference(
    recorded: tuple[World, Path], tmp_path: Path, place: int
) -> None:
    lines = recorded[1].read_text().splitlines(keepends=True)
    told = [i for i, line in enumerate(lines) if "Counted(" in line]
    path = tmp_path / "changed.jsonl"
    for changed in ([*lines[: told[place]], *lines[told[place] + 1 :]], [*lines, lines[told[0]]]):
        path.write_text("".join(changed))
        assert replay(ReplayOptions(file=path, speed=None)) == 1


LINES: Sequence[Line] = (
    Tick(A_NUMBER, "07:42"),
    Tick(1.0),
    Press(A_NUMBER, "back", "long"),
    ShutDownHeld(A_NUMBER),
    Sensed(A_NUMBER, there=True),
    Sensed(A_NUMBER, there=False),
    SystemStops(A_NUMBER),
    SourceOpened("a", "b", note="ü", plan=(Segment("squat", 0.0, A_NUMBER, 3),), live=True),
    SourceEnded(),
    SourceFailed("What", "Do."),
    NetworkChanged("home", "10.0.0.2", "1234"),
    DayBegan(3.5, date(2026, 11, 24), 1_795_000_000.25, known=False),
    RecordsTold("full", {"waiting": 3}),
    HealthTold(
        Vitals(Health(A_NUMBER, frozenset({"capped"})), Speed(30.0, A_NUMBER, 1.0)), ("hot",)
    ),
    Did("Counted()"),
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: type(line).__name__)
def test_every_input_comes_back_as_it_was(line: Line) -> None:
    assert of_data(json.loads(json.dumps(to_data(line)))) == line


def holed(pose: Pose) -> Pose:
    xy = pose.xy_px.copy()
    xy[3] = np.nan
    return Pose(pose.t_s, xy, pose.visibility, pose.world_m / 3.0, 640, 480)


@pytest.mark.parametrize(
    "pose",
    [
        read("squat_valgus", "squat")[0],
        holed(read("squat_valgus", "squat")[0]),
        Pose.absent(A_NUMBER, 640, 480),
    ],
    ids=["whole", "holed", "absent"],
)
def test_a_pose_comes_back_to_the_last_bit(pose: Pose) -> None:
    back = of_data(json.loads(json.dumps(to_data(pose), allow_nan=False)))
    assert isinstance(back, Pose)
    assert (back.t_s, back.width_px, back.height_px) == (pose.t_s, 640, 480)
    for name in ("xy_px", "visibility", "world_m"):
        assert np.array_equal(getattr(back, name), getattr(pose, name), equal_nan=True)


def test_lens_and_darkness_of_a_pose_come_back() -> None:
    pose = Pose.absent(1.5, 432, 768, focal_px=591.23456789, dark=True)
    back = of_data(json.loads(json.dumps(to_data(pose))))
    assert isinstance(back, Pose)
    assert (back.focal_px, back.dark) == (591.23456789, True)


def test_a_start_comes_back_as_it_was() -> None:
    start = Start(
        exercises=("squat",),
        first="squat",
        settings=Settings(language="de", sound=SoundSettings(volume=2)),
        members=(Member(Person(id="a", name="Ann", bands=("light",))), Member(Person(id="b"))),
        keeps=True,
        history=(PastSession("12 May", 80), PastSession("13 May", None)),
        resume={"version": 1},
    )
    header = to_header(start)
    back = of_header(json.loads(json.dumps(header)))
    assert to_header(back) == header
    assert back.routine == start.routine
    assert back.settings == start.settings


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        replay(ReplayOptions(file=path, speed=None))
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a recorded run"),
        (b"\xff\xfe", "is not a recorded run"),
        (b"[1]\n", "is not a recorded run"),
        (b'{"format": "plumbline-landmarks", "version": 1}\n', "is not a recorded run"),
        (b'{"format": "plumbline-session", "version": 9}\n', "newer plumbline"),
        (b'{"format": "plumbline-session", "version": 1}\n', "line 1, cannot be read"),
    ],
)
def test_a_foreign_file_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert said in refused(path)


@pytest.mark.parametrize(
    "damage",
    [
        b'{"tick": [1.0',
        b'{"tick": [1.0, ""]}',  # no line end: cut off
        b'{"tick": ["a", ""]}\n',
        b'{"tick": [1e999, ""]}\n',
        b'{"tock": 1.0}\n',
        b"{}\n",
        b'{"press": [1.0, "left", "short"]}\n',
        b'{"press": [1.0, "up", "soft"]}\n',
        b'{"pose": {"t": 1.0, "size": [640, 480], "xy": [[1, 2]], "v": null, "w": null}}\n',
        b'{"opened": {"name": "a"}}\n',
        b"\x00\xff\n",
    ],
)
def test_a_damaged_line_is_told_with_its_number(
    recorded: tuple[World, Path], tmp_path: Path, damage: bytes
) -> None:
    head = recorded[1].read_bytes().splitlines(keepends=True)[:4]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(head) + damage)
    assert f"{path}, line 5, cannot be read" in refused(path)


def test_a_missing_file_is_one_line_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "nothing.jsonl"]) == 2
    assert capsys.readouterr().err == (
        "plumbline: No such file: nothing.jsonl. Check the name and the folder.\n"
    )


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", "inf"])
def test_a_speed_that_is_none_is_told(speed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["replay", "a.jsonl", "--speed", speed])
    assert left.value.code == 2
    assert "is no speed" in capsys.readouterr().err


def test_a_recording_that_cannot_be_written_is_told_before_the_session(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        FileTape(tmp_path / "nowhere" / "a.jsonl")


def test_an_earlier_run_stays_until_there_is_another(
    tmp_path: Path, recorded: tuple[World, Path]
) -> None:
    _, run = recorded
    path, before = tmp_path / "run.jsonl", run.read_bytes()
    path.write_bytes(before)
    with closing(RecordedRun(run)) as earlier:
        start = earlier.start
    tape = FileTape(path)
    tape.begin(start)
    tape.close()  # the model was unknown, or the camera away
    assert path.read_bytes() == before
    tape = FileTape(path)
    tape.begin(start)
    tape.take(Tick(0.0), ())
    tape.close()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
    nothing = FileTape(tmp_path / "new.jsonl")
    nothing.begin(start)
    nothing.close()
    assert not (tmp_path / "new.jsonl").exists()


@pytest.mark.parametrize("content", [b"\x00\x00\x00 ftypisom", b'{"format":"plumbline-landmarks"'])
def test_a_run_is_not_written_over_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "squats.mp4"
    path.write_bytes(content)
    with pytest.raises(UserError, match="would be lost"):
        FileTape(path)
    assert path.read_bytes() == content


def test_a_full_disk_ends_the_recording_and_not_the_session() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    tape = FileTape(full)
    for t_s in range(3):
        tape.take(Tick(float(t_s)), ())
    tape.close()
