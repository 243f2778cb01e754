"""The flow and the records agree: what the session holds is what the next start reads."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from mirror.live.records import Records
from mirror.session.kept import PersonKept
from mirror.session.members import Member
from tests.app.flow_mirror import Mirror
from tests.app.people_world import ADA, MONDAY, mirror_of
from tests.app.records_world import WAIT_S, Room
from tests.app.test_flow_people import choose, done, single


class Kept:
    """A mirror, and the records that hear it."""

    def __init__(self, room: Room, mirror: Mirror, *, day: date = MONDAY) -> None:
        self.room = room
        self.mirror = mirror
        self._heard = 0
        self.set_clock(day)
        self.records = room.open()

    def set_clock(self, day: date) -> None:
        self.room.time.mono_s = self.mirror.t_s
        self.room.time.true_s = datetime.combine(day, time(18), tzinfo=UTC).timestamp()

    def hear(self) -> None:
        for one in self.mirror.happened[self._heard :]:
            self.records.hear(one)
        self._heard = len(self.mirror.happened)
        assert self.records.wait(timeout_s=WAIT_S)

    def next_day(self, count: int = 1) -> Mirror:
        self.hear()
        day = MONDAY + timedelta(days=count)
        self.set_clock(day)
        return self.mirror.begin_day(day)

    def end(self) -> None:
        self.hear()
        self.records.close()


def members_of(records: Records) -> tuple[Member, ...]:
    return tuple(Member(one, records.pasts[one.id]) for one in records.people)


def _a_single(kept: Kept) -> None:
    done(single(kept.mirror), 8)
    done(kept.mirror, 8).press("up", "select").press("select")


def _one_with_pain(kept: Kept) -> None:
    done(single(kept.mirror), 8)
    done(kept.mirror, 8).press_often("up", 3).press("select").press("down", "select")
    kept.mirror.press("select")
    choose(kept.mirror, "None of it is true: go on")


def _a_routine_of_yesterday(kept: Kept) -> None:
    done(single(kept.mirror), 8).press("back", kind="long").press("down", "select")
    kept.next_day(2).press("back", "select", "back")


def _a_re_test(kept: Kept) -> None:
    mirror = kept.mirror.at_home()
    choose(mirror, "Weekly check")
    mirror.press("select").pass_s(17.0).pass_s(17.0)
    done(mirror, 5)
    mirror.until("pain").press("select", "select")
    for side in ("left", "right"):
        mirror.world.side = side
        done(mirror, 3)
        mirror.press("select")


def _the_morning_after(kept: Kept) -> None:
    _a_single(kept)
    kept.mirror.until("home", 90.0)
    kept.next_day().press("back", "select").until("pain_morning", 5.0).press("up", "select")


@pytest.mark.parametrize(
    "happens",
    [_a_single, _one_with_pain, _a_routine_of_yesterday, _a_re_test, _the_morning_after],
)
def test_the_next_start_knows_what_the_session_holds(
    tmp_path: Path, happens: Callable[[Kept], None]
) -> None:
    room = Room(tmp_path / "data")
    kept = Kept(room, mirror_of())
    kept.records.hear(PersonKept(kept.mirror.t_s, ADA))
    happens(kept)
    kept.end()
    with room.run() as records:
        assert members_of(records) == kept.mirror.session.members
        past = records.pasts[ADA.id]
        assert past.sessions or past.retests


def test_a_session_that_a_power_cut_breaks_off_goes_on_as_one(tmp_path: Path) -> None:
    room = Room(tmp_path / "data")
    first = Kept(room, mirror_of())
    first.records.hear(PersonKept(first.mirror.t_s, ADA))
    done(single(first.mirror), 8).press("select")
    first.mirror.until("work", 30.0).reps(3)
    saved = first.mirror.session.saved()
    first.end()
    room.time.boot_again(after_s=60.0)
    with room.run() as records:
        known = members_of(records)
    assert [one.done for one in known[0].past.sessions[0].exercises[0].sets] == [8, 3]
    again = Kept(room, Mirror(members=known, keeps=True, day=MONDAY, resume=saved))
    mirror = again.mirror.at_home()
    choose(mirror, "Continue where you stopped")
    mirror.until("work", 60.0)
    done(mirror, 5).press("up", "select").press("select")
    again.end()
    with room.run() as records:
        assert members_of(records) == mirror.session.members
        (session,) = records.pasts[ADA.id].sessions
        assert [one.done for one in session.exercises[0].sets] == [8, 8]
