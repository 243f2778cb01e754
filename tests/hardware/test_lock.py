"""Whom to follow: the rules, on squares and times alone."""

from dataclasses import replace

import pytest

from device.pose.clothes import Colour
from device.pose.detector import Candidate
from device.pose.lock import Lock, reachable
from device.pose.roi import Roi

RED: Colour = (50.0, 45.0, 20.0)
BLUE: Colour = (50.0, 0.0, -40.0)
SIZE = 400.0
FRAME_S = 1 / 15


def at(x_px: float, *, size_px: float = SIZE, turned_rad: float = 0.0) -> Roi:
    return Roi(x_px, 300.0, size_px, turned_rad)


def person(x_px: float, shirt: Colour = RED, *, score: float = 0.95) -> Candidate:
    return Candidate(at(x_px), score, shirt)


def choose(lock: Lock, t_s: float, *people: Candidate) -> Candidate | None:
    return lock.choose(people, t_s, width_px=1000, height_px=600)


def following(x_px: float, t_s: float, *others: Candidate, shirt: Colour = RED) -> Lock:
    """A lock on somebody at `x_px`, with others seen beside them."""
    lock = Lock()
    lock.acquire(at(x_px), t_s)
    lock.watch((person(x_px, shirt), *others), shirt, t_s)
    return lock


def test_nobody_to_follow() -> None:
    lock = Lock()
    assert lock.roi is None
    assert not lock.watch_due(0.0)
    assert choose(lock, 0.0) is None
    assert choose(lock, 0.0, person(500, score=0.4)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(500), person(100)),
        (person(500, score=0.98), person(500, score=0.7)),
        (person(500), Candidate(at(480, size_px=200), 0.95, RED)),
        # A trainer behind somebody lying on the floor: larger, nearer the middle, less sure.
        (
            Candidate(Roi(364, 377, 445, 1.36), 0.96, RED),
            Candidate(Roi(393, 302, 536, 0.07), 0.70, BLUE),
        ),
    ],
)
def test_the_most_prominent_is_first(one: Candidate, other: Candidate) -> None:
    assert choose(Lock(), 0.0, one, other) is one
    assert choose(Lock(), 0.0, other, one) is one


def test_who_lies_is_followed_where_the_exercise_is_done_lying() -> None:
    athlete = Candidate(Roi(392, 385, 414, 1.17), 0.86, RED)
    helper = Candidate(Roi(401, 289, 482, -0.05), 0.97, BLUE)
    for people in ((athlete, helper), (helper, athlete)):
        assert choose(Lock(), 0.0, *people) is helper  # nothing is known of what is done
        assert choose(Lock(lying=True), 0.0, *people) is athlete
        assert choose(Lock(lying=False), 0.0, *people) is helper
    assert choose(Lock(lying=True), 0.0, helper) is helper  # who lies down later
    unsure = Candidate(Roi(392, 374, 401, 1.29), 0.55, RED)  # half behind the helper
    assert choose(Lock(lying=True), 0.0, unsure, helper) is unsure
    assert choose(Lock(lying=False), 0.0, unsure, helper) is helper
    # Far away on a sofa, and not the one who is about to lie down.
    asleep = Candidate(Roi(150, 250, 130, 1.5), 0.8, RED)
    assert choose(Lock(lying=True), 0.0, asleep, helper) is helper


def kneeling_beside(athlete: Candidate, *, lying: bool | None = True) -> Lock:
    """A lock on a helper, who was all there was to follow, beside somebody on the mat."""
    helper = Candidate(Roi(392, 266, 578, -0.07), 0.99, BLUE)
    lock = Lock(lying=lying)
    lock.acquire(helper.roi, 0.0)
    lock.watch((helper, athlete), BLUE, 0.0)
    return lock


# Behind the helper too unsure to start with: clamshell_02 from its 7th second on.
ON_THE_MAT = Candidate(Roi(408, 314, 601, 1.83), 0.41, RED)


def test_leaves_a_helper_for_who_lies() -> None:
    lock = kneeling_beside(ON_THE_MAT)
    assert lock.roi == ON_THE_MAT.roi
    assert lock.watch_due(0.01)  # who else is about is learnt anew


def test_keeps_who_is_followed_where_the_exercise_is_not_known_to_lie() -> None:
    for lying in (None, False):
        lock = kneeling_beside(ON_THE_MAT, lying=lying)
        assert lock.roi is not None
        assert lock.roi != ON_THE_MAT.roi


def test_keeps_who_is_followed_beside_somebody_small_who_lies() -> None:
    asleep = Candidate(Roi(150, 250, 130, 1.5), 0.8, RED)
    lock = kneeling_beside(asleep)
    assert lock.roi is not None
    assert lock.roi != asleep.roi


def test_keeps_who_lies_beside_somebody_else_who_does() -> None:
    lock = kneeling_beside(ON_THE_MAT)
    second = Candidate(Roi(700, 500, 640, 1.6), 0.9, BLUE)
    lock.watch((ON_THE_MAT, second), RED, 0.2)
    assert lock.roi == ON_THE_MAT.roi


def test_what_proved_nobody_is_not_tried_again_at_once() -> None:
    lock = kneeling_beside(ON_THE_MAT)
    helper = Roi(392, 266, 578, -0.07)
    for t_s in (0.6, 1.9):
        lock.lose()
        lock.acquire(helper, t_s)
        lock.watch((ON_THE_MAT,), BLUE, t_s)
        assert lock.roi == helper
    lock.watch((ON_THE_MAT,), BLUE, 2.1)
    assert lock.roi == ON_THE_MAT.roi


@pytest.mark.parametrize("frame_s", [1 / 30, 1 / 15, 1 / 10])
def test_fast_movement_is_followed(frame_s: float) -> None:
    lock = Lock()
    lock.acquire(at(300), 0.0)
    roi = at(300)
    for i in range(1, 20):  # the fastest of the exercises: 1.3 sides and 3.6 rad a second
        roi = replace(
            roi,
            x_px=roi.x_px + 1.3 * SIZE * frame_s,
            rotation_rad=roi.rotation_rad + 3.6 * frame_s / 2,
        )
        assert lock.follow(roi, i * frame_s)
        assert lock.roi == roi


@pytest.mark.parametrize(
    "jumped", [at(480), at(300, size_px=800), at(300, size_px=180), at(300, turned_rad=1.6)]
)
def test_a_jump_is_not_believed(jumped: Roi) -> None:
    lock = Lock()
    lock.acquire(at(300), 0.0)
    assert not lock.follow(jumped, FRAME_S)
    assert lock.roi is None


def test_turning_past_the_half_circle_is_no_jump() -> None:
    assert reachable(at(300, turned_rad=-3.1), at(300, turned_rad=3.1), 0.0, FRAME_S)


def test_after_a_loss_the_nearest_in_place_is_taken() -> None:
    lock = following(300, 0.0)
    lock.lose()
    near, far = person(330), person(700)
    assert choose(lock, 0.1, far) is None  # too far for a body in a tenth of a second
    assert choose(lock, 0.2, far, near) is near


def test_after_a_loss_the_nearest_in_size_is_taken() -> None:
    lock = following(300, 0.0)
    lock.lose()
    same, smaller = person(330), Candidate(at(310, size_px=180), 0.95, RED)
    assert choose(lock, 1.0, smaller, same) is same


def test_a_cut_is_a_new_lock_after_half_a_second() -> None:
    lock = following(300, 0.0)
    lock.lose()
    elsewhere = person(800)
    assert choose(lock, 0.4, elsewhere) is None
    assert choose(lock, 0.6, elsewhere) is elsewhere


def test_a_stranger_far_away_waits_longer() -> None:
    lock = following(300, 0.0)
    lock.lose()
    stranger = person(800, BLUE)
    assert choose(lock, 1.5, stranger) is None
    assert choose(lock, 2.1, stranger) is stranger


@pytest.mark.parametrize("shirt", [RED, BLUE])
def test_a_bystander_is_not_taken_in_place_of_who_left(shirt: Colour) -> None:
    bystander = person(800, shirt)
    lock = following(300, 0.0, bystander)
    lock.lose()
    for tenth in range(1, 50):
        assert choose(lock, tenth / 10, bystander) is None
    back = person(320)
    assert choose(lock, 4.95, bystander, back) is back
    assert choose(lock, 5.1, bystander) is bystander  # a long absence: whoever is there


def test_the_detector_looks_more_often_in_company() -> None:
    alone = following(300, 0.0)
    assert not alone.watch_due(0.5)
    assert alone.watch_due(1.0)
    company = following(300, 0.0, person(800))
    assert not company.watch_due(0.1)
    assert company.watch_due(0.25)


def walk_past(lock: Lock, shirt: Colour) -> None:
    """Somebody crosses from right to left before who is at 300; the square goes with them."""
    for step in range(1, 31):
        t_s, x_px = step * 0.2, 900 - 30.0 * step
        met, left = abs(x_px - 300) < 100, x_px < 300
        here = x_px if met or left else 300.0
        if lock.roi is None or lock.roi.x_px != 300 or met:
            lock.acquire(at(here), t_s)
        else:
            lock.follow(at(300), t_s)
        now = lock.roi
        assert now is not None
        seen = (person(x_px, shirt),) if met else (person(x_px, shirt), person(300))
        followed = shirt if now.x_px != 300 else RED
        lock.watch(seen, followed, t_s)
        if x_px < 100:
            return


@pytest.mark.parametrize("shirt", [RED, BLUE], ids=["same shirt", "other shirt"])
def test_goes_back_to_the_followed_one_after_a_crossing(shirt: Colour) -> None:
    lock = following(300, 0.0, person(900, shirt))
    walk_past(lock, shirt)
    assert lock.roi is not None
    assert lock.roi.x_px == 300


def test_waits_while_a_bystander_hides_the_followed_one() -> None:
    lock = following(300, 0.0, person(520, BLUE))
    lock.watch((person(480, BLUE),), RED, 0.2)
    lock.acquire(at(440), 0.3)
    lock.watch((person(440, BLUE),), BLUE, 0.4)
    assert lock.roi is None
    assert choose(lock, 0.5, person(400, BLUE)) is None
    back = person(310)
    assert choose(lock, 1.0, back, person(500, BLUE)) is back


def test_an_arm_before_the_chest_changes_nothing() -> None:
    lock = following(300, 0.0)
    for step in range(1, 20):
        shirt = BLUE if step % 3 == 0 else RED
        lock.follow(at(300), step * 0.2)
        lock.watch((person(300, shirt),), shirt, step * 0.2)
        assert lock.roi == at(300)
