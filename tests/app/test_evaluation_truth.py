"""The truth of rendered clips: formulas worked by hand, and scenes whose truth is known."""

import importlib.util
import json
import math
from pathlib import Path

import numpy as np
import pytest

from scripts.evaluation import fault_rules, formulas, rendered, true_faults, truth
from tests.app import evaluation_clips as clips


def points(*values: float) -> formulas.FloatArray:
    return np.array(values)


def test_knee_flexion_of_a_straight_and_of_a_square_knee() -> None:
    hip, knee = points(0.0, 0.0, 1.0), points(0.0, 0.0, 0.5)
    assert formulas.flexion_deg(hip, knee, points(0.0, 0.0, 0.0)) == pytest.approx(0.0, abs=1e-5)
    assert formulas.flexion_deg(hip, knee, points(0.0, 0.5, 0.5)) == pytest.approx(90.0)


@pytest.mark.parametrize(("sign", "medial"), [(1.0, -1.0), (-1.0, 1.0)])
def test_fppa_is_positive_for_a_knee_that_is_inside(sign: float, medial: float) -> None:
    # The left leg of somebody facing the camera is at image right: its middle is to the left.
    # The knee lies 0.1 inside over thigh and shank of 1: both tilt by atan 0.1.
    hip, knee, ankle = points(0.5 * sign, 2.0), points(0.4 * sign, 1.0), points(0.5 * sign, 0.0)
    caved = formulas.fppa_deg(hip, knee, ankle, points(medial)[0])
    assert caved == pytest.approx(2 * math.degrees(math.atan(0.1)))
    bowed = formulas.fppa_deg(hip, points(0.6 * sign, 1.0), ankle, points(medial)[0])
    assert bowed == pytest.approx(-2 * math.degrees(math.atan(0.1)))


def test_hip_extension_credits_the_thigh_less_a_forward_lean() -> None:
    tan15, tan10 = math.tan(math.radians(15.0)), math.tan(math.radians(10.0))
    behind = formulas.behind_deg(points(-tan15, -1.0))
    assert behind == pytest.approx(15.0)
    upright, forward = formulas.lean_deg(points(0.0, 1.0)), formulas.lean_deg(points(tan10, 1.0))
    backward = formulas.lean_deg(points(-tan10, 1.0))
    assert formulas.hip_extension_deg(behind, upright) == pytest.approx(15.0)
    assert formulas.hip_extension_deg(behind, forward) == pytest.approx(5.0)
    assert formulas.hip_extension_deg(behind, backward) == pytest.approx(15.0)  # never rewarded
    # Spec G4: thigh vertical, trunk 10° forward.
    vertical = formulas.behind_deg(points(0.0, -1.0))
    assert formulas.hip_extension_deg(vertical, forward) == pytest.approx(-10.0)


def test_flexion_from_the_fall_of_the_hips() -> None:
    # Spec C8 and K9: a knee bent by 90° at 2.5 m has lost 0.282 of the leg's height.
    assert formulas.drop_flexion_deg(points(0.718), 1.0)[0] == pytest.approx(90.2, abs=0.1)
    assert formulas.drop_flexion_deg(points(1.02), 1.0)[0] == 0.0


def test_opening_from_the_lift_of_the_knee() -> None:
    assert formulas.opening_deg(points(0.322))[0] == pytest.approx(30.0)
    assert formulas.opening_deg(points(-0.1))[0] == 0.0


def test_knee_index_is_one_on_the_line_from_hip_to_ankle() -> None:
    def leg(sign: float, knee: float) -> formulas.Leg:
        return points(0.1 * sign, 2.0), points(knee * sign, 1.0), points(0.25 * sign, 0.0)

    straight, caved = 0.175, 0.0875
    assert formulas.knee_index_ratio(leg(1, straight), leg(-1, straight)) == pytest.approx(1.0)
    assert formulas.knee_index_ratio(leg(1, caved), leg(-1, caved)) == pytest.approx(0.5)


def scene(
    frames: list[clips.Points], amplitude: list[float], working: formulas.Side = "left"
) -> truth.Scene:
    metres = {name: np.array([frame[name] for frame in frames]) for name in truth.NEEDED}
    return truth.Scene(
        t_s=np.arange(len(frames)) / clips.RATE_HZ,
        px={name: clips.pixels(at) for name, at in metres.items()},
        metres=metres,
        amplitude=np.array(amplitude),
        rest=np.array([one == 0.0 for one in amplitude]),
        right=np.array([1.0, 0.0, 0.0]),
        back=np.array([0.0, -1.0, 0.0]),
        working=working,
    )


@pytest.mark.parametrize("yaw_deg", [0.0, 12.0, -20.0])
def test_a_turned_body_is_the_same_in_3_d(yaw_deg: float) -> None:
    squat = scene(
        [clips.figure(0.0, yaw_deg=yaw_deg), clips.figure(60.0, (0.05, 0.05), yaw_deg)], [0.0, 1.0]
    )
    solid = truth.solid(squat)
    facing = truth.solid(scene([clips.figure(0.0), clips.figure(60.0, (0.05, 0.05))], [0.0, 1.0]))
    assert solid["yaw_deg"] == pytest.approx(abs(yaw_deg))
    for name in ("fppa_left_deg", "fppa_mean_deg", "knee_medial_right_shank", "flexion_deg"):
        assert solid[name] == pytest.approx(facing[name])


def test_a_turned_body_shows_one_knee_in_and_one_out() -> None:
    # Spec §0: the mean survives a turn, the sides do not.
    frames = [clips.figure(0.0), clips.figure(60.0, (0.05, 0.05))]
    turned = [clips.figure(0.0, yaw_deg=8.0), clips.figure(60.0, (0.05, 0.05), 8.0)]
    straight, askew = truth.seen(scene(frames, [0.0, 1.0])), truth.seen(scene(turned, [0.0, 1.0]))
    assert straight["fppa_left_deg"][1] == pytest.approx(straight["fppa_right_deg"][1])
    assert abs(askew["fppa_left_deg"][1] - askew["fppa_right_deg"][1]) > 10.0
    assert askew["fppa_mean_deg"][1] == pytest.approx(straight["fppa_mean_deg"][1], abs=1.0)


def test_knee_medial_to_the_toe_in_shanks() -> None:
    # Toes 0.02 m outside the ankles, knees moved in by 0.05 m, shanks of 0.43 m.
    solid = truth.solid(scene([clips.figure(0.0), clips.figure(0.0, (0.05, 0.0))], [0.0, 1.0]))
    assert solid["knee_medial_left_shank"][1] == pytest.approx(0.07 / 0.43)
    assert solid["knee_medial_right_shank"][1] == pytest.approx(0.02 / 0.43)


def test_pelvis_roll_is_the_turn_about_the_trunk() -> None:
    def lying(roll_deg: float) -> clips.Points:
        """On the left side, head toward +x, front toward the camera (-y)."""
        frame = {name: np.zeros(3) for name in truth.NEEDED}
        roll = math.radians(roll_deg)
        offset = 0.1 * np.array([0.0, math.sin(roll), math.cos(roll)])
        frame |= {"right_hip": offset, "left_hip": -offset}
        for side, sign in (("right", 1.0), ("left", -1.0)):
            frame[f"{side}_shoulder"] = np.array([0.5, 0.0, 0.15 * sign])
            frame[f"{side}_knee"] = np.array([-0.2, -0.3, 0.1 * sign])
            frame[f"{side}_ankle"] = np.array([-0.5, 0.0, 0.1 * sign])
        return frame

    solid = truth.solid(scene([lying(0.0), lying(20.0), lying(-5.0)], [0.0, 30.0, 30.0], "right"))
    assert solid["pelvis_roll_deg"] == pytest.approx([0.0, 20.0, -5.0])
    assert solid["feet_apart_torso"] == pytest.approx([0.0, 0.0, 0.0])
    assert solid["opening_deg"] == pytest.approx([0.0, 30.0, 30.0])


WINDOW = true_faults.Window(
    values={},
    during=np.array([True]),
    bottom=np.array([True]),
    rest=np.array([True]),
    working="left",
    rep=rendered.TrueRep(0.0, 1.0, 2.0),
)


def test_a_limit_is_unsure_within_its_band() -> None:
    def verdict(value: float, *, smaller_is_worse: bool = False) -> str:
        return true_faults.Limit("", 10.0, 2.0, lambda _: value, smaller_is_worse).verdict(WINDOW)

    assert [verdict(value) for value in (7.9, 8.5, 12.0, 12.1)] == ["no", "unsure", "unsure", "yes"]
    assert verdict(7.9, smaller_is_worse=True) == "yes"
    assert verdict(math.nan) == "unsure"


def test_a_fault_with_several_limits_needs_one_beyond_or_all_clear() -> None:
    def limit(value: float) -> true_faults.Limit:
        return true_faults.Limit("", 1.0, 0.1, lambda _: value)

    def fault(*values: float) -> str:
        limits = tuple(limit(value) for value in values)
        return true_faults.FaultTruth("squat", "any", "", limits).verdict(WINDOW)

    assert fault(0.5, 2.0) == "yes"
    assert fault(0.5, 1.0) == "unsure"
    assert fault(0.5, 0.5) == "no"


def test_caving_reps_of_a_clip(tmp_path: Path) -> None:
    exact = rendered.load(clips.write(tmp_path, "both", ["sound", "caving"]))
    windows = true_faults.windows(truth.solid(exact.scene), exact.rep, exact.scene, exact.reps)
    rule = next(one for one in fault_rules.RULES if one.name == "knees_cave")
    assert [rule.verdict(window) for window in windows.values()] == ["no", "yes"]
    assert all(rule.shown(window) for window in windows.values())


def test_rules_name_faults_once_and_catalogue_exercises() -> None:
    keys = [(rule.exercise, rule.name) for rule in fault_rules.RULES]
    assert len(set(keys)) == len(keys)
    assert {rule.exercise for rule in fault_rules.RULES} <= set(rendered.EXERCISES.values())


SPEC = Path(__file__).resolve().parents[2].parent / "shared" / "spec"


@pytest.mark.skipif(not SPEC.exists(), reason="the specification (../shared/spec) is not here")
@pytest.mark.parametrize(("vector", "valgus_deg"), [("A1", 0), ("A2", 12), ("A3", -5), ("A4", 20)])
def test_fppa_of_the_specification_s_figures(vector: str, valgus_deg: float) -> None:
    described = importlib.util.spec_from_file_location("spec_synth", SPEC / "synth.py")
    assert described is not None
    assert described.loader is not None
    synth = importlib.util.module_from_spec(described)
    described.loader.exec_module(synth)
    known = {one["id"]: one for one in json.loads((SPEC / "vectors.json").read_text("utf-8"))}
    seen = synth.Camera(ortho=True).project(synth.squat_pose(60.0, valgus_deg, valgus_deg), yaw=0.0)
    hip, knee, ankle = (
        np.array(seen[f"l_{joint}"]) * np.array([1.0, -1.0]) for joint in ("hip", "kne", "ank")
    )
    middle = (seen["l_hip"][0] + seen["r_hip"][0]) / 2.0
    fppa = formulas.fppa_deg(hip, knee, ankle, np.sign(middle - hip[0]))
    assert fppa == pytest.approx(known[vector]["expected"], abs=known[vector]["tol"])
