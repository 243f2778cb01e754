"""What the mirror believes of a person stands in its records, and its traces replay to the same."""

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exercises.registry import get
from exercises.tracker import Tracker
from mirror.live.clocks import Clocks
from mirror.live.engine import Engine
from mirror.live.logbook import Logbook
from mirror.record.start import Start
from mirror.session.inputs import DayBegan, Press, RecordsTold, Tick
from mirror.session.members import Member
from mirror.session.scenes import MenuView
from mirror.store.connection import connect
from mirror.store.opening import FILE_NAME
from mirror.store.replaying import replay
from mirror.store.traces import chunks_of, connect_traces, path_of, sets_of
from tests.app.flow_mirror import CAMERA
from tests.app.store_world import rows
from tests.core.conftest import changed, read

STEP_S = 1 / 15
NOON_S = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
SQUATS = read("squat_valgus", "squat")


class Room:
    """The real session, tracker, records and traces; a person who squats as recorded.

    Args:
        folder: the data folder.
        start_s: the loop's clock at the beginning.
        resume: what an interrupted session left.
    """

    def __init__(
        self, folder: Path, *, start_s: float = 100.0, resume: Mapping[str, object] | None = None
    ) -> None:
        self.now_s = start_s
        self.news: list[RecordsTold] = []
        clocks = Clocks(
            mono_s=lambda: self.now_s,
            wall_s=lambda: NOON_S + self.now_s,
            synced=lambda: True,
            boot_id="boot",
        )
        self.book = Logbook(folder, self.news.append, clocks=clocks)
        start = Start(
            exercises=("squat", "clamshell"),
            first="squat",
            members=self.book.members,
            keeps=True,
            resume=self.book.mended(resume),
        )
        session = start.session(lambda name: Tracker(get(name)))
        self.engine = Engine(session, listener=self.book.listener, watcher=self.book.watcher)
        self.engine.begin(start)
        self.engine.feed(DayBegan(self.now_s, date(2026, 11, 23), NOON_S + self.now_s))
        self.book.opened(CAMERA)
        self.engine.feed(CAMERA)
        self._moves = iter(SQUATS)

    @property
    def scene(self) -> str:
        picture = self.engine.picture()
        return type(picture).__name__

    def step(self) -> None:
        self.now_s += STEP_S
        working = self.scene == "View"
        if not working:
            self._moves = iter(SQUATS)
        pose = next(self._moves, SQUATS[0]) if working else SQUATS[0]
        self.engine.feed(changed(pose, t_s=self.now_s))
        self.engine.feed(Tick(self.now_s))

    def until(self, scene: str, most_s: float = 120.0) -> "Room":
        for _ in range(round(most_s / STEP_S)):
            if self.scene == scene:
                return self
            self.step()
        raise AssertionError(self.scene)

    def press(self, *buttons: str) -> "Room":
        for button in buttons:
            self.engine.feed(Press(self.now_s, button))  # type: ignore[arg-type] # one of four
        return self

    def choose(self, text: str) -> "Room":
        picture = self.engine.picture()
        assert isinstance(picture, MenuView)
        place = [item.text for item in picture.items].index(text)
        return self.press(*["down"] * ((place - picture.chosen) % len(picture.items)), "select")

    def new_person(self) -> "Room":
        self.until("MenuView").press("select").choose("A").choose("That is my name")
        return self.press("select", "up", "select", "up", "select", "up", "select")

    def squats(self) -> "Room":
        """Begin the single exercise; the first set is on when this returns."""
        self.choose("One exercise").choose("Squat").press("select")
        return self.until("View")

    @property
    def member(self) -> Member:
        (member,) = self.engine.session.members
        return member


def through_the_session(room: Room) -> None:
    """Two sets, ended by hand after the recorded squats unless full, and the answers."""
    for _ in range(2):
        room.until("View")
        for _ in range(len(SQUATS)):
            room.step()
        if room.scene == "View":  # a set that was continued may be full by now
            room.press("back")
            room.step()
        if room.scene == "RestView":
            room.press("select")
    room.until("PainView").press("up", "select")
    room.press("up", "select").until("SummaryView")


def reopened(folder: Path) -> Member:
    with closing(Logbook(folder, lambda _news: None)) as book:
        (member,) = book.members
    return member


def test_what_the_session_believes_stands_in_the_records(tmp_path: Path) -> None:
    room = Room(tmp_path)
    with closing(room.book):
        through_the_session(room.new_person().squats())
        believed = room.member
    assert believed.person.name == "A"
    (session,) = believed.past.sessions
    assert [one.judged for one in session.exercises[0].sets] == [4, 4]
    assert reopened(tmp_path) == believed


def test_traces_replay_to_the_very_reps_of_the_live_session(tmp_path: Path) -> None:
    room = Room(tmp_path)
    with closing(room.book):
        through_the_session(room.new_person().squats())
    path = tmp_path / FILE_NAME
    kept = rows(path, "SELECT set_id, score FROM rep ORDER BY rowid")
    assert len(kept) == 8
    with closing(connect_traces(path_of(path))) as traces:
        replayed = [
            (set_id, rep.score)
            for set_id in sets_of(traces)
            for rep in replay(chunks_of(traces, set_id), lambda name: Tracker(get(name))).reps
        ]
    assert [set_id for set_id, _ in replayed] == [set_id for set_id, _ in kept]
    scores = [(now, before) for (_, now), (_, before) in zip(replayed, kept, strict=True)]
    assert all(isinstance(b, int) and n is not None and abs(n - b) <= 1 for n, b in scores)


@pytest.mark.parametrize("reps", [1, 3])
def test_a_power_cut_in_a_set_loses_nothing_and_the_session_stands_once(
    tmp_path: Path, reps: int
) -> None:
    room = Room(tmp_path)
    room.new_person().squats()
    while len(room.engine.session.current.tally.reps) < reps:
        room.step()
    saved = room.engine.session.saved()
    room.book.close()  # what was heard is on the disk; nothing was told to be over
    (kept,) = rows(tmp_path / FILE_NAME, "SELECT count(*) FROM rep")
    assert kept == (reps,)

    room = Room(tmp_path, start_s=room.now_s + 50.0, resume=saved)
    with closing(room.book):
        room.until("MenuView").choose("Continue where you stopped")
        through_the_session(room)
        believed = room.member
    assert len(believed.past.sessions) == 1
    assert reopened(tmp_path) == believed
    with closing(connect(tmp_path / FILE_NAME)) as connection:
        ended = connection.execute("SELECT end_reason FROM session").fetchall()
    assert ended == [("done",)]


def test_a_deleted_person_is_gone_from_records_and_traces(tmp_path: Path) -> None:
    room = Room(tmp_path)
    with closing(room.book):
        through_the_session(room.new_person().squats())
        room.press("select").choose("About you").choose("Delete me and all my records")
        room.press("down", "select")
    for table in ("profile", "session", "set_", "rep", "event"):
        assert rows(tmp_path / FILE_NAME, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608
    with closing(connect_traces(path_of(tmp_path / FILE_NAME))) as traces:
        assert sets_of(traces) == []


def test_a_guest_leaves_nothing(tmp_path: Path) -> None:
    room = Room(tmp_path)
    with closing(room.book):
        room.until("MenuView").choose("Guest: nothing is kept").choose("Squat")
        room.until("View")
        for _ in range(len(SQUATS)):
            room.step()
    assert rows(tmp_path / FILE_NAME, "SELECT count(*) FROM rep") == [(0,)]


@pytest.mark.parametrize("behind", ["file", "records"])
def test_a_power_cut_between_the_two_writers_costs_no_rep(tmp_path: Path, behind: str) -> None:
    room = Room(tmp_path)
    room.new_person().squats()
    states = [room.engine.session.saved()]
    while len(room.engine.session.current.tally.reps) < 3:
        room.step()
        states.append(room.engine.session.saved())
    room.book.close()
    if behind == "file":
        saved = next(one for one in reversed(states) if len(one["reps"]) == 2)  # type: ignore[arg-type] # JSON
    else:
        saved = states[-1]
        with closing(connect(tmp_path / FILE_NAME)) as connection:
            connection.execute("DROP TRIGGER rep_kept")
            connection.execute("DELETE FROM rep WHERE index_ = 3")
    room = Room(tmp_path, start_s=room.now_s + 50.0, resume=saved)
    with closing(room.book):
        room.until("MenuView").choose("Continue where you stopped").until("View")
        assert [rep.index for rep in room.engine.session.current.tally.reps] == [1, 2, 3]
    numbers = rows(tmp_path / FILE_NAME, "SELECT index_ FROM rep ORDER BY index_")
    assert numbers == [(1,), (2,), (3,)]
