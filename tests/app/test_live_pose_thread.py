"""How poses reach the main thread: a bounded inbox, and a camera that fails and comes back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from device.errors import DeviceError
from exercises.pose import Pose
from mirror.live.inbox import Inbox
from mirror.live.parts import Feed
from mirror.live.pose_thread import LOOK_S, PoseThread, begun
from mirror.session.inputs import News, SourceEnded, SourceFailed, SourceOpened
from tests.app.live_fakes import PLAN, FakePoses, pose


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
        return found if found.better else replace(found, again=open_next)

    def wait(duration_s: float) -> bool:
        waited.append(duration_s)
        return len(waited) == waits

    inbox = Inbox(capacity=1000)
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


def test_what_no_driver_put_in_words_is_tried_again_too() -> None:
    """A pose model that fails in the middle of a set costs no more than a loose cable."""
    broken = RuntimeError("Invoke failed")
    feeds = [Feed(FakePoses(1, broken), OPENED), Feed(FakePoses(1), OPENED)]
    items, waited, error = read_by_thread(feeds, waits=2)
    kinds = ["SourceOpened", "pose", "SourceFailed", "SourceOpened", "pose", "SourceEnded"]
    assert words(items) == kinds
    assert (waited, error) == ([1, 1], None)


def stand_in(poses: int, looks: Sequence[Feed | None]) -> tuple[FakePoses, Feed, list[float]]:
    """A demo of so many poses that gives way to what the looks find, and its times of looking."""
    demo, asked, coming = FakePoses(poses), list[float](), iter(looks)

    def better() -> Feed | None:
        asked.append(demo.read_s)
        return next(coming)

    return demo, Feed(demo, SourceOpened(name="demo", model="b"), better=better), asked


def test_what_stands_in_for_a_camera_gives_way_to_one() -> None:
    camera = FakePoses(1)
    found = Feed(camera, OPENED, again=lambda: found)
    demo, feed, asked = stand_in(200, [None, None, None, found])
    items, waited, error = read_by_thread([feed], waits=1)
    first, last = (
        ["SourceOpened", *["pose"] * (9 * 15 + 1)],
        ["SourceOpened", "pose", "SourceEnded"],
    )
    assert words(items) == first + last
    assert asked == pytest.approx([0, 3, 6, 9])
    assert demo.closed.is_set()
    assert camera.closed.is_set()
    assert (waited, error) == ([1], None)  # and the camera is opened again when it ends


def test_after_its_end_a_stand_in_still_gives_way() -> None:
    demo, feed, _ = stand_in(2, [None, None, Feed(FakePoses(1), OPENED)])
    items, waited, _ = read_by_thread([feed], waits=3)
    first = ["SourceOpened", "pose", "pose", "SourceEnded"]
    assert words(items) == [*first, "SourceOpened", "pose", "SourceEnded"]
    assert waited == [LOOK_S, LOOK_S]
    assert demo.closed.is_set()


def test_a_stand_in_can_be_stopped_after_its_end() -> None:
    _, feed, _ = stand_in(1, [None] * 9)
    items, waited, error = read_by_thread([feed], waits=4)
    assert words(items) == ["SourceOpened", "pose", "SourceEnded"]
    assert (waited, error) == ([LOOK_S] * 4, None)


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
