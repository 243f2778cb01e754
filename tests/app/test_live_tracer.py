"""What is traced of a set gives the same reps once more; what is not anybody's is not kept."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from exercises.events import Rep
from mirror.live.engine import Engine
from mirror.live.parts import make_tracker
from mirror.live.tracer import BUFFER_S, CHUNK_S
from mirror.session.happenings import Happening
from mirror.session.inputs import Input, Tick
from mirror.store.replaying import IncompleteError, Replayed, replay
from mirror.store.traces import Chunk, add, chunks_of, connect_traces, poses_of_rep
from tests.app.flow_mirror import Mirror
from tests.app.trace_world import RATE_HZ, Room, still
from tests.core.conftest import COUNTS, read


def _stored(chunks: Sequence[Chunk], folder: Path) -> list[Chunk]:
    """The chunks as they come back from the file."""
    connection = connect_traces(folder / "traces.db")
    for chunk in chunks:
        add(connection, chunk)
    back = list(chunks_of(connection, chunks[0].set_id))
    connection.close()
    return back


def _same(replayed: Replayed, live: Sequence[Rep]) -> None:
    assert [rep.index for rep in replayed.reps] == [rep.index for rep in live]
    for again, before in zip(replayed.reps, live, strict=True):
        assert again.side == before.side
        assert again.end_s == pytest.approx(before.end_s, abs=0.1)
        assert again.unscored_reason == before.unscored_reason
        if before.score is not None:
            assert again.score == pytest.approx(before.score, abs=1)
        assert {fault.name for fault in again.faults} == {fault.name for fault in before.faults}


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_replay_gives_the_same_reps(name: str, tmp_path: Path) -> None:
    exercise, count = COUNTS[name]
    poses = read(name, exercise)
    room = Room(exercise).check(still(poses, 2)).work(still(poses, 1), scene="countdown")
    room.work(poses).end()
    assert len(room.live) == count
    _same(replay(_stored(room.box.chunks, tmp_path), make_tracker), room.live)


@pytest.mark.parametrize("name", ["squat_valgus", "clamshell_feet_apart", "hipflexor_lean"])
def test_a_set_that_was_paused_gives_the_same_reps(name: str, tmp_path: Path) -> None:
    exercise, _ = COUNTS[name]
    poses = read(name, exercise)
    half = len(poses) * 2 // 3
    room = Room(exercise).check(still(poses, 2)).work(poses[:half])
    room.scene("pause")
    # Moving about while it waits, and in the check that follows, does not count.
    room.check([*poses, *still(poses, 1)]).work(still(poses, 1), scene="countdown")
    room.work(poses).camera_back().work(poses).end()
    assert len(room.live) >= 2
    _same(replay(_stored(room.box.chunks, tmp_path), make_tracker), room.live)
    assert sum(chunk.fresh for chunk in room.box.chunks) == 3


def test_each_rep_ends_a_chunk_and_a_long_rest_ends_some_too() -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(still(poses, 2)).work(poses).work(still(poses, 50)).end()
    ended = [chunk.rep_id for chunk in room.box.chunks if chunk.rep_id is not None]
    assert ended == [f"rep-0-{number}" for number in (1, 2, 3, 4)]
    for chunk in room.box.chunks:
        assert chunk.poses[-1].t_s - chunk.poses[0].t_s <= CHUNK_S + 0.1
    assert [chunk.number for chunk in room.box.chunks] == list(range(1, 9))
    assert [chunk.counts for chunk in room.box.chunks] == [False, *[True] * 7]
    every = [pose.t_s for chunk in room.box.chunks for pose in chunk.poses]
    assert every == sorted(set(every))
    assert len(every) == len(poses) + 52 * RATE_HZ


def test_of_a_long_check_the_last_minute_is_kept(tmp_path: Path) -> None:
    poses = read("squat_valgus", "squat")
    room = (
        Room().check(still(poses, 200)).work(still(poses, 1), scene="countdown").work(poses).end()
    )
    first = room.box.chunks[0]
    assert first.fresh
    assert first.poses[-1].t_s - first.poses[0].t_s <= BUFFER_S
    _same(replay(_stored(room.box.chunks, tmp_path), make_tracker), room.live)


def test_a_check_that_begins_again_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(poses).check(still(poses, 2)).work(poses).end()
    assert len(room.live) == 4
    assert sum(chunk.fresh for chunk in room.box.chunks) == 1
    _same(replay(_stored(room.box.chunks, tmp_path), make_tracker), room.live)


def test_a_rep_done_in_the_countdown_counts(tmp_path: Path) -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(still(poses, 2)).work(poses[:75], scene="countdown").work(poses[75:]).end()
    assert len(room.live) == 4
    _same(replay(_stored(room.box.chunks, tmp_path), make_tracker), room.live)


def test_the_sets_of_a_session_are_kept_apart() -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(still(poses, 2)).work(poses).end()
    room.check(still(poses, 2)).work(poses).end().over()
    by_set = [
        [chunk for chunk in room.box.chunks if chunk.set_id == name] for name in ("set-0", "set-1")
    ]
    assert [len(chunks) for chunks in by_set] == [6, 6]
    assert (
        replay(by_set[0], make_tracker).reps[0].end_s
        < replay(by_set[1], make_tracker).reps[0].start_s
    )
    assert len(room.box.pruned) == 1


def test_the_engine_shows_an_input_before_it_tells_what_came_of_it() -> None:
    order: list[object] = []

    class Notes:
        def see(self, item: Input) -> None:
            order.append(item)

        def hear(self, happening: Happening) -> None:
            order.append(("watcher", happening))

    class Ear:
        def hear(self, happening: Happening) -> None:
            order.append(("listener", happening))

        def tick(self, t_s: float) -> None:
            order.append(t_s)

    engine = Engine(Mirror().session, listener=Ear(), watcher=Notes())
    tick = Tick(1.0)
    happened = engine.feed(tick)
    assert happened
    told = [(who, one) for one in happened for who in ("listener", "watcher")]
    assert order == [tick, *told, 1.0]


def test_nothing_of_a_guest_is_kept() -> None:
    poses = read("squat_valgus", "squat")
    room = Room()
    room.names.guest = True
    room.check(still(poses, 2)).work(poses).end().over()
    assert len(room.live) == 4
    assert room.box.chunks == []


def test_whoever_comes_after_a_set_was_left_is_not_traced_as_its_owner() -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(still(poses, 2)).work(poses)
    before = len(room.box.chunks)
    room.scene("leave").scene("home")
    assert [chunk.set_id for chunk in room.box.chunks[before:]] == ["set-0"]
    kept = len(room.box.chunks)
    # A guest trains: the session tells nobody of sets and reps.
    guest = Room()
    guest.tracer = room.tracer
    guest.names.guest = room.names.guest = True
    guest.check(still(poses, 2)).work(poses).end()
    assert len(room.box.chunks) == kept


def test_a_set_that_goes_on_after_it_was_left_is_known_by_its_next_rep(tmp_path: Path) -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(still(poses, 2)).work(poses)
    room.scene("leave").scene("home").scene("how_to")
    room.check(still(poses, 2)).work(still(poses, 1)).work(poses).end()
    assert len(room.live) == 8
    _same(replay(_stored(room.box.chunks, tmp_path), make_tracker), room.live)


def test_a_missing_chunk_shows() -> None:
    poses = read("squat_valgus", "squat")
    chunks = Room().check(still(poses, 2)).work(poses).end().box.chunks
    for missing in range(len(chunks) - 1):
        with pytest.raises(IncompleteError):
            replay(chunks[:missing] + chunks[missing + 1 :], make_tracker)
    with pytest.raises(IncompleteError):
        replay([replace(chunks[0], fresh=False), *chunks[1:]], make_tracker)
    assert replay([], make_tracker).reps == ()


def test_the_figure_of_a_rep_is_what_was_seen_between_its_start_and_end(tmp_path: Path) -> None:
    poses = read("squat_valgus", "squat")
    room = Room().check(still(poses, 2)).work(poses).end()
    _stored(room.box.chunks, tmp_path)
    connection = connect_traces(tmp_path / "traces.db")
    for rep in room.live:
        times = {"start_s": rep.start_s, "end_s": rep.end_s}
        found = poses_of_rep(connection, "set-0", boot_id="boot-1", **times)
        assert len(found) == pytest.approx((rep.end_s - rep.start_s) * RATE_HZ, abs=2)
        assert found[0].t_s >= rep.start_s
        assert found[-1].t_s <= rep.end_s
    assert poses_of_rep(connection, "set-0", boot_id="boot-2", start_s=0, end_s=1e9) == ()
    assert poses_of_rep(connection, "set-9", boot_id="boot-1", start_s=0, end_s=1e9) == ()
    connection.close()
