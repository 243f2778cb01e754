"""`plumbline rescore`: later rules judge earlier reps, whose first verdict stays."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from exercises.pose import Pose
from exercises.registry import get
from exercises.spec import ExerciseSpec, Judgement, Measures, RepRule
from exercises.tracker import Tracker
from mirror.errors import UserError
from mirror.keeping.rescore import rescore_all, rules_of_today
from mirror.store.replaying import SetTracker
from mirror.store.traces import Chunk, add, connect_traces, path_of
from tests.app.keeping_world import Shell, keep, person, session_of
from tests.app.store_world import STAMP, moment, rows
from tests.app.trace_world import Room, still
from tests.core.conftest import changed, read

_AGAIN = "SELECT rep_id, rule_version, score FROM rep_rescored ORDER BY rowid"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path / "data")


def _squats() -> Room:
    poses = read("squat_valgus", "squat")
    return Room().check(still(poses, 2)).work(poses).end()


def _trained(
    folder: Path, *, person_id: str = "anna", bend: Callable[[Chunk], Chunk] = lambda one: one
) -> Path:
    """Four squats of somebody, with their trace."""
    room = _squats()
    records = session_of(person_id, 0, (("squat", room.live),))
    path = keep(folder, person(person_id, person_id.title()), *records)
    with closing(connect_traces(path_of(path))) as traces:
        for one in room.box.chunks:
            add(traces, bend(replace(one, set_id=f"{person_id}-session-0-set-1")))
    return path


def _halved(name: str) -> ExerciseSpec:
    """Rules that give half the points for everything."""
    spec = get(name)

    def judge(measures: Measures) -> Judgement:
        return replace(spec.judge(measures), cap=40.0)

    return replace(spec, judge=judge)


def _deeper(name: str) -> ExerciseSpec:
    """Rules that count none of these squats."""
    spec = get(name)
    assert isinstance(spec.rule, RepRule)
    return replace(spec, rule=replace(spec.rule, high=3.0))


def _run(
    folder: Path,
    spec: Callable[[str], ExerciseSpec] = _halved,
    *,
    version: str = "2",
    name: str | None = None,
    dry_run: bool = False,
) -> str:
    def tracker(exercise: str) -> SetTracker:
        return Tracker(spec(exercise))

    console = Console(width=100, highlight=False, force_terminal=False, record=True, quiet=False)
    rules = rules_of_today(version=version, make_tracker=tracker, at=moment(5000))
    with console.capture() as said:
        code = rescore_all(folder, rules, name=name, dry_run=dry_run, stamp=STAMP, console=console)
    assert code == 0
    return said.get()


def test_a_second_verdict_is_added_and_the_first_one_stays(tmp_path: Path) -> None:
    path = _trained(tmp_path)
    before = rows(path, "SELECT * FROM rep"), rows(path, "SELECT * FROM set_")
    scores = [score for (score,) in rows(path, "SELECT score FROM rep ORDER BY index_")]
    assert len(scores) == 4
    said = _run(tmp_path, dry_run=True)
    assert "Nothing was written" in said
    assert rows(path, _AGAIN) == []
    said = _run(tmp_path)
    change = sum(40 - score for score in scores if isinstance(score, int)) / 4
    (line,) = (line for line in said.splitlines() if "squat" in line)
    assert line.split() == ["squat", "1", "4", "4", f"{change:+.1f}"]
    assert rows(path, _AGAIN) == [
        (f"anna-session-0-set-1-rep-{number}", "2", 40) for number in (1, 2, 3, 4)
    ]
    ((set_id, version, score, result),) = rows(
        path, "SELECT set_id, rule_version, score, result FROM set_rescored"
    )
    assert (set_id, version, score) == ("anna-session-0-set-1", "2", 40)
    assert '"done":4' in str(result)
    assert (rows(path, "SELECT * FROM rep"), rows(path, "SELECT * FROM set_")) == before
    # Once more adds nothing; other rules do.
    assert "All reps" in _run(tmp_path)
    assert len(rows(path, _AGAIN)) == 4
    assert "squat" in _run(tmp_path, get, version="3")
    assert len(rows(path, _AGAIN)) == 8
    newest = [score for _, version, score in rows(path, _AGAIN) if version == "3"]
    assert newest == pytest.approx(scores, abs=1)


def test_only_the_one_person(tmp_path: Path) -> None:
    path = _trained(tmp_path)
    _trained(tmp_path, person_id="bert")
    _run(tmp_path, name="Bert")
    assert {str(rep)[:4] for rep, _, _ in rows(path, _AGAIN)} == {"bert"}
    with pytest.raises(UserError, match="Did you mean Anna"):
        _run(tmp_path, name="Ana")


def test_a_set_that_other_rules_count_otherwise_is_left_alone(tmp_path: Path) -> None:
    path = _trained(tmp_path)
    said = _run(tmp_path, _deeper)
    assert "Left alone: squat of 2026-05-" in said
    assert "another number of reps" in said
    assert rows(path, _AGAIN) == []
    assert rows(path, "SELECT * FROM set_rescored") == []


def _first_missing(chunk: Chunk) -> Chunk:
    return replace(chunk, number=chunk.number + 1)


def _unknown(chunk: Chunk) -> Chunk:
    return replace(chunk, exercise="tree_pose")


def _later(chunk: Chunk) -> Chunk:
    def moved(pose: Pose) -> Pose:
        return changed(pose, t_s=pose.t_s + 100.0)

    return replace(chunk, poses=tuple(moved(pose) for pose in chunk.poses))


@pytest.mark.parametrize(
    ("bend", "words"),
    [(_first_missing, "missing"), (_unknown, "not known"), (_later, "other times")],
)
def test_a_trace_that_does_not_fit_is_left_alone(
    tmp_path: Path, bend: Callable[[Chunk], Chunk], words: str
) -> None:
    path = _trained(tmp_path, bend=bend)
    assert words in _run(tmp_path, get)
    assert rows(path, _AGAIN) == []


def test_damaged_landmarks_are_left_alone(tmp_path: Path) -> None:
    path = _trained(tmp_path)
    with closing(connect_traces(path_of(path))) as traces:
        traces.execute("UPDATE chunk SET poses = x'00'")
    assert "are damaged" in _run(tmp_path)
    assert rows(path, _AGAIN) == []


@pytest.mark.parametrize("words", [("rescore", "--dry-run"), ("forget", "Anna", "--yes")])
def test_damaged_records_are_told_and_left(shell: Shell, words: tuple[str, ...]) -> None:
    path = _trained(shell.folder)
    torn = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(torn)
    assert "are damaged" in shell.refused(*words)
    assert path.read_bytes() == torn
    assert not list(shell.folder.glob("*damaged-*"))


def test_a_set_that_never_ended_gets_its_reps_judged_alone(tmp_path: Path) -> None:
    room = _squats()
    records = session_of("anna", 0, (("squat", room.live),), ended=False)
    path = keep(tmp_path, person("anna", "Anna"), *records)
    with closing(connect_traces(path_of(path))) as traces:
        for one in room.box.chunks:
            add(traces, replace(one, set_id="anna-session-0-set-1"))
    _run(tmp_path)
    assert len(rows(path, _AGAIN)) == 4
    assert rows(path, "SELECT * FROM set_rescored") == []


def test_the_command_itself(shell: Shell) -> None:
    keep(shell.folder, person("anna", "Anna"), *session_of("anna", 0))
    assert "no landmarks" in shell.refused("rescore")
    _trained(shell.folder / "more")
    shell.folder /= "more"
    said = shell("rescore", "--dry-run", "--person", "Anna")
    assert "Scores changed" in said
    assert "Nothing was written" in said
    with closing(connect_traces(path_of(shell.folder / "plumbline.db"))) as traces:
        traces.execute("PRAGMA user_version = 7")
    assert "version" in shell.refused("rescore")
