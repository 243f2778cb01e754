"""BlazePose end to end on the demo clip, on whichever runtime is installed.

Runs in the environment of tflite-runtime too, which has little besides numpy and OpenCV.
Results of different runtimes and processors are compared with a tolerance.
"""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from device.frame import BgrImage, Frame
from device.pose.blazepose import BlazePose
from device.pose.detector import make_anchors, people, squares
from device.pose.models import installed
from device.pose.roi import FloatArray, Roi, to_frame, turn
from device.pose.tensors import sigmoid
from exercises.pose import Landmark, Pose
from tests.hardware.demo_pictures import demo_pictures

SQUAT = range(40)
LYING = range(280, 300)
BODY = np.array([11, 12, 23, 24, 25, 26, 27, 28])


def blazepose(name: str) -> BlazePose:
    files = {model.name: model.path for model in installed()}
    detectors = [path for known, path in files.items() if known.startswith("detector")]
    if name not in files or not detectors:
        pytest.skip(f"the pose model {name} is not installed: run ./scripts/start once")
    return BlazePose(detectors[0], files[name], model_name=name, threads=1)


@pytest.fixture(scope="module")
def pictures() -> dict[int, BgrImage]:
    return demo_pictures({*SQUAT, *LYING})


def follow(estimator: BlazePose, pictures: list[BgrImage]) -> list[Pose]:
    return [estimator.estimate(Frame(i / 15, picture)) for i, picture in enumerate(pictures)]


def torso_px(pose: Pose) -> float:
    xy = pose.xy_px
    shoulders = xy[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    hips = xy[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    return float(np.linalg.norm(shoulders - hips))


@pytest.mark.parametrize("name", ["full-float32", "full-int8"])
@pytest.mark.parametrize("part", [SQUAT[:15], LYING], ids=["standing", "lying"])
def test_follows_a_person_in_every_frame(
    name: str, part: range, pictures: dict[int, BgrImage]
) -> None:
    estimator = blazepose(name)
    assert estimator.model_name == name
    poses = follow(estimator, [pictures[i] for i in part])
    assert all(pose.present for pose in poses)
    assert all(pose.visibility.min() >= 0 and pose.visibility.max() <= 1 for pose in poses)
    for before, after in pairwise(poses):
        moved = np.linalg.norm(after.xy_px[BODY] - before.xy_px[BODY], axis=1)
        assert moved.max() < 0.3 * torso_px(before)


def test_the_person_stands_upright_and_faces_the_camera(pictures: dict[int, BgrImage]) -> None:
    pose = follow(blazepose("full-float32"), [pictures[0]])[0]
    xy, world = pose.xy_px, pose.world_m
    assert xy[Landmark.NOSE, 1] < xy[Landmark.LEFT_HIP, 1] < xy[Landmark.LEFT_ANKLE, 1]
    assert xy[Landmark.LEFT_SHOULDER, 0] > xy[Landmark.RIGHT_SHOULDER, 0]
    assert world[Landmark.LEFT_SHOULDER, 0] > world[Landmark.RIGHT_SHOULDER, 0]
    height_m = world[Landmark.LEFT_ANKLE, 1] - world[Landmark.NOSE, 1]
    assert 1.2 < height_m < 1.9


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_picture_gives_the_turned_pose(
    quarters: int, pictures: dict[int, BgrImage]
) -> None:
    estimator = blazepose("full-float32")
    frames = [pictures[i] for i in SQUAT[:6]]
    upright = follow(estimator, frames)[-1]
    estimator.reset()
    turned = follow(estimator, [np.ascontiguousarray(np.rot90(f, quarters)) for f in frames])[-1]

    xy, size = turned.xy_px, (turned.width_px, turned.height_px)
    world = turned.world_m
    for _ in range(quarters):  # undo one counter-clockwise quarter turn
        xy = np.stack([size[1] - xy[:, 1], xy[:, 0]], axis=1)
        world = np.stack([-world[:, 1], world[:, 0], world[:, 2]], axis=1)
        size = size[1], size[0]
    off = np.linalg.norm(xy[BODY] - upright.xy_px[BODY], axis=1)
    assert off.mean() < 0.06 * torso_px(upright)
    assert np.linalg.norm(world[BODY] - upright.world_m[BODY], axis=1).mean() < 0.08


def test_precisions_agree(pictures: dict[int, BgrImage]) -> None:
    frames = [pictures[i] for i in SQUAT[:8]]
    precise = follow(blazepose("full-float32"), frames)
    small = follow(blazepose("full-int8"), frames)
    off = [
        np.linalg.norm(a.xy_px[BODY] - b.xy_px[BODY], axis=1).mean() / torso_px(a)
        for a, b in zip(precise, small, strict=True)
    ]
    assert np.mean(off) < 0.10


def test_nobody(pictures: dict[int, BgrImage]) -> None:
    estimator = blazepose("full-float32")
    empty = np.repeat(np.median(pictures[0][:, :20], axis=1, keepdims=True), 640, axis=1)
    pose = follow(estimator, [empty.astype(np.uint8)] * 2)[-1]
    assert not pose.present
    assert (pose.width_px, pose.height_px) == (640, 480)
    black = np.zeros((480, 640, 3), np.uint8)
    assert not follow(estimator, [black])[0].present


def test_a_lost_person_is_found_again(pictures: dict[int, BgrImage]) -> None:
    empty = np.zeros_like(pictures[0])
    shown = [pictures[i] for i in SQUAT[:6]]
    estimator = blazepose("full-float32")
    poses = follow(estimator, shown + [empty] * 5 + shown)
    # The detector looks ten times a second while it finds nobody.
    assert [pose.present for pose in poses] == [True] * 6 + [False] * 6 + [True] * 5
    # Once more, because it then found them in a part of the picture: are others about?
    assert estimator.spent.detections == 1 + 3 + 1 + 1


def test_the_parts_looked_at_lie_within_the_picture_and_reach_its_ends() -> None:
    for width, height in ((1280, 720), (720, 1280), (480, 480)):
        parts = squares(width, height)
        for roi in parts:
            assert roi.size_px / 2 <= min(roi.x_px, width - roi.x_px)
            assert roi.size_px / 2 <= min(roi.y_px, height - roi.y_px)
        edges = [(roi.x_px + roi.size_px / 2, roi.y_px + roi.size_px / 2) for roi in parts]
        assert (width, height) in edges
        assert any(roi.x_px == roi.size_px / 2 and roi.y_px == roi.size_px / 2 for roi in parts)


@pytest.mark.parametrize("place", [(0.5, 0.5), (0.2, 0.5), (0.8, 0.5), (0.5, 0.35)])
@pytest.mark.parametrize("shape", [(720, 1280), (720, 960)])
def test_somebody_far_away_is_found(
    place: tuple[float, float], shape: tuple[int, int], pictures: dict[int, BgrImage]
) -> None:
    """The demo's squats, in a wider picture: a standing person is 0.4 of its height."""
    high, wide = shape

    def far(picture: BgrImage) -> BgrImage:
        small = cv2.resize(picture[:, 120:520], (260, 312))
        room = np.full((high, wide, 3), 110, np.uint8)
        across, down = int(place[0] * wide), int(place[1] * high)
        top, left = down - small.shape[0] // 2, across - small.shape[1] // 2
        left = min(max(left, 0), wide - small.shape[1])
        room[top : top + small.shape[0], left : left + small.shape[1]] = small
        return room

    estimator = blazepose("full-int8")
    poses = follow(estimator, [far(pictures[i]) for i in SQUAT])
    found = [pose.present for pose in poses]
    assert any(found[:12])
    assert all(found[found.index(True) :])


def test_who_is_about_is_known_from_the_look_that_found_them(
    pictures: dict[int, BgrImage],
) -> None:
    estimator = blazepose("full-float32")
    follow(estimator, [pictures[i] for i in SQUAT])
    assert estimator.spent.detections == 1


def test_an_odd_frame_size(pictures: dict[int, BgrImage]) -> None:
    cut = np.ascontiguousarray(pictures[0][3:, 101:540])
    pose = follow(blazepose("full-float32"), [cut])[0]
    assert (pose.width_px, pose.height_px) == (439, 477)
    assert pose.present


def test_sigmoid_neither_overflows_nor_loses_its_ends() -> None:
    values = sigmoid(np.array([-1e30, -50.0, 0.0, 50.0, 1e30], np.float32))
    assert values == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


def test_anchors_are_mediapipes() -> None:
    anchors = make_anchors()
    assert anchors.shape == (2254, 2)
    assert anchors[0] == pytest.approx([0.5 / 28, 0.5 / 28])
    assert anchors[2] == pytest.approx([1.5 / 28, 0.5 / 28])
    assert anchors[-1] == pytest.approx([6.5 / 7, 6.5 / 7])


def test_two_people_are_two_and_their_boxes_are_joined() -> None:
    anchors = np.array([[0.25, 0.5], [0.25, 0.5], [0.75, 0.5], [0.75, 0.5]])
    raw = np.zeros((4, 6, 2), np.float32)
    raw[:, 1] = 50.0  # box sides
    raw[1, 2] = 2.24  # its first point is a hundredth further
    scores = np.array([0.9, 0.9, 0.8, 0.1])
    found = people(raw, np.log(scores / (1 - scores)), anchors)
    assert [score for _, score in found] == pytest.approx([0.9, 0.8])
    assert found[0][0][0] == pytest.approx([0.255, 0.505])
    assert found[1][0][0] == pytest.approx([0.75, 0.5])


@pytest.mark.parametrize("degrees", [-150, -90, 0, 30, 90, 170])
def test_a_square_maps_its_middle_and_its_top(degrees: float) -> None:
    angle = np.radians(degrees)
    centre: FloatArray = np.array([300.0, 200.0])
    up: FloatArray = np.array([np.sin(angle), -np.cos(angle)])
    roi = Roi.from_alignment(centre, centre + 80 * up)
    assert roi.size_px == pytest.approx(200)
    assert roi.rotation_rad == pytest.approx(angle)
    middle, top = to_frame(roi.crop_to_frame(256), np.array([[128.0, 128.0], [128.0, 0.0]]))
    assert middle == pytest.approx(centre)
    assert top == pytest.approx(centre + 100 * up)
    # A point above the middle of the crop lies along `up` in the world, too.
    assert turn(np.array([[0.0, -1.0, 0.3]]), angle)[0] == pytest.approx([*up, 0.3])
