"""The Pi camera's driver against a fake of picamera2."""

import importlib.util
from dataclasses import replace

import pytest

from device.drivers.camera_pi import PiCamera, load_picamera2
from device.errors import CameraError
from device.frame import Frame
from device.optics import CameraSetup, MainsHz, field_deg
from tests.contracts.fake_picamera2 import CLOCK_OFFSET_NS, FRAME_NS, FakeLibrary, World


def camera(world: World, setup: CameraSetup | None = None) -> PiCamera:
    return PiCamera(
        setup=setup or CameraSetup(),
        load=lambda: FakeLibrary(world),
        pause=world.pauses_s.append,
        clock_offset_ns=lambda: CLOCK_OFFSET_NS,
    )


def first(world: World, setup: CameraSetup | None = None) -> Frame:
    frame = camera(world, setup).read()
    assert frame is not None
    return frame


def across_deg(frame: Frame) -> float:
    assert frame.focal_px is not None
    return field_deg(frame.picture.shape[1], frame.focal_px)


def test_asks_for_low_latency_and_the_whole_sensor() -> None:
    world = World()
    camera(world)
    stream = {"size": (768, 432), "format": "YUV420"}
    assert world.asked == [
        {
            "main": stream,
            "lores": stream,
            "sensor": {"output_size": (2304, 1296)},
            "controls": {"FrameDurationLimits": (33_333, 66_667)},
            "buffer_count": 4,
            "queue": False,
        }
    ]


def test_rows_are_not_padded() -> None:
    assert first(World(padding=0)).picture.shape == (432, 768, 3)


@pytest.mark.parametrize(
    ("sensor", "pixels", "size", "deg"),
    [
        ("ov5647", (2592, 1944), (640, 480), 53.5),
        ("imx219", (3280, 2464), (640, 480), 62.2),
        ("imx708", (4608, 2592), (768, 432), 66.0),
        ("imx708_wide_noir", (4608, 2592), (768, 432), 102.0),
    ],
)
def test_the_field_of_view_is_the_modules(
    sensor: str, pixels: tuple[int, int], size: tuple[int, int], deg: float
) -> None:
    frame = first(World(sensor=sensor, pixels=pixels))
    assert frame.picture.shape == (size[1], size[0], 3)
    assert across_deg(frame) == pytest.approx(deg, abs=0.3)  # shapes differ by a few px


def test_a_cropping_mode_narrows_the_field_of_view() -> None:
    # Half of the width is seen: tan(33 deg) / 2 on each side.
    world = World(told={"ScalerCrop": (1152, 648, 2304, 1296)})
    assert across_deg(first(world)) == pytest.approx(35.99, abs=0.05)


def test_a_lens_that_depends_is_not_known_but_can_be_told() -> None:
    world = World(sensor="imx477", pixels=(4056, 3040))
    assert first(world).focal_px is None
    told = first(world, CameraSetup(field_of_view_deg=40.0))
    assert across_deg(told) == pytest.approx(40.0, abs=0.3)


def asked_controls(setup: CameraSetup, **offered: tuple[int, int, int]) -> dict[str, object]:
    world = World(controls=dict(offered))
    camera(world, setup)
    controls: dict[str, object] = world.asked[0]["controls"]
    return controls


def test_only_what_the_camera_offers_is_set() -> None:
    assert asked_controls(CameraSetup(mains_hz=50)) == {}
    everything = asked_controls(
        CameraSetup(mains_hz=50),
        AeEnable=(0, 1, 1),
        AwbEnable=(0, 1, 1),
        AwbMode=(0, 7, 0),
        NoiseReductionMode=(0, 4, 0),
        AfMode=(0, 2, 0),
        LensPosition=(0, 32, 1),
        AeFlickerMode=(0, 1, 0),
        AeFlickerPeriod=(100, 1000000, 0),
    )
    assert everything == {
        "AeEnable": True,
        "AwbEnable": True,
        "AwbMode": 0,
        "NoiseReductionMode": 1,
        "AfMode": 0,
        "LensPosition": 0.5,
        "AeFlickerMode": 1,
        "AeFlickerPeriod": 10_000,
    }


@pytest.mark.parametrize(
    ("mains_hz", "most", "expected"),
    [
        (0, 1, {}),
        (0, 2, {"AeFlickerMode": 2}),
        (60, 1, {"AeFlickerMode": 1, "AeFlickerPeriod": 8333}),
    ],
)
def test_flicker(mains_hz: MainsHz, most: int, expected: dict[str, object]) -> None:
    offered = {"AeFlickerMode": (0, most, 0), "AeFlickerPeriod": (100, 1_000_000, 0)}
    assert asked_controls(CameraSetup(mains_hz=mains_hz), **offered) == expected


def test_tells_how_bright_the_scene_is() -> None:
    assert first(World(told={"Lux": 12.5})).lux == 12.5
    assert first(World()).lux is None


def test_time_is_the_sensors_on_the_monotonic_clock() -> None:
    world = World()
    frame = camera(replace(world)).read()
    assert frame is not None
    expected_ns = world.boot_ns + FRAME_NS + CLOCK_OFFSET_NS
    assert frame.t_s == pytest.approx(expected_ns / 1e9, abs=1e-6)


def test_gives_every_request_back() -> None:
    world = World()
    opened = camera(world)
    for _ in range(10):
        assert opened.read() is not None
    assert world.held == 0


def test_no_camera() -> None:
    with pytest.raises(CameraError, match=r"No Raspberry Pi camera was found.*ribbon cable"):
        camera(World(attached=False))


def test_a_stall_reopens_the_camera() -> None:
    world = World(silent=2)
    opened = camera(world)
    assert opened.read() is not None
    assert world.pauses_s == [0.5, 1.0]
    assert (world.opened, world.closed) == (3, 2)
    assert opened.read() is not None


def test_a_library_that_gives_up_is_opened_anew_like_a_silent_camera() -> None:
    world = World(silent=1, failure=RuntimeError)
    assert camera(world).read() is not None
    assert (world.opened, world.closed, world.pauses_s) == (2, 1, [0.5])


def test_a_camera_whose_clock_stands_is_opened_anew_and_then_given_up() -> None:
    world = World()
    opened = camera(world)
    assert opened.read() is not None
    world.ticks = False
    with pytest.raises(CameraError, match="stopped giving pictures"):
        opened.read()
    assert world.opened == 5


def test_a_dead_camera_is_given_up_after_growing_pauses() -> None:
    world = World(silent=100)
    with pytest.raises(CameraError, match="stopped giving pictures"):
        camera(world).read()
    assert world.pauses_s == [0.5, 1.0, 2.0, 4.0]


def test_a_camera_that_vanishes_is_given_up() -> None:
    world = World(silent=1, fixed_by_reopening=False)
    opened = camera(world)
    with pytest.raises(CameraError, match="stopped giving pictures"):
        opened.read()
    assert world.opened == world.closed == 1
    opened.close()


def test_picamera2_is_not_installed() -> None:
    if importlib.util.find_spec("picamera2") is not None:
        pytest.skip("picamera2 is installed")
    with pytest.raises(CameraError, match="sudo apt install python3-picamera2"):
        load_picamera2()
