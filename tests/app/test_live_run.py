"""Running the mirror: the loop on a screen, a clip without one, and what is said."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
import pytest

from device.errors import CameraError, DeviceError
from device.ports import Edge
from exercises.events import Event
from exercises.pose import Pose
from exercises.tracker import Snapshot
from mirror.config.settings import CameraSettings, ScreenSettings, Settings
from mirror.errors import UserError
from mirror.live.inbox import Inbox
from mirror.live.options import RunOptions
from mirror.live.parts import Feed
from mirror.live.pose_thread import PoseThread, begun
from mirror.live.run import Around, run_with
from mirror.live.signals import stop_on_signals
from mirror.session.inputs import Button, News, SourceEnded, SourceFailed, SourceOpened
from mirror.session.plan import Segment
from mirror.session.scenes import Picture
from mirror.session.view import View
from mirror.ui.glass import Glass
from mirror.ui.window import NoDisplayError

PLAN = (Segment("squat", 0.0, 2.0, 0), Segment("clamshell", 2.0, 4.0, 1))


def pose(t_s: float) -> Pose:
    xy = np.random.default_rng(5).uniform(100, 300, (33, 2))
    return Pose(t_s, xy, np.ones(33), np.zeros((33, 3)), 640, 480)


class FakePoses:
    """A source of a few poses that may break after them."""

    def __init__(self, count: int, error: Exception | None = None) -> None:
        self._next = 0
        self._error = error
        self.closed = threading.Event()
        self.name, self.model_name, self.live = "clip.mp4", "full-int8", False
        self.frame_count: int | None = count

    def read(self) -> Pose | None:
        if self._next < (self.frame_count or 0):
            self._next += 1
            return pose((self._next - 1) / 15)
        if self._error is not None:
            raise self._error
        return None

    def close(self) -> None:
        self.closed.set()


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

    def show(self, picture: Picture) -> bool:
        assert isinstance(picture, View)
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
        open_buttons=lambda _pins: None,
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


def test_signal_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stop_on_signals() as stop:
        signal.raise_signal(signal.SIGTERM)
        assert stop.is_set()
    assert signal.getsignal(signal.SIGTERM) is before


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


def test_a_full_inbox_drops_the_oldest_pose_and_never_news() -> None:
    inbox = Inbox(capacity=2)
    inbox.put(SourceOpened(name="a", model="b"))
    for t_s in (0.0, 1.0, 2.0, 3.0):
        inbox.put(pose(t_s))
    inbox.put(SourceEnded())
    first, *poses, last = inbox.take()
    assert isinstance(first, SourceOpened)
    assert [one.t_s for one in poses if isinstance(one, Pose)] == [2.0, 3.0]
    assert isinstance(last, SourceEnded)
    assert inbox.dropped == 2
    assert inbox.take() == ()


OPENED = SourceOpened(name="a", model="b", live=True)


def read_by_thread(
    feeds: Sequence[Feed | DeviceError], *, waits: int
) -> tuple[list[Pose | News], list[float], Exception | None]:
    """What a pose thread puts into its inbox, how long it waited, and its error at the end.

    Args:
        feeds: what each try to open the source gives or raises.
        waits: stop at this wait.
    """
    coming = iter(feeds)
    waited: list[float] = []

    def open_next() -> Feed:
        found = next(coming)
        if isinstance(found, DeviceError):
            raise found
        return replace(found, again=open_next)

    def wait(duration_s: float) -> bool:
        waited.append(duration_s)
        return len(waited) == waits

    inbox = Inbox(capacity=100)
    thread = PoseThread(open_next, inbox, wait=wait)
    thread.start()
    thread.join()
    return list(inbox.take()), waited, thread.error


def words(items: Sequence[Pose | News]) -> list[str]:
    return ["pose" if isinstance(item, Pose) else type(item).__name__ for item in items]


def test_a_camera_that_fails_is_opened_again_and_again() -> None:
    gone = DeviceError("It broke", remedy="Mend it.")
    first, second = FakePoses(2, gone), FakePoses(1, gone)
    items, waited, error = read_by_thread(
        [Feed(first, OPENED), gone, gone, Feed(second, OPENED), *[gone] * 7], waits=10
    )
    assert words(items) == [
        "SourceOpened",
        "pose",
        "pose",
        "SourceFailed",  # once, however often it is tried
        "SourceOpened",
        "pose",
        "SourceFailed",
    ]
    assert waited == [1, 2, 4, 1, 2, 4, 8, 16, 30, 30]
    assert first.closed.is_set()
    assert second.closed.is_set()
    assert error is gone


def test_another_reason_is_told() -> None:
    gone, busy = (DeviceError(what, remedy="Mend it.") for what in ("Gone", "Busy"))
    items, _, _ = read_by_thread([Feed(FakePoses(1, gone), OPENED), busy, busy], waits=3)
    failures = [item.message for item in items if isinstance(item, SourceFailed)]
    assert failures == ["Gone", "Busy"]


def test_a_camera_that_came_back_leaves_no_error() -> None:
    gone = DeviceError("It broke", remedy="Mend it.")
    feeds = [Feed(FakePoses(1, gone), OPENED), Feed(FakePoses(1), OPENED)]
    items, waited, error = read_by_thread(feeds, waits=2)
    assert words(items)[-3:] == ["SourceOpened", "pose", "SourceEnded"]
    assert error is None
    assert waited == [1, 1]


def test_a_camera_that_ends_is_opened_again() -> None:
    feeds = [Feed(FakePoses(1), OPENED), Feed(FakePoses(1), OPENED)]
    items, _, _ = read_by_thread(feeds, waits=2)
    assert words(items) == ["SourceOpened", "pose", "SourceEnded"] * 2


def test_a_source_that_never_opened_is_not_tried_again() -> None:
    gone = DeviceError("None there", remedy="Plug it in.")
    items, waited, error = read_by_thread([gone], waits=10)
    assert (words(items), waited, error) == (["SourceFailed"], [], gone)


def test_the_plan_of_a_clip_begins_with_its_first_pose() -> None:
    shifted = begun(SourceOpened(name="a", model="b", plan=PLAN), 100.0)
    assert [(one.start_s, one.end_s) for one in shifted.plan] == [(100.0, 102.0), (102.0, 104.0)]


def test_the_pose_thread_reports_what_broke_and_closes_its_source() -> None:
    poses, inbox = FakePoses(1, DeviceError("It broke", remedy="Mend it.")), Inbox()
    opened = SourceOpened(name="a", model="b")
    thread = PoseThread(lambda: Feed(poses=poses, opened=opened), inbox)
    thread.start()
    assert poses.closed.wait(5.0)
    thread.stop()
    items = inbox.take()
    assert items[-1] == SourceFailed("It broke", "Mend it.")
    assert str(thread.error) == "It broke. Mend it."
