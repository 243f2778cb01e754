"""Tempo and knees: what a calm rep would do, and knees over toes only when they can be told."""

import pytest

from exercises.tracker import Snapshot
from mirror.session.animation import figure_at, figures_of, no_animation
from mirror.session.gauges import Knees, Pacer
from mirror.session.staging import Calm, staging_of
from mirror.session.view import KneeGauge, Tempo
from tests.app.flow_mirror import somebody

CALM = Calm(2.0, 0.5, 1.5)
STANDING = {
    "knee_medial_left": 0.13,
    "knee_medial_right": 0.13,
    "shank_left": 0.75,
    "shank_right": 0.75,
}


def snapshot(
    phase: str,
    *,
    t_s: float = 0.0,
    signal: float | None = 0.0,
    problem: str | None = None,
    values: dict[str, float] | None = None,
) -> Snapshot:
    return Snapshot(t_s, phase, signal, None, "x_deg", "both", 0, 0.0, problem, values or {})


def test_nothing_is_paced_at_rest() -> None:
    pacer = Pacer(CALM)
    pacer.see(snapshot("rest"))
    assert pacer.at(1.0) is None


def test_a_calm_rep_goes_out_stays_and_comes_back() -> None:
    pacer = Pacer(CALM)
    pacer.see(snapshot("out", t_s=10.0, signal=0.25))
    assert pacer.at(10.5) == Tempo(0.5, "out")
    pacer.see(snapshot("top", t_s=11.0, signal=0.9))
    assert pacer.at(11.7) == Tempo(1.0, "hold")
    back = pacer.at(12.75)
    assert back is not None
    assert back.wanted == pytest.approx(0.5)
    assert back.going == "back"
    assert pacer.at(60.0) == Tempo(0.0, "back")
    pacer.see(snapshot("rest", t_s=14.0))
    assert pacer.at(14.0) is None


def test_a_hold_has_no_tempo() -> None:
    pacer = Pacer(staging_of("hip_flexor_stretch").calm)
    pacer.see(snapshot("hold", signal=1.0))
    assert pacer.at(1.0) is None


def test_an_unknown_exercise_is_paced_calmly() -> None:
    assert staging_of("glute_bridge").calm == CALM
    assert staging_of("glute_bridge").posture == "standing"


def test_bent_knees_are_measured_in_standing_shanks() -> None:
    knees = Knees(mirrored=True)
    knees.see(snapshot("rest", values=STANDING))
    assert knees.gauge == KneeGauge(None, None, 0.10)
    bent = {**STANDING, "knee_medial_left": 0.15, "knee_medial_right": 0.03, "shank_left": 0.5}
    knees.see(snapshot("top", signal=0.9, values=bent))
    assert knees.gauge is not None
    assert (knees.gauge.left, knees.gauge.right) == pytest.approx((0.2, 0.04))


def test_without_a_mirror_the_sides_change_places() -> None:
    knees = Knees(mirrored=False)
    values = {**STANDING, "knee_medial_left": 0.15, "knee_medial_right": 0.03}
    knees.see(snapshot("top", signal=0.9, values=values))
    assert knees.gauge is not None
    assert (knees.gauge.left, knees.gauge.right) == pytest.approx((0.04, 0.2))


def test_a_bad_view_and_a_straight_leg_show_no_knees() -> None:
    knees = Knees(mirrored=True)
    for bad in (
        snapshot("top", signal=0.9, problem="turned", values=STANDING),
        snapshot("out", signal=0.2, values=STANDING),
        snapshot("top", signal=0.9, values={**STANDING, "knee_medial_left": float("nan")}),
    ):
        knees.see(bad)
        assert knees.gauge is not None
        assert knees.gauge.left is None


def test_an_exercise_without_knees_has_no_gauge() -> None:
    knees = Knees(mirrored=True)
    knees.see(snapshot("top", signal=0.9, values={"lift": 0.3}))
    assert knees.gauge is None


def test_an_animation_runs_at_fifteen_pictures_a_second_whatever_the_recording() -> None:
    slow = figures_of((somebody(i / 5) for i in range(6)), mirrored=True)
    fast = figures_of((somebody(i / 30) for i in range(31)), mirrored=True)
    assert len(slow) == len(fast) == 16
    assert figure_at(fast, 0.0) is fast[0]
    assert figure_at(fast, 16.5 / 15) is fast[0]
    assert figure_at(no_animation("squat"), 1.0) is None
