"""Front-view formulas and the view gate, worked by hand: no material beside the project needed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from exercises import frontal, view
from exercises.features import Body
from exercises.pose import LANDMARK_COUNT

WIDTH_PX, HEIGHT_PX = 720, 1280
STANDING = {  # px; torso 200, shanks and thighs 200, toes 20 outward of the ankles
    0: (360, 140),
    11: (410, 200),
    12: (310, 200),
    23: (400, 400),
    24: (320, 400),
    25: (400, 600),
    26: (320, 600),
    27: (400, 800),
    28: (320, 800),
    29: (400, 810),
    30: (320, 810),
    31: (420, 830),
    32: (300, 830),
}


def body(
    changes: dict[int, tuple[float, float]] | None = None,
    *,
    turn_deg: float = math.nan,
    visibility: float = 1.0,
) -> Body:
    """A standing person, with some landmarks elsewhere; turned as world points show it."""
    xy = np.full((LANDMARK_COUNT, 2), 360.0)
    for row, point in {**STANDING, **(changes or {})}.items():
        xy[row] = point
    world = np.full((LANDMARK_COUNT, 3), math.nan)
    if math.isfinite(turn_deg):
        across = np.array([math.cos(math.radians(turn_deg)), 0, math.sin(math.radians(turn_deg))])
        ahead = np.array([across[2], 0.0, -across[0]])  # to image right when turned to the left
        for row, half in ((11, 0.18), (23, 0.1), (25, 0.1), (27, 0.1)):
            world[row], world[row + 1] = half * across, -half * across
        for heel in (29, 30):
            world[heel], world[heel + 2] = 0.0, 0.2 * ahead
    seen = np.full(LANDMARK_COUNT, visibility)
    return Body(0.0, xy, world, seen, 200.0, WIDTH_PX, HEIGHT_PX)


def leg_seen(valgus_deg: float, flexion_deg: float, turn_deg: float) -> tuple[list[float], ...]:
    """Hip, knee and ankle of a left leg, drawn without perspective, image axes, v down."""
    thigh_deg, shank_deg = frontal.thigh_and_shank_deg(flexion_deg)
    turn = math.radians(turn_deg)
    inward = math.tan(math.radians(valgus_deg / 2.0))  # half of it in each segment
    points, at = [[0.0, 0.0]], np.zeros(3)  # x to the person's left, y up, z forward
    for x, z in ((-inward, math.tan(math.radians(shank_deg))), (inward, None)):
        forward = -math.tan(math.radians(thigh_deg)) if z is None else z
        at = at + np.array([x, 1.0, forward])
        points.append([at[0] * math.cos(turn) + at[2] * math.sin(turn), -at[1]])
    ankle, knee, hip = points
    return hip, knee, ankle


@pytest.mark.parametrize("turn_deg", [-10.0, -5.0, 0.0, 5.0, 10.0])
@pytest.mark.parametrize("flexion_deg", [30.0, 60.0, 80.0])
@pytest.mark.parametrize("valgus_deg", [-10.0, 0.0, 12.0])
def test_the_correction_gives_the_angle_of_who_faces_the_camera(
    valgus_deg: float, flexion_deg: float, turn_deg: float
) -> None:
    leg = leg_seen(valgus_deg, flexion_deg, turn_deg)
    corrected = frontal.corrected_fppa_deg(leg, 1.0, turn_deg, flexion_deg)  # type: ignore[arg-type] # three points
    assert corrected == pytest.approx(valgus_deg, abs=1e-6)


def test_a_degree_of_turn_costs_what_the_specification_says() -> None:
    # Spec §0: 0.5° at 30° of flexion, 1.2° at 60°, 2.3° at 90°.
    assert [round(frontal.turn_gain(kf), 1) for kf in (30.0, 60.0, 90.0)] == [0.5, 1.2, 2.3]
    assert frontal.fppa_error_deg(60.0) == pytest.approx(1.18 * frontal.TURN_SD_DEG, abs=0.05)
    assert frontal.fppa_error_deg(90.0) > frontal.REPORTABLE_DEG


def test_the_turn_that_would_explain_unequal_knees() -> None:
    gain = frontal.turn_gain(60.0)
    shift_deg = math.degrees(math.sin(math.radians(5.0))) * gain
    assert frontal.knee_shift_turn_deg(8 - shift_deg, 8 + shift_deg, 60.0) == pytest.approx(5.0)
    # One leg that really caves looks like a turn: 10 and 4 like -2.5° (spec §2.5).
    assert frontal.knee_shift_turn_deg(10.0, 4.0, 60.0) == pytest.approx(-2.5, abs=0.1)


def test_small_turns_are_not_believed_and_unknown_ones_stay_unknown() -> None:
    assert frontal.believed_turn_deg(3.0) == 0.0
    assert frontal.believed_turn_deg(-9.5) == pytest.approx(-6.0)
    assert math.isnan(frontal.believed_turn_deg(math.nan))


def test_knee_index_is_one_on_the_lines_however_wide_the_stance() -> None:
    for ankles in (20.0, 40.0, 90.0):
        knees = (40.0 + ankles) / 2.0  # half way down the lines from hips 40 to the ankles
        legs = [
            [(side * x, v) for x, v in ((40.0, 0.0), (knees, 50.0), (ankles, 100.0))]
            for side in (1, -1)
        ]
        assert frontal.knee_index(*map(tuple, legs)) == pytest.approx(1.0)  # type: ignore[arg-type] # points
        assert frontal.separation_ratio(*map(tuple, legs)) == pytest.approx(knees / ankles)  # type: ignore[arg-type] # points


def test_flexion_from_the_lost_height() -> None:
    assert frontal.flexion_from_drop_deg(0.0) == 0.0
    assert frontal.flexion_from_drop_deg(-0.1) == 0.0
    assert frontal.flexion_from_drop_deg((75 / 170) ** 2) == pytest.approx(75.0)
    assert frontal.flexion_from_drop_deg(0.0, 20.0) == pytest.approx(20.0)
    assert math.isnan(frontal.flexion_from_drop_deg(math.nan))


def test_azimuth_is_the_angle_from_the_cameras_axis() -> None:
    focal_px = HEIGHT_PX / 2 / math.tan(math.radians(33.0))
    aside = {23: (400 + 0.16 * focal_px, 400.0), 24: (320 + 0.16 * focal_px, 400.0)}
    assert frontal.azimuth_deg(body()) == pytest.approx(0.0)
    assert frontal.azimuth_deg(body(aside)) == pytest.approx(9.1, abs=0.1)  # 0.4 m at 2.5 m


def test_the_lens_decides_what_a_place_in_the_picture_means() -> None:
    aside = body({23: (420.0, 400.0), 24: (340.0, 400.0)})  # 20 px beside the middle
    narrow, wide = replace(aside, focal_px=400.0), replace(aside, focal_px=100.0)
    assert frontal.azimuth_deg(narrow) == pytest.approx(math.degrees(math.atan(20 / 400)))
    assert frontal.azimuth_deg(wide) == pytest.approx(math.degrees(math.atan(20 / 100)))
    assert view.problem(narrow, 0.0, side_allowed=False) is None
    assert view.problem(wide, 0.0, side_allowed=False) == "off_centre"


@pytest.mark.parametrize("turn_deg", [-60.0, -10.0, 0.0, 25.0])
def test_the_turn_is_what_two_lines_agree_on(turn_deg: float) -> None:
    assert frontal.turn_deg(body(turn_deg=turn_deg)) == pytest.approx(turn_deg)


def test_the_turn_is_unknown_without_world_points_or_agreement() -> None:
    assert math.isnan(frontal.turn_deg(body()))
    torn = body(turn_deg=0.0)
    torn.world[11] = (0.18, 0.0, 0.1)  # shoulders 15°
    torn.world[27] = (0.1, 0.0, -0.05)  # ankles -14°
    torn.world[31], torn.world[32] = (0.1, 0.0, -0.15), (0.1, 0.0, -0.15)  # feet 34°
    assert math.isnan(frontal.turn_deg(replace(torn)))


def test_a_mirrored_picture_gives_the_same_alignment_with_sides_exchanged() -> None:
    inward = {25: (385.0, 600.0), 26: (330.0, 600.0)}
    seen = frontal.knee_alignment(body(inward), 0.0, 40.0)
    flipped = {
        row: (WIDTH_PX - {**STANDING, **inward}[row + (1 if row % 2 else -1)][0], v)
        for row, (_, v) in {**STANDING, **inward}.items()
        if row
    }
    other = frontal.knee_alignment(body(flipped), 0.0, 40.0)
    for name in ("fppa_left_deg", "fppa_left_corrected_deg", "knee_medial_left", "shank_left"):
        assert seen[name] == pytest.approx(other[name.replace("left", "right")])
    # 15 px inward on 200 px segments; the toe is 20 px outward: 35 px of a 200 px torso.
    assert seen["fppa_left_deg"] == pytest.approx(2 * math.degrees(math.atan(15 / 200)))
    assert seen["knee_medial_left"] == pytest.approx(35 / 200)


@pytest.mark.parametrize(
    ("changes", "yaw_deg", "visibility", "problem"),
    [
        ({}, 0.0, 1.0, None),
        ({}, 19.0, 1.0, None),
        ({}, -21.0, 1.0, "turned"),
        ({}, 90.0, 1.0, None),  # a side view serves a squat
        ({}, 170.0, 1.0, "turned"),
        ({}, math.nan, 1.0, None),
        ({27: (400, 1300), 28: (320, 1300)}, 0.0, 1.0, "feet_out"),
        ({27: (400, 1300), 28: (320, 1300), 0: (360, -20)}, 0.0, 1.0, "too_close"),
        ({}, 0.0, 0.2, "low_visibility"),
        ({23: (600, 400), 24: (520, 400)}, 0.0, 1.0, "off_centre"),
    ],
)
def test_the_view_gate_names_one_thing_to_mend(
    changes: dict[int, tuple[float, float]], yaw_deg: float, visibility: float, problem: str | None
) -> None:
    seen = view.problem(body(changes, visibility=visibility), yaw_deg, side_allowed=True)
    assert seen == problem


def test_a_side_view_does_not_serve_every_exercise() -> None:
    assert view.problem(body(), 90.0, side_allowed=False) == "turned"
