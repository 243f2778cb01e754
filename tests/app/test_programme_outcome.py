"""What is kept of a set, from its reps."""

from dataclasses import replace

import pytest

from exercises.events import Fault, Reliability, Rep
from exercises.registry import get, names
from mirror.programme.outcome import ALIGNMENT, set_record
from mirror.programme.records import SetRecord
from tests.app.store_world import rep


def _red(name: str, reliability: Reliability = "A") -> Fault:
    return Fault("SQ2", name, "left", 0.2, "shank", "red", reliability)


def _record(*reps: Rep) -> SetRecord:
    return set_record(side="both", target=8, kind="training", done=len(reps), reps=reps)


def test_a_set_of_good_reps() -> None:
    sound = replace(
        rep(),
        measures={
            "fppa_mean_deg": 4.0,
            "knee_medial_left_shank": 0.05,
            "knee_medial_right_shank": 0.09,
        },
        faults=(),
    )
    other = replace(sound, score=87, measures={**sound.measures, "fppa_mean_deg": None})
    made = _record(sound, other, other)
    assert made == SetRecord(
        side="both",
        target=8,
        done=3,
        score=86,
        bars={"alignment": 80, "symmetry": None},
        judged=3,
        fppa_deg=4.0,
        kmd=made.kmd,
    )
    assert made.kmd == pytest.approx(0.09)


def test_what_was_not_judged_says_nothing() -> None:
    unjudged = replace(rep(score=None), faults=(_red("knees_cave"),), sub_scores={})
    assert _record(unjudged, unjudged) == SetRecord("both", 8, 2, None)


@pytest.mark.parametrize(
    ("fault", "red", "alignment"),
    [
        (_red("knees_cave"), 0.5, True),
        (_red("too_fast"), 0.5, False),
        # A hint is never scored (spec section 2).
        (_red("knees_cave", "C"), 0.0, False),
        (replace(_red("knees_cave"), severity="amber"), 0.0, False),
    ],
)
def test_red_faults(fault: Fault, red: float, *, alignment: bool) -> None:
    made = _record(replace(rep(), faults=(fault,)), replace(rep(), faults=()))
    assert (made.red, made.red_alignment) == (red, alignment)


def test_one_knee_of_a_single_leg_squat() -> None:
    assert _record(replace(rep(), measures={"knee_medial_shank": 0.12})).kmd == 0.12


def test_holds_add_up() -> None:
    hold = replace(rep(score=40), measures={"held_s": 12.0})
    assert _record(hold, hold).score == 80


def test_the_faults_of_alignment_are_those_of_the_catalogue() -> None:
    known = {fault.name for name in names() for fault in get(name).faults}
    assert known >= ALIGNMENT
