"""What a rendered clip truly shows: angles and lengths from its exact joints.

Written from spec/angle-core.md alone and on purpose not with the formulas of `exercises`: an
error that both shared would hide. Two truths of every quantity:

- `seen`: an ideal camera. The clip's own camera with exact points, the formulas of spec §1.3/§2.
- `solid`: the body itself, in 3-D. Angles at joints are true angles; "frontal" means projected
  straight (no perspective) on the plane through the hips' line and the vertical, "sagittal" on
  the one square to it, whatever the camera saw, so a turned body changes nothing.

Both see the body as flat points (across, up): across grows toward image right, which for
somebody facing the camera is their left. Degrees; lengths are shares of the standing shank, the
resting torso or the hips' distance. NaN in gives NaN out.
Room axes: x to the left of somebody facing the camera, y away from it, z up, metres.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Points = Mapping[str, FloatArray]
Channels = dict[str, FloatArray]
Side = Literal["left", "right"]

SIDES: Final[tuple[Side, Side]] = ("left", "right")

DROP_DEG: Final = 170.0
"""Spec §1.3: KF_est = 170·sqrt(drop) for a camera 1.4 m high and 2.5 m away."""

LIFTS: Final = (0.0, 0.097, 0.150, 0.206, 0.263, 0.322, 0.381, 0.440, 0.498, 0.554)
OPENINGS_DEG: Final = (0.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0)
"""Spec §2.1: lift of the knee in torso lengths against the opening."""

NEEDED: Final = tuple(
    f"{side}_{part}"
    for side in SIDES
    for part in ("hip", "knee", "ankle", "shoulder", "big_toe", "small_toe", "heel")
)
"""The points of a scene. Hips, knees and ankles are joint centres, the others lie on the skin."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The exact points of a rendered clip.

    Attributes:
        t_s: float64 [T], seconds.
        px: the points `NEEDED` as the camera sees them, float64 [T, 2], u right and v down.
        metres: the same points in the room, float64 [T, 3].
        amplitude: float64 [T], degrees or a share, as the renderer's move defines it.
        rest: bool [T], before the first rep: the start position.
        right, back: unit vectors [3], the camera's, in the room.
        working: the leg the exercise is about: upper leg of a clamshell, kneeling leg of a
            stretch, standing leg of a deadlift; left for exercises of both.
    """

    t_s: FloatArray
    px: Points
    metres: Points
    amplitude: FloatArray
    rest: BoolArray
    right: FloatArray
    back: FloatArray
    working: Side


def angle_deg(first: FloatArray, second: FloatArray) -> FloatArray:
    """Angle between two vectors of 2 or 3 coordinates [..., D], 0..180."""
    lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (first * second).sum(axis=-1) / lengths
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def flexion_deg(hip: FloatArray, knee: FloatArray, ankle: FloatArray) -> FloatArray:
    """Bend of a knee, 0 for a straight leg; the true angle for 3-D points [..., 3]."""
    return angle_deg(knee - hip, ankle - knee)


def fppa_deg(
    hip: FloatArray, knee: FloatArray, ankle: FloatArray, medial: FloatArray
) -> FloatArray:
    """Frontal-plane projection angle of flat points, + = valgus (spec §1.3).

    Args:
        hip: flat points [..., 2].
        knee: flat points [..., 2].
        ankle: flat points [..., 2].
        medial: [...], +1 where the middle of the body lies toward larger `across`, else -1.
    """
    thigh, shank = knee - hip, ankle - knee
    # The spec's cross product has v down; with "up" its sign turns.
    cross = thigh[..., 1] * shank[..., 0] - thigh[..., 0] * shank[..., 1]
    turned = np.degrees(np.arctan2(cross, (thigh * shank).sum(axis=-1)))
    return np.asarray(medial * turned)


def lean_deg(upward: FloatArray) -> FloatArray:
    """Lean of flat vectors [..., 2] that point up, + toward larger `across`."""
    return np.asarray(np.degrees(np.arctan2(upward[..., 0], upward[..., 1])))


def behind_deg(downward: FloatArray) -> FloatArray:
    """Angle of flat vectors [..., 2] that point down behind the vertical, forward = across."""
    return np.asarray(np.degrees(np.arctan2(-downward[..., 0], -downward[..., 1])))


def hip_extension_deg(thigh_behind: FloatArray, trunk_lean: FloatArray) -> FloatArray:
    """What is credited: thigh behind the vertical less the trunk's forward lean (spec §2.4)."""
    return np.asarray(thigh_behind - np.maximum(trunk_lean, 0.0))


def drop_flexion_deg(leg: FloatArray, standing: float) -> FloatArray:
    """Knee flexion as a front view can estimate it: from the fall of the hips (spec §1.3)."""
    return np.asarray(DROP_DEG * np.sqrt(np.maximum(0.0, 1.0 - leg / standing)))


def opening_deg(lift: FloatArray) -> FloatArray:
    """Opening of a clamshell from the lift of the upper knee in torso lengths (spec §2.1)."""
    return np.asarray(np.interp(lift, LIFTS, OPENINGS_DEG))


def seen(scene: Scene) -> Channels:
    """What an ideal camera in the place of the clip's measures, by the formulas of the spec."""
    flat = {name: points * np.array([1.0, -1.0]) for name, points in scene.px.items()}
    middle, torso = _trunk(flat)
    toes = sum((flat[f"{side}_big_toe"] - flat[f"{side}_heel"] for side in SIDES), np.zeros(2))
    ahead = float(np.sign(np.median(toes[:, 0])))
    profile = {name: points * np.array([ahead, 1.0]) for name, points in flat.items()}
    leg = (middle - (flat["left_ankle"] + flat["right_ankle"]) / 2.0)[:, 1]
    upper, lower = flat[f"{scene.working}_knee"], flat[f"{_other(scene.working)}_knee"]
    gap = (upper - lower)[:, 1]
    length = _resting(np.linalg.norm(torso, axis=-1), scene)
    return {
        **_front(flat, scene),
        **_side(profile, scene),
        "near_flexion_deg": flexion_deg(*_leg(flat, _nearer(scene))),
        "feet_apart_torso": _feet_apart(flat, length, scene),
        "drop_flexion_deg": drop_flexion_deg(leg, _resting(leg, scene)),
        "opening_deg": opening_deg((gap - _resting(gap, scene)) / length),
        "hinge_deg": lean_deg(_trunk(profile)[1]),
    }


def solid(scene: Scene) -> Channels:
    """What the body does in the room, in its own frame."""
    room = scene.metres
    across = (room["left_hip"] - room["right_hip"]) * np.array([1.0, 1.0, 0.0])
    with np.errstate(invalid="ignore", divide="ignore"):  # lying, the hips are above each other
        across = across / np.linalg.norm(across, axis=-1, keepdims=True)
    ahead = np.cross(across, np.array([0.0, 0.0, 1.0]))
    bends = {side: flexion_deg(*_leg(room, side)) for side in SIDES}
    turned = np.arctan2(np.abs(across @ scene.back), across @ scene.right)
    length = _resting(np.linalg.norm(_trunk(room)[1], axis=-1), scene)
    return {
        **_front({name: _onto(points, across) for name, points in room.items()}, scene),
        **_side({name: _onto(points, ahead) for name, points in room.items()}, scene),
        "near_flexion_deg": bends[_nearer(scene)],
        "flexion_deg": (bends["left"] + bends["right"]) / 2.0,
        "yaw_deg": np.asarray(np.degrees(turned)),
        "pelvis_roll_deg": pelvis_roll_deg(scene),
        "feet_apart_torso": _feet_apart(room, length, scene),
        **{f"toe_out_{side}_deg": _toe_out_deg(room, side, across, ahead) for side in SIDES},
        # The moves are defined by these two (athlete/README.md).
        "opening_deg": scene.amplitude,
        "hinge_deg": scene.amplitude,
    }


def pelvis_roll_deg(scene: Scene) -> FloatArray:
    """Turn of the pelvis about the trunk [T], + = the upper hip moves backward, 0 at rest."""
    room = scene.metres
    hips = room[f"{scene.working}_hip"] - room[f"{_other(scene.working)}_hip"]
    middle, torso = _trunk(room)
    knees = (room["left_knee"] + room["right_knee"]) / 2.0 - middle
    trunk, start, knee = (np.median(line[scene.rest], axis=0) for line in (torso, hips, knees))
    axis = trunk / np.linalg.norm(trunk)
    start = start - (start @ axis) * axis
    front = np.cross(axis, start)  # as long as `start`, so that the two give the angle
    front = front * np.sign(knee @ front)
    return np.asarray(np.degrees(np.arctan2(-(hips @ front), hips @ start)))


def _front(flat: Points, scene: Scene) -> Channels:
    """What the frontal plane shows."""
    middle, torso = _trunk(flat)
    channels: Channels = {"trunk_side_deg": lean_deg(torso)}
    for side in SIDES:
        hip, knee, ankle = _leg(flat, side)
        medial = np.sign((middle - hip)[:, 0])
        channels[f"fppa_{side}_deg"] = fppa_deg(hip, knee, ankle, medial)
        shank = _resting(np.linalg.norm(knee - ankle, axis=-1), scene)
        # BlazePose puts its "foot index" on the big toe: in 8 rendered clips within half a foot.
        inward = medial * (knee - flat[f"{side}_big_toe"])[:, 0]
        channels[f"knee_medial_{side}_shank"] = inward / shank
    channels["fppa_mean_deg"] = (channels["fppa_left_deg"] + channels["fppa_right_deg"]) / 2.0
    hips = _resting(np.abs(flat["left_hip"] - flat["right_hip"])[:, 0], scene)
    ankles = flat["left_ankle"] - flat["right_ankle"]
    channels["stance_hip_widths"] = np.abs(ankles[:, 0]) / hips
    return channels


def _side(profile: Points, scene: Scene) -> Channels:
    """What the sagittal plane shows; `across` points forward."""
    hip, knee, _ = _leg(profile, scene.working)
    trunk = lean_deg(profile[f"{scene.working}_shoulder"] - hip)
    behind = behind_deg(knee - hip)
    return {
        "trunk_forward_deg": trunk,
        "thigh_behind_deg": behind,
        "hip_extension_deg": hip_extension_deg(behind, trunk),
    }


def _nearer(scene: Scene) -> Side:
    """The leg that is nearer the camera at rest."""
    nearness = {side: _resting(scene.metres[f"{side}_knee"] @ scene.back, scene) for side in SIDES}
    return "left" if nearness["left"] > nearness["right"] else "right"


def _trunk(points: Points) -> tuple[FloatArray, FloatArray]:
    """Middle of the hips, and the vector from there to the middle of the shoulders."""
    middle = (points["left_hip"] + points["right_hip"]) / 2.0
    return middle, (points["left_shoulder"] + points["right_shoulder"]) / 2.0 - middle


def _toe_out_deg(room: Points, side: Side, across: FloatArray, ahead: FloatArray) -> FloatArray:
    """Angle of a foot's axis, heel to the middle of the toes, + = outward."""
    toes = (room[f"{side}_big_toe"] + room[f"{side}_small_toe"]) / 2.0
    foot = toes - room[f"{side}_heel"]
    outward = (foot * across).sum(axis=-1) * (1.0 if side == "left" else -1.0)
    return np.asarray(np.degrees(np.arctan2(outward, (foot * ahead).sum(axis=-1))))


def _feet_apart(points: Points, length: float, scene: Scene) -> FloatArray:
    """How much further apart the ankles are than at rest, torso lengths (spec CL2)."""
    apart = np.linalg.norm(points["left_ankle"] - points["right_ankle"], axis=-1) / length
    return np.asarray(apart - _resting(apart, scene))


def _leg(points: Points, side: Side) -> tuple[FloatArray, FloatArray, FloatArray]:
    return points[f"{side}_hip"], points[f"{side}_knee"], points[f"{side}_ankle"]


def _onto(points: FloatArray, across: FloatArray) -> FloatArray:
    """Points of the room [T, 3] flat on the plane of a horizontal [T, 3] and the vertical."""
    return np.stack([(points * across).sum(axis=-1), points[:, 2]], axis=-1)


def _resting(values: FloatArray, scene: Scene) -> float:
    return float(np.median(values[scene.rest]))


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"
