"""People at the mirror: who they are, their plan, their answers, and what becomes of them."""

from datetime import date

import pytest

from mirror.programme.load import Load
from mirror.programme.past import Past
from mirror.programme.person import Person
from mirror.programme.records import ExerciseRecord, Pain, SessionRecord, SetRecord
from mirror.session.kept import (
    EffortTold,
    PainTold,
    PersonForgotten,
    PersonKept,
    RepKept,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
    Stopped,
)
from mirror.session.members import Member
from mirror.session.scenes import (
    CardView,
    HowToView,
    IdleView,
    MenuView,
    NoticeView,
    PainView,
    RestView,
    TimerView,
    TrendView,
)
from tests.app.flow_mirror import Mirror
from tests.app.people_world import MONDAY, days, mirror_of


def items(mirror: Mirror) -> list[str]:
    picture = mirror.session.picture()
    assert isinstance(picture, MenuView), picture
    return [item.text for item in picture.items]


def choose(mirror: Mirror, text: str) -> Mirror:
    """Move to a line of the menu and take it."""
    place = items(mirror).index(text)
    picture = mirror.session.picture()
    assert isinstance(picture, MenuView)
    return mirror.press_often("down", (place - picture.chosen) % len(picture.items)).press("select")


def notice(mirror: Mirror) -> NoticeView:
    picture = mirror.session.picture()
    assert isinstance(picture, NoticeView), picture
    return picture


def squat_past(*, day: date = MONDAY, pain: Pain | None = None, score: int = 90) -> Past:
    """One session with squats."""
    sets = tuple(SetRecord("both", 8, 8, score, {"alignment": 90}, judged=8) for _ in range(2))
    record = ExerciseRecord("squat", Load(0, 2), sets, 5, pain or Pain(0, 1, None))
    return Past((SessionRecord(day, (record,)),))


def done(mirror: Mirror, reps: int) -> Mirror:
    """Work on a set until it is over."""
    mirror.until("work", 120.0)
    return mirror.reps(reps)


def test_the_first_person_tells_of_themselves_and_gets_a_plan() -> None:
    mirror = Mirror(keeps=True, day=MONDAY).until("who", 5.0)
    assert items(mirror) == ["Someone new", "Guest: nothing is kept"]
    mirror.press("select")
    assert mirror.scene == "name"
    choose(mirror, "A")
    choose(mirror, "D")
    mirror.press("back")
    choose(mirror, "N")
    choose(mirror, "That is my name")
    assert mirror.scene == "level"
    mirror.press("select")
    assert mirror.scene == "bands"
    mirror.press("select", "up", "select")
    assert mirror.scene == "goals"
    mirror.press("up", "select")
    assert mirror.scene == "flags"
    mirror.press("up", "select")
    assert mirror.scene == "home"
    (kept,) = mirror.told(PersonKept)
    assert isinstance(kept, PersonKept)
    person = kept.person
    assert (person.name, person.bands, person.flags, person.asked) == ("An", ("light",), (), True)
    assert len(person.id) == 36
    assert items(mirror)[:2] == ["Weekly check", "Today's plan"]


def test_back_in_the_first_set_up_leads_step_by_step_to_who() -> None:
    mirror = Mirror(keeps=True, day=MONDAY).until("who", 5.0).press("select")
    choose(mirror, "A")
    choose(mirror, "That is my name")
    mirror.press("back")
    assert mirror.scene == "name"
    mirror.press("back").press("back")
    assert mirror.scene == "who"
    assert not mirror.told(PersonKept)


def test_a_red_flag_stops_the_programme_and_says_who_should_look_at_it() -> None:
    mirror = mirror_of(Person(id="ada", name="Ada")).until("flags", 5.0)
    choose(mirror, "My knee gives way")
    mirror.press_often("up", 1)
    choose(mirror, "Go on")
    assert mirror.scene == "told"
    assert notice(mirror).remedy
    (stop,) = mirror.told(Stopped)
    assert isinstance(stop, Stopped)
    assert (stop.scope, stop.reason.key, stop.route) == (
        *("programme", "flag.gives_way", "orthopaedic"),
    )
    mirror.press("select")
    assert mirror.scene == "home"
    assert "Today's plan" not in items(mirror)
    choose(mirror, "Why the plan rests")
    assert mirror.scene == "told"
    mirror.press("select")
    choose(mirror, "My answers have changed")
    choose(mirror, "My knee gives way")
    choose(mirror, "None of it is true: go on")
    assert "Today's plan" in items(mirror)


def test_health_questions_cannot_be_left_without_an_answer() -> None:
    mirror = mirror_of(Person(id="ada", name="Ada")).until("flags", 5.0).press("back")
    assert mirror.scene == "flags"


def test_a_guest_has_no_plan_and_nothing_of_them_is_told() -> None:
    mirror = Mirror(keeps=True, day=MONDAY).until("who", 5.0)
    choose(mirror, "Guest: nothing is kept")
    choose(mirror, "Today's plan")
    done(mirror, 3)
    kinds = (SessionBegan, SetBegan, RepKept, SetEnded, PainTold)
    assert not any(mirror.told(kind) for kind in kinds)


def plan(mirror: Mirror, *, pain_up: int = 0) -> Mirror:
    """Take today's plan and answer the question before it."""
    mirror.at_home()
    choose(mirror, "Today's plan")
    assert mirror.scene == "pain_before"
    return mirror.press_often("up", pain_up).press("select")


def test_a_plan_begins_with_a_warm_up_by_the_clock() -> None:
    mirror = plan(mirror_of())
    assert mirror.scene == "timed"
    view = mirror.session.picture()
    assert isinstance(view, TimerView)
    assert (view.title, view.left) == ("March on the spot", "120")
    mirror.pass_s(121.0)
    view = mirror.session.picture()
    assert isinstance(view, TimerView)
    assert (view.title, view.coming) == ("Circle your hips", "Next: Squat")
    mirror.press("select")
    done(mirror, 8)
    assert mirror.scene == "how_to", "a warm-up has no rest and no questions"
    (began,) = mirror.told(SessionBegan)
    assert isinstance(began, SessionBegan)
    assert (began.person, began.kind, began.week) == ("ada", "training", 1)
    before = mirror.told(PainTold)
    assert [(one.when, one.value) for one in before if isinstance(one, PainTold)] == [("before", 0)]


def test_pain_of_six_before_ends_the_day_and_asks_the_health_questions() -> None:
    mirror = plan(mirror_of(), pain_up=6)
    assert mirror.scene == "told"
    assert not mirror.told(SessionBegan)
    mirror.press("select")
    assert mirror.scene == "flags"
    choose(mirror, "None of it is true: go on")
    assert mirror.scene == "home"


def single(mirror: Mirror, exercise: str = "Squat") -> Mirror:
    """Take one exercise outside the plan."""
    mirror.at_home()
    choose(mirror, "One exercise")
    choose(mirror, exercise)
    return mirror.press("select")


def test_a_single_exercise_has_its_own_load_and_says_why() -> None:
    mirror = single(mirror_of())
    view = mirror.until("how_to").session.picture()
    assert isinstance(view, HowToView)
    assert len(view.reason) == 2
    done(mirror, 8)
    done(mirror, 8)
    assert mirror.scene == "pain"
    mirror.press("select")
    assert mirror.scene == "effort"
    mirror.press("up", "select")
    assert mirror.scene == "summary"
    efforts = [one.value for one in mirror.told(EffortTold) if isinstance(one, EffortTold)]
    assert efforts == [6]
    ended = [one.reason for one in mirror.told(SessionEnded) if isinstance(one, SessionEnded)]
    assert ended == ["done"]
    (member,) = mirror.session.members
    (session,) = member.past.sessions
    (record,) = session.exercises
    assert (session.kind, session.completed, record.completed) == ("single", True, True)
    assert (record.effort, record.pain) == (6, Pain(0, 0))
    assert [one.done for one in record.sets] == [8, 8]
    assert record.load == Load(0, 2)


def test_every_rep_and_set_is_told_for_the_records() -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    assert [one.index for one in mirror.told(SetBegan) if isinstance(one, SetBegan)] == [0]
    reps = [one for one in mirror.told(RepKept) if isinstance(one, RepKept)]
    assert [one.rep.index for one in reps] == list(range(1, 9))
    (ended,) = mirror.told(SetEnded)
    assert isinstance(ended, SetEnded)
    assert (ended.index, ended.record.done, ended.record.score) == (0, 8, 90)


@pytest.mark.parametrize(("ups", "scenes"), [(2, ["effort"]), (3, ["sharp", "effort"])])
def test_pain_from_three_on_is_asked_whether_it_was_sharp(ups: int, scenes: list[str]) -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    done(mirror, 8).press_often("up", ups).press("select")
    assert mirror.scene == scenes[0]
    if scenes[0] == "sharp":
        mirror.press("select")
    assert mirror.scene == scenes[-1]


def test_sharp_pain_ends_the_session_with_its_message() -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    done(mirror, 8).press_often("up", 3).press("select").press("down", "select")
    assert mirror.scene == "told"
    (stop,) = mirror.told(Stopped)
    assert isinstance(stop, Stopped)
    assert (stop.scope, stop.reason.key) == ("session", "pain.sharp")
    mirror.press("select")
    choose(mirror, "None of it is true: go on")
    assert mirror.scene == "summary"
    ended = [one.reason for one in mirror.told(SessionEnded) if isinstance(one, SessionEnded)]
    assert ended == ["pain"]


def test_a_flag_in_the_middle_of_a_session_ends_it_and_the_programme() -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    done(mirror, 8).press_often("up", 7).press("select")
    assert mirror.scene == "sharp"
    mirror.press("select")
    assert mirror.scene == "told"
    mirror.press("select")
    choose(mirror, "My knee gives way")
    choose(mirror, "Go on")
    assert mirror.scene == "told"
    mirror.press("select")
    assert mirror.scene == "summary"
    mirror.press("select")
    assert "Today's plan" not in items(mirror)


def test_hands_are_not_needed_after_the_first_answer() -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    done(mirror, 8)
    mirror.until("summary", 60.0)
    pains = [one.value for one in mirror.told(PainTold) if isinstance(one, PainTold)]
    assert pains == [0, None]


def test_the_morning_after_is_asked_once_and_belongs_to_the_session() -> None:
    past = squat_past()
    mirror = mirror_of(past=past, day=MONDAY + days(1)).until("pain_morning", 5.0)
    mirror.press("up", "up", "select")
    assert mirror.scene == "home"
    (record,) = mirror.session.members[0].past.sessions[-1].exercises
    assert record.pain.next_morning == 2
    mirror.press("back").press("select")
    assert mirror.scene == "home"


def test_the_morning_of_long_ago_is_not_asked() -> None:
    assert mirror_of(past=squat_past(), day=MONDAY + days(9)).at_home().scene == "home"


def test_a_rest_day_offers_the_stretch_and_training_all_the_same() -> None:
    past = squat_past(pain=Pain(0, 0, 0))
    mirror = mirror_of(past=past, day=MONDAY + days(1)).at_home()
    assert items(mirror)[:2] == ["Stretch only", "Train anyway"]
    choose(mirror, "Train anyway")
    mirror.press("select")
    assert mirror.scene == "timed"


def probe_mirror() -> Mirror:
    past = squat_past(pain=Pain(0, 0, 0), day=MONDAY - days(3))
    return mirror_of(past=past)


def test_the_first_set_of_a_known_exercise_is_silent() -> None:
    mirror = single(probe_mirror())
    mirror.world.faults = ("knees_cave",)
    done(mirror, 1)
    view = mirror.session.picture()
    assert "Silent set" in repr(view)
    mirror.reps(7)
    assert not any("CueShown" in repr(one) for one in mirror.happened)
    assert not any("KneeCaves" in repr(one) for one in mirror.happened)
    rest = mirror.session.picture()
    assert isinstance(rest, RestView)
    assert rest.score.text.startswith("Silent set")
    assert not rest.bars
    (ended,) = mirror.told(SetEnded)
    assert isinstance(ended, SetEnded)
    assert ended.record.kind == "probe"


def test_a_set_ends_when_quality_is_gone() -> None:
    mirror = single(mirror_of())
    mirror.until("work", 60.0).reps(3)
    mirror.world.faults = ("knees_cave",)
    mirror.reps(2)
    assert mirror.scene == "rest"
    stops = [one for one in mirror.told(Stopped) if isinstance(one, Stopped)]
    assert [(one.scope, one.reason.key) for one in stops] == [("set", "fatigue.alignment")]
    (ended,) = mirror.told(SetEnded)
    assert isinstance(ended, SetEnded)
    assert (ended.record.done, ended.reason) == (5, stops[0].reason)


def extra_mirror() -> Mirror:
    """Two good sessions behind: the last set offers two reps more."""
    sessions = tuple(
        SessionRecord(MONDAY - days(n), squat_past(pain=Pain(0, 0, 0)).sessions[0].exercises)
        for n in (5, 3)
    )
    mirror = mirror_of(past=Past(sessions)).at_home()
    choose(mirror, "Today's plan")
    mirror.press("select")
    return mirror


def test_two_more_reps_are_offered_and_whoever_stands_is_done() -> None:
    mirror = extra_mirror()
    for _ in range(400):
        planned = mirror.session.current.planned
        if mirror.scene == "work" and planned is not None and planned.extra:
            break
        if mirror.scene == "work":
            mirror.reps(planned.target if planned and planned.unit == "reps" else 1)
            mirror.world.holding = bool(planned and planned.unit == "seconds")
            mirror.world.side = planned.side if planned and planned.side else "both"
        elif mirror.scene in {"timed", "how_to", "rest", "pain", "effort", "check"}:
            mirror.press("select")
        mirror.pass_s(0.5)
    planned = mirror.session.current.planned
    assert planned is not None
    assert planned.extra == 2
    mirror.world.holding, mirror.world.side = False, planned.side
    mirror.reps(planned.target)
    assert mirror.scene == "work"
    assert "Two more" in repr(mirror.session.picture())
    mirror.reps(1).pass_s(7.0)
    assert mirror.scene in {"rest", "pain", "how_to"}
    assert mirror.session.results[-1].count == planned.target + 1


def test_a_re_test_measures_without_a_word_and_comes_again_in_a_week() -> None:
    mirror = mirror_of().at_home()
    choose(mirror, "Weekly check")
    mirror.press("select")
    assert mirror.scene == "timed"
    mirror.pass_s(17.0).pass_s(17.0)
    done(mirror, 5)
    mirror.until("pain").press("select")
    assert mirror.scene == "rest", "no effort in a re-test"
    mirror.press("select")
    mirror.world.side = "left"
    done(mirror, 3)
    mirror.press("select")
    mirror.world.side = "right"
    done(mirror, 3)
    mirror.press("select")
    assert mirror.scene == "summary"
    assert len(mirror.session.members[0].past.retests) == 1
    mirror.press("select")
    assert mirror.scene == "told"
    mirror.press("select")
    assert mirror.scene == "home"
    assert "Weekly check" not in items(mirror)
    mirror.begin_day(MONDAY + days(7)).press("back", "select")
    assert "Weekly check" in items(mirror)


def test_profile_changes_are_kept_and_delete_removes_the_person() -> None:
    mirror = mirror_of().at_home()
    choose(mirror, "About you")
    choose(mirror, "Bands")
    mirror.press("select", "up", "select")
    assert mirror.scene == "profile"
    assert mirror.session.members[0].person.bands == ("medium",)
    choose(mirror, "Daily reminder")
    assert not mirror.session.members[0].person.reminder
    choose(mirror, "Delete me and all my records")
    mirror.press("select")
    assert mirror.session.members, "no is marked first"
    choose(mirror, "Delete me and all my records")
    mirror.press("down", "select")
    assert not mirror.session.members
    assert mirror.told(PersonForgotten)
    assert mirror.scene == "who"


def test_a_routine_of_yesterday_is_over_and_counts_as_far_as_it_went() -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    mirror.press("back", kind="long").press("down", "select")
    assert items(mirror)[0] == "Continue where you stopped"
    assert not mirror.session.members[0].past.sessions
    mirror.begin_day(MONDAY + days(2)).press("back", "select", "back")
    ended = [one.reason for one in mirror.told(SessionEnded) if isinstance(one, SessionEnded)]
    assert ended == ["left"]
    (session,) = mirror.session.members[0].past.sessions
    assert (session.day, session.completed) == (MONDAY, False)


def language(mirror: Mirror) -> str:
    return mirror.session.settings.language


def test_each_person_has_their_language() -> None:
    ben = Member(Person(id="ben", name="Ben", asked=True, language="de"))
    ada = Member(Person(id="ada", name="Ada", asked=True, language="en"))
    mirror = Mirror(members=(ada, ben), keeps=True, day=MONDAY).until("who", 5.0)
    mirror.press("down", "select")
    assert language(mirror) == "de"
    choose(mirror, "Einstellungen")
    mirror.press("select")
    assert mirror.session.members[1].person.language == "es"
    mirror.press("back")
    choose(mirror, "Otra persona")
    mirror.press("up", "select")
    assert language(mirror) == "en"


def test_an_effort_question_has_no_traffic_light() -> None:
    mirror = single(mirror_of())
    done(mirror, 8)
    done(mirror, 8).press("select")
    view = mirror.session.picture()
    assert isinstance(view, PainView)
    assert view.kind == "effort"


def test_the_day_s_reminder_stands_on_the_idle_glass_and_can_be_switched_off() -> None:
    mirror = mirror_of().at_home().press("back")
    idle = mirror.session.picture()
    assert isinstance(idle, IdleView)
    assert idle.next_session != "Step up or press a button"
    mirror.press("select")
    choose(mirror, "About you")
    choose(mirror, "Daily reminder")
    mirror.press("back", "back")
    idle = mirror.session.picture()
    assert isinstance(idle, IdleView)
    assert idle.next_session == "Step up or press a button"


def test_progress_has_pages_and_cards_can_be_read_at_any_time() -> None:
    mirror = mirror_of(past=squat_past(pain=Pain(0, 1, 0))).at_home()
    choose(mirror, "Progress")
    titles = []
    for _ in range(4):
        picture = mirror.session.picture()
        assert isinstance(picture, TrendView)
        titles.append(picture.title)
        mirror.press("down")
    assert titles == ["How regularly", "Weekly check: knee angle", "Squat", "Pain after training"]
    assert mirror.session.picture() == replace_page(mirror)
    mirror.press("back")
    choose(mirror, "Good to know")
    first = mirror.session.picture()
    assert isinstance(first, CardView)
    assert first.source
    assert len(first.text) == 3
    mirror.press("up")
    assert mirror.session.picture() != first


def replace_page(mirror: Mirror) -> object:
    """Turning past the last page leads to the first."""
    return mirror.press("up").press("down").session.picture()


def aching_past() -> Past:
    """Nine sessions in four weeks, each with pain of 3 after: someone should look at it."""
    record = squat_past(pain=Pain(0, 3, 0)).sessions[0].exercises[0]
    sessions = [SessionRecord(MONDAY - days(27 - 3 * n), (record,)) for n in range(9)]
    return Past(tuple(sessions))


def test_an_advice_is_given_after_the_summary_and_not_again_for_weeks() -> None:
    mirror = single(mirror_of(past=aching_past(), day=MONDAY))
    for scene in ("pain", "effort", "summary"):
        while mirror.scene != scene:
            if mirror.scene == "work":
                mirror.reps(8)
            elif mirror.scene in {"rest", "how_to", "sharp"}:
                mirror.press("select")
            mirror.pass_s(0.5)
        if scene == "pain":
            mirror.press("up", "up", "up")
        mirror.press("select")
    assert mirror.scene == "told"
    assert notice(mirror).remedy
    told = [one for one in mirror.told(Stopped) if isinstance(one, Stopped)]
    assert [(one.scope, one.reason.key) for one in told] == [("advice", "flag.pain_stays")]
    mirror.press("select")
    assert mirror.scene == "home"
    assert mirror.session.members[0].past.advised == {"flag.pain_stays": MONDAY}
