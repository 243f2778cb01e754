"""The recorder: what becomes a record, of whom, and in which session."""

from collections.abc import Mapping, Sequence

from exercises.rules import VERSION
from mirror.live.recorder import Recorder
from mirror.programme.reason import Reason
from mirror.session.happenings import Counted, Happening
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
from mirror.store import records
from mirror.store.latest import LatestSession
from mirror.store.records import EventNoted, Moment, Record, RepDone, SessionStarted, SetStarted
from tests.app.records_world import ADA, a_set
from tests.app.store_world import NOON_S, ids, rep

_SQUATS = a_set()
_ROUTINE = (a_set("squat", kind="warm_up").planned, _SQUATS.planned, a_set("clamshell").planned)


def _moment(t_s: float) -> Moment:
    return Moment(t_s, "boot-1", NOON_S + t_s, synced=True)


class Store:
    """Takes records while it is open."""

    def __init__(self) -> None:
        self.open = True
        self.taken: list[Record] = []
        self.forgotten: list[str] = []

    def write(self, record: Record) -> bool:
        if self.open:
            self.taken.append(record)
        return self.open

    def of(self, kind: type[Record]) -> list[Record]:
        return [one for one in self.taken if isinstance(one, kind)]


def _recorder(store: Store, latest: Mapping[str, LatestSession] | None = None) -> Recorder:
    made = ids(3)
    return Recorder(
        store.write,
        moment=_moment,
        random_bytes=lambda count: next(made).encode()[-count:],
        forget=store.forgotten.append,
        latest=latest or {},
    )


def _hear(recorder: Recorder, *told: Happening) -> None:
    for one in told:
        recorder.hear(one)


def _began(t_s: float = 1.0, person: str = "ada", *, resumed: bool = False) -> SessionBegan:
    return SessionBegan(t_s, person, "training", _ROUTINE, 2, resumed)


def _interrupted(*, ended: bool = False) -> LatestSession:
    return LatestSession("t0", {0: "s0", 1: "s1"}, ended, _moment(-500.0), "t0")


def test_a_session_is_kept_in_the_order_it_happened() -> None:
    store = Store()
    recorder = _recorder(store)
    recorder.model = "full-int8"
    _hear(
        recorder,
        PersonKept(0.5, ADA),
        _began(),
        SetBegan(2.0, 1, _ROUTINE[1]),
        Counted(3.0, 1, 8),
        RepKept(3.0, 1, rep(1)),
        SetEnded(9.0, 1, _SQUATS.record, 2, 1, None),
        SessionEnded(20.0, "ada", "left"),
    )
    person, session, set_, done, set_end, end = store.taken
    assert isinstance(person, records.Profile)
    assert (person.id, person.details["bands"], "id" in person.details) == (
        "ada",
        ("light",),
        False,
    )
    assert isinstance(session, SessionStarted)
    assert session.details == {
        "kind": "training",
        "week": 2,
        "plan": (("squat", 1), ("clamshell", 1)),
    }
    assert isinstance(set_, SetStarted)
    assert (set_.session_id, set_.index, set_.kind) == (session.id, 2, "training")
    assert set_.details["stage"] == "bandwidth"
    assert isinstance(done, RepDone)
    assert (done.set_id, done.model, done.rule_version, done.at) == (
        set_.id,
        "full-int8",
        VERSION,
        _moment(3.0),
    )
    assert isinstance(set_end, records.SetEnded)
    assert (set_end.score, set_end.result["partials"], set_end.result["voids"]) == (84, 2, 1)
    assert end == records.SessionEnded(session.id, _moment(20.0), "left")
    assert len({session.id, set_.id, done.id}) == 3


def test_a_guest_leaves_nothing() -> None:
    store = Store()
    _hear(
        _recorder(store),
        SetBegan(2.0, 1, _ROUTINE[1]),
        RepKept(3.0, 1, rep(1)),
        SetEnded(9.0, 1, _SQUATS.record, 0, 0),
        PainTold(10.0, "", "after", "squat", 2),
        EffortTold(10.0, "", "squat", 2),
        Stopped(10.0, "", "set", Reason("fatigue.quality")),
        SessionEnded(20.0, "", "done"),
    )
    assert store.taken == []


def test_ids_are_known_of_the_session_that_runs() -> None:
    store = Store()
    recorder = _recorder(store)
    assert (recorder.set_id(1), recorder.rep_id(1, 1)) == (None, None)
    _hear(recorder, _began(), SetBegan(2.0, 1, _ROUTINE[1]), RepKept(3.0, 1, rep(1)))
    (set_,), (done,) = store.of(SetStarted), store.of(RepDone)
    assert isinstance(set_, SetStarted)
    assert isinstance(done, RepDone)
    assert (recorder.set_id(1), recorder.rep_id(1, 1)) == (set_.id, done.id)
    assert (recorder.set_id(2), recorder.rep_id(1, 2)) == (None, None)
    _hear(recorder, SessionEnded(20.0, "ada", "done"))
    assert (recorder.set_id(1), recorder.rep_id(1, 1)) == (None, None)


def test_an_interrupted_session_goes_on_and_no_set_begins_twice() -> None:
    store = Store()
    recorder = _recorder(store, {"ada": _interrupted()})
    _hear(
        recorder,
        _began(resumed=True),
        SetBegan(2.0, 1, _ROUTINE[1]),
        RepKept(3.0, 1, rep(5)),
        SetBegan(6.0, 2, _ROUTINE[2]),
        SessionEnded(9.0, "ada", "done"),
    )
    done, following, end = store.taken
    assert isinstance(done, RepDone)
    assert done.set_id == "s1"
    assert isinstance(following, SetStarted)
    assert (following.session_id, following.index) == ("t0", 3)
    assert end == records.SessionEnded("t0", _moment(9.0), "done")


def test_one_that_does_not_go_on_ended_when_something_of_it_was_last_heard() -> None:
    store = Store()
    _hear(_recorder(store, {"ada": _interrupted()}), _began())
    end, began = store.taken
    assert end == records.SessionEnded("t0", _moment(-500.0), "interrupted")
    assert isinstance(began, SessionStarted)


def test_one_that_is_given_up_at_the_start_of_another_day_ends() -> None:
    store = Store()
    _hear(_recorder(store, {"ada": _interrupted()}), SessionEnded(1.0, "ada", "left"))
    assert store.taken == [records.SessionEnded("t0", _moment(1.0), "left")]


def test_what_is_to_go_on_and_was_ended_or_never_kept_begins_anew() -> None:
    for latest in ({}, {"ada": _interrupted(ended=True)}):
        store = Store()
        _hear(_recorder(store, latest), _began(resumed=True), RepKept(3.0, 1, rep(5)))
        assert [type(one) for one in store.taken] == [SessionStarted, SetStarted, RepDone]


def test_an_answer_belongs_to_its_session() -> None:
    store = Store()
    recorder = _recorder(store, {"ada": _interrupted(ended=True)})
    _hear(
        recorder,
        PainTold(0.1, "ada", "morning", "", 1),
        PainTold(0.2, "ada", "before", "", 7),
        _began(),
        PainTold(1.1, "ada", "before", "", 2),
        PainTold(1.2, "ada", "morning", "", 0),
        RepKept(3.0, 1, rep(1)),
        SessionEnded(9.0, "ada", "done"),
        PainTold(9.1, "ada", "after", "squat", 3),
        EffortTold(9.2, "ada", "squat", 6),
        Stopped(9.3, "ada", "advice", Reason("plateau.told")),
        PainTold(99.0, "ada", "morning", "", 4),
    )
    (session,) = store.of(SessionStarted)
    assert isinstance(session, SessionStarted)
    events = [one for one in store.taken if isinstance(one, EventNoted)]
    assert [one.session_id for one in events] == [
        "t0",
        None,
        session.id,
        "t0",
        session.id,
        session.id,
        None,
        session.id,
    ]
    assert events[-4].details == {"when": "after", "exercise": "squat", "value": 3, "sharp": False}


def test_what_the_store_does_not_take_waits_in_order() -> None:
    store = Store()
    recorder = _recorder(store)
    _hear(recorder, _began())
    store.open = False
    _hear(recorder, RepKept(3.0, 1, rep(1)), RepKept(5.0, 1, rep(2)))
    assert [type(one) for one in recorder.waiting] == [SetStarted, RepDone, RepDone]
    recorder.tick(5.5)
    assert len(store.taken) == 1
    store.open = True
    recorder.tick(6.0)
    assert recorder.waiting == ()
    assert [one.at.mono_s for one in store.taken if not isinstance(one, records.Profile)] == [
        1.0,
        3.0,
        3.0,
        5.0,
    ]


def test_of_who_is_forgotten_nothing_comes_after() -> None:
    store = Store()
    recorder = _recorder(store)
    _hear(recorder, _began(person="bo"), _began(2.0))
    store.open = False
    _hear(recorder, RepKept(3.0, 1, rep(1)), PainTold(3.5, "bo", "after", "squat", 2))
    told: Sequence[Happening] = (
        PersonForgotten(4.0, "ada"),
        RepKept(5.0, 1, rep(2)),
        SessionEnded(6.0, "ada", "left"),
        PersonForgotten(7.0, "ada"),
    )
    _hear(recorder, *told)
    assert store.forgotten == ["ada"]
    assert [type(one) for one in recorder.waiting] == [EventNoted]
