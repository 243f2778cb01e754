"""A stick figure that squats, with exact truth: files as the renderer writes them, and its poses.

Shared by the tests of `scripts/evaluation`. The camera is ideal: level, 2.5 m away, 1.0 m high.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from exercises.pose import LANDMARK_COUNT, FloatArray, Landmark, Pose

RATE_HZ = 15.0
WIDTH_PX, HEIGHT_PX = 640, 480
FOCAL_PX, CAMERA_Y_M, CAMERA_Z_M = 480.0, -2.5, 1.0
START_S, OUT_S, HOLD_S, BACK_S, REST_S = 2.0, 1.5, 0.3, 1.5, 1.0
PARTS = ("hip", "knee", "ankle")
SKIN = ("shoulder", "big_toe", "small_toe", "heel")
MEDIAL_AT_THE_BOTTOM = {"sound": 0.0, "caving": 0.12}  # metres that a knee moves inward

Points = dict[str, FloatArray]


def figure(
    flexion_deg: float, inward_m: Sequence[float] = (0.0, 0.0), yaw_deg: float = 0.0
) -> Points:
    """Points [3] of the body, metres: knees bent, moved inward (left, right), turned."""
    shank = np.radians(min(30.0, 0.38 * flexion_deg))
    thigh = np.radians(flexion_deg) - shank
    points: Points = {}
    for side, sign, inward in (("left", 1.0, inward_m[0]), ("right", -1.0, inward_m[1])):
        ankle = np.array([0.16 * sign, 0.0, 0.08])
        knee = ankle + np.array([-inward * sign, -0.43 * np.sin(shank), 0.43 * np.cos(shank)])
        hip_y = knee[1] + 0.43 * np.sin(thigh)
        hip = np.array([0.10 * sign, hip_y, knee[2] + 0.43 * np.cos(thigh)])
        points |= {
            f"{side}_ankle": ankle,
            f"{side}_knee": knee,
            f"{side}_hip": hip,
            f"{side}_shoulder": hip + np.array([0.08 * sign, 0.0, 0.5]),
            f"{side}_big_toe": ankle + np.array([0.02 * sign, -0.17, -0.06]),
            f"{side}_small_toe": ankle + np.array([0.06 * sign, -0.13, -0.06]),
            f"{side}_heel": ankle + np.array([0.0, 0.05, -0.05]),
        }
    yaw = np.radians(yaw_deg)
    turn = np.array(
        [[np.cos(yaw), -np.sin(yaw), 0.0], [np.sin(yaw), np.cos(yaw), 0.0], [0.0, 0.0, 1.0]]
    )
    return {name: turn @ point for name, point in points.items()}


def pixels(points: FloatArray) -> FloatArray:
    """Room points [..., 3] in the picture [..., 2]."""
    depth = points[..., 1] - CAMERA_Y_M
    u = WIDTH_PX / 2 + FOCAL_PX * points[..., 0] / depth
    v = HEIGHT_PX / 2 - FOCAL_PX * (points[..., 2] - CAMERA_Z_M) / depth
    return np.stack([u, v], axis=-1)


def squats(
    kinds: Sequence[str], flexion_deg: float = 80.0
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the renderer's JSON and NPZ would hold for squats of these kinds."""
    whole_s = OUT_S + HOLD_S + BACK_S
    reps = [
        {
            "start": START_S + i * (whole_s + REST_S),
            "up": OUT_S,
            "hold": HOLD_S,
            "down": BACK_S,
            "end": START_S + i * (whole_s + REST_S) + whole_s,
        }
        for i in range(len(kinds))
    ]
    t_s = np.arange(round((START_S + len(kinds) * (whole_s + REST_S)) * RATE_HZ)) / RATE_HZ
    amplitude, rep = np.zeros(len(t_s)), np.full(len(t_s), -1)
    for i, one in enumerate(reps):
        gone_s = t_s - one["start"]
        out, back = gone_s / OUT_S, (gone_s - OUT_S - HOLD_S) / BACK_S
        inside = (gone_s >= 0.0) & (gone_s < whole_s)
        share = np.where(back > 0.0, 1.0 - smooth(back), smooth(out))
        amplitude[inside], rep[inside] = share[inside], i
    frames = [
        figure(
            flexion_deg * share,
            (share * (MEDIAL_AT_THE_BOTTOM[kinds[number]] if number >= 0 else 0.0),) * 2,
        )
        for share, number in zip(amplitude, rep, strict=True)
    ]
    arrays: dict[str, Any] = {"t": t_s, "amplitude": amplitude, "rep": rep}
    for kind, parts in (("joint", PARTS), ("keypoint", SKIN)):
        names = [f"{side}_{part}" for side in ("left", "right") for part in parts]
        metres = np.array([[frame[name] for name in names] for frame in frames])
        arrays[f"{kind}_names"] = np.array(names)
        arrays[f"{kind}s_m"], arrays[f"{kind}s_px"] = metres, pixels(metres)
    camera = np.eye(4)
    camera[:3, :3] = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    arrays["camera_to_world"] = camera
    return {"exercise": "squat", "rep_list": reps}, arrays


def smooth(share: FloatArray) -> FloatArray:
    """Raised cosine from 0 to 1."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0)))


def write(folder: Path, name: str, kinds: Sequence[str]) -> Path:
    """A clip's files; the video is a stand-in, since its poses come from `StickPoses`."""
    wanted, arrays = squats(kinds)
    clip = folder / f"{name}.mp4"
    clip.write_bytes(b"no video")
    clip.with_suffix(".json").write_text(json.dumps(wanted), encoding="utf-8")
    np.savez(clip.with_suffix(".npz"), **arrays)
    return clip


class StickPoses:
    """The poses of a written clip, as a perfect model would see them."""

    name, model_name, live, frame_count = "stick", "perfect", False, None

    def __init__(self, clip: Path) -> None:
        with np.load(clip.with_suffix(".npz")) as arrays:
            self._t_s = arrays["t"]
            self._points = {
                str(name): (arrays[f"{kind}s_px"][:, i], arrays[f"{kind}s_m"][:, i])
                for kind in ("joint", "keypoint")
                for i, name in enumerate(arrays[f"{kind}_names"])
            }
        self._next = 0

    def read(self) -> Pose | None:
        """The next pose; the head lies over the shoulders."""
        i = self._next
        if i >= len(self._t_s):
            return None
        self._next += 1
        xy, world = np.full((LANDMARK_COUNT, 2), np.nan), np.full((LANDMARK_COUNT, 3), np.nan)
        for name, (px, metres) in self._points.items():
            landmark = name.replace("big_toe", "foot_index").upper()
            if landmark in Landmark.__members__:
                xy[Landmark[landmark]] = px[i]
                world[Landmark[landmark]] = metres[i][[0, 2, 1]] * np.array([1.0, -1.0, 1.0])
        middle = (world[Landmark.LEFT_HIP] + world[Landmark.RIGHT_HIP]) / 2.0
        head = (xy[Landmark.LEFT_SHOULDER] + xy[Landmark.RIGHT_SHOULDER]) / 2.0 - [0.0, 40.0]
        xy[: Landmark.LEFT_SHOULDER] = head
        return Pose(
            t_s=float(self._t_s[i]),
            xy_px=xy,
            visibility=np.ones(LANDMARK_COUNT),
            world_m=world - middle,
            width_px=WIDTH_PX,
            height_px=HEIGHT_PX,
        )

    def close(self) -> None:
        """Nothing to close."""


class StickSource:
    """Opens written clips as stick figures, whatever model is asked for."""

    def __init__(self, model: str, folder: Path | None) -> None:
        self.model, self.folder = model, folder

    def open(self, clip: Path, *, lying: bool | None = None) -> StickPoses:
        """The poses of a clip."""
        assert lying in {None, "clamshell" in clip.stem}
        return StickPoses(clip)
