"""The table for people: what stands in it."""

import io
from dataclasses import replace

from rich.console import Console

from exercises.events import Fault, Hold, Rep, RepPartial, RepVoided
from mirror.model import SetResult, View
from mirror.report.table import print_exercises, print_result

FAULT = Fault(
    code="SQ2",
    name="knees_cave",
    side="left",
    value=14.2,
    unit="deg",
    severity="red",
    reliability="A",
)


REP = Rep(
    index=1,
    side="left",
    start_s=1.2,
    peak_s=2.3,
    end_s=3.4,
    score=87,
    unscored_reason=None,
    measures={"knee_flexion_deg": 81.2, "knee_over_toe": 0.123, "descent_s": 1.5, "x": 1.0},
    faults=(FAULT,),
)


SET = SetResult(
    clip="odd[red]name.mp4",
    exercise="squat",
    model="full-int8",
    frames=300,
    duration_s=10.0,
    tracked_fraction=0.98,
    view=View(ok=True, problem=None),
    reps=(REP,),
    holds=(),
    partials=(),
    voids=(),
)


def printed(result: SetResult = SET, *, width: int = 120) -> str:
    file = io.StringIO()
    print_result(result, Console(file=file, width=width))
    return file.getvalue()


def test_summary_says_it_all_in_one_line() -> None:
    partials = (RepPartial(t_s=1.0, peak=0.4),)
    voids = (RepVoided(t_s=2.0, reason="feet_moved"), RepVoided(t_s=2.0, reason="lost"))
    first = printed(replace(SET, partials=partials, voids=voids)).splitlines()[0]
    assert first == (
        "odd[red]name.mp4 · squat: 1 rep · 1 partial · 2 given up (feet moved, lost) · view ok · "
        "seen in 98 % of 10.0 s · model full-int8"
    )


def test_a_rep_shows_times_score_main_measures_and_faults() -> None:
    text = printed()
    for part in ("left", "1.20", "2.30", "3.40", "87", "Knee flexion", " 81 ", "0.12", "1.50"):
        assert part in text
    assert "!! knees cave (left) 14°" in text
    assert "  X  " not in text, "only the first three measures have room"


def test_a_narrow_terminal_keeps_whole_words() -> None:
    text = printed(width=80)
    assert "!! knees cave (left) 14°" in text
    assert "Descent" not in text


def test_a_rep_not_judged_says_why() -> None:
    assert "not judged: too close" in printed(
        replace(SET, reps=(replace(REP, score=None, unscored_reason="too_close"),))
    )


def test_a_bad_view_is_said() -> None:
    assert "not good enough for most of it: turned" in printed(
        replace(SET, view=View(ok=False, problem="turned"))
    )


def test_holds_are_counted_as_holds_with_their_time() -> None:
    text = printed(
        replace(
            SET,
            exercise="hip_flexor_stretch",
            reps=(
                replace(REP, start_s=1.0, end_s=9.0),
                replace(REP, index=2, start_s=11.0, end_s=19.0),
            ),
            holds=(
                Hold(side="left", start_s=1.0, end_s=9.0, held_s=7.7),
                Hold(side="left", start_s=9.5, end_s=10.5, held_s=1.0),
                Hold(side="left", start_s=11.0, end_s=19.0, held_s=6.6),
            ),
        )
    )
    assert "2 holds" in text
    assert "not counted: held 1.0 s from 9.5 s" in text


def test_no_reps_is_one_line() -> None:
    assert len(printed(replace(SET, reps=())).splitlines()) == 1
    assert "0 reps" in printed(replace(SET, reps=()))


def test_exercises_come_with_the_way_to_be() -> None:
    file = io.StringIO()
    print_exercises(("squat", "clamshell"), Console(file=file, width=120))
    assert "clamshell" in file.getvalue()
    assert "Lie on your side" in file.getvalue()
