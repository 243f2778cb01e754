"""Dark or light: with patience, and not back and forth."""

from pathlib import Path

import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.frame import Frame, Picture, Yuv
from device.pose.light import Light, brightness

RATE_HZ = 10
DEMO = Path(__file__).resolve().parents[2] / "mirror" / "demo" / "demo.mp4"


def grey(level: int) -> Picture:
    return np.full((48, 64, 3), level, np.uint8)


def told(
    light: Light, level: int, seconds: float, *, from_s: float, lux: float | None = None
) -> bool:
    said = False
    for number in range(round(seconds * RATE_HZ)):
        said = light.dark(Frame(from_s + number / RATE_HZ, grey(level), lux=lux))
    return said


def test_brightness_is_the_same_of_every_kind_of_picture() -> None:
    yuv = Yuv(np.full((48, 64), 126, np.uint8), *np.full((2, 24, 32), 128, np.uint8))
    assert brightness(Frame(0.0, yuv)) == pytest.approx(128.1, abs=0.1)
    assert brightness(Frame(0.0, yuv.bgr())) == pytest.approx(128.1, abs=1.0)
    assert brightness(Frame(0.0, grey(30))) == pytest.approx(30)
    assert brightness(Frame(0.0, Yuv(yuv.y * 0, yuv.u, yuv.v))) == 0.0


def test_a_moment_of_darkness_is_none() -> None:
    light = Light()
    assert not told(light, 5, 1.5, from_s=0)
    assert not told(light, 100, 0.2, from_s=1.5)
    assert not told(light, 5, 1.5, from_s=1.7)


def test_dark_until_it_is_clearly_light() -> None:
    light = Light()
    assert not told(light, 100, 5, from_s=0)
    assert told(light, 5, 3, from_s=5)
    between = 38
    assert told(light, between, 5, from_s=8)
    assert told(light, 100, 1, from_s=13)
    assert not told(light, 100, 2, from_s=14)
    assert not told(light, between, 5, from_s=16)


def test_a_bright_picture_of_a_dark_room_is_dark() -> None:
    light = Light()
    assert told(light, 100, 3, from_s=0, lux=1.0)
    assert told(light, 100, 3, from_s=3, lux=5.0)
    assert not told(light, 100, 3, from_s=6, lux=40.0)


def test_a_clock_that_starts_anew_is_no_darkness() -> None:
    light = Light()
    assert not light.dark(Frame(100.0, grey(5)))
    assert not light.dark(Frame(1.0, grey(5)))
    assert light.dark(Frame(3.5, grey(5)))


@pytest.mark.parametrize(("stops", "expected"), [(0, False), (2, False), (6, True), (9, True)])
def test_a_clip_with_less_light(stops: int, expected: bool) -> None:  # noqa: FBT001 - a column
    camera, light, said = FileCamera(DEMO), Light(), False
    for _ in range(60):
        frame = camera.read()
        assert frame is not None
        darker = 255 * ((frame.bgr / 255) ** 2.2 / 2**stops) ** (1 / 2.2)
        said = light.dark(Frame(frame.t_s, darker.astype(np.uint8)))
    camera.close()
    assert said == expected
