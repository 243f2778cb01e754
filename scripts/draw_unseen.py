"""Developer's tool: draws clips nobody has tuned to, for the rendered athlete to perform.

Bodies, clothes, rooms, cameras, views and faults come from one number, so the same number gives
the same clips. Prints the list that ../shared/athlete/render.py renders (it needs its own
environment, see its README), and then `scripts/evaluate` measures them:

    .venv/bin/python -m scripts.draw_unseen 2026 20 > clips.json
    ATHLETE_PYTHON ../shared/athlete/render.py clips.json FOLDER
    ./scripts/evaluate FOLDER
"""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np

Rng = np.random.Generator
Clip = dict[str, Any]

SKINS: Final = ((224, 185, 160), (205, 160, 130), (150, 105, 80), (95, 62, 45))
FAULTY: Final = 0.4
"""Share of reps with a fault, in clips that have any."""


def main() -> int:
    """Run the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    asked = parser.parse_args()
    kinds = list(MOVES)
    clips = [
        clip(np.random.default_rng((asked.seed, number)), kinds[number % len(kinds)], number)
        for number in range(asked.count)
    ]
    json.dump(clips, sys.stdout, indent=1)
    return 0


def clip(rng: Rng, kind: str, number: int) -> Clip:
    """One clip: who, where, seen from where, and what is done."""
    low = kind in {"clamshell", "hipflexor"}
    away = rng.uniform(2.3, 2.9) if low else rng.uniform(2.6, 3.3)
    return {
        "name": f"{kind}_{number:02d}",
        "exercise": kind,
        "seed": int(rng.integers(1, 10_000)),
        "body": {
            "gender": number_of(rng, 0.0, 1.0),
            "height": number_of(rng, 0.25, 0.8),
            "weight": number_of(rng, 0.25, 0.8),
            "muscle": number_of(rng, 0.3, 0.7),
        },
        "look": {
            "skin": [int(one) for one in SKINS[rng.integers(len(SKINS))]],
            **{name: colour(rng) for name in ("shirt", "shorts", "shoe", "hair")},
        },
        "wall": colour(rng, 80, 230),
        "floor": colour(rng, 60, 190),
        "light": number_of(rng, 1.0, 2.2),
        "noise": number_of(rng, 2.0, 6.0),
        "props": int(rng.integers(0, 6)),
        "cam": [number_of(rng, -0.25, 0.25), -round(away, 2), number_of(rng, 1.1, 1.5)],
        "at": [number_of(rng, -0.1, 0.1), 0, 0.35 if low else 0.8],
        **MOVES[kind](rng),
    }


def squat(rng: Rng) -> Clip:
    """Squats: sound, both knees caving, or one."""
    reps = int(rng.integers(4, 8))
    caving = [(1, 1), (0, 1), (1, 0)][rng.integers(3)]
    deep = faults(rng, reps, 18, 26)
    return {
        "reps": reps,
        "amp": [0.6, 0.8],
        "valgus": [[caving[0] * one, caving[1] * one] for one in deep],
        "stance": number_of(rng, 0.16, 0.24),
        "toe": number_of(rng, 5, 20),
        "lean": number_of(rng, 25, 40),
        "yaw": number_of(rng, -8, 8),
    }


def clamshell(rng: Rng) -> Clip:
    """Clamshells: sound, with the pelvis rolling back, or with the feet apart."""
    reps = int(rng.integers(4, 7))
    kind = rng.integers(3)
    return {
        "reps": reps,
        "side": str(rng.choice(["L", "R"])),
        "amp": [28, 42],
        "roll": faults(rng, reps, 22, 28) if kind == 1 else [0] * reps,
        "feet_apart": faults(rng, reps, 0.15, 0.2) if kind == 2 else [0] * reps,  # noqa: PLR2004
        "hipflex": number_of(rng, 40, 55),
        "yaw": number_of(rng, -8, 8),
    }


def side_step(rng: Rng) -> Clip:
    """Side-steps: sound, or with feet that snap together and a trunk that sways."""
    bad = rng.random() < FAULTY
    return {
        "n_each": int(rng.integers(2, 5)),
        "width": number_of(rng, 0.46, 0.54),
        "narrow": number_of(rng, 0.11, 0.13) if bad else number_of(rng, 0.26, 0.3),
        "lean": number_of(rng, 12, 16) if bad else 0,
        "depth": number_of(rng, 0.2, 0.35),
    }


def hip_flexor_stretch(rng: Rng) -> Clip:
    """Stretches: sound, or with the trunk leaning forward."""
    return {
        "reps": 2,
        "front": str(rng.choice(["L", "R"])),
        "facing": int(rng.choice([-90, 90])),
        "lean": number_of(rng, 16, 22) if rng.random() < FAULTY else number_of(rng, 0, 4),
    }


def single_leg_deadlift(rng: Rng) -> Clip:
    """Deadlifts, seen from the side."""
    return {
        "reps": int(rng.integers(3, 6)),
        "stance_leg": str(rng.choice(["L", "R"])),
        "facing": int(rng.choice([-90, 90])),
        "amp": [55, 75],
    }


MOVES: Final[dict[str, Callable[[Rng], Clip]]] = {
    "squat": squat,
    "clamshell": clamshell,
    "sidestep": side_step,
    "hipflexor": hip_flexor_stretch,
    "sldl": single_leg_deadlift,
}


def number_of(rng: Rng, low: float, high: float) -> float:
    """A number between the two, two digits."""
    return round(float(rng.uniform(low, high)), 2)


def colour(rng: Rng, low: int = 20, high: int = 230) -> list[int]:
    """Red, green, blue."""
    return [int(one) for one in rng.integers(low, high, 3)]


def faults(rng: Rng, reps: int, low: float, high: float) -> list[float]:
    """How bad each rep is; 0 is sound."""
    return [number_of(rng, low, high) if rng.random() < FAULTY else 0 for _ in range(reps)]


if __name__ == "__main__":
    sys.exit(main())
