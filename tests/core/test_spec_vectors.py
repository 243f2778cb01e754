"""The specification's static vectors (../shared/spec/vectors.json), through the project's formulas.

Analytic ones have a truth that is known without running any formula; regression ones guard the
formulas against change.
"""

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
import pytest

from exercises import frontal, geometry
from exercises.features import Body
from exercises.pose import LANDMARK_COUNT, Landmark

SPEC: Final = Path(__file__).resolve().parents[2].parent / "shared" / "spec"
pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the specification (../shared/spec) is not here"
)
VECTORS: Final = (
    {v["id"]: v for v in json.loads((SPEC / "vectors.json").read_text())} if SPEC.exists() else {}
)
ROWS: Final = {
    "nose": 0,
    **{f"l_{joint}": row for joint, row in (("sho", 11), ("hip", 23), ("kne", 25), ("ank", 27))},
    **{f"r_{joint}": row for joint, row in (("sho", 12), ("hip", 24), ("kne", 26), ("ank", 28))},
    "l_heel": 29,
    "r_heel": 30,
    "l_toe": 31,
    "r_toe": 32,
}
Image = Mapping[str, np.ndarray]
Case = Callable[[ModuleType], float]


def body(points: Image, width_px: int = 720, height_px: int = 1280) -> Body:
    xy = np.full((LANDMARK_COUNT, 2), np.nan)
    for name, row in ROWS.items():
        xy[row] = points[name]
    torso_px = float(np.linalg.norm((xy[11] + xy[12] - xy[23] - xy[24]) / 2))
    ones, unknown = np.ones(LANDMARK_COUNT), np.full((LANDMARK_COUNT, 3), np.nan)
    return Body(0.0, xy, unknown, ones, torso_px, width_px, height_px)


def knees(points: Image, turn_deg: float = math.nan, flexion_deg: float = 60.0) -> dict[str, float]:
    return frontal.knee_alignment(body(points), turn_deg, flexion_deg)


def squat(synth: ModuleType, *args: float, **kwargs: float) -> Image:
    """Through the orthographic camera; `yaw`, `mirror` and `roll` go to it."""
    camera = synth.Camera(ortho=True, roll=kwargs.pop("roll", 0), mirror=kwargs.pop("mirror", 0))
    yaw = kwargs.pop("yaw", 0.0)
    points: Image = camera.project(synth.squat_pose(*args, **kwargs), yaw=yaw)
    return points


def near(synth: ModuleType, *args: float, **kwargs: float) -> Image:
    """Through the specification's camera, 2.5 m away and 1.4 m high."""
    camera = synth.Camera(dist=kwargs.pop("dist", 2.5))
    where = {name: kwargs.pop(name, 0.0) for name in ("yaw", "off_x")}
    points: Image = camera.project(synth.squat_pose(*args, **kwargs), **where)
    return points


def drop(now: Image, standing: Image) -> float:
    """Share of leg height lost."""
    extents = [body(points).leg_extent * body(points).torso_px for points in (now, standing)]
    return 1.0 - extents[0] / extents[1]


def medial(points: Image, standing: Image, side: str) -> float:
    """Knee medial displacement in standing shanks."""
    shank = knees(standing)[f"shank_{side}"] * body(standing).torso_px
    return knees(points)[f"knee_medial_{side}"] * body(points).torso_px / shank


def corrected(
    synth: ModuleType, args: tuple[float, ...], side: str, yaw: float = 0.0, off_x: float = 0.0
) -> float:
    """FPPA corrected with the true turn; what world points see contains the azimuth."""
    points, standing = near(synth, *args, yaw=yaw, off_x=off_x), near(synth, 0)
    turn_deg = yaw + frontal.azimuth_deg(body(points))
    flexion_deg = frontal.flexion_from_drop_deg(drop(points, standing))
    return knees(points, turn_deg, flexion_deg)[f"fppa_{side}_corrected_deg"]


def lift(synth: ModuleType, opening: float, top: str = "r", *, ortho: bool = True) -> float:
    """Rise of the top knee over the bottom one, torso lengths."""
    camera = (
        synth.Camera(ortho=True)
        if ortho
        else synth.Camera(dist=2.2, height=1.4, look_y=0.3, W=1280, H=720)
    )
    open_, closed = (body(camera.project(synth.clam_pose(t, top=top))) for t in (opening, 0))
    sign = 1.0 if top == "r" else -1.0
    return sign * (
        open_.below(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
        - closed.below(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    )


def feet_gap(synth: ModuleType) -> float:
    camera = synth.Camera(dist=2.2, height=1.4, look_y=0.3, W=1280, H=720)
    apart, closed = (body(camera.project(synth.clam_pose(30, feet_gap=gap))) for gap in (0.10, 0.0))
    ankles = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
    return apart.apart(*ankles) - closed.apart(*ankles)


def feet_end(synth: ModuleType) -> float:
    """Opening seen from the feet: the top shank turns about the ankle."""
    camera = synth.Camera(ortho=True)
    shanks = []
    for opening in (30, 0):
        points = camera.project(synth.clam_pose(opening), yaw=90)
        shank = points["r_kne"] - points["r_ank"]
        shanks.append(90.0 - geometry.lean_deg(shank, math.copysign(1.0, shank[0])))
    return shanks[0] - shanks[1]


def kneeling(synth: ModuleType, extension: float, lean: float, *, ortho: bool = True) -> Body:
    camera = synth.Camera(ortho=True) if ortho else synth.Camera(dist=2.5, height=1.4, look_y=0.6)
    return body(camera.project(synth.halfkneel_pose(extension, lean), yaw=90))


def thigh_back(kneeler: Body) -> float:
    thigh = kneeler.xy[Landmark.RIGHT_KNEE] - kneeler.xy[Landmark.RIGHT_HIP]
    return geometry.swing_back_deg(thigh, 1.0)


def extension(kneeler: Body) -> float:
    """Thigh behind the trunk line, from the kneeling hip as in the specification's generator."""
    trunk = kneeler.mid(Landmark.LEFT_SHOULDER) - kneeler.xy[Landmark.RIGHT_HIP]
    return thigh_back(kneeler) - geometry.lean_deg(trunk, 1.0)


def hinge(synth: ModuleType) -> float:
    points = synth.Camera(ortho=True).project(synth.sldl_pose(60), yaw=90)
    return geometry.lean_deg(body(points).torso, 1.0)


def tilt(synth: ModuleType) -> float:
    return body(
        synth.Camera(ortho=True).project(synth.sldl_pose(30, pelvic_drop=8))
    ).pelvic_tilt_deg


def stance_ratio(synth: ModuleType) -> float:
    camera = synth.Camera(ortho=True)
    wide = body(camera.project(synth.sidestep_pose(0.45, 0)))
    standing = body(camera.project(synth.squat_pose(0)))
    ankles = abs(wide.across(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)) * wide.torso_px
    return ankles / (standing.hip_width * standing.torso_px)


def sideways(synth: ModuleType, flexion: float) -> float:
    return body(squat(synth, flexion, yaw=90)).knee_flexion_deg("left")


def width_turn(synth: ModuleType, yaw: float) -> float:
    widths = []
    for points in (near(synth, 0, yaw=yaw), near(synth, 0)):
        one = body(points)
        torso = np.linalg.norm(one.torso) / one.torso_px
        widths.append(abs(one.across(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)) / torso)
    return frontal.turn_from_width_deg(float(widths[0]), float(widths[1]))


def left(points: Image) -> float:
    return knees(points)["fppa_left_deg"]


CASES: Final[dict[str, Case]] = {
    "A1": lambda s: left(squat(s, 60, 0, 0)),
    "A2": lambda s: left(squat(s, 60, 12, 12)),
    "A3": lambda s: left(squat(s, 60, -5, -5)),
    "A4": lambda s: left(squat(s, 60, 20, 20)),
    "A5": lambda s: left(squat(s, 60, 12, 4)) - knees(squat(s, 60, 12, 4))["fppa_right_deg"],
    "A6": lambda s: left(squat(s, 60, 12, 12, mirror=1)),
    "A7": lambda s: left(squat(s, 60, 12, 12, yaw=180)),
    "A8": lambda s: left(squat(s, 60, 12, 12, roll=5)),
    "A9": lambda s: knees(squat(s, 60, 12, 12))["separation_ratio"],
    "A10": lambda s: knees(squat(s, 60, 0, 0))["separation_ratio"],
    "B1": lambda s: left(squat(s, 60, 12, 12, yaw=5)),
    "B2": lambda s: knees(squat(s, 60, 12, 12, yaw=5))["fppa_mean_deg"],
    "B3": lambda s: left(squat(s, 90, 12, 12, yaw=5)),
    "B4": lambda s: knees(squat(s, 90, 12, 12, yaw=5))["fppa_mean_deg"],
    "B5": lambda s: left(squat(s, 60, 12, 12, yaw=10)),
    "B6": lambda s: knees(squat(s, 60, 12, 12, yaw=10))["fppa_mean_deg"],
    "B7": lambda s: knees(squat(s, 60, 12, 12, yaw=10))["separation_ratio"],
    "C1": lambda s: left(near(s, 60, 12, 12, dist=2.0)),
    "C2": lambda s: left(near(s, 60, 12, 12)),
    "C3": lambda s: left(near(s, 60, 12, 12, dist=3.0)),
    "C4": lambda s: left(near(s, 60, 0, 0)),
    "C5": lambda s: left(near(s, 60, 12, 12, off_x=0.2)),
    "C6": lambda s: left(near(s, 60, 12, 12, off_x=0.4)),
    "C7": lambda s: drop(squat(s, 90), squat(s, 0)),
    "C8": lambda s: drop(near(s, 90), near(s, 0)),
    "D1": lambda s: sideways(s, 90),
    "D2": lambda s: sideways(s, 60),
    "E1": lambda s: lift(s, 30),
    "E2": lambda s: lift(s, 45),
    "E3": lambda s: lift(s, 30, "l"),
    "E4": lambda s: lift(s, 30, ortho=False),
    "E5": feet_gap,
    "E6": feet_end,
    "F1": stance_ratio,
    "G1": lambda s: extension(kneeling(s, 15, 0)),
    "G2": lambda s: thigh_back(kneeling(s, 10, 10)),
    "G3": lambda s: extension(kneeling(s, 15, 0, ortho=False)),
    "G4": lambda s: extension(kneeling(s, -10, 10)),
    "H1": hinge,
    "H2": tilt,
    "K1": lambda s: medial(near(s, 60, 0, 0), near(s, 0), "left"),
    "K2": lambda s: medial(near(s, 60, 10, 10), near(s, 0), "left"),
    "K3": lambda s: medial(near(s, 60, 10, 10, yaw=5), near(s, 0), "left"),
    "K4": lambda s: medial(near(s, 60, 10, 10, yaw=5), near(s, 0), "right"),
    "K5": lambda s: knees(squat(s, 60, 10, 10))["knee_index"],
    "K6": lambda s: knees(squat(s, 60, 0, 0, stance=0.5))["knee_index"],
    "K7": lambda s: knees(squat(s, 60, 0, 0, stance=0.5))["separation_ratio"],
    "K8": lambda s: frontal.flexion_from_drop_deg(drop(squat(s, 90), squat(s, 0))) * 160 / 170,
    "K9": lambda s: frontal.flexion_from_drop_deg(drop(near(s, 90), near(s, 0))),
    "K10": lambda s: frontal.flexion_from_drop_deg(drop(near(s, 45), near(s, 0))),
    "K11": lambda s: corrected(s, (60, 12, 12), "left", yaw=10),
    "K12": lambda s: corrected(s, (60, 12, 12), "left", off_x=0.4),
    "K13": lambda s: corrected(s, (75, 12, 4), "right"),
    "K14": lambda s: geometry.lean_deg(body(near(s, 45, 0, 0, trunk_lat=10)).torso, 1.0),
    "K15": lambda s: width_turn(s, 45),
    "K16": lambda s: width_turn(s, 30),
}


def test_every_vector_has_a_case() -> None:
    assert set(CASES) == set(VECTORS)


@pytest.mark.parametrize("name", sorted(CASES))
def test_vector(name: str, synth: ModuleType) -> None:
    vector = VECTORS[name]
    assert CASES[name](synth) == pytest.approx(vector["expected"], abs=vector["tol"])
