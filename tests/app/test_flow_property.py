"""Whatever is pressed and whatever happens: no crash, and no completed rep is lost."""

import json
from dataclasses import dataclass
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.session.inputs import Button, Kind, Press
from mirror.session.routine import PlannedSet
from mirror.session.scenes import Picture
from tests.app.flow_mirror import Mirror

ROUTINE = (
    PlannedSet("clamshell", "left", 2, rest_s=5.0),
    PlannedSet("clamshell", "right", 2, rest_s=5.0),
    PlannedSet("hip_flexor_stretch", "left", 3, rest_s=5.0, unit="seconds"),
    PlannedSet("squat", "both", 2, rest_s=5.0),
)


@dataclass(frozen=True)
class Act:
    """One thing that may happen."""

    name: str
    value: object = None


ACTS = st.one_of(
    st.builds(
        Act,
        st.just("press"),
        st.builds(
            Press,
            st.just(0.0),
            st.sampled_from(get_args(Button)),
            st.sampled_from(get_args(Kind)),
        ),
    ),
    st.builds(Act, st.just("reps"), st.integers(1, 3)),
    st.builds(Act, st.just("pass"), st.sampled_from([0.2, 1.0, 6.0])),
    st.builds(Act, st.just("jump"), st.sampled_from([25.0, 70.0, 400.0])),
    st.builds(Act, st.just("there"), st.booleans()),
    st.builds(Act, st.just("side"), st.sampled_from(["left", "right", "both", None])),
    st.builds(Act, st.just("problem"), st.sampled_from([None, "turned", "feet_out", "odd"])),
    st.builds(Act, st.just("phase"), st.sampled_from(["wait", "rest", "out", "hold"])),
    st.builds(Act, st.just("holding"), st.booleans()),
    st.builds(Act, st.just("broken"), st.booleans()),
    st.builds(Act, st.just("shut_down")),
)


def act(mirror: Mirror, one: Act) -> None:
    match one:
        case Act("press", Press() as press):
            mirror.press(press.button, kind=press.kind)
        case Act("reps", int(count)):
            mirror.reps(count)
        case Act("pass", float(seconds)):
            mirror.pass_s(seconds)
        case Act("jump", float(seconds)):
            mirror.t_s += seconds
            mirror.pass_s(0.1)
        case Act("broken", bool(broken)):
            mirror.camera(broken=broken)
        case Act("there", bool(there)):
            mirror.there = there
        case Act("shut_down"):
            mirror.hold_shut_down()
        case _:
            setattr(mirror.world, one.name, one.value)


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, min_size=5, max_size=60))
def test_nothing_raises_and_no_completed_rep_is_lost(acts: list[Act]) -> None:
    mirror = Mirror(ROUTINE).at_work()
    for one in acts:
        act(mirror, one)
        assert isinstance(mirror.session.picture(), Picture)
        saved = mirror.session.saved()
        assert json.loads(json.dumps(saved)) == saved
        if saved:
            assert Mirror(resume=saved).session.saved() == saved
    mirror.session.end()
    kept = [rep.end_s for result in mirror.session.results for rep in result.reps]
    done = [t_s for scene, t_s in mirror.world.completed if scene in {"countdown", "work"}]
    assert sorted(kept) == sorted(done)


@settings(max_examples=10, deadline=None)
@given(st.lists(ACTS, min_size=5, max_size=40))
def test_the_same_inputs_give_the_same_pictures(acts: list[Act]) -> None:
    first, second = (Mirror(ROUTINE).at_work() for _ in range(2))
    for one in acts:
        act(first, one)
        act(second, one)
        assert first.session.picture() == second.session.picture()
    assert first.happened == second.happened
