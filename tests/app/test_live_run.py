"""Running the mirror: the loop on a screen, a clip without one, and what is said."""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest

from device.errors import CameraError, DeviceError
from device.pins import Pins
from device.ports import Edge
from exercises.events import Event
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.config.settings import CameraSettings, ScreenSettings, Settings
from mirror.errors import UserError
from mirror.live.around import Around
from mirror.live.options import RunOptions
from mirror.live.parts import Feed
from mirror.live.run import run_with
from mirror.session.inputs import Button, SourceOpened
from mirror.session.scenes import Picture
from mirror.session.view import View
from mirror.ui.glass import Glass
from mirror.ui.window import NoDisplayError
from tests.app.live_fakes import PLAN, FakePoses


class FakeTracker:
    """Sees a rep's top all the time."""

    def feed(self, pose: Pose) -> tuple[Event, ...]:
        self.snapshot = Snapshot(pose.t_s, "top", 1.0, None, "x_deg", None, 1, 0.0, None)
        return ()

    def finish(self) -> tuple[Event, ...]:
        return ()


class FakeParts:
    """Everything a run needs, without camera and model."""

    def __init__(self, poses: FakePoses | None = None, error: DeviceError | None = None) -> None:
        self.poses = poses or FakePoses(60)
        self.error = error
        self.asked: list[tuple[str, bool]] = []

    def exercises(self) -> tuple[str, ...]:
        return ("clamshell", "squat")

    def tracker(self, exercise: str) -> FakeTracker:
        if exercise not in self.exercises():
            message = f"There is no exercise called {exercise}"
            raise UserError(message, remedy="Did you mean squat?")
        return FakeTracker()

    def feed(self, source: str, *, real_time: bool) -> Feed:
        self.asked.append((source, real_time))
        if self.error is not None:
            raise self.error
        opened = SourceOpened(name="clip.mp4", model="full-int8", plan=PLAN)
        return Feed(poses=self.poses, opened=opened)


Reaction = list[Button | Literal["close"]]


class FakeScreen:
    """Presses what the test wants, when it has seen what the test waits for."""

    def __init__(self, react: Callable[[View], Reaction]) -> None:
        self._react = react
        self.views: list[View] = []
        self.closed = self.closing = False

    def show(self, picture: Picture, notice: str = "") -> bool:
        assert isinstance(picture, View)
        assert not notice
        self.views.append(picture)
        return True

    def adjust(self, glass: Glass) -> None:
        self.glass = glass

    def edges(self) -> tuple[Edge, ...]:
        wanted = self._react(self.views[-1]) if self.views else []
        self.closing = "close" in wanted
        now_s = time.monotonic()
        return tuple(
            Edge(button, down=down, t_s=now_s)
            for button in wanted
            if button != "close"
            for down in (True, False)
        )

    def close(self) -> None:
        self.closed = True


def around(open_screen: Callable[..., FakeScreen], data: Path) -> Around:
    return Around(
        open_screen=open_screen,
        make_sounds=lambda _settings: None,
        open_pins=lambda _settings: Pins(),
        data=data,
        power_off=lambda: False,
    )


def run_on(
    screen: FakeScreen, parts: FakeParts, options: RunOptions, settings: Settings | None = None
) -> int:
    with TemporaryDirectory() as folder:
        return run_with(
            replace(options, config=Path(folder) / "plumbline.toml"),
            parts,
            settings=settings or Settings(),
            around=around(lambda *, fullscreen: screen, Path(folder)),  # noqa: ARG005 - the real one's parameter
        )


def run_without_screen(parts: FakeParts, options: RunOptions, data: Path) -> int:
    return run_with(options, parts, settings=Settings(), around=around(no_screen, data))


def no_screen(*, fullscreen: bool) -> FakeScreen:
    message = f"none, {'full' if fullscreen else 'window'}"
    raise NoDisplayError(message)


def leave_on(scene: str) -> Callable[[View], Reaction]:
    return lambda view: ["back"] if view.scene == scene else []


def test_on_a_screen_a_clip_runs_to_its_result_and_stays_until_a_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts, screen = FakeParts(), FakeScreen(leave_on("result"))
    assert run_on(screen, parts, RunOptions(source="demo")) == 0
    assert parts.asked == [("demo", True)]
    assert [view.scene for view in (screen.views[0], screen.views[-1])] == ["starting", "result"]
    assert screen.closed
    assert parts.poses.closed.is_set()
    assert "Clamshell" in capsys.readouterr().out


def test_the_settings_name_the_source_and_hang_the_screen() -> None:
    parts, screen = FakeParts(), FakeScreen(leave_on("result"))
    settings = Settings(
        camera=CameraSettings(source="demo"), screen=ScreenSettings(rotation_deg=90, brightness=5)
    )
    assert run_on(screen, parts, RunOptions(), settings) == 0
    assert parts.asked == [("demo", True)]
    assert screen.glass == Glass(rotation=90, brightness=0.5)


def test_closing_the_window_ends_the_run_and_its_thread() -> None:
    parts = FakeParts(FakePoses(100_000))
    screen = FakeScreen(lambda view: ["close"] if view.scene == "training" else [])
    assert run_on(screen, parts, RunOptions(source="demo")) == 0
    assert parts.poses.closed.is_set()
    assert "poses" not in {thread.name for thread in threading.enumerate()}


def test_a_camera_that_breaks_on_the_way_is_told_on_the_screen_and_after_it() -> None:
    error = CameraError("The camera stopped", remedy="Check its cable.")
    parts, screen = FakeParts(FakePoses(5, error)), FakeScreen(leave_on("error"))
    with pytest.raises(CameraError, match="The camera stopped"):
        run_on(screen, parts, RunOptions(source="pi"))
    last = screen.views[-1]
    assert last.scene == "error"
    assert last.state is not None
    assert last.state.text == "The camera stopped"
    assert screen.closed


def test_a_source_that_cannot_be_opened_ends_the_run_at_once() -> None:
    error = CameraError("No camera at /dev/video7", remedy="Plug it in.")
    screen = FakeScreen(lambda _: [])
    with pytest.raises(CameraError, match="video7"):
        run_on(screen, FakeParts(error=error), RunOptions(source="v4l2:/dev/video7"))
    assert screen.closed


def test_a_mistake_in_the_pose_thread_is_not_swallowed() -> None:
    parts, screen = FakeParts(FakePoses(5, ValueError("bug"))), FakeScreen(leave_on("error"))
    with pytest.raises(ValueError, match="bug"):
        run_on(screen, parts, RunOptions(source="demo"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_cleanly(number: signal.Signals) -> None:
    def interrupt(view: View) -> Reaction:
        if view.scene == "training":
            signal.raise_signal(number)
        return []

    parts = FakeParts(FakePoses(100_000))
    assert run_on(FakeScreen(interrupt), parts, RunOptions(source="demo")) == 0
    assert parts.poses.closed.is_set()


def test_an_unknown_exercise_is_said_before_a_window_opens() -> None:
    screen = FakeScreen(lambda _: [])
    with pytest.raises(UserError, match="squatt"):
        run_on(screen, FakeParts(), RunOptions(exercise="squatt"))
    assert not screen.views


def test_a_missing_clip_is_said_before_a_window_opens() -> None:
    screen = FakeScreen(lambda _: [])
    with pytest.raises(UserError, match=r"No such file: nothing\.mp4"):
        run_on(screen, FakeParts(), RunOptions(source="nothing.mp4"))
    assert not screen.views


def test_without_a_display_auto_runs_the_demo_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = FakeParts()
    options = RunOptions(screenshots=tmp_path / "shots")
    assert run_without_screen(parts, options, tmp_path) == 0
    assert parts.asked == [("demo", False)]
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "plumbline: No display here (none, full). Running the demo through without one."
    ]
    assert "Expected" in said.out
    assert sorted(path.name for path in (tmp_path / "shots").iterdir()) == [
        "count.png",
        "rep.png",
        "result.png",
    ]


def test_without_a_display_a_camera_is_refused_with_what_works(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="plumbline analyze"):
        run_without_screen(FakeParts(), RunOptions(source="pi"), tmp_path)


def test_screenshots_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("no folder")
    with pytest.raises(UserError, match="screenshots cannot be written"):
        run_without_screen(FakeParts(), RunOptions(screenshots=taken / "in"), tmp_path)
