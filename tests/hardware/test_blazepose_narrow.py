"""When BlazePose looks with the narrow network, and that it then sees what the whole one sees.

The demo clip shows people who fit into the narrow picture, standing and lying, and last somebody
who bends forward, seen from the side: too wide for it.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from device.errors import ModelError
from device.frame import BgrImage, Frame
from device.pose.blazepose import BlazePose
from device.pose.landmarker import _PATIENCE, Eye, Landmarker, Landmarks
from device.pose.models import installed
from device.pose.narrow import SIDE_PX, WIDTH_PX, place
from device.pose.roi import Roi
from exercises.pose import Landmark, Pose
from tests.hardware.demo_pictures import demo_pictures

SETTLED = _PATIENCE + 1  # frames until the narrow network is used: the first tells the place only
STANDING = range(SETTLED + 4)
LYING = range(280, 280 + SETTLED + 4)
WIDE = range(705, 705 + SETTLED + 4)
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
    return demo_pictures({*STANDING, *LYING, *WIDE})


def follow(estimator: BlazePose, shown: list[BgrImage]) -> tuple[list[Pose], list[int]]:
    """Show pictures, 15 a second, after whatever was shown before.

    Returns:
        The poses, and how wide a picture the network of each frame looks at.
    """
    last = estimator._lock._last
    begun_s = 0.0 if last is None else last[1] + 1 / 15
    poses, widths = [], []
    for i, picture in enumerate(shown):
        poses.append(estimator.estimate(Frame(begun_s + i / 15, picture)))
        widths.append(estimator._landmarker.width_px)
    return poses, widths


def torso_px(pose: Pose | Landmarks) -> float:
    xy = pose.xy_px
    return float(np.linalg.norm(xy[SHOULDERS].mean(axis=0) - xy[HIPS].mean(axis=0)))


@pytest.mark.parametrize("part", [STANDING, LYING], ids=["standing", "lying"])
def test_who_fits_for_a_second_is_seen_by_the_narrow_network_and_it_sees_the_same(
    estimator: BlazePose,
    files: tuple[Path, Path, Path],
    pictures: dict[int, BgrImage],
    part: range,
) -> None:
    shown = [pictures[i] for i in part]
    poses, widths = follow(estimator, shown)
    assert widths == [SIDE_PX] * SETTLED + [WIDTH_PX] * 4
    whole, _ = follow(BlazePose(*files[:2], model_name="full", threads=1), shown)
    for one, other in zip(poses, whole, strict=True):
        off = np.linalg.norm(one.xy_px[BODY] - other.xy_px[BODY], axis=1)
        # Measured, the worst frame of all: 1.7 % of the torso, 16 mm, 0.10.
        assert off.mean() < 0.03 * torso_px(other)
        assert np.abs(one.world_m - other.world_m)[BODY].mean() < 0.03
        assert np.abs(one.visibility - other.visibility)[BODY].max() < 0.2
    assert np.abs(poses[-1].xy_px - whole[-1].xy_px).max() > 0


def test_who_is_too_wide_is_seen_whole_all_the_time(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    poses, widths = follow(estimator, [pictures[i] for i in WIDE])
    assert all(pose.present for pose in poses)
    assert set(widths) == {SIDE_PX}


def test_somebody_lost_and_found_is_seen_whole_again(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    black = np.zeros_like(pictures[0])
    shown = [pictures[i] for i in STANDING]
    follow(estimator, shown)
    poses, widths = follow(estimator, [black, black, *shown])
    assert [pose.present for pose in poses] == [False] * 2 + [True] * len(shown)
    assert widths[2:] == [SIDE_PX] * SETTLED + [WIDTH_PX] * 4


def test_when_another_is_followed_the_last_ones_place_is_not_used(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    """As when the detector shows that it is somebody else who should be followed."""
    side_by_side = [np.hstack([pictures[i], pictures[i]]) for i in STANDING]
    poses, widths = follow(estimator, side_by_side)
    assert widths[-1] == WIDTH_PX
    roi, last = estimator._lock.roi, estimator._lock._last
    assert roi is not None
    assert last is not None
    width_px = pictures[0].shape[1]
    away_px = width_px if roi.x_px < width_px else -width_px
    estimator._lock.acquire(replace(roi, x_px=roi.x_px + away_px), last[1])
    (other,), widths = follow(estimator, side_by_side[-1:])
    assert widths == [SIDE_PX]
    moved_px = (other.xy_px - poses[-1].xy_px)[HIPS].mean(axis=0)
    assert moved_px == pytest.approx([away_px, 0], abs=0.1 * torso_px(other))


def test_time_spent_is_that_of_both_networks(
    estimator: BlazePose, pictures: dict[int, BgrImage]
) -> None:
    spent = [estimator.spent]
    for number in STANDING:
        follow(estimator, [pictures[number]])
        spent.append(estimator.spent)
    assert estimator._landmarker.width_px == WIDTH_PX
    for before, after in pairwise(spent):
        assert after.landmark_ns > before.landmark_ns
        assert after.crop_ns > before.crop_ns


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

    def test_one_wide_frame_is_enough_for_the_whole_network(
        self, landmarker: Landmarker, roi: Roi, pictures: dict[int, BgrImage]
    ) -> None:
        def width_after(near: Landmarks, wider: float = 1.0) -> int:
            hips = near.xy_px[HIPS].mean(axis=0)
            landmarker.look(pictures[0], roi, hips + (near.xy_px - hips) * (wider, 1.0))
            return landmarker.width_px

        seen = landmarker.look(pictures[0], roi)
        for _ in range(2):
            widths = [width_after(seen) for _ in range(_PATIENCE + 1)]
            assert widths == [SIDE_PX] * _PATIENCE + [WIDTH_PX]
            assert width_after(seen, 1.5) == WIDTH_PX
            assert width_after(seen, 3.0) == SIDE_PX

    @pytest.mark.parametrize("aside", [-0.15, 0.0, 0.15])
    @pytest.mark.parametrize("turn_rad", [-0.3, 0.0, 0.3])
    def test_sees_the_same_wherever_they_are_in_the_square(
        self,
        files: tuple[Path, Path, Path],
        roi: Roi,
        pictures: dict[int, BgrImage],
        aside: float,
        turn_rad: float,
    ) -> None:
        other = replace(roi, x_px=roi.x_px + aside * roi.size_px, rotation_rad=turn_rad)
        whole = Eye(files[1], threads=1).look(pictures[0], other)
        left = place(other, whole.xy_px)
        assert left is not None
        narrow = Eye(files[2], threads=1).look(pictures[0], other, left)
        off = np.linalg.norm(narrow.xy_px[BODY] - whole.xy_px[BODY], axis=1)
        assert off.mean() < 0.05 * torso_px(whole)
        assert narrow.presence == pytest.approx(whole.presence, abs=0.1)
        hop_px = np.hypot(
            narrow.next_roi.x_px - whole.next_roi.x_px, narrow.next_roi.y_px - whole.next_roi.y_px
        )
        assert hop_px < 0.02 * roi.size_px
        assert narrow.next_roi.size_px == pytest.approx(whole.next_roi.size_px, rel=0.05)

    def test_stays_with_the_whole_network_without_a_narrow_one(
        self, files: tuple[Path, Path, Path], roi: Roi, pictures: dict[int, BgrImage]
    ) -> None:
        landmarker = Landmarker(files[1], threads=1)
        seen = landmarker.look(pictures[0], roi)
        for _ in range(_PATIENCE + 2):
            landmarker.look(pictures[0], roi, seen.xy_px)
        assert landmarker.width_px == SIDE_PX

    def test_tells_of_a_narrow_model_that_is_gone(
        self, files: tuple[Path, Path, Path], tmp_path: Path
    ) -> None:
        with pytest.raises(ModelError, match="cannot be read"):
            Landmarker(files[1], tmp_path / "gone.tflite", threads=1)
