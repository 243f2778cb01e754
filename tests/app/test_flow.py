"""The flow of a session: which scene follows which, and what the buttons do."""

from datetime import date

import pytest

from mirror.session.flow import PAUSABLE
from mirror.session.happenings import (
    CountdownAt,
    Counted,
    CueShown,
    HeldFor,
    KneeCaves,
    SceneChanged,
    SetDone,
)
from mirror.session.inputs import NetworkChanged, Synced
from mirror.session.routine import DEFAULT, PlannedSet, sets_of
from mirror.session.scenes import (
    CountdownView,
    HowToView,
    IdleView,
    MenuView,
    NoticeView,
    PainView,
    ProgressView,
    RestView,
    SummaryView,
)
from mirror.session.view import View
from tests.app.flow_mirror import CLAMS, MEMBERS, SQUATS, Mirror

STRETCH = (PlannedSet("hip_flexor_stretch", "left", 10, unit="seconds"),)


def test_a_session_needs_one_press() -> None:
    mirror = Mirror().at_home().press("select")
    mirror.until("work").reps(3).until("work").reps(3).until("summary").until("home")
    assert mirror.scenes == [
        *("starting", "idle", "home", "how_to", "check", "countdown", "work"),
        *("rest", "check", "countdown", "work", "pain", "summary", "home"),
    ]
    assert [result.count for result in mirror.session.results] == [3, 3]


def test_the_mirror_wakes_for_somebody_who_stays_a_second() -> None:
    mirror = Mirror().pass_s(0.7).pass_s(1.0, there=False)
    assert mirror.scene == "idle"
    assert mirror.pass_s(1.2, there=True).scene == "home"


def test_the_mirror_wakes_for_a_press() -> None:
    mirror = Mirror().pass_s(0.3, there=False).press("down")
    assert mirror.scene == "home"


def test_the_idle_mirror_shows_the_time_and_goes_dark() -> None:
    mirror = Mirror().pass_s(2.0, there=False)
    picture = mirror.session.picture()
    assert isinstance(picture, IdleView)
    assert (picture.clock, picture.asleep) == ("07:42", False)
    picture = mirror.pass_s(61.0).session.picture()
    assert isinstance(picture, IdleView)
    assert picture.asleep


def test_who_went_to_sleep_in_front_of_the_mirror_does_not_wake_it() -> None:
    mirror = Mirror().at_home().press("back")
    assert mirror.pass_s(3.0).scene == "idle"
    assert mirror.pass_s(2.0, there=False).pass_s(2.0, there=True).scene == "home"


def test_home_goes_to_sleep_when_nobody_is_there() -> None:
    assert Mirror().at_home().pass_s(61.0, there=False).scene == "idle"


def test_several_people_are_asked_who_they_are() -> None:
    mirror = Mirror(members=MEMBERS).until("who", 5.0).press("down", "select")
    picture = mirror.session.picture()
    assert isinstance(picture, MenuView)
    assert picture.title == "Hello, Ben"


def test_nobody_gets_home_without_saying_who_they_are() -> None:
    mirror = Mirror(members=MEMBERS).until("who", 5.0).press("back", kind="long")
    assert mirror.scene == "idle"


def test_todays_plan_stands_first_then_exercises_then_pages() -> None:
    picture = Mirror().at_home().session.picture()
    assert isinstance(picture, MenuView)
    assert [item.primary for item in picture.items] == [True] + [False] * 7
    assert [item.text for item in picture.items] == [
        *("Today's plan", "Clamshell", "Side step", "Squat"),
        *("Progress", "Good to know", "Settings", "Network"),
    ]


def test_a_single_exercise_is_one_set_of_each_side() -> None:
    mirror = Mirror().at_home().press("down", "select")
    picture = mirror.session.picture()
    assert isinstance(picture, HowToView)
    assert (picture.title, picture.posture) == ("Clamshell", "lying")
    assert picture.dose == "12 reps · each side · light band above the knees"
    assert mirror.until("check").session.current.exercise
    assert [one.side for one in sets_of("clamshell")] == ["left", "right"]


def test_the_default_routine_is_phase_0_of_the_programme() -> None:
    doses = {(one.exercise, one.side, one.target, one.unit) for one in DEFAULT}
    assert doses == {
        ("hip_flexor_stretch", "left", 30, "seconds"),
        ("hip_flexor_stretch", "right", 30, "seconds"),
        ("clamshell", "left", 12, "reps"),
        ("clamshell", "right", 12, "reps"),
        ("side_step", "both", 16, "reps"),
        ("squat", "both", 8, "reps"),
    }
    assert len(DEFAULT) == 12


def test_the_how_to_goes_on_by_itself_or_by_select() -> None:
    mirror = Mirror().at_home().press("select").pass_s(7.5)
    assert mirror.scene == "how_to"
    assert mirror.pass_s(1.0).scene == "check"
    assert Mirror().at_home().press("select", "select").scene == "check"


def test_the_countdown_counts_from_three() -> None:
    mirror = Mirror().at_home().press("select").until("countdown")
    picture = mirror.session.picture()
    assert isinstance(picture, CountdownView)
    assert picture.number == 3
    mirror.until("work")
    assert [one.number for one in mirror.happened if isinstance(one, CountdownAt)] == [3, 2, 1]


def test_a_rep_done_in_the_countdown_counts_and_begins_the_set() -> None:
    mirror = Mirror().at_home().press("select").until("countdown").reps(1)
    assert mirror.scene == "work"
    assert mirror.told(Counted)[-1] == Counted(mirror.t_s, 1, 3)


def test_reps_done_in_the_check_do_not_count() -> None:
    mirror = Mirror().at_home().press("select").until("check").reps(2).until("work").reps(1)
    assert [one.count for one in mirror.happened if isinstance(one, Counted)] == [1]


def test_leaving_the_start_position_in_the_countdown_leads_back_to_the_check() -> None:
    mirror = Mirror().at_home().press("select").until("countdown")
    mirror.world.problem, mirror.world.signal = "too_close", None
    assert mirror.pass_s(1.0).scene == "check"


def test_work_shows_count_target_and_side() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "left"
    view = mirror.at_work().reps(1).session.picture()
    assert isinstance(view, View)
    assert (view.scene, view.title, view.side, view.target) == (
        *("training", "Clamshell", "Left"),
        "of 2",
    )
    assert view.ring is not None
    assert view.ring.number == "1"


def test_a_hold_counts_its_seconds_over_breaks() -> None:
    mirror = Mirror(STRETCH)
    mirror.world.side = "left"
    mirror.at_work()
    mirror.world.holding, mirror.world.phase = True, "hold"
    mirror.pass_s(6.0)
    mirror.world.holding, mirror.world.phase = False, "rest"
    view = mirror.pass_s(5.0).session.picture()
    assert isinstance(view, View)
    assert view.ring is not None
    assert (view.ring.number, view.ring.unit) == ("6", "seconds")
    mirror.world.holding = True
    mirror.pass_s(5.0)
    assert mirror.scene == "pain"
    told = [one.seconds for one in mirror.happened if isinstance(one, HeldFor)]
    assert told == sorted(set(told)) == list(range(1, 11))


def test_the_rest_says_what_the_set_was_worth_and_why() -> None:
    mirror = Mirror().at_work().reps(3)
    view = mirror.session.picture()
    assert isinstance(view, RestView)
    assert (view.done, view.score.text, view.score.tone) == ("Squat: 3 of 3", "90", "good")
    assert view.because == "because range \N{MINUS SIGN}8"
    assert [(bar.text, bar.value) for bar in view.bars][:2] == [("Alignment", 100), ("Range", 68)]
    assert view.coming == "Next: Squat, 3 reps"
    assert mirror.told(SetDone) == [SetDone(mirror.t_s, "squat", 3)]


def test_reps_that_could_not_be_judged_give_no_score() -> None:
    mirror = Mirror().at_work()
    mirror.world.score = None
    view = mirror.reps(3).session.picture()
    assert isinstance(view, RestView)
    assert (view.score.text, view.score.tone, view.because) == ("Counted, not judged", "muted", "")
    assert view.bars == ()


def test_a_rest_lasts_its_time_or_until_select() -> None:
    mirror = Mirror().at_work().reps(3).pass_s(59.0)
    assert mirror.scene == "rest"
    assert mirror.pass_s(1.5).scene == "check"
    assert Mirror().at_work().reps(3).press("select").scene == "check"


def test_the_pain_question_waits_twenty_seconds_for_an_answer() -> None:
    mirror = Mirror(SQUATS[:1]).at_work().reps(3)
    view = mirror.session.picture()
    assert isinstance(view, PainView)
    assert (view.value, view.meaning.tone) == (0, "good")
    assert mirror.pass_s(19.0).scene == "pain"
    assert mirror.pass_s(1.5).scene == "summary"
    assert mirror.session.pain == {"squat": None}


def test_pain_is_answered_with_up_down_and_select() -> None:
    mirror = Mirror(SQUATS[:1]).at_work().reps(3).press("up", "up", "up", "up", "down")
    view = mirror.session.picture()
    assert isinstance(view, PainView)
    assert (view.value, view.meaning.tone) == (3, "attend")
    assert mirror.press("select").scene == "summary"
    assert mirror.session.pain == {"squat": 3}


def test_strong_pain_ends_the_session_kindly() -> None:
    routine = (*SQUATS[:1], PlannedSet("clamshell", "both", 3))
    mirror = Mirror(routine).at_work().reps(3).press_often("up", 6).press("select")
    view = mirror.session.picture()
    assert isinstance(view, SummaryView)
    assert view.title == "Enough for today"
    assert mirror.session.saved() == {}


def test_the_summary_has_a_row_for_each_exercise_and_goes_home_by_itself() -> None:
    mirror = Mirror().at_work().reps(3).until("work").reps(3).until("summary")
    view = mirror.session.picture()
    assert isinstance(view, SummaryView)
    row = view.rows[0]
    assert (row.text, row.score, row.good) == ("Squat · 6 reps", "90", True)
    assert row.because == "because range \N{MINUS SIGN}8"
    mirror.pass_s(61.0)
    assert mirror.scene == "home"


def test_progress_shows_the_session_just_done() -> None:
    mirror = Mirror(SQUATS[:1]).at_work().reps(3).until("summary").press("select")
    mirror.press_often("down", 4).press("select")
    view = mirror.session.picture()
    assert isinstance(view, ProgressView)
    assert (view.values, view.names) == ((90,), ("Today",))


def test_the_network_page_shows_the_code() -> None:
    mirror = Mirror().at_home()
    mirror.session.feed(NetworkChanged("Home", "http://mirror.local", "1234"))
    view = mirror.press("up", "select").session.picture()
    assert isinstance(view, NoticeView)
    assert (view.message.text, view.code) == ("Connected to Home", "1234")
    assert "mirror.local" in view.remedy


def test_faults_are_told_at_once_and_after_the_rep() -> None:
    mirror = Mirror().at_work()
    mirror.world.faults = ("knees_cave",)
    mirror.reps(1)
    assert len(mirror.told(KneeCaves)) == 1
    assert [one.key for one in mirror.happened if isinstance(one, CueShown)] == ["cue.knees_cave"]


def test_back_in_work_ends_the_set_early() -> None:
    mirror = Mirror().at_work().reps(1).press("back")
    assert mirror.scene == "rest"
    assert mirror.session.results[-1].count == 1


@pytest.mark.parametrize("scene", sorted(PAUSABLE - {"timed"}))
def test_a_long_select_pauses_and_select_goes_on(scene: str) -> None:
    mirror = Mirror().at_home().press("select")
    mirror.until(scene) if scene != "rest" else mirror.until("work").reps(3)
    mirror.press("select", kind="long")
    assert mirror.scene == "pause"
    assert mirror.pass_s(100.0).scene == "pause"
    mirror.press("select")
    assert mirror.scene == ("check" if scene in {"work", "countdown"} else scene)


def test_a_paused_rest_has_the_same_time_left() -> None:
    mirror = Mirror().at_work().reps(3).pass_s(20.0).press("select", kind="long").pass_s(100.0)
    view = mirror.press("select").session.picture()
    assert isinstance(view, RestView)
    assert view.left == "40"


def test_a_paused_set_goes_on_by_the_check_with_its_count() -> None:
    mirror = Mirror().at_work().reps(2).press("select").pass_s(5.0).reps(1)
    mirror.world.reps_due = 0
    mirror.press("select").until("work").reps(1)
    assert mirror.scene == "rest"
    reps = mirror.session.results[-1].reps
    assert [rep.index for rep in reps] == [1, 2, 3]


def test_long_back_before_anything_was_done_is_home_at_once() -> None:
    assert Mirror().at_work().press("back", kind="long").scene == "home"


def test_long_back_asks_when_reps_were_done_and_keeps_them() -> None:
    mirror = Mirror().at_work().reps(2).press("back", kind="long")
    assert mirror.scene == "leave"
    view = mirror.session.picture()
    assert isinstance(view, MenuView)
    assert (view.items[view.chosen].text, view.lead) == ("Keep going", "What you did is kept")
    mirror.press("down", "select")
    assert mirror.scene == "home"
    home = mirror.session.picture()
    assert isinstance(home, MenuView)
    assert home.items[0].text == "Continue where you stopped"
    mirror.press("select").until("work").reps(1)
    assert [rep.index for rep in mirror.session.results[-1].reps] == [1, 2, 3]


def test_keeping_going_leads_back_to_where_it_was() -> None:
    mirror = Mirror().at_work().reps(2).press("back", kind="long").press("select")
    assert mirror.scene == "work"
    assert mirror.reps(1).scene == "rest"


def test_who_decides_to_stay_finds_the_pause_again() -> None:
    mirror = Mirror().at_work().reps(1).press("select", "back")
    assert mirror.scene == "leave"
    assert mirror.press("select").scene == "pause"
    assert mirror.press("back", "down", "select").scene == "home"


def test_a_session_that_waited_keeps_its_reps_when_another_begins() -> None:
    mirror = Mirror().at_work().reps(2).press("back", kind="long").press("down", "select")
    mirror.press("down", "select").until("work").press("back", kind="long")
    mirror.session.end()
    assert [result.count for result in mirror.session.results][:1] == [2]


def test_shutting_down_is_asked_first() -> None:
    mirror = Mirror().at_work().reps(1).hold_shut_down()
    assert mirror.scene == "shut_down"
    assert not mirror.session.shutting_down
    assert mirror.press("select").scene == "work"
    mirror.hold_shut_down().press("down", "select")
    assert mirror.session.shutting_down
    assert mirror.session.quit
    assert mirror.scene == "shutting_down"
    assert mirror.session.saved()


def test_scenes_are_told_with_exercise_and_side() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "left"
    mirror.at_work().reps(2)
    rest = [one for one in mirror.happened if isinstance(one, SceneChanged)][-1]
    assert (rest.scene, rest.exercise, rest.side) == ("rest", "clamshell", "right")


def test_the_network_page_says_how_syncing_goes() -> None:
    mirror = Mirror().at_home()
    synced = (
        Synced("cloud", day=date(2026, 11, 24)),
        Synced("wger", error="The password is wrong"),
        Synced("files"),
    )
    mirror.session.feed(NetworkChanged("", "http://192.168.1.20:8080", synced=synced))
    mirror.press("up", "select")
    picture = mirror.session.picture()
    assert isinstance(picture, NoticeView)
    words = "cloud: last on 24/11 · wger: The password is wrong · files: nothing sent yet"
    assert picture.remedy.endswith(words)
