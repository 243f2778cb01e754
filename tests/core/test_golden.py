"""What `plumbline analyze` says of each golden recording, held as a reviewed file."""

import json
from pathlib import Path

import pytest

from mirror.analyze.parts import RealParts
from mirror.analyze.stream import follow
from mirror.model import SetLog
from mirror.report.schema import as_json

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def flat(document: object, path: str = "") -> dict[str, object]:
    """Every leaf of a JSON document by its path."""
    if isinstance(document, dict):
        parts = document.items()
    elif isinstance(document, list):
        parts = ((str(i), part) for i, part in enumerate(document))  # type: ignore[assignment] # same use
    else:
        return {path: document}
    return {name: leaf for key, part in parts for name, leaf in flat(part, f"{path}/{key}").items()}


@pytest.mark.parametrize("recording", sorted(GOLDEN.glob("*/*.jsonl")), ids=lambda path: path.stem)
def test_a_recording_gives_what_was_reviewed(recording: Path) -> None:
    exercise = recording.parent.name
    parts, log = RealParts(), SetLog(exercise=exercise)
    poses = parts.poses(str(recording), model="auto")
    follow(poses, parts.tracker(exercise), log, [])
    poses.close()
    said = as_json(log.finish(clip=recording.name, model=poses.model_name))
    expected = json.loads(recording.with_suffix(".json").read_text(encoding="utf-8"))
    # Make anew with: python scripts/make_golden.py --expect
    # Rounding differs between processors; anything a person would notice does not.
    assert flat(said) == pytest.approx(flat(expected), rel=1e-3, abs=2e-3)
