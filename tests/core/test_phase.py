"""The rep and hold machines on made-up signals."""

import math
from collections.abc import Sequence

import pytest

from exercises.phase import HoldMachine, Outcome, RepMachine
from exercises.spec import HoldRule, RepRule

RULE = RepRule(low=0.3, high=0.6, partial=0.4)
FPS = 15


def wave(depths: list[float], *, move_s: float = 1.0, rest_s: float = 0.5) -> list[float]:
    """Raised-cosine reps to the given depths, as samples at 15 Hz."""
    samples = [0.0] * FPS
    for depth in depths:
        steps = int(2 * move_s * FPS)
        samples += [depth * (0.5 - 0.5 * math.cos(2 * math.pi * i / steps)) for i in range(steps)]
        samples += [0.0] * int(rest_s * FPS)
    return samples


def play(samples: Sequence[float | None], *, rule: RepRule = RULE) -> list[Outcome]:
    """Feed samples; None is a pose without a usable signal."""
    machine, outcomes = RepMachine(rule), []
    for i, sample in enumerate(samples):
        t_s = i / FPS
        outcome = machine.miss(t_s) if sample is None else machine.step(sample, t_s, ready=True)
        if outcome is not None:
            outcomes.append(outcome)
    return outcomes


def kinds(samples: Sequence[float | None]) -> list[str]:
    return [outcome.kind for outcome in play(samples)]


def test_full_reps_count_and_shallow_ones_are_partial() -> None:
    assert kinds([*wave([1.0, 0.5, 0.9, 0.2])]) == ["rep", "partial", "rep"]


def test_a_rep_counts_when_it_is_completed_not_at_the_bottom() -> None:
    samples = wave([1.0])
    bottom = samples.index(max(samples))
    assert kinds([*samples[: bottom + 3]]) == []
    outcome = play([*samples])[0]
    assert outcome.start_s < bottom / FPS < outcome.end_s
    assert outcome.peak_s == pytest.approx(bottom / FPS)


def test_noise_around_a_threshold_does_not_count_twice() -> None:
    samples = [0.0, 0.2, 0.5, 0.65, 0.55, 0.65, 0.58, 0.7, 0.62, 0.35, 0.31, 0.33, 0.2, 0.0]
    assert kinds([value for value in samples for _ in range(3)]) == ["rep"]


def test_a_set_that_starts_at_the_bottom_waits_for_the_start_position() -> None:
    samples = wave([1.0, 1.0])
    bottom = samples.index(max(samples))
    assert kinds([*samples[bottom:]]) == ["rep"]


def test_a_short_hole_is_survived_and_a_long_one_voids_the_rep() -> None:
    samples: list[float | None] = [*wave([1.0, 1.0])]
    bottom = samples.index(1.0)
    short = samples.copy()
    short[bottom : bottom + 6] = [None] * 6  # 0.4 s
    assert kinds(short) == ["rep", "rep"]
    long = samples.copy()
    long[bottom : bottom + 10] = [None] * 10  # 0.67 s
    assert kinds(long) == ["void", "rep"]


def test_a_rep_without_end_is_given_up() -> None:
    # Moving all the time, so it is no new start position either.
    endless = [0.7 + 0.3 * math.sin(i / 5) for i in range(20 * FPS)]
    outcomes = play([0.0] * FPS + [*endless])
    assert [(o.kind, o.reason) for o in outcomes] == [("void", "too_long")]


def test_a_new_start_position_is_recognised_by_its_stillness() -> None:
    assert kinds([0.0] * FPS + [0.35] * 3 * FPS) == ["stale"]


def test_nothing_starts_before_the_start_posture() -> None:
    machine = RepMachine(RULE)
    for i, sample in enumerate(wave([1.0])):
        assert machine.step(sample, i / FPS, ready=False) is None
    assert machine.phase == "wait"


def hold(pattern: str) -> list[Outcome]:
    """One letter a tenth of a second: x in position, . ready, - not seen."""
    machine, outcomes = HoldMachine(HoldRule()), []
    for i, letter in enumerate(pattern):
        t_s = i / 10
        outcome = (
            machine.miss(t_s)
            if letter == "-"
            else machine.step(float(letter == "x"), t_s, ready=True, in_position=letter == "x")
        )
        if outcome is not None:
            outcomes.append(outcome)
    return outcomes


def test_a_hold_is_timed_and_ends_when_the_position_is_left() -> None:
    (outcome,) = hold("....." + "x" * 31 + "." * 20)
    assert outcome.kind == "hold"
    assert outcome.held_s == pytest.approx(3.0)
    assert (outcome.start_s, outcome.end_s) == pytest.approx((0.5, 3.5))


def test_a_short_loss_pauses_the_timer_and_a_long_one_ends_the_hold() -> None:
    (outcome,) = hold("x" * 21 + "." * 10 + "x" * 21 + "." * 20)
    assert outcome.held_s == pytest.approx(4.0)
    assert len(hold("x" * 21 + "." * 20 + "x" * 21 + "." * 20)) == 2


def test_a_hold_ends_when_nobody_is_seen() -> None:
    (outcome,) = hold("x" * 21 + "-" * 10)
    assert outcome.held_s == pytest.approx(2.0)


def test_a_long_hold_just_above_the_counting_range_counts() -> None:
    # Seen in a caving squat: 1.6 s near 0.75, then up through 0.6 without a jump of 0.15.
    machine, t_s, outcomes = RepMachine(RepRule(low=0.36, high=0.60, partial=0.40)), 0.0, []
    down = [0.0] * 10 + [0.15, 0.3, 0.45, 0.6, 0.7]
    for signal in [*down, *[0.74] * 24, 0.66, 0.59, 0.5, 0.4, 0.3, 0.1, 0.0]:
        t_s += 1 / 15
        outcomes.append(machine.step(signal, t_s, ready=True))
    assert [outcome.kind for outcome in outcomes if outcome] == ["rep"]


def rep_cut_off_at(*way_back: float) -> list[str]:
    """What a squat is when its set ends there on the way back."""
    machine, t_s = RepMachine(RepRule(low=0.36, high=0.60, partial=0.40)), 0.0
    for signal in [*[0.0] * 10, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0, *way_back]:
        t_s += 1 / 15
        machine.step(signal, t_s, ready=True)
    outcome = machine.finish(t_s)
    return [] if outcome is None else [outcome.kind]


def test_a_rep_that_is_nearly_back_when_the_set_ends_counts() -> None:
    assert rep_cut_off_at(0.8, 0.6, 0.38) == ["rep"]


def test_a_rep_half_way_back_when_the_set_ends_does_not_count() -> None:
    assert rep_cut_off_at(0.8, 0.6, 0.5) == ["void"]


@pytest.mark.parametrize(("pause", "count"), [(0.38, 2), (0.45, 0)])
def test_who_goes_out_again_from_a_little_above_the_start_did_a_rep(
    pause: float, count: int
) -> None:
    """A first look made the reference too tall."""
    machine, t_s, outcomes = RepMachine(RepRule(low=0.36, high=0.60, partial=0.40)), 0.0, []
    squat = [x for x in (0.5, 0.8, 1.1, 1.2, 1.2, 1.1, 0.8, 0.5) for _ in range(2)]
    for signal in [*[0.3] * 5, *squat, *[pause] * 9, *squat, *[pause] * 9, *squat]:
        t_s += 1 / 15
        outcomes.append(machine.step(signal, t_s, ready=True))
    reps = [outcome for outcome in outcomes if outcome]
    assert [outcome.kind for outcome in reps] == ["rep"] * count
    if count:
        first, second = reps
        assert first.end_s == pytest.approx(22 / 15)  # back, though seen to be so only later
        assert first.end_s <= second.start_s < first.end_s + 0.8


@pytest.mark.parametrize(("seconds", "count"), [(0.5, 0), (1.0, 2)])
def test_who_comes_back_and_goes_out_again_in_half_a_second_did_no_rep(
    seconds: float, count: int
) -> None:
    """Legs that the model took for the others jump so."""
    machine, t_s, reps = RepMachine(RepRule(low=0.36, high=0.60, partial=0.40)), 0.0, 0
    outwards = [0.7, 1.1, 1.1, 0.8, 0.38] * 2
    for signal in [*[0.3] * 5, *outwards, 0.7, 1.1, *[0.38] * 5]:
        t_s += seconds / 4
        outcome = machine.step(signal, t_s, ready=True)
        reps += outcome is not None and outcome.kind == "rep"
    assert reps == count


def test_whoever_is_wholly_back_for_over_a_second_begins_another_hold() -> None:
    assert len(hold("x" * 21 + "." * 13 + "x" * 21 + "." * 20)) == 2
