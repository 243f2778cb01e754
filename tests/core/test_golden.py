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


def split(leaves: dict[str, object]) -> tuple[dict[str, object], dict[str, float]]:
    """Exact leaves and measured ones."""
    numbers = {path: leaf for path, leaf in leaves.items() if isinstance(leaf, float)}
    return {path: leaf for path, leaf in leaves.items() if path not in numbers}, numbers


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
    said_words, said_numbers = split(flat(said))
    words, numbers = split(flat(expected))
    assert said_words == words
    assert said_numbers == pytest.approx(numbers, rel=1e-3, abs=2e-3)
