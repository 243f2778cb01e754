"""The small figure: framed, mirrored, and never outside its square."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exercises.pose import Pose
from mirror.session.figure import Framing


def pose(t_s: float, xy_px: np.ndarray, visibility: float = 1.0) -> Pose:
    return Pose(t_s, xy_px, np.full(33, visibility), np.zeros((33, 3)), 640, 480)


def body(height_px: float = 300.0, *, left_px: float = 200.0) -> np.ndarray:
    rng = np.random.default_rng(3)
    xy = rng.uniform(0, 1, (33, 2)) * (height_px / 3, height_px) + (left_px, 50)
    xy[11], xy[12] = (left_px + 60, 100), (left_px + 20, 100)
    return xy


def test_a_mirror_shows_the_persons_left_on_the_left() -> None:
    shown = Framing(mirrored=True).figure(pose(0.0, body()), frozenset())
    raw = Framing(mirrored=False).figure(pose(0.0, body()), frozenset())
    assert shown is not None
    assert raw is not None
    left, right = shown.points[11], shown.points[12]
    assert left is not None
    assert right is not None
    assert left[0] < right[0]
    assert raw.points[11] is not None
    assert abs(raw.points[11][0] - (1 - left[0])) < 1e-9


def test_a_squat_moves_in_the_frame_and_does_not_fill_it() -> None:
    framing = Framing(mirrored=True)
    framing.figure(pose(0.0, body(300)), frozenset())
    low = body(300)
    low[:, 1] = 350 - (350 - low[:, 1]) * 0.6
    for i in range(1, 15):
        figure = framing.figure(pose(i / 15, low), frozenset())
    assert figure is not None
    top = min(point[1] for point in figure.points if point is not None)
    assert top > 0.2


def test_nobody_gives_no_figure_and_unknown_points_stay_unknown() -> None:
    framing = Framing(mirrored=True)
    assert framing.figure(Pose.absent(0.0, 640, 480), frozenset()) is None
    xy = body()
    xy[25] = np.nan
    figure = framing.figure(pose(0.1, xy, visibility=0.2), frozenset({26}))
    assert figure is not None
    assert figure.points[25] is None
    assert not any(figure.sure)
    assert figure.marked == {26}


@given(st.lists(st.tuples(st.floats(20, 400), st.floats(0, 500), st.floats(0.01, 3.0)), min_size=1))
def test_the_framed_body_stays_near_its_square(steps: list[tuple[float, float, float]]) -> None:
    framing, t_s = Framing(mirrored=True), 0.0
    for height_px, left_px, step_s in steps:
        t_s += step_s
        figure = framing.figure(pose(t_s, body(height_px, left_px=left_px)), frozenset())
        assert figure is not None
        points = np.array([point for point in figure.points if point is not None])
        assert np.isfinite(points).all()
        assert points.min() > -1
        assert points.max() < 2
