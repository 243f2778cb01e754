"""Replays the bundled golden recordings and says where the outcome is another than was reviewed."""

import json
import math
from pathlib import Path
from typing import Final

from mirror.analyze.parts import RealParts
from mirror.analyze.stream import follow
from mirror.model import SetLog
from mirror.report.schema import as_json

GOLDEN: Final = Path(__file__).resolve().parents[2] / "tests" / "golden"
_RELATIVE: Final = 1e-3
_ABSOLUTE: Final = 2e-3
"""Rounding differs between processors; anything a person would notice does not."""


def recordings(folder: Path = GOLDEN) -> list[Path]:
    """The recordings of a folder, each with what is expected of it beside it."""
    return sorted(folder.glob("*/*.jsonl"))


def differences(recording: Path) -> list[str]:
    """Where `plumbline analyze` says something else of a recording than its expected file.

    Args:
        recording: lies in a folder named as its exercise, its expected `.json` beside it.

    Raises:
        DeviceError, UserError: it cannot be read.
    """
    exercise = recording.parent.name
    parts, log = RealParts(), SetLog(exercise=exercise)
    tracker = parts.tracker(exercise)
    poses = parts.poses(str(recording), model="auto", exercise=exercise)
    follow(poses, tracker, log, [])
    poses.close()
    said = flat(as_json(log.finish(clip=recording.name, model=poses.model_name)))
    wanted = flat(json.loads(recording.with_suffix(".json").read_text(encoding="utf-8")))
    return [
        f"{path}: {said.get(path)!r} instead of {wanted.get(path)!r}"
        for path in sorted(said.keys() | wanted.keys())
        if path not in said or path not in wanted or not _same(said[path], wanted[path])
    ]


def flat(document: object, path: str = "") -> dict[str, object]:
    """Every leaf of a JSON document by its path."""
    if isinstance(document, dict):
        parts = list(document.items())
    elif isinstance(document, list):
        parts = [(str(number), part) for number, part in enumerate(document)]
    else:
        return {path: document}
    return {name: leaf for key, part in parts for name, leaf in flat(part, f"{path}/{key}").items()}


def _same(said: object, wanted: object) -> bool:
    if isinstance(said, float) and isinstance(wanted, float):
        return math.isclose(said, wanted, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    return type(said) is type(wanted) and said == wanted
