"""A few of the faults of scripts/losses.py, one of each kind, and what its verdict sees."""

from collections import Counter
from pathlib import Path

import pytest

from scripts.endurance.clock import SimClock
from scripts.endurance.faults import KINDS
from scripts.endurance.judging import CYCLES, LATE_S, judged
from scripts.endurance.trainee import RATE_HZ, Stretch, reps_of
from scripts.endurance.unplugged import Turn
from scripts.losses import Losses, table, verdict


def stretch() -> Stretch:
    """A minute of squats, all seen and all counted."""
    reps = [one for one in reps_of("squat", "both", CYCLES) if one.end_s + LATE_S < 60.0]
    seen = [100.0 + number / RATE_HZ for number in range(int(60 * RATE_HZ))]
    counted = [100.0 + one.end_s for one in reps]
    return Stretch("squat", "both", 100.0, 160.0, seen, counted)


def test_a_session_survives_one_fault_of_each_kind(tmp_path: Path) -> None:
    run = Losses(tmp_path, count=len(KINDS), seed=7)
    run.run()
    assert [text for good, text in verdict(run) if not good] == []
    assert [len(run.took_s(kind)) for kind in KINDS] == [1] * len(KINDS)
    assert len(list(table(run))) == 1 + len(KINDS)
    run.kept.pop()
    run.sent.update(list(run.sent)[:1])
    run.ended[0] = "left"
    wrong = [text.split(":")[0] for good, text in verdict(run) if not good]
    assert wrong == ["sessions", "records", "server"]


def test_a_rep_that_was_seen_must_count() -> None:
    one = stretch()
    assert judged([one])["counted"] == len(one.counted_s) > 5
    missed = one.counted_s.pop(3)
    assert judged([one])["lost"] == 1
    one.seen_s = [t_s for t_s in one.seen_s if not missed - 0.5 < t_s < missed]
    assert judged([one])["lost"] == 0


@pytest.mark.parametrize("after_s", [0.1, 2.0])
def test_a_rep_nobody_did_is_made_up(after_s: float) -> None:
    one = stretch()
    one.counted_s.append(one.counted_s[2] + after_s)
    assert judged([one])["made up"] == 1
    assert judged([]) == Counter()


def test_time_waits_for_who_is_busy_and_tells_when_it_did_not() -> None:
    clock = SimClock(500.0, patience_s=0.0)
    clock.advance(1.0)
    assert (clock(), clock.hurried) == (501.0, 0)
    clock.busy(1)
    clock.advance(1.0)
    assert (clock(), clock.hurried) == (502.0, 1)
    clock.busy(-1)
    clock.advance(1.0)
    assert (clock(), clock.hurried) == (503.0, 1)


def test_time_waits_for_the_pose_thread_while_a_picture_lies_there() -> None:
    clock = SimClock(patience_s=0.0)
    turn = Turn(clock)

    def waits() -> bool:
        before = clock.hurried
        clock.advance(0.1)
        return clock.hurried > before

    turn.take()
    assert waits()
    turn.leave()
    assert not waits()  # it waits for a picture itself
    turn.arrive()
    assert waits()
    turn.take()
    turn.arrive()  # the next one, before it is done with this one
    turn.leave()
    assert waits()
    turn.take()
    turn.leave()
    assert not waits()
    turn.begin()
    turn.arrive()
    turn.go()  # it ends the camera's thread, which needs time
    assert not waits()
    turn.end()
    turn.go()  # which has ended by itself already
    assert waits()


def test_a_hold_is_no_rep() -> None:
    held = Stretch("hip_flexor_stretch", "left", 100.0, 160.0, [100.0, 160.0], [111.5])
    assert judged([held]) == Counter()
