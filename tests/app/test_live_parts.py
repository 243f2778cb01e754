"""The camera of the settings reaches the camera code."""

import pytest

from device.optics import CameraSetup
from mirror.config.settings import CameraSettings
from mirror.live.parts import setup_of


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
