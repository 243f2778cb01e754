"""The table of the set-up: what follows what, and what is held of a password."""

import pytest

from mirror.network.setup import LIMIT_S, TRIES
from mirror.network.simulated import SimulatedNetwork, Station
from tests.app.wifi_world import HOME, SECRET, Work


def test_it_listens_before_it_opens_and_then_joins_what_the_phone_chose() -> None:
    work = Work().opened()
    state, network = work.setup.state, work.network
    assert network.log[-2:] == ["scan", "open"]
    assert [one.ssid for one in state.heard][:2] == ["Home", "FRITZ!Box 7590 AX"]
    assert state.access is not None
    assert network.hotspot == state.access
    assert (len(state.access.ssid), len(state.access.password), len(state.code)) == (14, 10, 6)
    assert work.choose() == "accepted"
    work.setup.work()
    assert work.paused == [2.0]  # the answer reaches the phone first
    assert (work.setup.state.phase, work.setup.state.name) == ("joined", HOME)
    assert network.kept == {HOME: SECRET}
    assert network.hotspot is None


def test_a_wrong_password_opens_the_same_hotspot_again_with_the_reason() -> None:
    work = Work().opened()
    before = work.network.hotspot
    assert work.choose(HOME, "wrong horse") == "accepted"
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("looking", "password")
    work.network.air.append(Station("Just switched on", SECRET, 99))
    work.setup.work()
    state = work.setup.state
    assert (state.phase, state.reason, state.name) == ("open", "password", HOME)
    assert work.network.hotspot == before
    assert state.heard[0].ssid == "Just switched on"
    assert work.network.kept == {}
    assert work.choose() == "accepted"
    assert not work.setup.state.reason


@pytest.mark.parametrize(
    ("ssid", "password", "hidden", "reason"),
    [
        ("Cellar", "under the stairs", True, ""),
        ("Cellar", "under the stairs", False, "range"),
        ("Nowhere", "correct horse", True, "range"),
        ("No address", "correct horse", False, "address"),
    ],
)
def test_what_was_not_heard_can_be_named(
    ssid: str, password: str, reason: str, *, hidden: bool
) -> None:
    work = Work()
    work.network.air.append(Station("No address", SECRET, gives=False))
    work.opened()
    assert work.choose(ssid, password, hidden=hidden) == "accepted"
    work.setup.work()
    assert work.setup.state.reason == reason
    assert work.setup.state.phase == ("looking" if reason else "joined")


@pytest.mark.parametrize(
    ("ssid", "password", "said"),
    [
        ("Café am Eck", "whatever1", "unsupported"),
        ("eduroam", "whatever1", "unsupported"),
        ("New router", "whatever1", "unsupported"),
        ("", "whatever1", "bad_name"),
        ("x" * 33, "whatever1", "bad_name"),
        (HOME, "short", "bad_password"),
        (HOME, "correct\nhorse", "bad_password"),
    ],
)
def test_what_cannot_work_is_refused_before_the_hotspot_ends(
    ssid: str, password: str, said: str
) -> None:
    work = Work().opened()
    assert work.choose(ssid, password) == said
    work.setup.work()
    assert work.setup.state.phase == "open"
    assert "join" not in work.network.log


def test_without_the_code_nothing_is_chosen_and_five_wrong_ones_end_it() -> None:
    work = Work().opened()
    right = work.setup.state.code
    for _ in range(TRIES - 1):
        assert work.choose(code="12345x") == "wrong_code"
    assert work.setup.state.phase == "open"
    assert work.choose(code="ü") == "wrong_code"
    assert work.choose(code=right) == "closed"
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", "codes")
    assert work.network.hotspot is None
    assert work.network.kept == {}


def test_it_ends_after_ten_minutes() -> None:
    work = Work().opened()
    work.now_s += LIMIT_S
    work.setup.work()
    assert work.setup.state.phase == "open"
    work.now_s += 1.0
    work.setup.work()
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", "time")
    assert work.network.hotspot is None


def test_a_wifi_that_was_left_is_joined_again_when_the_set_up_is_closed() -> None:
    work = Work().opened()
    work.choose()
    work.setup.work()
    work.opened()
    assert work.network.status().name == ""
    work.setup.close()
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", "")
    assert work.network.status().name == HOME


@pytest.mark.parametrize("radio", ["off", "absent", "unmanaged"])
def test_without_a_usable_wifi_it_says_why(radio: str) -> None:
    work = Work(SimulatedNetwork(radio=radio))  # type: ignore[arg-type] # one of them
    work.setup.open()
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", radio)
    assert work.choose() == "closed"


def test_what_fails_half_way_ends_it_and_says_so() -> None:
    work = Work()
    work.network.fails = True
    work.setup.open()
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", "failed")


def test_a_wifi_pulled_out_while_it_is_tried_ends_the_set_up() -> None:
    work = Work().opened()
    work.choose()
    work.network.radio = "absent"
    work.setup.work()
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", "absent")


def test_who_leaves_while_it_is_tried_gets_no_hotspot_afterwards() -> None:
    work = Work().opened()
    work.choose(HOME, "wrong horse")
    work.setup.close()
    work.setup.work()
    assert (work.setup.state.phase, work.setup.state.reason) == ("off", "password")
    assert work.network.hotspot is None


def test_closed_while_it_listens_it_never_opens() -> None:
    work = Work()
    work.setup.open()
    work.setup.close()
    work.setup.work()
    assert work.network.hotspot is None
    assert "open" not in work.network.log


def test_each_set_up_has_secrets_of_its_own() -> None:
    work = Work().opened()
    first = work.setup.state
    work.setup.close()
    work.setup.work()
    second = work.opened().setup.state
    assert first.access is not None
    assert second.access is not None
    assert first.access.password != second.access.password
    assert first.code != second.code


def test_a_password_is_in_no_words_of_the_set_up() -> None:
    work = Work().opened()
    work.choose()
    assert SECRET not in repr(work.setup.state)
    work.setup.work()
    assert SECRET not in repr(vars(work.setup))


def test_a_hotspot_left_by_a_program_that_died_is_ended_at_the_start() -> None:
    assert Work().network.log[0] == "close"
