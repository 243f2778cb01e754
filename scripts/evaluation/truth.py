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

from dataclasses import dataclass
from typing import Final

import numpy as np

from scripts.evaluation.formulas import (
    SIDES,
    BoolArray,
    Channels,
    FloatArray,
    Leg,
    Points,
    Side,
    angle_deg,
    behind_deg,
    drop_flexion_deg,
    flexion_deg,
    fppa_deg,
    hip_extension_deg,
    knee_index_ratio,
    lean_deg,
    opening_deg,
)

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
        **{f"flexion_{side}_deg": bend for side, bend in bends.items()},
        "near_flexion_deg": bends[_nearer(scene)],
        "flexion_deg": (bends["left"] + bends["right"]) / 2.0,
        "yaw_deg": np.asarray(np.degrees(turned)),
        "pelvis_roll_deg": pelvis_roll_deg(scene),
        "heel_rise_torso": _heel_rise(room, length, scene),
        "line_bend_deg": _line_bend_deg(room, scene),
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
    feet = (flat["left_ankle"] + flat["right_ankle"]) / 2.0
    channels["stance_hip_widths"] = np.abs((flat["left_ankle"] - flat["right_ankle"])[:, 0]) / hips
    channels["shift"] = (middle - feet)[:, 0] / hips
    channels["knee_index_ratio"] = knee_index_ratio(_leg(flat, "left"), _leg(flat, "right"))
    level = flat["left_hip"] - flat["right_hip"]
    channels["pelvic_tilt_deg"] = np.degrees(np.arctan2(level[:, 1], np.abs(level[:, 0])))
    return channels


def _side(profile: Points, scene: Scene) -> Channels:
    """What the sagittal plane shows; `across` points forward."""
    hip, knee, _ = _leg(profile, scene.working)
    trunk = lean_deg(profile[f"{scene.working}_shoulder"] - hip)
    behind = behind_deg(knee - hip)
    front = _other(scene.working)
    past = (profile[f"{front}_knee"] - profile[f"{front}_big_toe"])[:, 0]
    shin = profile[f"{front}_knee"] - profile[f"{front}_ankle"]
    return {
        "knee_past_toe_shank": past / _resting(np.linalg.norm(shin, axis=-1), scene),
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


def _heel_rise(room: Points, length: float, scene: Scene) -> FloatArray:
    """Height of the higher heel over its toe, against rest, torso lengths (spec SQ9)."""
    heights = [(room[f"{side}_heel"] - room[f"{side}_big_toe"])[:, 2] for side in SIDES]
    rises = [height - _resting(height, scene) for height in heights]
    return np.asarray(np.maximum(*rises) / length)


def _line_bend_deg(room: Points, scene: Scene) -> FloatArray:
    """Bend at the free hip between the shoulders and the free ankle, 0 = one line (spec SD2)."""
    hip, _, ankle = _leg(room, _other(scene.working))
    shoulder = (room["left_shoulder"] + room["right_shoulder"]) / 2.0
    return angle_deg(hip - shoulder, ankle - hip)


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


def _leg(points: Points, side: Side) -> Leg:
    return points[f"{side}_hip"], points[f"{side}_knee"], points[f"{side}_ankle"]


def _onto(points: FloatArray, across: FloatArray) -> FloatArray:
    """Points of the room [T, 3] flat on the plane of a horizontal [T, 3] and the vertical."""
    return np.stack([(points * across).sum(axis=-1), points[:, 2]], axis=-1)


def _resting(values: FloatArray, scene: Scene) -> float:
    return float(np.median(values[scene.rest]))


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"
