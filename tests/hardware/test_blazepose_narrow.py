"""When BlazePose looks with the narrow network, and that it then sees what the whole one sees.

The demo clip shows people who fit into the narrow picture, standing and lying, and last somebody
who bends forward, seen from the side: too wide for it.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from device.drivers.camera_file import FileCamera
from device.errors import ModelError
from device.frame import BgrImage, Frame
from device.pose.blazepose import BlazePose
from device.pose.landmarker import Landmarker, Landmarks
from device.pose.models import installed
from device.pose.roi import Roi
from exercises.pose import Landmark, Pose

ROOT = Path(__file__).resolve().parents[2]
STANDING = range(10)
LYING = range(280, 290)
WIDE = range(705, 712)
BODY = np.array([11, 12, 23, 24, 25, 26, 27, 28])
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]


@pytest.fixture(scope="module", params=["float32", "int8"])
def files(request: pytest.FixtureRequest) -> tuple[Path, Path, Path]:
    """Of a detector, a landmark model and its narrow version."""
    found = {model.name: model.path for model in installed()}
    precision = request.param
    names = (f"detector-{precision}", f"full-{precision}", f"full-narrow-{precision}")
    missing = [name for name in names if name not in found]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: run ./scripts/start once")
    return found[names[0]], found[names[1]], found[names[2]]


@pytest.fixture
def estimator(files: tuple[Path, Path, Path]) -> BlazePose:
    return BlazePose(*files, model_name="full", threads=1)


@pytest.fixture(scope="module")
def pictures() -> dict[int, BgrImage]:
    wanted = {*STANDING, *LYING, *WIDE}
    camera = FileCamera(ROOT / "mirror" / "demo" / "demo.mp4")
    found = {}
    for number in range(max(wanted) + 1):
        frame = camera.read()
        assert frame is not None
        if number in wanted:
            found[number] = frame.bgr
    camera.close()
    return found


def looks(estimator: BlazePose) -> tuple[int, ...]:
    """How often the whole and the narrow network ran."""
    return tuple(eye.network.invokes for eye in estimator._landmarker.eyes)


def follow(estimator: BlazePose, shown: list[BgrImage]) -> list[Pose]:
    """Poses of pictures, 15 a second, after whatever was shown before."""
    last = estimator._lock._last
    begun_s = 0.0 if last is None else last[1] + 1 / 15
    return [estimator.estimate(Frame(begun_s + i / 15, one)) for i, one in enumerate(shown)]


def torso_px(pose: Pose | Landmarks) -> float:
    xy = pose.xy_px
    return float(np.linalg.norm(xy[SHOULDERS].mean(axis=0) - xy[HIPS].mean(axis=0)))


def test_the_first_look_is_at_the_whole_square_and_the_next_are_narrow(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    for expected, number in enumerate(STANDING):
        (pose,) = follow(estimator, [pictures[number]])
        assert pose.present
        assert looks(estimator) == (1, expected)


@pytest.mark.parametrize("part", [STANDING, LYING], ids=["standing", "lying"])
def test_both_see_the_same(
    estimator: BlazePose,
    files: tuple[Path, Path, Path],
    pictures: dict[int, BgrImage],
    part: range,
) -> None:
    shown = [pictures[i] for i in part]
    narrow = follow(estimator, shown)
    assert looks(estimator) == (1, len(part) - 1)
    whole = follow(BlazePose(*files[:2], model_name="full", threads=1), shown)
    for one, other in zip(narrow, whole, strict=True):
        off = np.linalg.norm(one.xy_px[BODY] - other.xy_px[BODY], axis=1)
        # Measured, the worst frame of all: 1.7 % of the torso, 16 mm, 0.10.
        assert off.mean() < 0.03 * torso_px(other)
        assert np.abs(one.world_m - other.world_m)[BODY].mean() < 0.03
        assert np.abs(one.visibility - other.visibility)[BODY].max() < 0.2


def test_who_is_too_wide_is_seen_whole_all_the_time(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    poses = follow(estimator, [pictures[i] for i in WIDE])
    assert all(pose.present for pose in poses)
    assert looks(estimator) == (len(WIDE), 0)


def test_somebody_lost_and_found_is_first_seen_whole(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    black = np.zeros_like(pictures[0])
    shown = [pictures[i] for i in STANDING[:3]]
    poses = follow(estimator, [*shown, black, black, *shown])
    assert [pose.present for pose in poses] == [True] * 3 + [False] * 2 + [True] * 3
    assert looks(estimator) == (2, 2 + 1 + 2)  # one of them in the first black picture


def test_when_another_is_followed_the_last_ones_place_is_not_used(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    """As when the detector shows that it is somebody else who should be followed."""
    side_by_side = [np.hstack([pictures[i], pictures[i]]) for i in STANDING[:6]]
    first = follow(estimator, side_by_side[:3])[-1]
    whole, narrow = looks(estimator)
    roi = estimator._lock.roi
    assert roi is not None
    width_px = pictures[0].shape[1]
    away_px = width_px if roi.x_px < width_px else -width_px
    estimator._lock.acquire(replace(roi, x_px=roi.x_px + away_px), 3 / 15)
    second = follow(estimator, side_by_side[3:4])[0]
    assert looks(estimator) == (whole + 1, narrow)
    moved_px = (second.xy_px - first.xy_px)[HIPS].mean(axis=0)
    assert moved_px == pytest.approx([away_px, 0], abs=0.1 * torso_px(first))
    follow(estimator, side_by_side[4:])
    assert looks(estimator) == (whole + 1, narrow + 2)


class TestLandmarker:
    @pytest.fixture
    def landmarker(self, files: tuple[Path, Path, Path]) -> Landmarker:
        return Landmarker(*files[1:], threads=1)

    @pytest.fixture
    def roi(self, files: tuple[Path, Path, Path], pictures: dict[int, BgrImage]) -> Roi:
        estimator = BlazePose(*files[:2], model_name="full", threads=1)
        follow(estimator, [pictures[0]])
        assert estimator._lock.roi is not None
        return estimator._lock.roi

    def test_asks_who_is_too_wide_of_the_whole_network(
        self, landmarker: Landmarker, roi: Roi, pictures: dict[int, BgrImage]
    ) -> None:
        whole, narrow = (eye.network for eye in landmarker.eyes)
        seen = landmarker.look(pictures[0], roi)
        assert (whole.invokes, narrow.invokes) == (1, 0)
        landmarker.look(pictures[0], roi, seen.xy_px)
        assert (whole.invokes, narrow.invokes) == (1, 1)
        hips = seen.xy_px[HIPS].mean(axis=0)
        landmarker.look(pictures[0], roi, hips + (seen.xy_px - hips) * (3, 1))
        assert (whole.invokes, narrow.invokes) == (2, 1)

    @pytest.mark.parametrize("aside", [-0.15, 0.0, 0.15])
    @pytest.mark.parametrize("turn_rad", [-0.3, 0.0, 0.3])
    def test_sees_the_same_wherever_they_are_in_the_square(
        self,
        landmarker: Landmarker,
        roi: Roi,
        pictures: dict[int, BgrImage],
        aside: float,
        turn_rad: float,
    ) -> None:
        other = replace(roi, x_px=roi.x_px + aside * roi.size_px, rotation_rad=turn_rad)
        whole = landmarker.look(pictures[0], other)
        narrow = landmarker.look(pictures[0], other, whole.xy_px)
        assert landmarker.eyes[1].network.invokes == 1
        off = np.linalg.norm(narrow.xy_px[BODY] - whole.xy_px[BODY], axis=1)
        assert off.mean() < 0.05 * torso_px(whole)
        assert narrow.presence == pytest.approx(whole.presence, abs=0.1)
        hop_px = np.hypot(
            narrow.next_roi.x_px - whole.next_roi.x_px, narrow.next_roi.y_px - whole.next_roi.y_px
        )
        assert hop_px < 0.02 * roi.size_px
        assert narrow.next_roi.size_px == pytest.approx(whole.next_roi.size_px, rel=0.05)

    def test_has_one_eye_without_a_narrow_model(
        self, files: tuple[Path, Path, Path], roi: Roi, pictures: dict[int, BgrImage]
    ) -> None:
        landmarker = Landmarker(files[1], threads=1)
        seen = landmarker.look(pictures[0], roi)
        landmarker.look(pictures[0], roi, seen.xy_px)
        assert [eye.network.invokes for eye in landmarker.eyes] == [2]

    def test_refuses_a_narrow_model_that_is_gone(
        self, files: tuple[Path, Path, Path], tmp_path: Path
    ) -> None:
        with pytest.raises(ModelError, match="cannot be read"):
            Landmarker(files[1], tmp_path / "gone.tflite", threads=1)
