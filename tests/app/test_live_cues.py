"""Which cue is shown: one at a time, the gravest first, none too often, praise when it helps."""

from exercises.events import Fault, Rep, RepCompleted, RepPartial, RepVoided
from mirror.session.cues import CueBoard
from mirror.session.figure import marks_of


def fault(name: str, severity: str = "red", reliability: str = "A", side: str = "both") -> Fault:
    return Fault("X1", name, side, 1.0, "deg", severity, reliability)  # type: ignore[arg-type] # words of a test


def board(*reps: tuple[float, tuple[Fault, ...]]) -> CueBoard:
    cues = CueBoard()
    for i, (t_s, faults) in enumerate(reps):
        done = Rep(i + 1, None, t_s - 2, t_s - 1, t_s, 80, None, {}, faults)
        cues.add(RepCompleted(t_s, done))
    return cues


def key_at(cues: CueBoard, t_s: float) -> str | None:
    cue = cues.at(t_s)
    return None if cue is None else cue.key


def test_red_before_amber_and_reliable_before_less() -> None:
    seen = (fault("shift", "amber"), fault("one_knee", "red", "B"), fault("knees_cave"))
    assert key_at(board((2.0, seen)), 2.5) == "cue.knees_cave"


def test_at_most_one_cue_in_six_seconds() -> None:
    cues = board((2.0, (fault("knees_cave"),)), (5.0, (fault("knees_cave"), fault("shift"))))
    cue = cues.at(5.1)
    assert cue is not None
    assert cue.since_s == 2.0


def test_the_same_cue_at_most_three_times_a_set() -> None:
    cues = board(*((10.0 * i, (fault("knees_cave"),)) for i in range(1, 6)))
    assert key_at(cues, 50.5) is None


def test_an_amber_fault_of_reliability_b_waits_for_its_second_rep() -> None:
    seen = (fault("one_knee", "amber", "B"),)
    assert key_at(board((2.0, seen)), 2.5) is None
    assert key_at(board((2.0, seen), (5.0, seen)), 5.5) == "cue.one_knee"


def test_praise_when_a_cued_fault_is_gone() -> None:
    cues = board((2.0, (fault("knees_cave"),)), (5.0, ()))
    cue = cues.at(5.5)
    assert cue is not None
    assert (cue.key, cue.tone) == ("cue.praise", "good")


def test_no_praise_for_a_rep_with_another_fault() -> None:
    cues = board((2.0, (fault("knees_cave"),)), (5.0, (fault("shift"),)))
    assert key_at(cues, 5.5) == "cue.knees_cave"


def test_partials_and_voids_are_said_kindly() -> None:
    cues = CueBoard()
    cues.add(RepPartial(1.0, 0.5))
    assert key_at(cues, 1.5) == "cue.partial"
    cues.add(RepVoided(2.0, "lost"))
    assert key_at(cues, 2.5) == "void.lost"


def test_a_fault_of_one_side_marks_that_side() -> None:
    assert marks_of(fault("knees_cave", side="left")) == {25}
    assert marks_of(fault("knees_cave")) == {25, 26}
    assert marks_of(fault("never_heard_of")) == frozenset()
