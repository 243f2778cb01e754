"""What the figure does: one movement for each kind of exercise, as poses over time."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from exercises.pose import FloatArray, Pose
from mirror.bench.figure import (
    ANKLE_M,
    AWAY_M,
    FACING,
    FLOOR_M,
    LEG_M,
    ON_SIDE,
    SIDE_ON,
    Leg,
    pose,
    vector,
)

RATE_HZ: Final = 15.0
SECONDS: Final = 15.0
_STILL_S: Final = 1.5
_REP_S: Final = 2.6
_PAUSE_S: Final = 0.8
"""A still start, then reps with a rest between them."""

_SOLE: Final = FLOOR_M - ANKLE_M
_TALL: Final = _SOLE - 0.98 * LEG_M
"""Height (y) of ankles on the floor, and of the hips standing."""

Movement = Callable[[float], Pose]


def _rep(t_s: float) -> tuple[int, float, float]:
    """Number of the rep, share of its time gone (0..1) and depth (0..1) at a time."""
    number, into_s = divmod(max(0.0, t_s - _STILL_S), _REP_S + _PAUSE_S)
    gone = min(1.0, into_s / _REP_S)
    return int(number), gone, 0.5 - 0.5 * float(np.cos(2.0 * np.pi * gone))


def _smooth(share: float) -> float:
    return 0.5 - 0.5 * float(np.cos(np.pi * min(1.0, max(0.0, share))))


def _on_feet(t_s: float, hips: FloatArray, ankles: tuple[FloatArray, FloatArray]) -> Pose:
    left, right = ankles
    out_left, out_right = _unit(vector(0.2, 0.0, -1.0)), _unit(vector(-0.2, 0.0, -1.0))
    return pose(t_s, hips, FACING, (Leg(left, out_left), Leg(right, out_right)))


def _squat(t_s: float) -> Pose:
    depth = _rep(t_s)[2]
    hips = vector(0.0, _TALL + 0.34 * depth, AWAY_M + 0.12 * depth)
    return _on_feet(t_s, hips, (vector(0.16, _SOLE, AWAY_M), vector(-0.16, _SOLE, AWAY_M)))


def _one_leg(t_s: float) -> Pose:
    depth = _rep(t_s)[2]
    hips = vector(0.05, _TALL + 0.20 * depth, AWAY_M + 0.08 * depth)
    lifted = vector(-0.12, _SOLE - 0.25, AWAY_M + 0.25)
    return _on_feet(t_s, hips, (vector(0.06, _SOLE, AWAY_M), lifted))


def _side_step(t_s: float) -> Pose:
    number, gone, _ = _rep(t_s)
    way = 1.0 if number % 2 == 0 else -1.0
    start = 0.0 if way > 0.0 else 0.36
    lead, follow = _smooth(2.0 * gone), _smooth(2.0 * gone - 1.0)
    moved = {"lead": start + way * 0.36 * lead, "follow": start + way * 0.36 * follow}
    left, right = ("lead", "follow") if way > 0.0 else ("follow", "lead")
    ankles = (
        vector(moved[left] + 0.14, _SOLE, AWAY_M),
        vector(moved[right] - 0.14, _SOLE, AWAY_M),
    )
    return _on_feet(t_s, vector((moved[left] + moved[right]) / 2.0, _TALL + 0.06, AWAY_M), ankles)


def _clam(t_s: float) -> Pose:
    opening = np.radians(38.0) * _rep(t_s)[2]
    body, hips = ON_SIDE, vector(0.0, FLOOR_M - 0.14, AWAY_M - 0.3)
    back = -0.58 * body.up + 0.01 * body.front
    below = hips + 0.10 * body.left + back
    above = hips + 0.02 * body.left + back
    lifted = body.front * np.cos(opening) - body.left * np.sin(opening)
    return pose(t_s, hips, body, (Leg(below, body.front), Leg(above, lifted)))


def _half_kneeling(t_s: float) -> Pose:
    # Forward in 1.5 s, held for the rest of the time.
    push = _smooth((t_s - _STILL_S) / 1.5)
    body = SIDE_ON
    hips = vector(0.20 * push, FLOOR_M - 0.50, AWAY_M)
    front_foot = vector(0.52, _SOLE, AWAY_M + 0.1)
    rear_foot = vector(-0.42, FLOOR_M - 0.06, AWAY_M - 0.1)
    down_front = _unit(body.front - body.up)
    return pose(t_s, hips, body, (Leg(front_foot, body.front), Leg(rear_foot, down_front)))


def _hinge(t_s: float) -> Pose:
    depth = _rep(t_s)[2]
    trunk = SIDE_ON.tilted(70.0 * depth)
    hips = vector(-0.10 * depth, _TALL + 0.03 * depth, AWAY_M)
    reached = hips - 0.10 * trunk.left - 0.97 * LEG_M * trunk.up
    standing = vector(0.0, _SOLE, AWAY_M + 0.1)
    return pose(t_s, hips, trunk, (Leg(standing, SIDE_ON.front), Leg(reached, trunk.front)))


def _unit(direction: FloatArray) -> FloatArray:
    return np.asarray(direction / np.linalg.norm(direction))


MOVEMENTS: Final[Mapping[str, Movement]] = {
    "squat": _squat,
    "squat on one leg": _one_leg,
    "side-step": _side_step,
    "clam": _clam,
    "half-kneeling": _half_kneeling,
    "hinge": _hinge,
}


def poses(movement: Movement) -> tuple[Pose, ...]:
    """A movement from its start, `SECONDS` long."""
    return tuple(movement(i / RATE_HZ) for i in range(int(SECONDS * RATE_HZ)))
