"""docs/adding-an-exercise.md holds: one new file is an exercise, and nothing else is touched."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from device.recorded import RecordedPoses
from exercises import registry
from exercises.events import RepCompleted, RepPartial
from exercises.pose import Pose
from exercises.spec import ExerciseSpec
from exercises.tracker import Tracker
from mirror.session.current import CurrentSet
from mirror.text.catalog import Texts, load

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "example"
NAME = "glute_bridge"
REPS, PARTIALS = 4, 1
"""What the renderer put into the recording."""


def example() -> ExerciseSpec:
    """The example's SPEC, from where it lies: outside the catalogue."""
    found = importlib.util.spec_from_file_location(NAME, EXAMPLE / f"{NAME}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    assert isinstance(module.SPEC, ExerciseSpec)
    return module.SPEC


def poses() -> list[Pose]:
    with closing(RecordedPoses(EXAMPLE / f"{NAME}.jsonl")) as source:
        return list(iter(source.read, None))


def counted(spec: ExerciseSpec, seen: list[Pose]) -> tuple[int, int]:
    """Reps and partial reps."""
    tracker = Tracker(spec)
    events = [event for pose in seen for event in tracker.feed(pose)]
    events += tracker.finish()
    reps = sum(isinstance(event, RepCompleted) for event in events)
    return reps, sum(isinstance(event, RepPartial) for event in events)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of `exercises` with the example's file in its catalogue."""
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "exercises", folder / "exercises", ignore=ignored)
    shutil.copy(EXAMPLE / f"{NAME}.py", folder / "exercises" / "catalogue")
    return folder


def plumbline(copy: Path, *arguments: str) -> str:
    """Run the command with the copy's `exercises`, and everything else as it is."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "mirror", *arguments],
        cwd=EXAMPLE,
        env=os.environ | {"PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_new_file_is_found_by_the_registry(copy: Path) -> None:
    listed = plumbline(copy, "exercises").splitlines()
    assert [line.split()[:3] for line in listed if line.startswith(NAME)] == [
        [NAME, "Glute", "bridge"]
    ]


def test_the_recording_gives_what_was_reviewed(copy: Path) -> None:
    said = json.loads(
        plumbline(copy, "analyze", f"{NAME}.jsonl", "--exercise", NAME, "--json"),
    )
    expected = json.loads((EXAMPLE / f"{NAME}.json").read_text(encoding="utf-8"))
    assert (said["count"], said["partials"], said["voids"]) == (REPS, PARTIALS, 0)
    assert [rep["faults"] and rep["faults"][0]["name"] for rep in said["reps"]] == [
        [],
        [],
        "hips_low",
        "drops_on_return",
    ]
    for rep, wanted in zip(said["reps"], expected["reps"], strict=True):
        assert rep["score"] == pytest.approx(wanted["score"], abs=1)
        assert rep["measures"] == pytest.approx(wanted["measures"], rel=1e-3, abs=2e-3)


def test_the_table_shows_it(copy: Path) -> None:
    table = plumbline(copy, "analyze", f"{NAME}.jsonl", "--exercise", NAME)
    for words in ("glute bridge: 4 reps", "1 partial", "hips low 15°", "view ok"):
        assert words in table


@pytest.mark.parametrize("name", sorted({*registry.names()} - {NAME}))
def test_the_other_exercises_count_nothing_of_it(name: str) -> None:
    assert counted(registry.get(name), poses()) == (0, 0)


def test_it_counts_whatever_way_it_is_seen(
    mirror_pose: Callable[[Pose], Pose], change_pose: Callable[..., Pose]
) -> None:
    spec, seen = example(), poses()
    later = [change_pose(pose, t_s=pose.t_s + 1234.5) for pose in seen]
    nearer = [
        change_pose(
            pose,
            xy_px=2.0 * pose.xy_px,
            width_px=2 * pose.width_px,
            height_px=2 * pose.height_px,
        )
        for pose in seen
    ]
    for other in (seen, later, nearer, [mirror_pose(pose) for pose in seen]):
        assert counted(spec, other) == (REPS, PARTIALS)
    assert counted(spec, seen[::2])[0] == REPS  # 7.5 poses a second


def test_the_screen_has_sensible_words_for_it() -> None:
    own = (NAME, "hips_low")  # as before anybody has found words for it
    known = load("en").sentences
    texts = Texts("en", {k: v for k, v in known.items() if not any(name in k for name in own)})
    current = CurrentSet(NAME, tracker=Tracker(example()), texts=texts, mirrored=True)
    states, cues = set(), set()
    for pose in poses():
        current.feed(pose)
        state, cue = current.state(), current.cue(pose.t_s)
        states |= set() if state is None else {state.text}
        cues |= set() if cue is None else {cue.text}
    assert states == {"Get into position", "Ready", "Go on", "And back"}
    assert cues == {"A little further next time", "Lower for a count of two"}
    assert texts[f"exercise.{NAME}"] == "Glute bridge"
    assert texts[f"cue.hips_low.{NAME}"] == "Hips low"


def test_the_example_is_short() -> None:
    assert len((EXAMPLE / f"{NAME}.py").read_text(encoding="utf-8").splitlines()) <= 150
