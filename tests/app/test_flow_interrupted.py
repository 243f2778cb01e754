"""Sessions that do not go smoothly: lost people, dead cameras, wrong sides, power cuts."""

import json

import pytest

from exercises.tracker import Snapshot
from mirror.session.happenings import Counted, InstructionShown, PersonBack, PersonLost
from mirror.session.inputs import SourceEnded
from mirror.session.routine import PlannedSet
from mirror.session.scenes import MenuView, NoticeView
from mirror.session.session import Session
from mirror.session.view import View
from tests.app.flow_mirror import CLAMS, MEMBERS, Mirror


def working(mirror: Mirror) -> View:
    view = mirror.session.picture()
    assert isinstance(view, View)
    assert view.scene == "training"
    return view


def number(mirror: Mirror) -> str:
    ring = working(mirror).ring
    assert ring is not None
    return ring.number


def said(mirror: Mirror) -> str:
    state = working(mirror).state
    assert state is not None
    return state.text


def test_a_lost_person_pauses_the_set_and_a_returning_one_goes_on() -> None:
    mirror = Mirror().at_work().reps(2).pass_s(1.5, there=False)
    assert not mirror.told(PersonLost)
    mirror.pass_s(30.0)
    assert len(mirror.told(PersonLost)) == 1
    assert (mirror.scene, said(mirror)) == ("work", "Step into view")
    mirror.pass_s(1.0, there=True)
    assert len(mirror.told(PersonBack)) == 1
    assert number(mirror) == "2"
    assert mirror.reps(1).scene == "rest"


def test_a_hold_stands_still_while_nobody_is_seen() -> None:
    mirror = Mirror((PlannedSet("hip_flexor_stretch", "left", 30, unit="seconds"),))
    mirror.world.side = "left"
    mirror.at_work()
    mirror.world.holding = True
    before = number(mirror.pass_s(5.0))
    assert number(mirror.pass_s(20.0, there=False)) == before


def test_who_does_not_come_back_can_continue_another_day() -> None:
    mirror = Mirror().at_work().reps(2).pass_s(301.0, there=False)
    assert mirror.scene == "idle"
    assert mirror.session.saved()["index"] == 0
    mirror.pass_s(2.0, there=True).press("select").until("work").reps(1)
    assert mirror.session.results[-1].count == 3


def test_a_dead_camera_shows_its_remedy_and_the_set_goes_on_after_it() -> None:
    mirror = Mirror().at_work().reps(2).camera(broken=True)
    view = mirror.session.picture()
    assert isinstance(view, NoticeView)
    assert (view.message.text, view.remedy) == ("The camera stopped", "Check its cable.")
    assert mirror.scene == "error"
    mirror.press("select", "back", "up").pass_s(5.0)
    assert mirror.scene == "error"
    trackers = len(mirror.trackers)
    mirror.camera(broken=False).pass_s(0.5)
    assert len(mirror.trackers) == trackers + 1
    assert (mirror.scene, number(mirror)) == ("work", "2")
    mirror.reps(1)
    assert mirror.scene == "rest"
    assert [rep.index for rep in mirror.session.results[-1].reps] == [1, 2, 3]
    assert not mirror.told(PersonLost)


def test_a_camera_that_ends_is_a_camera_that_stopped() -> None:
    mirror = Mirror().at_home()
    mirror.session.feed(SourceEnded())
    assert isinstance(mirror.session.picture(), NoticeView)
    mirror.camera(broken=True).camera(broken=True).camera(broken=False)
    assert mirror.pass_s(0.1).scene == "home"


def test_a_long_outage_does_not_end_the_session() -> None:
    mirror = Mirror().at_work().reps(1).camera(broken=True)
    for _ in range(400):
        mirror.t_s += 1.0
        mirror.pass_s(0.0)
    mirror.camera(broken=False).pass_s(0.5)
    assert (mirror.scene, number(mirror)) == ("work", "1")


def test_the_mirror_can_be_shut_down_while_the_camera_is_dead() -> None:
    mirror = Mirror().at_work().reps(1).camera(broken=True).hold_shut_down()
    assert mirror.press("down", "select").session.shutting_down
    assert mirror.session.saved()


def test_reps_of_the_other_side_are_kept_and_not_counted() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "left"
    mirror.at_work()
    mirror.world.side = "right"
    mirror.reps(2)
    assert (number(mirror), said(mirror)) == ("0", "The other side, please")
    told = [one.key for one in mirror.happened if isinstance(one, InstructionShown)]
    assert "side_change.other_side" in told
    mirror.world.side = "left"
    mirror.reps(2)
    assert mirror.scene == "rest"
    assert [rep.side for rep in mirror.session.results[-1].reps] == ["right"] * 2 + ["left"] * 2
    assert [one.count for one in mirror.happened if isinstance(one, Counted)] == [1, 2]


def test_the_other_side_is_said_before_a_rep_when_the_pose_shows_it() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "left"
    mirror.at_work()
    mirror.world.side = "right"
    assert said(mirror.pass_s(0.5)) != "The other side, please"
    assert said(mirror.pass_s(1.0)) == "The other side, please"


def test_who_insists_on_the_other_side_is_counted() -> None:
    mirror = Mirror(CLAMS)
    mirror.world.side = "left"
    mirror.at_work()
    mirror.world.side = "right"
    assert mirror.reps(3).scene == "rest"
    assert mirror.session.results[-1].count == 3


def resumed(saved: dict[str, object]) -> Mirror:
    return Mirror(resume=json.loads(json.dumps(saved)))


def test_a_power_cut_in_a_set_is_offered_again_with_all_reps() -> None:
    before = Mirror().at_work().reps(3).until("work").reps(2)
    saved = before.session.saved()
    mirror = resumed(saved).at_home()
    home = mirror.session.picture()
    assert isinstance(home, MenuView)
    assert (home.items[0].text, home.items[0].detail) == (
        *("Continue where you stopped", "1 set left"),
    )
    assert mirror.session.saved() == saved
    mirror.press("select").until("work")
    assert number(mirror) == "2"
    mirror.reps(1).until("summary")
    result = mirror.session.results
    assert [one.count for one in result] == [3]
    assert [rep.index for rep in result[0].reps] == [1, 2, 3]
    assert result[0].reps[:2] == before.session.current.tally.reps[:2]
    assert mirror.session.saved() == {}


def test_a_power_cut_in_a_hold_keeps_the_seconds() -> None:
    routine = (PlannedSet("hip_flexor_stretch", None, 30, unit="seconds"),)
    before = Mirror(routine).at_work()
    before.world.holding = True
    mirror = resumed(before.pass_s(12.0).session.saved()).at_home()
    mirror.press("select").until("work")
    assert number(mirror) == "12"


def test_finished_sets_show_in_the_summary_of_a_resumed_session() -> None:
    saved = Mirror().at_work().reps(3).session.saved()
    mirror = resumed(saved).at_home().press("select").until("work").reps(3).until("summary")
    assert [one.count for one in mirror.session.results] == [3]
    assert "6 reps" in repr(mirror.session.picture())


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"version": 0},
        {"version": 1},
        {"version": 2},
        {"version": 2, "routine": [{"exercise": "squat"}], "index": 0},
        {"version": 2, "routine": "x", "index": "y", "results": 3},
    ],
)
def test_a_damaged_record_is_no_offer_and_no_crash(saved: dict[str, object]) -> None:
    home = Mirror(resume=saved).at_home().session.picture()
    assert isinstance(home, MenuView)
    assert home.items[0].text == "Today's plan"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("index", 2),
        ("index", -1),
        ("index", True),
        ("index", 0.5),
        ("reps", [{"index": 1}]),
        ("held_s", "long"),
        ("pain", ["squat"]),
        ("routine", [{"exercise": "squat", "side": "up", "target": 3}]),
        ("routine", [{"exercise": "squat", "side": "left", "target": 0}]),
        ("results", [{"index": 0}]),
    ],
)
def test_each_damaged_part_is_noticed(key: str, value: object) -> None:
    saved = Mirror().at_work().reps(3).session.saved()
    home = resumed({**saved, key: value}).at_home().session.picture()
    assert isinstance(home, MenuView)
    assert home.items[0].text == "Today's plan"


def test_another_person_is_not_offered_the_session() -> None:
    before = Mirror(members=MEMBERS).until("who", 5.0).press("select", "select", "select")
    saved = before.pass_s(40.0).until("work", 60.0).reps(1).session.saved()
    assert saved["person"] == "Ada"
    mirror = Mirror(resume=saved, members=MEMBERS).until("who", 5.0)
    ben = mirror.press("down", "select").session.picture()
    assert isinstance(ben, MenuView)
    assert ben.items[0].text == "Weekly check"
    ada = mirror.press("back").press("up").press("up", "select").session.picture()
    assert isinstance(ada, MenuView)
    assert ada.items[0].text == "Continue where you stopped"


def test_nothing_done_is_nothing_to_keep() -> None:
    assert Mirror().at_work().session.saved() == {}


def test_without_a_source_the_mirror_gets_ready() -> None:
    mirror = Mirror()
    view = mirror.session.picture()
    assert isinstance(view, View)
    assert view.scene == "starting"
    assert isinstance(mirror.session, Session)
    assert mirror.session.snapshot is None or isinstance(mirror.session.snapshot, Snapshot)
