"""The mailbox and the camera thread: newest wins, errors arrive, nothing hangs."""

import threading

import numpy as np
import pytest

from device.errors import CameraError
from device.frame import Frame
from device.latest import Latest
from device.threaded import ThreadedCamera


class StepCamera:
    """Gives one frame each time it is allowed to, then an error or the end."""

    name = "step"
    live = True
    frame_rate_hz = 30.0
    frame_count = None

    def __init__(self, frames: int, error: CameraError | None = None) -> None:
        self.given = 0
        self.closed = threading.Event()
        self.ended = threading.Event()
        self._frames = frames
        self._error = error

    def read(self) -> Frame | None:
        if self.given < self._frames:
            self.given += 1
            return Frame(self.given / 30, np.zeros((4, 4, 3), np.uint8))
        self.ended.set()
        if self._error is not None:
            raise self._error
        return None

    def close(self) -> None:
        self.closed.set()


def test_the_newest_wins_and_the_rest_is_counted() -> None:
    box: Latest[int] = Latest()
    for number in (1, 2, 3):
        box.put(number)
    assert box.get(timeout_s=None) == 3
    assert box.dropped == 2
    assert box.get(timeout_s=0.0) is None


def test_a_closed_box_gives_its_last_item_and_then_nothing() -> None:
    box: Latest[int] = Latest()
    box.put(1)
    box.close()
    box.close()
    box.put(2)
    assert box.closed
    assert box.get(timeout_s=None) == 1
    assert box.get(timeout_s=None) is None


def test_closing_wakes_who_waits() -> None:
    box: Latest[int] = Latest()
    got: list[int | None] = []
    waiter = threading.Thread(target=lambda: got.append(box.get(timeout_s=None)))
    waiter.start()
    box.close()
    waiter.join(5.0)
    assert got == [None]


def test_a_slow_reader_gets_the_newest_frame() -> None:
    inner = StepCamera(frames=10)
    camera = ThreadedCamera(inner)
    assert inner.ended.wait(5.0)
    frame = camera.read()
    assert frame is not None
    assert frame.t_s == pytest.approx(10 / 30)
    assert camera.dropped == 9
    assert camera.read() is None
    assert (camera.name, camera.live, camera.frame_rate_hz, camera.frame_count) == (
        "step",
        True,
        30.0,
        None,
    )
    camera.close()


def test_an_error_reaches_the_reader_and_the_camera_is_freed() -> None:
    inner = StepCamera(frames=0, error=CameraError("It broke", remedy="Mend it."))
    camera = ThreadedCamera(inner)
    for _ in range(2):
        with pytest.raises(CameraError, match="It broke"):
            camera.read()
    assert inner.closed.wait(5.0)
    camera.close()


def test_closing_frees_the_camera_and_ends_the_thread() -> None:
    before = set(threading.enumerate())
    inner = StepCamera(frames=1_000_000_000)
    camera = ThreadedCamera(inner)
    assert camera.read() is not None
    assert "camera" in {thread.name for thread in set(threading.enumerate()) - before}
    camera.close()
    camera.close()
    assert inner.closed.is_set()
    assert "camera" not in {thread.name for thread in set(threading.enumerate()) - before}
