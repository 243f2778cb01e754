"""Presses out of edges: bounce, short and long, both buttons together, and odd clocks."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.ports import ButtonName, Edge
from device.presses import DEBOUNCE_S, NAMES, Gesture, Pressed, PressRecogniser, ShutDownAsked

END_S = 20.0


def played(edges: Sequence[Edge], ticks: Sequence[float] = ()) -> list[Gesture]:
    """What edges mean, with ticks at these times in between and one at the end."""
    recogniser = PressRecogniser()
    found: list[Gesture] = []
    steps: list[tuple[float, Edge | None]] = [(edge.t_s, edge) for edge in edges]
    steps += [(t_s, None) for t_s in ticks]
    for t_s, edge in sorted(steps, key=lambda step: step[0]):
        found += recogniser.tick(t_s) if edge is None else recogniser.feed(edge)
    return [*found, *recogniser.tick(END_S)]


def held(button: ButtonName, down_s: float, up_s: float) -> list[Edge]:
    return [Edge(button, down=True, t_s=down_s), Edge(button, down=False, t_s=up_s)]


def bouncing(button: ButtonName, down_s: float, up_s: float) -> list[Edge]:
    """The same, bouncing for 10 ms at both ends."""
    return [
        Edge(button, down=down == (step % 2 == 0), t_s=t_s + 0.0025 * step)
        for t_s, down in ((down_s, True), (up_s, False))
        for step in range(5)
    ]


def kinds(gestures: Sequence[Gesture]) -> list[str]:
    return [
        "shut down" if isinstance(one, ShutDownAsked) else f"{one.kind} {one.button}"
        for one in gestures
    ]


@pytest.mark.parametrize("button", NAMES)
@pytest.mark.parametrize("make", [held, bouncing])
def test_a_tap_is_one_short_press(button: ButtonName, make: object) -> None:
    assert callable(make)
    (press,) = played(make(button, 1.0, 1.2))
    assert press == Pressed(press.t_s, button, "short")
    assert press.t_s == pytest.approx(1.235, abs=0.006)


@pytest.mark.parametrize("button", NAMES)
@pytest.mark.parametrize("make", [held, bouncing])
def test_held_is_one_long_press_while_it_is_held(button: ButtonName, make: object) -> None:
    assert callable(make)
    assert played(make(button, 1.0, 9.0)) == [Pressed(1.8, button, "long")]
    recogniser = PressRecogniser()
    recogniser.feed(Edge(button, down=True, t_s=1.0))
    assert recogniser.tick(1.79) == ()
    assert recogniser.tick(1.81) == (Pressed(1.8, button, "long"),)
    assert recogniser.tick(2.0) == ()


@pytest.mark.parametrize(("held_s", "kind"), [(0.0, "short"), (0.79, "short"), (0.81, "long")])
def test_what_divides_short_from_long(held_s: float, kind: str) -> None:
    assert kinds(played(held("up", 1.0, 1.0 + held_s))) == [f"{kind} up"]


def test_a_tap_that_no_finger_could_make_counts() -> None:
    assert kinds(played(held("select", 1.0, 1.0))) == ["short select"]


def test_two_taps_are_two_presses() -> None:
    edges = bouncing("up", 1.0, 1.1) + bouncing("up", 1.16, 1.3)
    assert kinds(played(edges)) == ["short up", "short up"]


def test_a_poor_contact_does_not_end_a_press() -> None:
    edges = held("up", 1.0, 1.4) + held("up", 1.42, 3.0)
    assert played(edges) == [Pressed(1.8, "up", "long")]


def test_a_contact_that_opens_just_before_long_waits_for_the_verdict() -> None:
    assert kinds(played(held("up", 1.0, 1.79), ticks=[1.81])) == ["short up"]
    late = played(held("up", 1.0, 1.79) + held("up", 1.815, 3.0))
    assert late == [Pressed(1.815, "up", "long")]


def test_presses_of_different_buttons_do_not_mix() -> None:
    edges = sorted(
        held("up", 1.0, 1.3) + held("select", 1.1, 1.2) + held("back", 1.15, 3.0),
        key=lambda edge: edge.t_s,
    )
    assert kinds(played(edges)) == ["short select", "short up", "long back"]


@pytest.mark.parametrize("first", ["back", "down"])
@pytest.mark.parametrize("let_go_first", ["back", "down"])
@pytest.mark.parametrize("apart_s", [0.0, 0.1, 0.5])
def test_back_and_down_for_three_seconds_shut_down_once(
    first: ButtonName, let_go_first: ButtonName, apart_s: float
) -> None:
    second: ButtonName = "down" if first == "back" else "back"
    ends = {let_go_first: 8.0, "back" if let_go_first == "down" else "down": 9.0}
    edges = held(first, 1.0, ends[first]) + held(second, 1.0 + apart_s, ends[second])
    assert played(sorted(edges, key=lambda edge: edge.t_s)) == [ShutDownAsked(4.0 + apart_s)]


def test_a_chord_bounces_too() -> None:
    edges = bouncing("back", 1.0, 5.0) + bouncing("down", 1.004, 5.003)
    assert kinds(played(sorted(edges, key=lambda edge: edge.t_s))) == ["shut down"]


def test_a_chord_let_go_too_early_is_nothing() -> None:
    edges = held("back", 1.0, 3.9) + held("down", 1.05, 3.95)
    assert played(sorted(edges, key=lambda edge: edge.t_s)) == []


def test_two_quick_taps_that_overlap_are_both_presses() -> None:
    edges = held("down", 1.0, 1.2) + held("back", 1.15, 1.3)
    assert kinds(played(sorted(edges, key=lambda edge: edge.t_s))) == ["short down", "short back"]


def test_one_that_reached_its_time_beside_the_other_is_no_press() -> None:
    edges = held("back", 1.0, 2.25) + held("down", 1.7, 2.2)
    assert kinds(played(sorted(edges, key=lambda edge: edge.t_s))) == ["short down"]


def test_the_one_still_held_can_ask_again() -> None:
    edges = held("back", 1.0, 15.0) + held("down", 1.1, 5.0) + held("down", 6.0, 9.5)
    assert played(sorted(edges, key=lambda edge: edge.t_s)) == [
        ShutDownAsked(4.1),
        ShutDownAsked(9.0),
    ]


def test_a_long_back_comes_before_a_late_down() -> None:
    edges = held("back", 1.0, 6.5) + held("down", 2.0, 6.0)
    found = kinds(played(sorted(edges, key=lambda edge: edge.t_s)))
    assert found == ["long back", "shut down"]


def test_other_pairs_are_two_long_presses() -> None:
    edges = held("up", 1.0, 6.0) + held("select", 1.0, 6.0)
    assert sorted(kinds(played(sorted(edges, key=lambda edge: edge.t_s)))) == [
        "long select",
        "long up",
    ]


def test_edges_that_repeat_change_nothing() -> None:
    down, up = held("up", 1.0, 1.2)
    edges = [up, down, down, up, Edge("up", down=False, t_s=1.22)]
    assert kinds(played(sorted(edges, key=lambda edge: edge.t_s))) == ["short up"]


def test_a_button_down_at_the_start_tells_nothing_when_let_go() -> None:
    assert played([Edge("up", down=False, t_s=1.0)]) == []


def test_a_clock_that_goes_back_repeats_nothing() -> None:
    recogniser = PressRecogniser()
    recogniser.feed(Edge("up", down=True, t_s=10.0))
    assert kinds(recogniser.tick(10.9)) == ["long up"]
    assert recogniser.tick(3.0) == ()
    assert recogniser.feed(Edge("up", down=False, t_s=3.1)) == ()
    assert recogniser.feed(Edge("select", down=True, t_s=3.2)) == ()
    assert recogniser.feed(Edge("select", down=False, t_s=3.3)) == ()
    assert recogniser.tick(10.92) == ()
    (press,) = recogniser.tick(10.95)
    assert press == Pressed(10.9 + DEBOUNCE_S, "select", "short")


CONTACTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.floats(0.0, 6.0).map(lambda t_s: round(t_s, 3))),
    max_size=24,
)
TIMES = st.lists(st.floats(0.0, 10.0), max_size=40)


def edges_of(changes: Sequence[tuple[ButtonName, float]]) -> list[Edge]:
    """Each change of a button turns it over."""
    down = dict.fromkeys(NAMES, False)
    found = []
    for button, t_s in sorted(changes, key=lambda change: change[1]):
        down[button] = not down[button]
        found.append(Edge(button, down=down[button], t_s=t_s))
    return found


@given(CONTACTS, TIMES)
def test_how_often_time_is_told_makes_no_difference(
    changes: list[tuple[ButtonName, float]], ticks: list[float]
) -> None:
    assert played(edges_of(changes), ticks) == played(edges_of(changes))


@given(CONTACTS)
def test_nothing_is_told_twice_and_in_order(changes: list[tuple[ButtonName, float]]) -> None:
    edges = edges_of(changes)
    found = played(edges)
    times = [one.t_s for one in found]
    assert all(before <= after for before, after in pairwise(times))
    for name in NAMES:
        presses = [one for one in found if isinstance(one, Pressed) and one.button == name]
        assert len(presses) <= sum(edge.down for edge in edges if edge.button == name)
