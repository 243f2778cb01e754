"""The models that scripts/test built: real files, run for real."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.errors import ModelError
from device.frame import BgrImage
from device.pose.building.install import up_to_date
from device.pose.building.recipe import quantizer_version, standard
from device.pose.detector import Detector
from device.pose.landmarker import Landmarker
from device.pose.models import InstalledModel, choose, installed, is_intact, measure_ms, models_dir
from device.pose.roi import Roi

DEMO = Path(__file__).resolve().parents[2] / "mirror" / "demo" / "demo.mp4"
JOINTS = (11, 12, 23, 24, 25, 26, 27, 28)  # shoulders, hips, knees, ankles


@pytest.fixture(scope="module")
def models() -> dict[str, InstalledModel]:
    try:
        found = {model.name: model for model in installed()}
    except ModelError as error:
        pytest.fail(str(error))
    if not found:
        pytest.skip("no pose models are installed: run ./scripts/start once")
    return found


@pytest.fixture(scope="module")
def person() -> BgrImage:
    if not DEMO.exists():
        pytest.skip("the demo clip is not there")
    camera = FileCamera(DEMO)
    frame = camera.read()
    camera.close()
    assert frame is not None
    return frame.bgr


@pytest.fixture(scope="module")
def roi(models: dict[str, InstalledModel], person: BgrImage) -> Roi:
    return Detector(models["detector-float32"].path, threads=1).people(person)[0].roi


def test_what_is_installed_follows_the_recipe(models: dict[str, InstalledModel]) -> None:
    if quantizer_version() != "none":  # without the build extra, there is nothing to compare to
        assert up_to_date(models_dir(), standard()) is not None
    assert {"detector-float32", "detector-int8", "full-float32", "full-int8"} <= set(models)
    assert all(is_intact(model) for model in models.values())


def test_auto_takes_one_of_them_and_it_runs(models: dict[str, InstalledModel]) -> None:
    chosen = choose("auto")
    assert chosen.landmark in models.values()
    assert 0 < measure_ms(chosen.landmark) < 1000


@pytest.mark.parametrize("kind", ["full", "lite"])
def test_int8_landmarks_stay_near_the_float_ones(
    models: dict[str, InstalledModel], person: BgrImage, roi: Roi, kind: str
) -> None:
    if f"{kind}-int8" not in models:
        pytest.skip(f"{kind} could not be had")
    float32, int8 = (
        Landmarker(models[f"{kind}-{precision}"].path, threads=1).look(person, roi)
        for precision in ("float32", "int8")
    )
    torso_px = float(
        np.linalg.norm(float32.xy_px[[11, 12]].mean(0) - float32.xy_px[[23, 24]].mean(0))
    )
    gap_px = np.linalg.norm(float32.xy_px - int8.xy_px, axis=1)[list(JOINTS)]
    assert float32.presence > 0.9
    assert int8.presence > 0.9
    assert gap_px.mean() < 0.05 * torso_px  # 1.2 (full) and 1.5 % (lite) were measured


def test_the_int8_detector_sees_the_same_person(
    models: dict[str, InstalledModel], person: BgrImage, roi: Roi
) -> None:
    people = Detector(models["detector-int8"].path, threads=1).people(person)
    assert len(people) == 1
    assert people[0].score > 0.8
    shift_px = np.hypot(people[0].roi.x_px - roi.x_px, people[0].roi.y_px - roi.y_px)
    assert shift_px < 0.05 * roi.size_px
    assert people[0].roi.size_px == pytest.approx(roi.size_px, rel=0.1)


def test_nobody_is_seen_in_an_empty_room(models: dict[str, InstalledModel]) -> None:
    room = cv2.GaussianBlur(np.full((480, 640, 3), 120, np.uint8), (5, 5), 0)
    for name in ("detector-float32", "detector-int8"):
        assert Detector(models[name].path, threads=1).people(np.asarray(room, np.uint8)) == ()
