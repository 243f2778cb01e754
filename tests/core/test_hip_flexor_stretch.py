"""The hip flexor stretch: side views drawn by hand, each fault just within and beyond.

Torso, thighs and shanks are 100, 85 and 85 px; the figure faces image right, so its right leg is
nearer to the camera.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType

import numpy as np
import pytest

from exercises import faults, kneeling, registry
from exercises.catalogue import hip_flexor_stretch
from exercises.events import Event, HoldCompleted, Rep, RepCompleted
from exercises.features import Body, Cleaner
from exercises.pose import LANDMARK_COUNT, Landmark, Pose
from exercises.smoothing import OneEuroRule
from exercises.spec import Observation
from tests.core import test_spec_series as series

SPEC = registry.get("hip_flexor_stretch")
HZ = 15.0
SIZE = (640, 480)
HIP = np.array([300.0, 250.0])
TORSO, BONE = 100.0, 85.0
Run = Callable[[str, Iterable[Pose]], list[Event]]
Change = Callable[..., Pose]


@dataclass(frozen=True, slots=True)
class Kneel:
    """A half-kneeling figure.

    Attributes:
        thigh_deg: kneeling thigh behind the vertical.
        lean_deg: trunk forward.
        rear: side of the kneeling leg.
        yaw_deg: turn from facing the mirror.
        past_toe: front knee past the toes, shanks.
        knee_shift: kneeling knee moved back, torso lengths.
        forward: shift of the hips, torso lengths.
    """

    thigh_deg: float = 0.0
    lean_deg: float = 0.0
    rear: str = "right"
    yaw_deg: float = 90.0
    past_toe: float = -0.3
    knee_shift: float = 0.0
    forward: float = 0.0

    def pose(self, t_s: float) -> Pose:
        """As seen by the camera, with world points that carry the turn."""
        thigh, lean = math.radians(self.thigh_deg), math.radians(self.lean_deg)
        hip = HIP + np.array([TORSO * self.forward, 0.0])
        shoulder = hip + TORSO * np.array([math.sin(lean), -math.cos(lean)])
        knee = hip + BONE * np.array([-math.sin(thigh), math.cos(thigh)])
        knee = knee - np.array([TORSO * self.knee_shift, 0.0])
        front_knee = hip + np.array([BONE, 0.0])
        toe = front_knee + np.array([-BONE * self.past_toe, BONE])
        rear = int(self.rear == "right")
        xy = np.tile(shoulder - [0.0, 30.0], (LANDMARK_COUNT, 1))
        xy[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = shoulder
        xy[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = hip
        for i, ends in (
            (rear, (knee, knee - [BONE, 0.0])),
            (1 - rear, (front_knee, toe - [30, 0])),
        ):
            xy[[Landmark.LEFT_KNEE + i, Landmark.LEFT_ANKLE + i]] = ends
            xy[Landmark.LEFT_HEEL + i] = xy[Landmark.LEFT_ANKLE + i] - [15.0, 0.0]
            xy[Landmark.LEFT_FOOT_INDEX + i] = xy[Landmark.LEFT_ANKLE + i] + [30.0, 0.0]
        turn = math.radians(self.yaw_deg)
        world = np.column_stack([(xy - hip) * 0.005, np.zeros(LANDMARK_COUNT)])
        for left, half in ((Landmark.LEFT_SHOULDER, 0.18), (Landmark.LEFT_HIP, 0.1)):
            across = half * np.array([math.cos(turn), 0.0, math.sin(turn)])
            world[left] += across
            world[left + 1] -= across
        return Pose(t_s, xy, np.ones(LANDMARK_COUNT), world, *SIZE)


def stretch(
    deep: Kneel, *, hold_s: float = 6.0, rest: Kneel | None = None, start_s: float = 2.0
) -> Iterator[Pose]:
    """Upright, a glide of 1 s into the stretch, a hold, and back."""
    upright = rest or replace(deep, thigh_deg=0.0, lean_deg=0.0)
    for i in range(int((2 * start_s + 2.0 + hold_s) * HZ)):
        t_s = i / HZ
        into = min(t_s - start_s, start_s + 2.0 + hold_s - t_s)
        share = 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, into)))
        now = {
            name: (1 - share) * getattr(upright, name) + share * getattr(deep, name)
            for name in ("thigh_deg", "lean_deg", "past_toe", "knee_shift", "forward")
        }
        yield replace(deep, **now).pose(t_s)


def body(pose: Pose) -> Body:
    cleaned = Cleaner(OneEuroRule())(pose, at_rest=True)
    assert cleaned is not None
    return cleaned


def look(pose: Pose) -> Observation:
    return SPEC.observe(body(pose), {})


def reps_of(events: Iterable[Event]) -> list[Rep]:
    return [event.rep for event in events if isinstance(event, RepCompleted)]


@pytest.fixture
def only(run_events: Run) -> Callable[[Iterable[Pose]], Rep]:
    """The one hold of a set."""

    def run(poses: Iterable[Pose]) -> Rep:
        (rep,) = reps_of(run_events("hip_flexor_stretch", poses))
        return rep

    return run


@pytest.mark.parametrize(
    ("thigh_deg", "lean_deg", "extension_deg"),
    [(15, 0, 15), (20, 10, 10), (0, 10, -10), (20, -8, 20)],
    ids=["G1", "G2", "G4: flexed by leaning", "leaning back is not rewarded"],
)
def test_hip_extension_by_hand(thigh_deg: float, lean_deg: float, extension_deg: float) -> None:
    seen = look(Kneel(thigh_deg=thigh_deg, lean_deg=lean_deg).pose(0.0))
    assert seen.channels["thigh_deg"] == pytest.approx(thigh_deg, abs=1e-6)
    assert seen.channels["lean_deg"] == pytest.approx(lean_deg, abs=1e-6)
    assert seen.channels["credit_deg"] == pytest.approx(extension_deg, abs=1e-6)
    assert hip_flexor_stretch.hip_extension_deg(thigh_deg, lean_deg) == extension_deg


@pytest.mark.skipif(not series.SPEC.exists(), reason="the generator (../shared/spec) is not here")
@pytest.mark.parametrize(
    ("extension_deg", "lean_deg", "ortho", "expected_deg", "tolerance_deg"),
    [(15, 0, True, 15, 0.3), (10, 10, True, 10, 0.3), (15, 0, False, 16.0, 0.6)],
    ids=["G1", "G2", "G3"],
)
def test_the_specifications_vectors(  # noqa: PLR0913 - a vector
    synth: ModuleType,
    *,
    extension_deg: float,
    lean_deg: float,
    ortho: bool,
    expected_deg: float,
    tolerance_deg: float,
) -> None:
    camera = synth.Camera(ortho=True) if ortho else synth.Camera(height=1.4, look_y=0.6)
    points = camera.project(synth.halfkneel_pose(extension_deg, lean_deg), yaw=90)
    seen = kneeling.look(body(series.seen(points, 0.0, (camera.W, camera.H), 0.0)))
    assert seen.rear == "right"
    assert seen.thigh_deg - seen.lean_deg == pytest.approx(expected_deg, abs=tolerance_deg + 0.7)


@pytest.mark.parametrize("rear", ["right", "left"])
def test_the_thigh_starts_at_the_hip_of_the_kneeling_leg(change_pose: Change, rear: str) -> None:
    """The model draws the hip of the front leg too far forward."""
    pose = Kneel(thigh_deg=20.0, rear=rear).pose(0.0)
    xy = pose.xy_px.copy()
    xy[Landmark.LEFT_HIP if rear == "right" else Landmark.RIGHT_HIP, 0] += 16.0
    seen = kneeling.look(body(change_pose(pose, xy_px=xy)))
    assert seen.thigh_deg == pytest.approx(20.0, abs=0.1)


@pytest.mark.parametrize("yaw_deg", [90.0, -90.0, 70.0, 110.0, 55.0])
def test_half_kneeling_side_on_may_begin(yaw_deg: float) -> None:
    seen = look(Kneel(yaw_deg=yaw_deg).pose(0.0))
    assert (seen.problem, seen.ready, seen.side) == (None, True, "right")


@pytest.mark.parametrize(
    ("yaw_deg", "can_tell"), [(45.0, True), (135.0, True), (20.0, False), (160.0, False)]
)
def test_a_turned_body_is_told_so(yaw_deg: float, *, can_tell: bool) -> None:
    seen = look(Kneel(yaw_deg=yaw_deg).pose(0.0))
    assert seen.problem == "turn_side_on"
    assert (seen.signal is not None) == can_tell


def moved(change_pose: Change, shifts: dict[int, tuple[float, float]]) -> Pose:
    """A sound figure with some landmarks moved, px."""
    pose = Kneel().pose(0.0)
    xy = pose.xy_px.copy()
    for landmark, shift in shifts.items():
        xy[landmark] += shift
    return change_pose(pose, xy_px=xy)


REAR_KNEE, REAR_ANKLE = Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE
FRONT_KNEE, FRONT_ANKLE = Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE


@pytest.mark.parametrize(
    "shifts",
    [
        pytest.param({REAR_KNEE: (0, -40), REAR_ANKLE: (0, -40)}, id="rear knee in the air"),
        pytest.param({FRONT_KNEE: (-60, 60), FRONT_ANKLE: (-60, 60)}, id="front leg down"),
        pytest.param({REAR_ANKLE: (80, 80)}, id="both feet in front"),
        pytest.param(
            {Landmark.LEFT_SHOULDER: (180, 60), Landmark.RIGHT_SHOULDER: (180, 60)}, id="bent over"
        ),
    ],
)
def test_another_posture_is_told_to_kneel(
    change_pose: Change, shifts: dict[int, tuple[float, float]]
) -> None:
    seen = look(moved(change_pose, shifts))
    assert (seen.problem, seen.signal) == ("kneel", None)


def test_legs_that_are_not_seen(change_pose: Change) -> None:
    visibility = np.ones(LANDMARK_COUNT)
    visibility[Landmark.LEFT_KNEE :] = 0.1
    seen = look(change_pose(Kneel().pose(0.0), visibility=visibility))
    assert (seen.problem, seen.signal) == ("low_visibility", None)


def test_a_tiny_body_is_counted_but_told_to_come_closer(change_pose: Change) -> None:
    pose = Kneel().pose(0.0)
    seen = look(change_pose(pose, xy_px=HIP + 0.3 * (pose.xy_px - HIP)))
    assert seen.problem == "too_far"
    assert seen.signal is not None


def test_a_sound_hold_is_worth_its_share_of_thirty_seconds(
    only: Callable[[Iterable[Pose]], Rep],
) -> None:
    rep = only(stretch(Kneel(thigh_deg=20.0), hold_s=12.0))
    held_s = rep.measures["held_s"]
    assert held_s == pytest.approx(13.0, abs=0.7)
    assert rep.measures["credited_s"] == pytest.approx(held_s, abs=0.5)
    assert rep.measures["hip_extension_deg"] == pytest.approx(20, abs=0.5)
    assert rep.score == pytest.approx(100 * 13 / 30, abs=3)
    assert (rep.side, rep.faults) == ("right", ())


def test_a_whole_hold_is_worth_all(only: Callable[[Iterable[Pose]], Rep]) -> None:
    assert only(stretch(Kneel(thigh_deg=20.0), hold_s=31.0)).score == 100


def test_alignment_multiplies(only: Callable[[Iterable[Pose]], Rep]) -> None:
    """The trunk 8° forward: 80 of 100, times the share of the target."""
    rep = only(stretch(Kneel(thigh_deg=28.0, lean_deg=8.0), hold_s=14.0))
    assert rep.sub_scores["alignment"] == 80
    assert rep.score == pytest.approx(0.8 * (rep.sub_scores["range"] or 0), abs=1)


@pytest.mark.parametrize(
    ("deep", "name"),
    [
        (Kneel(thigh_deg=30.0, lean_deg=20.0), "trunk_leans_forward"),
        (Kneel(thigh_deg=20.0, lean_deg=-10.0), "back_arches"),
        (Kneel(thigh_deg=20.0, lean_deg=18.0), "no_stretch"),
        (Kneel(thigh_deg=20.0, past_toe=0.4), "front_knee_past_toes"),
    ],
)
def test_a_faulty_hold_is_counted_and_named(
    only: Callable[[Iterable[Pose]], Rep], deep: Kneel, name: str
) -> None:
    rep = only(stretch(deep))
    assert name in {fault.name for fault in rep.faults}
    if name != "front_knee_past_toes":
        assert rep.measures["credited_s"] == pytest.approx(0, abs=0.9)
        assert (rep.score or 0) < 3


def swaying(landmarks: slice) -> Iterator[Pose]:
    """5 cm to and fro in 2 s: 0.1 torso lengths, so a standard deviation of 0.07."""
    for pose in stretch(Kneel(thigh_deg=20.0)):
        xy = pose.xy_px.copy()
        xy[landmarks, 0] += 10.0 * math.sin(math.pi * pose.t_s)
        yield Pose(pose.t_s, xy, pose.visibility, pose.world_m, *SIZE)


def test_swaying_in_the_hold(only: Callable[[Iterable[Pose]], Rep]) -> None:
    rep = only(swaying(slice(Landmark.RIGHT_HIP + 1)))
    assert rep.measures["sway_torso"] == pytest.approx(0.07, abs=0.015)
    assert "unstable" in {fault.name for fault in rep.faults}


def test_a_camera_that_sways_is_no_fault(only: Callable[[Iterable[Pose]], Rep]) -> None:
    rep = only(swaying(slice(LANDMARK_COUNT)))
    assert rep.measures["sway_torso"] == pytest.approx(0, abs=0.01)
    assert not rep.faults


def moved_back(pose: Pose, px: float) -> Pose:
    """The same with the kneeling leg further back."""
    xy = pose.xy_px.copy()
    xy[[REAR_KNEE, REAR_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX], 0] -= px
    return Pose(pose.t_s, xy, pose.visibility, pose.world_m, *SIZE)


def test_a_knee_that_slides_back_in_the_hold(only: Callable[[Iterable[Pose]], Rep]) -> None:
    """Begun in the stretch and ended in it, so that only the slide moves the knee."""
    poses = [
        moved_back(pose, px=20.0 * min(1.0, max(0.0, (pose.t_s - 2.0) / 3.0)))
        for pose in stretch(Kneel(thigh_deg=32.0), start_s=-1.0, hold_s=8.0)
    ]
    rep = only(poses)
    assert rep.measures["rear_knee_drift_torso"] == pytest.approx(0.2, abs=0.01)
    assert "rear_knee_drifts" in {fault.name for fault in rep.faults}


@pytest.mark.parametrize(
    ("measure", "name", "sound", "amber", "red"),
    [
        ("trunk_lean_deg", "trunk_leans_forward", 9.9, 10.1, 18.1),
        ("trunk_lean_deg", "back_arches", -5.9, -6.1, -12.1),
        ("hip_extension_deg", "no_stretch", 5.1, 4.9, -0.1),
        ("front_knee_past_toe_shank", "front_knee_past_toes", 0.149, 0.151, 0.301),
        ("sway_torso", "unstable", 0.019, 0.021, 0.051),
        ("rear_knee_drift_torso", "rear_knee_drifts", 0.119, 0.121, 0.201),
    ],
)
def test_fault_limits(measure: str, name: str, sound: float, amber: float, red: float) -> None:
    assert not faults.find(SPEC.faults, {measure: sound})
    for value, severity in ((amber, "amber"), (red, "red")):
        (fault,) = faults.find(SPEC.faults, {measure: value})
        assert (fault.name, fault.severity) == (name, severity)


def test_a_pause_of_a_second_belongs_to_the_hold(run_events: Run) -> None:
    """Out of the stretch for 1 s: one hold; for 2 s: two."""
    for pause_s, holds in ((1.0, 1), (2.0, 2)):
        poses = [
            Kneel().pose(pose.t_s) if 6.0 <= pose.t_s < 6.0 + pause_s else pose
            for pose in stretch(Kneel(thigh_deg=20.0), hold_s=9.0)
        ]
        events = run_events("hip_flexor_stretch", poses)
        assert sum(isinstance(event, HoldCompleted) for event in events) == holds


@pytest.mark.parametrize(("back_deg", "holds"), [(0.0, 2), (2.5, 2), (6.5, 1)])
def test_who_rocks_back_to_the_start_begins_another_hold(
    back_deg: float, holds: int, run_events: Run
) -> None:
    """Back for 1.3 s, wholly or not."""
    poses = [
        Kneel(thigh_deg=back_deg).pose(pose.t_s) if 6.0 <= pose.t_s < 7.3 else pose
        for pose in stretch(Kneel(thigh_deg=20.0), hold_s=9.0)
    ]
    events = run_events("hip_flexor_stretch", poses)
    assert sum(isinstance(event, HoldCompleted) for event in events) == holds


def test_a_person_who_begins_in_the_stretch_is_counted_and_credited(
    only: Callable[[Iterable[Pose]], Rep],
) -> None:
    rep = only(stretch(Kneel(thigh_deg=32.0), start_s=0.0))
    assert rep.measures["credited_s"] == pytest.approx(rep.measures["held_s"], abs=0.7)


def test_a_turned_hold_is_counted_but_not_judged(only: Callable[[Iterable[Pose]], Rep]) -> None:
    rep = only(stretch(Kneel(thigh_deg=20.0, yaw_deg=45.0)))
    assert (rep.score, rep.unscored_reason) == (None, "turn_side_on")


def test_a_hidden_kneeling_leg_is_not_judged(
    only: Callable[[Iterable[Pose]], Rep], change_pose: Change
) -> None:
    visibility = np.ones(LANDMARK_COUNT)
    visibility[REAR_KNEE] = 0.2
    rep = only(change_pose(pose, visibility=visibility) for pose in stretch(Kneel(thigh_deg=20.0)))
    assert (rep.score, rep.unscored_reason) == (None, "kneeling_leg_hidden")


def test_a_mirrored_picture_swaps_the_side(
    only: Callable[[Iterable[Pose]], Rep], mirror_pose: Callable[[Pose], Pose]
) -> None:
    poses = list(stretch(Kneel(thigh_deg=20.0)))
    one, other = only(poses), only(map(mirror_pose, poses))
    assert (one.side, other.side) == ("right", "left")
    for name in ("hip_extension_deg", "trunk_lean_deg", "credited_s"):
        assert one.measures[name] == pytest.approx(other.measures[name], abs=0.2)
    assert one.score == other.score
