"""The annotated copy: it plays, it shows skeleton and words, and it says when it cannot be made."""

from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest

from device.annotate import AnnotatingPoses, Caption
from device.drawing import draw_caption, draw_skeleton
from device.errors import ClipError
from device.frame import Frame
from exercises.pose import Landmark, Pose

SIZE = (321, 241)  # odd on purpose: the codec needs even sides


class GreyCamera:
    name = "grey.mp4"
    live = False
    frame_rate_hz: float | None = 20.0
    frame_count: int | None = 12

    def __init__(self) -> None:
        self.left = 12
        self.closed = 0

    def read(self) -> Frame | None:
        self.left -= 1
        if self.left < 0:
            return None
        return Frame((11 - self.left) / 20, np.full((SIZE[1], SIZE[0], 3), 128, np.uint8))

    def close(self) -> None:
        self.closed += 1


class Standing:
    """Sees somebody in every frame but the first."""

    model_name = "fake"

    def __init__(self) -> None:
        self._frames = count()

    def estimate(self, frame: Frame) -> Pose:
        return standing(frame.t_s) if next(self._frames) else Pose.absent(frame.t_s, *SIZE)


def standing(t_s: float) -> Pose:
    xy = np.full((33, 2), 170.0)
    for side, x in (("LEFT", 190.0), ("RIGHT", 150.0)):
        for part, y in (("SHOULDER", 100.0), ("HIP", 150.0), ("KNEE", 190.0), ("ANKLE", 225.0)):
            xy[Landmark[f"{side}_{part}"]] = x, y
    return Pose(t_s, xy, np.ones(33), np.zeros((33, 3)), *SIZE)


def pictures(path: Path) -> list[np.ndarray]:
    capture = cv2.VideoCapture(str(path))
    found: list[np.ndarray] = []
    while True:
        grabbed, picture = capture.read()
        if not grabbed:
            capture.release()
            return found
        found.append(np.asarray(picture))


def test_the_copy_has_every_frame_with_its_own_caption(tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    camera = GreyCamera()
    poses: list[Pose] = []
    said: list[int] = []

    def caption() -> Caption:
        said.append(len(poses))
        return Caption(title=f"Squat {len(poses)}", lines=("Knee 90°",))

    source = AnnotatingPoses(camera, Standing(), output, caption)
    while (pose := source.read()) is not None:
        poses.append(pose)
    source.close()
    source.close()

    assert said == list(range(1, 13))  # each frame is captioned after its pose was handed out
    assert camera.closed == 2
    frames = pictures(output)
    assert len(frames) == 12
    assert frames[0].shape == (240, 320, 3)
    # The words darken the top left; the first frame has no skeleton, the last one has.
    assert frames[0][:10, :10].mean() < 80
    assert np.ptp(frames[0][160:, :].astype(int)) < 30
    assert np.ptp(frames[-1][160:, :].astype(int)) > 100


def test_left_is_orange_and_right_is_blue() -> None:
    picture = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    draw_skeleton(picture, standing(0.0))
    blue, _, red = (int(value) for value in picture[125, 190])
    assert red > blue + 100
    blue, _, red = (int(value) for value in picture[125, 150])
    assert blue > red + 100


def test_nobody_and_far_points_draw_nothing() -> None:
    picture = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    draw_skeleton(picture, Pose.absent(0.0, *SIZE))
    far = Pose(0.0, np.full((33, 2), 1e12), np.ones(33), np.zeros((33, 3)), *SIZE)
    draw_skeleton(picture, far)
    draw_caption(picture, "", ())
    assert (picture == 128).all()


def test_long_words_stay_inside_the_frame() -> None:
    picture = np.full((240, 320, 3), 128, np.uint8)
    draw_caption(picture, "A very long title that could never fit into this frame " * 3, ("x",))
    assert picture.max() > 200
    assert (picture[120:] == 128).all()


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("none/out.mp4", "cannot be written"),
        ("out.avi", r"does not end in \.mp4"),
        ("folder.mp4", "cannot be written"),
    ],
)
def test_a_copy_that_cannot_be_written(output: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(ClipError, match=message):
        AnnotatingPoses(GreyCamera(), Standing(), tmp_path / output, lambda: Caption("x"))
