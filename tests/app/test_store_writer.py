"""The writer: what it takes is saved, given back, or still waiting; never gone."""

import json
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from mirror.store.connection import connect
from mirror.store.records import EventNoted, Record, SessionStarted
from mirror.store.writer import Recovered, Refused, Report, Trouble, Writer, Written
from tests.app.store_world import beginning, current_file, ending, moment, rep, rep_done, rows

_WAIT_S = 20.0


class Disk:
    """Opens the file with room for so many pages, as a disk with so much space would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pages = 1_000_000
        self.opened = 0

    def connect(self) -> sqlite3.Connection:
        self.opened += 1
        connection = connect(self.path)
        connection.execute(f"PRAGMA max_page_count = {self.pages:d}")
        return connection

    def fill(self) -> None:
        """From the next connection on there is no room for another page."""
        ((self.pages,),) = rows(self.path, "PRAGMA page_count")  # type: ignore[assignment]


class Ear:
    """Hears the writer's reports, and can wait for one."""

    def __init__(self) -> None:
        self.heard: SimpleQueue[Report] = SimpleQueue()

    def wait_for(self, kind: type[Report]) -> Report:
        while not isinstance(report := self.heard.get(timeout=_WAIT_S), kind):
            pass
        return report

    def rest(self) -> list[Report]:
        return [self.heard.get() for _ in range(self.heard.qsize())]


def _writer(disk: Disk, ear: Ear, *, capacity: int = 1000) -> Writer:
    return Writer(disk.connect, report=ear.heard.put, capacity=capacity, retry_s=0.01)


def _write(disk: Disk, records: list[Record]) -> list[Report]:
    """Write all and stop; what the writer said."""
    ear = Ear()
    writer = _writer(disk, ear)
    writer.start()
    assert all(writer.write(record) for record in records)
    assert writer.close(timeout_s=_WAIT_S) == ()
    return ear.rest()


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(current_file(tmp_path / "plumbline.db"))


def test_a_session_is_kept_as_it_was(disk: Disk) -> None:
    records = [*beginning(), rep_done("r1"), rep_done("r2", index=2), *ending()]
    assert _write(disk, records) == [Written(record) for record in records]
    query = "SELECT index_, score, model, rule_version, measures, faults, sub_scores, lost FROM rep"
    kept, _ = rows(disk.path, query)
    assert kept[:4] == (1, 83, "blazepose-full-int8", "5.1")
    measures, faults, sub_scores, lost = (json.loads(str(part)) for part in kept[4:])
    assert measures == rep().measures
    assert faults[0]["name"] == "knees_cave"
    assert faults[0]["value"] == 12.5
    assert (sub_scores, lost) == (rep().sub_scores, rep().lost)
    ended = rows(disk.path, "SELECT end_mono_s, end_boot_id, end_reason FROM session")
    assert ended == [(90.0, "boot-1", "done")]
    assert rows(disk.path, "SELECT score, result FROM set_") == [(81, '{"partials":1}')]


def test_an_unjudged_rep_keeps_its_reason_and_a_measure_nobody_took_is_null(disk: Disk) -> None:
    unjudged = replace(rep(score=None), measures={"knee_flexion_deg": float("nan")})
    _write(disk, [*beginning(), replace(rep_done(), rep=unjudged)])
    kept = rows(disk.path, "SELECT score, unscored_reason, measures FROM rep")
    assert kept == [(None, "alignment_not_seen", '{"knee_flexion_deg":null}')]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rep SET score = 100",
        "DELETE FROM rep",
        "INSERT OR REPLACE INTO rep SELECT * FROM rep",
        "UPDATE event SET kind = 'nothing'",
        "DELETE FROM event",
        "DELETE FROM set_",
    ],
)
def test_reps_and_events_stay_as_they_are(disk: Disk, statement: str) -> None:
    _write(disk, [*beginning(), rep_done(), *ending()])
    with closing(connect(disk.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


def test_the_same_record_twice_is_kept_once(disk: Disk) -> None:
    records = [*beginning(), rep_done(), rep_done(), *ending(), *ending(), *beginning()]
    assert all(isinstance(report, Written) for report in _write(disk, records))
    assert rows(disk.path, "SELECT count(*) FROM rep") == [(1,)]


def test_another_record_under_a_used_id_comes_back(disk: Disk) -> None:
    other = rep_done("r1", index=2)
    said = _write(disk, [*beginning(), rep_done("r1"), other, rep_done("r3")])
    refused = [report for report in said if isinstance(report, Refused)]
    assert [report.record for report in refused] == [other]
    assert isinstance(said[-1], Written)


@pytest.mark.parametrize(
    "record",
    [
        rep_done(set_id="no such set"),
        ending()[0],
        SessionStarted("t2", "p1", moment(float("nan"))),
        EventNoted("e1", "p1", "\ud800", moment()),
        replace(rep_done(), rep=rep(2**70)),
    ],
)
def test_a_record_the_file_cannot_take_comes_back_and_stops_nothing(
    disk: Disk, record: Record
) -> None:
    person, session, set_ = beginning()
    said = _write(disk, [person, record, session, set_, rep_done("r9")])
    assert [type(report) for report in said] == [Written, Refused, Written, Written, Written]
    assert isinstance(said[1], Refused)
    assert said[1].record is record


def test_details_that_json_cannot_say_are_the_callers_mistake(disk: Disk) -> None:
    writer = _writer(disk, Ear())
    with pytest.raises(TypeError):
        writer.write(EventNoted("e1", "p1", "pain", moment(), details={"at": b""}))
    assert writer.waiting == 0


def test_a_full_queue_says_so_and_loses_nothing(disk: Disk) -> None:
    ear = Ear()
    writer = _writer(disk, ear, capacity=4)
    taken = [writer.write(record) for record in [*beginning(), rep_done("r1"), rep_done("r2")]]
    assert taken == [True, True, True, True, False]
    assert not writer.flush(timeout_s=0)
    writer.start()
    assert writer.flush(timeout_s=_WAIT_S)
    assert writer.write(rep_done("r2"))
    assert writer.close(timeout_s=_WAIT_S) == ()
    assert rows(disk.path, "SELECT id FROM rep ORDER BY id") == [("r1",), ("r2",)]
    assert not writer.write(rep_done("r3"))


def test_a_writer_never_started_gives_everything_back(disk: Disk) -> None:
    writer = _writer(disk, Ear())
    for record in beginning():
        writer.write(record)
    assert writer.close(timeout_s=_WAIT_S) == tuple(beginning())


def _reps(first: int, count: int) -> list[Record]:
    return [rep_done(f"r{number}", index=number) for number in range(first, first + count)]


def test_on_a_full_disk_records_wait_in_memory_and_are_saved_once_there_is_room(
    disk: Disk,
) -> None:
    _write(disk, [*beginning(), *_reps(0, 5)])
    disk.fill()
    ear = Ear()
    writer = _writer(disk, ear)
    writer.start()
    for record in _reps(5, 100):
        assert writer.write(record)
    trouble = ear.wait_for(Trouble)
    assert isinstance(trouble, Trouble)
    assert (trouble.kind, "full" in trouble.message) == ("full", True)
    assert trouble.waiting > 0
    assert not writer.flush(timeout_s=0.05)
    assert rows(disk.path, "PRAGMA quick_check") == [("ok",)]
    disk.pages = 1_000_000
    ear.wait_for(Recovered)
    assert writer.close(timeout_s=_WAIT_S) == ()
    assert not [report for report in ear.rest() if not isinstance(report, Written)]
    assert rows(disk.path, "SELECT count(*), count(DISTINCT index_) FROM rep") == [(105, 105)]


def test_room_that_comes_with_a_fresh_connection_is_no_trouble(disk: Disk) -> None:
    # On a full disk closing the connection frees the journal.
    _write(disk, beginning())
    disk.fill()
    limits = iter([disk.pages])

    def connect_() -> sqlite3.Connection:
        disk.pages = next(limits, 1_000_000)
        return disk.connect()

    ear = Ear()
    writer = Writer(connect_, report=ear.heard.put)
    for record in _reps(0, 100):
        writer.write(record)
    writer.start()
    assert writer.close(timeout_s=_WAIT_S) == ()
    assert disk.opened == 3
    assert {type(report) for report in ear.rest()} == {Written}


def test_closed_on_a_full_disk_it_gives_back_what_was_not_saved(disk: Disk) -> None:
    _write(disk, beginning())
    disk.fill()
    ear = Ear()
    writer = _writer(disk, ear)
    reps = _reps(0, 100)
    for record in reps:
        writer.write(record)
    writer.start()
    ear.wait_for(Trouble)
    unsaved = writer.close(timeout_s=_WAIT_S)
    ((saved,),) = rows(disk.path, "SELECT count(*) FROM rep")
    assert isinstance(saved, int)
    assert unsaved == tuple(reps[saved:])
    assert unsaved


_LIMITED = """
import resource, sys
from pathlib import Path
from queue import SimpleQueue
from mirror.store.connection import connect
from mirror.store.writer import Recovered, Trouble, Writer
from tests.app.store_world import beginning, rep_done

path, heard = Path(sys.argv[1]), SimpleQueue()
writer = Writer(lambda: connect(path), report=heard.put, retry_s=0.01)
none, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, most))
writer.start()
for record in (*beginning(), *(rep_done(f"r{n}", index=n) for n in range(300))):
    assert writer.write(record)
while not isinstance(report := heard.get(timeout=20), Trouble):
    pass
print(report.kind)
resource.setrlimit(resource.RLIMIT_FSIZE, (none, most))
while not isinstance(heard.get(timeout=20), Recovered):
    pass
assert writer.close(timeout_s=20) == ()
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a file size limit")
def test_a_write_that_the_system_refuses_is_tried_again(disk: Disk) -> None:
    # The kernel itself fails the write, as it does on a worn card.
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _LIMITED, str(disk.path)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["io"]
    assert rows(disk.path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(disk.path, "SELECT count(*) FROM rep") == [(300,)]
