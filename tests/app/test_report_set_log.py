"""What a set's log makes of events written by hand."""

from dataclasses import replace

import pytest

from exercises.events import (
    Event,
    Hold,
    HoldCompleted,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepPartial,
    RepVoided,
    ViewProblem,
)
from mirror.model import SetLog, SetResult, View

STEP_S = 0.1


def rep(index: int, end_s: float) -> Rep:
    return Rep(
        index=index,
        side=None,
        start_s=end_s - 2.0,
        peak_s=end_s - 1.0,
        end_s=end_s,
        score=None,
        unscored_reason="turned",
        measures={},
        faults=(),
    )


def finished(
    events: dict[int, Event], *, frames: int = 100, absent: frozenset[int] = frozenset()
) -> SetResult:
    """The result of frames every 0.1 s, with events at some of them."""
    log = SetLog(exercise="squat")
    for number in range(frames):
        log.frame(t_s=number * STEP_S, present=number not in absent)
        if number in events:
            log.add((events[number],))
    return log.finish(clip="clip.mp4", model="full-int8")


def test_a_rep_ends_no_later_than_its_set() -> None:
    events: dict[int, Event] = {
        20: RepCompleted(t_s=2.0, rep=rep(1, 2.0)),
        99: RepCompleted(t_s=9.9, rep=rep(2, 10.2)),
    }
    first, last = finished(events).reps
    assert first.end_s == 2.0
    assert last.end_s == pytest.approx(9.9)
    assert last == replace(rep(2, 10.2), end_s=last.end_s)
    earlier = rep(1, 178.5)  # before a power cut, by the clock of that time
    assert finished({0: RepCompleted(t_s=0.0, rep=earlier)}).reps == (earlier,)


def test_collects_what_the_tracker_says() -> None:
    hold = Hold(side="left", start_s=3.0, end_s=6.0, held_s=2.5)
    result = finished(
        {
            20: RepCompleted(t_s=2.0, rep=rep(1, 2.0)),
            30: RepPartial(t_s=3.0, peak=0.4),
            40: RepVoided(t_s=4.0, reason="lost"),
            60: HoldCompleted(t_s=6.0, hold=hold),
            80: RepCompleted(t_s=8.0, rep=rep(2, 8.0)),
        }
    )
    assert result.count == 2
    assert [rep.index for rep in result.reps] == [1, 2]
    assert [partial.peak for partial in result.partials] == [0.4]
    assert [void.reason for void in result.voids] == ["lost"]
    assert result.holds == (hold,)
    assert (result.clip, result.exercise, result.model) == ("clip.mp4", "squat", "full-int8")


def test_duration_includes_the_last_frame() -> None:
    assert finished({}, frames=100).duration_s == pytest.approx(10.0)


@pytest.mark.parametrize("frames", [0, 1])
def test_too_few_frames_have_no_duration(frames: int) -> None:
    result = finished({}, frames=frames)
    assert result.duration_s == 0.0
    assert result.frames == frames


def test_tracked_fraction_counts_frames_with_somebody() -> None:
    assert finished({}, absent=frozenset(range(25))).tracked_fraction == 0.75
    assert finished({}, frames=0).tracked_fraction == 0.0


def test_a_short_view_problem_is_forgiven() -> None:
    events: dict[int, Event] = {
        50: ViewProblem(t_s=5.0, problem="turned"),
        80: ViewProblem(t_s=8.0, problem=None),
    }
    assert finished(events).view == View(ok=True, problem=None)


def test_the_longest_problem_is_named_when_problems_cover_over_a_third() -> None:
    events: dict[int, Event] = {
        10: ViewProblem(t_s=1.0, problem="too_close"),
        25: ViewProblem(t_s=2.5, problem="turned"),
        60: ViewProblem(t_s=6.0, problem=None),
    }
    assert finished(events).view == View(ok=False, problem="turned")


def test_getting_into_place_does_not_spoil_the_view() -> None:
    events: dict[int, Event] = {
        0: ViewProblem(t_s=0.0, problem="wrong_posture"),
        60: ViewProblem(t_s=6.0, problem=None),
        61: PhaseChanged(t_s=6.1, phase="rest"),
    }
    assert finished(events).view == View(ok=True, problem=None)


def test_waiting_all_the_time_is_no_start() -> None:
    events: dict[int, Event] = {
        0: ViewProblem(t_s=0.0, problem="wrong_posture"),
        1: PhaseChanged(t_s=0.1, phase="wait"),
    }
    assert finished(events).view == View(ok=False, problem="wrong_posture")


def test_time_without_a_person_is_no_view_problem() -> None:
    events: dict[int, Event] = {30: ViewProblem(t_s=3.0, problem="nobody")}
    assert finished(events, absent=frozenset(range(31, 100))).view == View(ok=True, problem=None)
