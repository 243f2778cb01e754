"""The camera of the settings reaches the camera code; without one the demo stands in."""

import pytest

from device.errors import CameraError
from device.optics import CameraSetup
from device.plugged import TRIES, Plugged
from device.ports import PoseSource
from mirror.config.settings import CameraSettings
from mirror.live.parts import AUTO, RealParts, setup_of
from mirror.text.catalog import load
from tests.app.live_fakes import FakePoses


@pytest.mark.parametrize(
    ("camera", "expected"),
    [
        (CameraSettings(), CameraSetup()),
        (
            CameraSettings(rotation_deg=90, flipped=True, field_of_view_deg=78, mains_hz=50),
            CameraSetup(rotation_deg=90, flipped=True, field_of_view_deg=78, mains_hz=50),
        ),
    ],
)
def test_settings_become_a_setup(camera: CameraSettings, expected: CameraSetup) -> None:
    assert setup_of(camera) == expected


class House:
    """What is plugged in, and how often a camera was looked for."""

    def __init__(self, *devices: str) -> None:
        self.devices = devices
        self.works = False
        self.tries = 0
        self.parts = RealParts(
            model="full",
            texts=load("en"),
            say=lambda _what, _remedy: None,
            open_source=self._open,
            plugged=lambda: Plugged(lambda: self.devices),
        )

    def _open(self, source: str, **_: object) -> PoseSource:
        if source == AUTO:
            self.tries += 1
            if not self.works:
                message = "No camera was found"
                raise CameraError(message, remedy="Plug one in.")
        return FakePoses(1)


def test_a_camera_that_is_there_needs_no_better_one() -> None:
    house = House("/dev/video0")
    house.works = True
    feed = house.parts.feed(AUTO, real_time=True)
    assert feed.opened.live
    assert feed.better is None


def test_the_demo_gives_way_to_a_camera_that_is_plugged_in() -> None:
    house = House("/dev/video10")  # a codec, as a Pi has
    feed = house.parts.feed(AUTO, real_time=True)
    assert feed.better is not None
    assert not feed.opened.live
    assert [feed.better() for _ in range(50)] == [None] * 50
    assert house.tries == 1  # no camera is touched while nothing is new
    house.devices, house.works = ("/dev/video10", "/dev/video0"), True
    found = feed.better()
    assert found is not None
    assert found.opened.live
    assert found.again is not None  # after that a camera, not the demo


def test_a_camera_that_is_slow_to_start_is_tried_a_few_times() -> None:
    house = House()
    feed = house.parts.feed(AUTO, real_time=True)
    assert feed.better is not None
    house.devices = ("/dev/video0",)
    assert [feed.better() for _ in range(2 * TRIES)] == [None] * 2 * TRIES
    assert house.tries == 1 + TRIES


def test_a_camera_that_is_pulled_and_pushed_in_is_news() -> None:
    house = House("/dev/video0")
    feed = house.parts.feed(AUTO, real_time=True)
    assert feed.better is not None
    house.devices = ()
    assert feed.better() is None
    house.devices, house.works = ("/dev/video0",), True
    assert feed.better() is not None
