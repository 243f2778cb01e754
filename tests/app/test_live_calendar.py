"""Which day it is: told once, again at midnight, and when the clock becomes known."""

from datetime import date

from mirror.live.calendar import Calendar, Date
from mirror.session.inputs import DayBegan, RecordsTold
from tests.app.flow_mirror import Mirror
from tests.app.live_world import CAMERA, World, until
from tests.app.people_world import MONDAY, days, mirror_of

TODAY = Date(date(2026, 11, 24), 1_795_000_000.0, known=False)


def test_the_day_is_told_once_and_when_it_changes() -> None:
    shown = [TODAY]
    calendar = Calendar(lambda: shown[0])
    assert calendar.news(5.0) == (DayBegan(5.0, TODAY.day, TODAY.wall_s, known=False),)
    assert calendar.news(6.0) == ()
    shown[0] = Date(TODAY.day, TODAY.wall_s + 1.0, known=True)
    (news,) = calendar.news(7.0)
    assert news.known
    shown[0] = Date(date(2036, 11, 24), 2_110_000_000.0, known=True)
    (news,) = calendar.news(8.0)
    assert news.day.year == 2036


def test_who_does_not_ask_is_told_nothing() -> None:
    assert Calendar(None).news(5.0) == ()


def told(mirror: Mirror, key: str) -> Mirror:
    mirror.session.feed(RecordsTold(key, {"day": "24.11."}))
    return mirror.pass_s(0.1)


def test_restored_records_are_said_until_somebody_had_time_to_read_it() -> None:
    mirror = told(mirror_of(), "restored").pass_s(5.0, there=False)
    assert "24.11." in mirror.session.notice
    mirror.pass_s(100.0)
    assert mirror.session.notice, "nobody was there"
    mirror.pass_s(30.0, there=True)
    assert mirror.session.notice
    assert not mirror.pass_s(40.0).session.notice


def test_a_full_disk_is_said_as_long_as_it_is_full() -> None:
    mirror = told(mirror_of().at_home(), "full").pass_s(200.0)
    assert "disk is full" in mirror.session.notice
    assert "saved again" in told(mirror, "saved").session.notice
    assert not told(mirror, "").session.notice


def test_the_loop_shows_the_notice_and_passes_the_day_on() -> None:
    world = World(act=until("how_to"))
    world.inbox.put(RecordsTold("full"))
    world.run()
    assert CAMERA.live
    assert any("disk is full" in one for one in world.notices)


def test_a_clock_that_jumps_ten_years_and_back_costs_nothing() -> None:
    mirror = mirror_of().at_home()
    for day in (MONDAY + days(3650), MONDAY - days(3650), MONDAY):
        mirror.begin_day(day).press("back", "select").pass_s(0.2)
        assert mirror.scene == "home"
    assert len(mirror.session.members) == 1
