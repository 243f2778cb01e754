"""Reads the truth of a rendered clip: NAME.json and NAME.npz beside NAME.mp4."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from scripts.evaluation import truth
from scripts.evaluation.errors import EvaluationError
from scripts.evaluation.formulas import FloatArray, IntArray

EXERCISES: Final[Mapping[str, str | None]] = {
    "squat": "squat",
    "clamshell": "clamshell",
    "sidestep": "side_step",
    "hipflexor": "hip_flexor_stretch",
    "sldl": "single_leg_deadlift",
    "stand": None,
}
"""The renderer's names and ours."""

_WORKING: Final = {
    # The leg the exercise is about, from the key that names it; see truth.Scene.
    "clamshell": ("side", {"L": "right", "R": "left"}),  # lies on it: the other one is on top
    "hipflexor": ("front", {"L": "right", "R": "left"}),
    "sldl": ("stance_leg", {"L": "left", "R": "right"}),
}

_JOINTS: Final = ("hip", "knee", "ankle")


@dataclass(frozen=True, slots=True)
class TrueRep:
    """A rep as it truly was, seconds. `out_s` and `back_s`: the ways to the peak and back."""

    start_s: float
    peak_s: float
    end_s: float
    out_s: float = math.nan
    back_s: float = math.nan


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A rendered clip's truth.

    Attributes:
        exercise: our name of what is done, None for nothing.
        reps: its true reps.
        rep: int [T], number of the rep a frame belongs to, -1 between reps.
        scene: the exact points.
    """

    exercise: str | None
    reps: tuple[TrueRep, ...]
    rep: IntArray
    scene: truth.Scene


def load(path: Path) -> Rendered:
    """The truth of a clip.

    Args:
        path: the clip or one of its truth files; the others lie beside it.

    Raises:
        EvaluationError: the files are absent or damaged.
    """
    try:
        wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        # Opened here: numpy leaves a damaged file open when it opens it itself.
        with (
            path.with_suffix(".npz").open("rb") as file,
            np.load(file, allow_pickle=False) as arrays,
        ):
            return _rendered(wanted, dict(arrays))
    except (OSError, ValueError, KeyError, TypeError, IndexError, BadZipFile, EOFError) as error:
        message = f"The truth of {path.with_suffix('.mp4')} cannot be read ({_one_line(error)})"
        raise EvaluationError(message) from error


def _rendered(wanted: Mapping[str, Any], arrays: Mapping[str, Any]) -> Rendered:
    kind = wanted["exercise"]
    reps = tuple(_rep(one) for one in wanted["rep_list"])
    t_s = np.asarray(arrays["t"], dtype=np.float64)
    if kind not in EXERCISES or t_s.ndim != 1 or not len(t_s):
        message = f'unknown exercise "{kind}"' if len(t_s) else "no frames"
        raise ValueError(message)
    metres = _points(arrays, "m", len(t_s), 3)
    pixels = _points(arrays, "px", len(t_s), 2)
    key, legs = _WORKING.get(kind, ("", {}))
    camera = np.asarray(arrays["camera_to_world"], dtype=np.float64)
    first_s = reps[0].start_s if reps else np.inf
    scene = truth.Scene(
        t_s=t_s,
        px=pixels,
        metres=metres,
        amplitude=np.asarray(arrays["amplitude"], dtype=np.float64).reshape(len(t_s)),
        rest=t_s < max(first_s, t_s[0] + 1e-9),
        right=camera[:3, 0],
        back=camera[:3, 2],
        working="right" if legs.get(wanted.get(key, "L")) == "right" else "left",
    )
    rep = np.asarray(arrays["rep"], dtype=np.int64).reshape(len(t_s))
    return Rendered(EXERCISES[kind], reps, rep, scene)


def _rep(one: Mapping[str, Any]) -> TrueRep:
    start_s = float(one["start"])
    peak_s = start_s + float(one["up"]) + float(one["hold"]) / 2.0
    return TrueRep(start_s, peak_s, float(one["end"]), float(one["up"]), float(one["down"]))


def _points(
    arrays: Mapping[str, Any], unit: str, count: int, dimensions: int
) -> dict[str, FloatArray]:
    """Every point by name: joint centres first, then those on the skin."""
    found: dict[str, FloatArray] = {}
    for kind in ("keypoint", "joint"):
        block = np.asarray(arrays[f"{kind}s_{unit}"], dtype=np.float64)
        names = [str(name) for name in arrays[f"{kind}_names"]]
        if block.shape != (count, len(names), dimensions):
            message = f"{kind}s_{unit} has the shape {block.shape}"
            raise ValueError(message)
        found |= {name: block[:, i] for i, name in enumerate(names)}
    return {name: found[name] for name in truth.NEEDED}


def _one_line(error: Exception) -> str:
    text = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
    return text.splitlines()[0] if text else type(error).__name__
