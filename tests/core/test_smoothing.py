"""The guard and the One-Euro filter on made-up tracks."""

import math

import numpy as np
import pytest

from exercises.pose import LANDMARK_COUNT, FloatArray
from exercises.smoothing import Guard, OneEuro, OneEuroRule

TORSO_PX = 100.0


def standing() -> FloatArray:
    """Landmarks 30 px apart from left to right twin, 20 px between rows."""
    index = np.arange(LANDMARK_COUNT)
    return np.column_stack([300.0 + 30.0 * (index % 2), 20.0 * (index // 2)])


def scalar_one_euro(values: list[float], dt_s: float, rule: OneEuroRule) -> list[float]:
    """The published algorithm for one number, written straight down (Casiez 2012)."""

    def gain(cutoff_hz: float) -> float:
        return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * dt_s))

    out, speed, raw = [values[0]], 0.0, values[0]
    for value in values[1:]:
        a = gain(rule.derivative_cutoff_hz)
        speed = a * (value - raw) / dt_s + (1 - a) * speed
        b = gain(rule.min_cutoff_hz + rule.beta * abs(speed))
        out.append(b * value + (1 - b) * out[-1])
        raw = value
    return out


def test_one_euro_is_the_published_algorithm() -> None:
    rule = OneEuroRule()
    rng = np.random.default_rng(1)
    values = list(np.sin(np.arange(60) / 8.0) + rng.normal(0, 0.02, 60))
    expected = scalar_one_euro(values, 1 / 15, rule)
    one_euro = OneEuro(rule)
    got = [
        float(one_euro(np.array([[value * TORSO_PX]]), i / 15, TORSO_PX)[0, 0]) / TORSO_PX
        for i, value in enumerate(values)
    ]
    assert got == pytest.approx(expected)


def test_one_euro_starts_afresh_after_a_hole_and_after_nan() -> None:
    one_euro = OneEuro(OneEuroRule())
    one_euro(np.array([[0.0]]), 0.0, 1.0)
    assert one_euro(np.array([[5.0]]), 2.0, 1.0)[0, 0] == 5.0
    assert np.isnan(one_euro(np.array([[np.nan]]), 2.1, 1.0)[0, 0])
    assert one_euro(np.array([[7.0]]), 2.2, 1.0)[0, 0] == 7.0


def test_guard_replaces_a_spike_by_the_median() -> None:
    guard = Guard()
    for i in range(3):
        guard(standing(), i / 15, TORSO_PX)
    spiked = standing()
    spiked[25] += 80.0
    cleaned, order = guard(spiked, 3 / 15, TORSO_PX)
    assert order is None
    assert cleaned == pytest.approx(standing())


def test_guard_does_not_hold_back_a_limb_that_moves_on() -> None:
    guard, still = Guard(), standing()
    for i in range(8):
        moved = still.copy()
        moved[27, 0] += 15.0 * max(0, i - 3)  # half as far again as a spike, each frame
        cleaned, order = guard(moved, i / 15, TORSO_PX)
        assert order is None
        assert cleaned == pytest.approx(still if i == 4 else moved)  # the first could be a spike


def test_guard_replaces_a_spike_of_a_limb_that_moves() -> None:
    guard, paths = Guard(), standing()
    for i in range(6):
        moved = paths.copy()
        moved[27, 0] += 15.0 * i + (80.0 if i == 5 else 0.0)
        cleaned, _ = guard(moved, i / 15, TORSO_PX)
    assert cleaned[27, 0] == pytest.approx(paths[27, 0] + 15.0 * 4)


def test_guard_puts_swapped_legs_back_with_their_feet() -> None:
    guard = Guard()
    for i in range(5):
        guard(standing(), i / 15, TORSO_PX)
    swapped = standing()
    swapped[[23, 24, 25, 26, 27, 28, 29, 30, 31, 32]] = swapped[
        [24, 23, 26, 25, 28, 27, 30, 29, 32, 31]
    ]
    cleaned, order = guard(swapped, 5 / 15, TORSO_PX)
    assert order is not None
    assert list(order[23:33]) == [24, 23, 26, 25, 28, 27, 30, 29, 32, 31]
    assert cleaned == pytest.approx(standing())


def test_guard_believes_a_model_that_insists() -> None:
    guard = Guard()
    for i in range(5):
        guard(standing(), i / 15, TORSO_PX)
    other_view = standing()
    other_view[11:33] = other_view[11:33].reshape(11, 2, 2)[:, ::-1].reshape(22, 2)
    orders = [guard(other_view, (5 + i) / 15, TORSO_PX)[1] for i in range(20)]
    assert orders[0] is not None
    assert orders[-1] is None


def test_guard_believes_the_first_looks_at_somebody_found_again() -> None:
    guard = Guard()
    turned = standing()
    turned[11:33] = turned[11:33].reshape(11, 2, 2)[:, ::-1].reshape(22, 2)
    for i in range(3):
        guard(turned, i / 15, TORSO_PX)
    guard.lost()
    shown = [turned, turned, standing(), standing(), standing(), standing(), standing(), turned]
    cleaned, orders = zip(
        *(guard(one, (5 + i) / 15, TORSO_PX) for i, one in enumerate(shown)), strict=True
    )
    assert [order is not None for order in orders] == [False] * 7 + [True]
    assert cleaned[-1] == pytest.approx(standing())  # settled: now it watches again


def test_guard_believes_the_first_looks_of_a_set() -> None:
    guard = Guard()
    turned = standing()
    turned[11:33] = turned[11:33].reshape(11, 2, 2)[:, ::-1].reshape(22, 2)
    shown = [turned, turned, *[standing()] * 5, turned]
    orders = [guard(one, i / 15, TORSO_PX)[1] for i, one in enumerate(shown)]
    assert [order is not None for order in orders] == [False] * 7 + [True]


def test_guard_leaves_a_person_who_walks_alone() -> None:
    guard = Guard()
    for i in range(20):
        moved = standing() + np.array([6.0 * i, 0.0])
        cleaned, order = guard(moved, i / 15, TORSO_PX)
        assert order is None
        assert np.abs(cleaned - moved).max() <= 6.0
