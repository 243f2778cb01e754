"""Landmarks move to the centre of their map, where it shows one."""

import numpy as np
import numpy.typing as npt
import pytest

from device.pose.heatmap import PX_PER_CELL, refine

CELLS = 64
COLUMNS = 40  # of a narrow map

Floats = npt.NDArray[np.float64]


def maps(*spots: tuple[float, float]) -> npt.NDArray[np.float32]:
    """Logits [CELLS, CELLS, n], each with one round spot about a (column, row)."""
    grid = np.arange(CELLS)
    layers = []
    for column, row in spots:
        far = (grid[None, :] - column) ** 2 + (grid[:, None] - row) ** 2
        layers.append(4.0 - far)
    return np.stack(layers, axis=-1).astype(np.float32)


def test_a_point_moves_to_the_centre_of_its_own_map() -> None:
    points = np.array([[100.0, 60.0], [41.0, 201.0]])
    moved = refine(points, maps((26.5, 15.0), (10.0, 48.25)))
    expected = np.array([[26.5, 15.0], [10.0, 48.25]]) * PX_PER_CELL
    assert moved == pytest.approx(expected, abs=0.2)


def test_a_narrow_map_places_points_as_a_whole_one() -> None:
    points, heatmap = np.array([[100.0, 60.0], [90.0, 200.0]]), maps((26.4, 15.0), (24.0, 50.3))
    assert np.array_equal(refine(points, heatmap), refine(points, heatmap[:, :COLUMNS]))


def test_beyond_a_narrow_map_a_point_stays() -> None:
    points, heatmap = np.array([[COLUMNS * PX_PER_CELL + 1.0, 60.0]]), maps((40.0, 15.0))
    assert not np.array_equal(refine(points, heatmap), points)
    assert np.array_equal(refine(points, heatmap[:, :COLUMNS]), points)


def test_where_the_map_shows_nothing_near_a_point_stays() -> None:
    points = np.array([[100.0, 60.0]])
    assert np.array_equal(refine(points, maps((60.0, 60.0))), points)


@pytest.mark.parametrize("point", [(-3.0, 60.0), (60.0, 256.0), (np.nan, 60.0), (1e9, -1e9)])
def test_a_point_outside_the_crop_stays(point: tuple[float, float]) -> None:
    points = np.array([point])
    assert np.array_equal(refine(points, maps((15.0, 15.0))), points, equal_nan=True)


def test_at_the_edge_nothing_is_read_from_the_other_side() -> None:
    heatmap = maps((0.0, 30.0))
    heatmap[:, -4:] = heatmap[:, COLUMNS - 4 : COLUMNS] = 50.0  # sure, and at the far edges
    for wide in (CELLS, COLUMNS):
        moved = refine(np.array([[2.0, 121.0]]), heatmap[:, :wide])
        assert moved[0] == pytest.approx((0.5 * PX_PER_CELL, 30.0 * PX_PER_CELL), abs=2.0)


def test_extreme_logits_give_finite_points() -> None:
    heatmap = np.full((CELLS, CELLS, 1), -3.0e38, np.float32)
    heatmap[20, 20] = 3.0e38
    moved = refine(np.array([[81.0, 81.0]]), heatmap)
    assert moved[0] == pytest.approx((80.0, 80.0), abs=0.1)
