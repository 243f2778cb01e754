"""Reps that end where the signal turns: steps close to another stance each time."""

import itertools
import math
from collections.abc import Sequence

import pytest

from exercises.phase import Outcome, RepMachine
from exercises.spec import RepRule

RULE = RepRule(low=0.35, high=0.6, partial=0.45, turn_back=0.5)
FPS = 15


def moves(*levels: float, move_s: float = 0.6, rest_s: float = 0.3) -> list[float]:
    """From one level to the next along raised cosines, after a second at the first one."""
    samples, steps = [levels[0]] * FPS, int(move_s * FPS)
    for before, after in itertools.pairwise(levels):
        share = [0.5 - 0.5 * math.cos(math.pi * i / steps) for i in range(1, steps + 1)]
        samples += [before + (after - before) * one for one in share]
        if after < before:
            samples += [after] * round(rest_s * FPS)
    return samples


def play(samples: Sequence[float], rule: RepRule = RULE) -> tuple[RepMachine, list[Outcome]]:
    machine = RepMachine(rule)
    said = [machine.step(x, i / FPS, ready=True) for i, x in enumerate(samples)]
    return machine, [outcome for outcome in said if outcome is not None]


def test_a_rep_may_end_in_another_start_position() -> None:
    samples = moves(0.0, 2.0, 0.8, 2.0, 0.5, 2.0, -0.3, 2.0, 0.7, rest_s=0.4)
    assert [outcome.kind for outcome in play(samples)[1]] == ["rep"] * 4
    at_low = RepRule(low=0.35, high=0.6, partial=0.45)
    assert [outcome.kind for outcome in play(samples, at_low)[1]] == ["rep"]


def test_a_rep_ends_where_the_way_back_does() -> None:
    samples = moves(0.0, 2.0, -0.3, rest_s=1.0)
    (rep,) = play(samples)[1]
    assert rep.end_s == pytest.approx(1.0 + 1.2, abs=0.15)


def test_back_by_less_than_half_is_not_back() -> None:
    assert play(moves(0.0, 2.0, 1.3, 2.0, 0.0, rest_s=0.4))[1][0].end_s > 3.5
    assert len(play(moves(0.0, 2.0, 1.3, 2.0, 0.0, rest_s=0.4))[1]) == 1
    assert len(play(moves(0.0, 2.0, 0.9, 2.0, 0.0, rest_s=0.4))[1]) == 2


def test_steps_without_a_rest_are_told_apart() -> None:
    assert len(play(moves(0.0, 2.0, 0.1, 2.0, 0.3, 2.0, 0.0, rest_s=0.0) + [0.0] * FPS)[1]) == 3


def test_a_set_that_ends_with_the_feet_closed_counts_its_last_step() -> None:
    samples = moves(0.0, 2.0, 0.0, rest_s=0.0)
    machine, outcomes = play(samples)
    assert outcomes == []
    last = machine.abandon(len(samples) / FPS, "finished")
    assert last is not None
    assert last.kind == "rep"


def test_a_set_that_ends_on_the_way_back_does_not() -> None:
    machine, _ = play(moves(0.0, 2.0, 0.0, rest_s=0.0)[:-5])
    last = machine.abandon(10.0, "finished")
    assert last is not None
    assert last.kind == "void"
