"""The watch in the running mirror: heat limits the rate of poses, phone and session hear."""

import logging
from pathlib import Path

import pytest

from device.health import Health
from device.meter import Meter
from mirror.health.vitals import Vitals
from mirror.live.health import HealthWatch
from mirror.live.inbox import Inbox
from mirror.live.parts import Feed
from mirror.live.pose_thread import PoseThread
from mirror.live.rate import PoseRate
from mirror.session.inputs import HealthTold, News, SourceOpened
from mirror.session.pages import SummaryView
from mirror.web.vitals import FRESH_S, read_vitals
from tests.app.flow_mirror import Mirror
from tests.app.live_fakes import FakePoses
from tests.app.people_world import mirror_of


class Sensors:
    """Shows what it was set to."""

    def __init__(self) -> None:
        self.health = Health(temperature_c=50.0)

    def read(self) -> Health:
        return self.health


class Watched:
    """A watch that looks when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.sensors, self.rate, self.told = Sensors(), PoseRate(lambda: 0.0), list[News]()
        self.board = folder / "run" / "live.json"
        self.watch = HealthWatch(
            self.sensors, Meter(), rate=self.rate, put=self.told.append, board=self.board
        )


def test_heat_limits_the_rate_and_coolness_frees_it(tmp_path: Path) -> None:
    one = Watched(tmp_path)
    one.watch.look(0.0)
    assert one.rate.hz is None
    one.sensors.health = Health(temperature_c=80.0)
    one.watch.look(5.0)
    assert one.rate.hz == 8.0
    one.sensors.health = Health(temperature_c=50.0)
    for t_s in range(10, 400, 5):
        one.watch.look(float(t_s))
    assert one.rate.hz is None


def test_the_log_hears_once_and_the_session_each_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one = Watched(tmp_path)
    one.sensors.health = Health(clock_set=False)
    with caplog.at_level(logging.WARNING):
        for t_s in (0.0, 5.0, 10.0):
            one.watch.look(t_s)
    assert len([line for line in caplog.messages if "clock" in line]) == 1
    assert one.told == [
        HealthTold(Vitals(one.sensors.health), ("clock",)),
        *[HealthTold(Vitals(one.sensors.health))] * 2,
    ]


def test_other_processes_see_it_while_it_is_fresh(tmp_path: Path) -> None:
    one = Watched(tmp_path)
    one.sensors.health = Health(temperature_c=51.5, strains=frozenset({"soft_limit"}))
    one.watch.look(100.0)
    assert read_vitals(one.board, 101.0) == Vitals(one.sensors.health, slowed_hz=15.0)
    assert read_vitals(one.board, 100.0 + FRESH_S + 1.0) is None
    assert read_vitals(one.board, 99.0) is None, "of another boot"
    one.watch.close()
    assert read_vitals(one.board, 101.0) is None


def test_a_watch_in_a_thread_ends(tmp_path: Path) -> None:
    one = Watched(tmp_path)
    one.watch.start()
    one.watch.close()
    one.watch.close()
    assert one.told


def test_the_slowest_wish_holds_and_late_ones_are_not_caught_up() -> None:
    now = [10.0]
    rate = PoseRate(lambda: now[0])
    assert rate.pause_s() == 0.0
    rate.limit("heat", 10.0)
    rate.limit("rest", 5.0)
    assert rate.hz == 5.0
    assert rate.pause_s() == pytest.approx(0.2)
    now[0] = 10.25  # the model needed longer than the pause
    assert rate.pause_s() == pytest.approx(0.15)
    now[0] = 20.0
    assert rate.pause_s() == 0.0
    rate.limit("rest", None)
    assert rate.hz == 10.0
    assert rate.pause_s() == pytest.approx(0.1)


@pytest.mark.parametrize(("live", "pauses"), [(True, 3), (False, 0)])
def test_the_pose_thread_keeps_to_the_rate_of_a_camera_only(live: bool, pauses: int) -> None:  # noqa: FBT001 - a table
    rate, waited = PoseRate(lambda: 0.0), list[float]()
    rate.limit("heat", 8.0)
    opened = SourceOpened(name="a", model="b", live=live)

    def wait(duration_s: float) -> bool:
        waited.append(duration_s)
        return False

    thread = PoseThread(lambda: Feed(FakePoses(3), opened), Inbox(), wait=wait, rate=rate)
    thread.start()
    thread.join()
    assert len(waited) == pauses
    assert sum(waited) >= pauses / 8.0


def warned(mirror: Mirror) -> Mirror:
    hot = Vitals(Health(temperature_c=76.0))
    mirror.session.feed(HealthTold(hot, ("hot",)))
    return mirror.pass_s(0.1)


def test_a_warning_is_read_for_a_minute() -> None:
    mirror = warned(mirror_of().at_home())
    assert "hot" in mirror.session.notice
    assert not mirror.pass_s(61.0, there=True).session.notice


def test_a_warning_waits_for_the_end_of_a_set() -> None:
    mirror = Mirror().at_work()
    warned(mirror)
    assert mirror.scene == "work"
    assert not mirror.session.notice
    mirror.reps(3).pass_s(0.1)
    assert "hot" in mirror.until("rest").session.notice


def test_the_page_tells_how_the_mirror_is_and_what_to_do() -> None:
    mirror = warned(Mirror().at_home())
    mirror.press("up", "up", "select", "up", "select")
    view = mirror.session.picture()
    assert isinstance(view, SummaryView)
    assert view.title == "How the mirror is"
    assert (view.rows[0].text, view.rows[0].score, view.rows[0].good) == ("Heat", "76 °C", False)
    assert "fan" in view.rows[0].because
    assert mirror.press("back").scene == "settings"
