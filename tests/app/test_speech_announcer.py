"""What each happening sounds like."""

import pytest

from mirror.programme.reason import Reason
from mirror.session.happenings import (
    CountdownAt,
    Counted,
    CueShown,
    Happening,
    HeldFor,
    InstructionShown,
    KneeCaves,
    PersonBack,
    PersonLost,
    PhaseBegan,
    SceneChanged,
    SetDone,
)
from mirror.session.kept import EffortTold, Stopped
from mirror.speech.announcer import Announcer
from mirror.speech.utterance import Priority, TakenBack, Tone, Utterance
from mirror.text.catalog import load

TEXTS = load("en")


def announcer() -> Announcer:
    return Announcer(TEXTS)


def heard(by: Announcer, *happenings: Happening) -> list[str]:
    """What is said or sounded, in order, tones in brackets."""
    told = []
    for happening in happenings:
        for sound in by.hear(happening):
            if isinstance(sound, Utterance):
                told.append(sound.text)
            elif isinstance(sound, Tone):
                told.append(f"({sound.kind})")
    return told


def only(happening: Happening, by: Announcer | None = None) -> Utterance:
    (found,) = (one for one in (by or announcer()).hear(happening) if isinstance(one, Utterance))
    return found


def test_a_count_is_a_number_that_is_soon_wrong() -> None:
    said = only(Counted(10.0, count=7, target=12))
    assert (said.text, said.priority, said.expires_s) == ("7", Priority.COUNT, 10.8)
    assert said.tone == "tick"


def test_the_last_rep_is_announced() -> None:
    assert heard(announcer(), Counted(1.0, 11, 12)) == ["11", "Last one"]
    assert heard(announcer(), Counted(1.0, 12, 12)) == ["12"]
    assert heard(announcer(), Counted(1.0, 11, None)) == ["11"]


def test_the_countdown_ends_in_a_word() -> None:
    by = announcer()
    begun = SceneChanged(3.0, "work", "squat")
    heard(by, SceneChanged(0.0, "countdown", "squat"))
    told = heard(by, *(CountdownAt(3.0 - n, n) for n in (3, 2, 1)), begun)
    assert told == ["3", "2", "1", "Go"]


def test_a_knee_that_caves_is_a_tone_without_words() -> None:
    assert announcer().hear(KneeCaves(1.0, "left")) == (Tone("cave"),)


def test_two_knees_at_once_are_one_tone() -> None:
    by = announcer()
    told = heard(by, KneeCaves(1.0, "left"), KneeCaves(1.1, "right"), KneeCaves(4.0, "left"))
    assert told == ["(cave)", "(cave)"]


def test_a_held_stretch_is_told_every_ten_seconds() -> None:
    told = heard(announcer(), *(HeldFor(float(s), s, 30) for s in range(31)))
    assert told == ["10", "20", TEXTS["say.hold_done"]]


def test_a_stretch_held_to_its_end_is_praised_once() -> None:
    told = heard(announcer(), HeldFor(30.0, 30, 30), SetDone(30.0, "hip_flexor_stretch", 1))
    assert told == [TEXTS["say.hold_done"], "(done)"]


def test_a_cue_is_said_as_shown_and_lives_three_seconds() -> None:
    said = only(CueShown(2.0, "cue.knees_cave", "side_step"))
    assert said.text == TEXTS["cue.knees_cave.side_step"]
    assert (said.priority, said.expires_s) == (Priority.CUE, 5.0)


def test_cues_are_six_seconds_apart() -> None:
    by = announcer()
    told = heard(
        by,
        CueShown(0.0, "cue.knees_cave", "squat"),
        CueShown(5.9, "cue.partial", "squat"),
        CueShown(6.0, "cue.partial", "squat"),
    )
    assert told == [TEXTS["cue.knees_cave.squat"], TEXTS["cue.partial"]]


def test_the_same_cue_is_said_three_times_a_set() -> None:
    by = announcer()
    shown = [CueShown(10.0 * i, "cue.partial", "squat") for i in range(5)]
    assert len(heard(by, *shown)) == 3
    heard(by, SetDone(60.0, "squat", 8))
    assert len(heard(by, CueShown(70.0, "cue.partial", "squat"))) == 1


def test_a_cue_is_taken_back_when_its_set_is_over() -> None:
    assert TakenBack("cue") in announcer().hear(SetDone(60.0, "squat", 8))


def test_praise_follows_as_soon_as_it_is_earned() -> None:
    by = announcer()
    heard(by, CueShown(0.0, "cue.knees_cave", "squat"))
    assert heard(by, CueShown(3.0, "cue.praise", "squat")) == [TEXTS["cue.praise"]]


def test_a_changed_side_is_never_dropped() -> None:
    by = announcer()
    first = heard(by, SceneChanged(0.0, "check", "single_leg_squat", "left"))
    assert first == ["Single-leg squat", "Left side"]
    heard(by, SceneChanged(9.0, "countdown", "single_leg_squat", "left"))
    heard(by, SceneChanged(40.0, "rest", "single_leg_squat", "left"))
    told = by.hear(SceneChanged(60.0, "check", "single_leg_squat", "right"))
    side = [one for one in told if isinstance(one, Utterance)][-1]
    assert side.text == "Right side"
    assert (side.priority, side.expires_s) == (Priority.MUST, float("inf"))


def test_the_end_of_a_rest_is_heard() -> None:
    by = announcer()
    told = heard(
        by,
        SceneChanged(0.0, "work", "squat"),
        SetDone(30.0, "squat", 8),
        SceneChanged(30.0, "rest", "squat"),
        SceneChanged(90.0, "check", "squat"),
    )
    assert told[2:] == ["(done)", "Well done", "Rest a moment", "Here we go again"]


def test_the_same_set_is_announced_once() -> None:
    by = announcer()
    scenes = ("how_to", "check", "countdown", "work")
    told = heard(by, *(SceneChanged(float(i), s, "squat") for i, s in enumerate(scenes)))
    assert told == ["Squat", "Go"]


def test_somebody_lost_is_told_until_back() -> None:
    by = announcer()
    lost, back = only(PersonLost(1.0), by), only(PersonBack(4.0), by)
    assert lost.priority is Priority.MUST
    assert lost.expires_s == float("inf")
    assert lost.topic == back.topic


def working(exercise: str, *before: Happening) -> Announcer:
    by = announcer()
    heard(by, *before, SceneChanged(0.0, "work", exercise))
    return by


def test_an_exercise_on_the_floor_is_prompted_phase_by_phase() -> None:
    phases = ("wait", "rest", "out", "top")
    happenings = [PhaseBegan(float(i), phase, "clamshell") for i, phase in enumerate(phases)]
    told = heard(working("clamshell"), *happenings)
    assert told == ["Knees together", "Open", "Hold", "Slowly down"]


def test_lowering_is_prompted_after_the_hold() -> None:
    _, _, lower = working("clamshell").hear(PhaseBegan(5.0, "top", "clamshell"))
    assert isinstance(lower, Utterance)
    assert lower.starts_s == 6.0


def test_prompts_begin_with_the_set() -> None:
    by = announcer()
    told = heard(
        by,
        SceneChanged(0.0, "check", "clamshell", "left"),
        PhaseBegan(1.0, "wait", "clamshell"),
        PhaseBegan(2.0, "rest", "clamshell"),
        SceneChanged(3.0, "countdown", "clamshell", "left"),
        SceneChanged(6.0, "work", "clamshell", "left"),
    )
    assert told == ["Clamshell", "Left side", "Go", "Open"]


def test_an_exercise_in_view_of_the_mirror_is_not_prompted() -> None:
    assert working("squat").hear(PhaseBegan(5.0, "top", "squat")) == ()


def instructed_s(by: Announcer, t_s: float, key: str, exercise: str) -> float:
    return only(InstructionShown(t_s, key, exercise), by).starts_s


def test_instructions_of_the_check_are_spoken() -> None:
    said = only(InstructionShown(1.0, "view.lie_on_side", "clamshell"))
    assert said.text == TEXTS["view.lie_on_side.clamshell"]


@pytest.mark.parametrize(("exercise", "second_s"), [("clamshell", 2.5), ("squat", 6.0)])
def test_instructions_come_quicker_to_somebody_lying(exercise: str, second_s: float) -> None:
    by = announcer()
    assert instructed_s(by, 0.0, "view.nobody", exercise) == 0.0
    assert instructed_s(by, 1.0, "view.too_far", exercise) == second_s
    # The one that waited is no longer true: the next takes its turn, not a later one.
    assert instructed_s(by, 1.5, "view.too_close", exercise) == second_s


@pytest.mark.parametrize("scene", ["idle", "home", "settings", "never_heard_of"])
def test_other_scenes_are_silent(scene: str) -> None:
    assert heard(announcer(), SceneChanged(1.0, scene)) == []


def test_a_scene_that_is_told_again_is_silent() -> None:
    by = announcer()
    heard(by, SceneChanged(0.0, "pause", "squat"))
    assert heard(by, SceneChanged(1.0, "pause", "squat")) == []


def test_a_set_that_ends_for_quality_says_so() -> None:
    stop = Stopped(10.0, "ada", "set", Reason("fatigue.quality", {"first": 90, "last": 70}))
    assert heard(announcer(), stop) == ["Good place to stop. Quality first"]


def test_what_is_only_for_the_records_is_silent() -> None:
    stop = Stopped(10.0, "ada", "session", Reason("pain.sharp"))
    assert heard(announcer(), stop, EffortTold(11.0, "ada", "squat", 5)) == []


@pytest.mark.parametrize("scene", ["pain_before", "pain_morning", "sharp", "effort", "told"])
def test_questions_and_notices_are_announced_to_who_lies_on_the_mat(scene: str) -> None:
    assert len(heard(announcer(), SceneChanged(5.0, scene))) == 1
