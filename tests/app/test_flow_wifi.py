"""The scene in which the Wi-Fi is set up: two steps, what went wrong, and the way back."""

from dataclasses import replace

from mirror.session.happenings import WifiAsked
from mirror.session.inputs import NetworkChanged, Wifi
from mirror.session.scenes import NoticeView
from tests.app.flow_mirror import Mirror
from tests.app.people_world import mirror_of

READY = Wifi(radio="ready")
OPEN = Wifi(
    radio="ready",
    phase="open",
    ssid="Plumbline-AB12",
    password="abcdefgh23",  # noqa: S106 - of nothing
    address="http://10.42.0.1:8080/wifi",
    code="123456",
    join_qr=((True, False), (False, True)),
    page_qr=((False, True), (True, False)),
)
ALONE = NetworkChanged("", wifi=READY)
WIRED = NetworkChanged("", "http://192.168.1.20:8080", wifi=READY)
JOINED = NetworkChanged("Home", "http://192.168.1.20:8080", wifi=READY)


def at_network(now: NetworkChanged) -> Mirror:
    mirror = Mirror().at_home()
    mirror.session.feed(now)
    mirror.press("up", "select")
    assert mirror.scene == "network"
    return mirror


def told(mirror: Mirror, wifi: Wifi) -> NoticeView:
    mirror.session.feed(NetworkChanged("", wifi=wifi))
    mirror.pass_s(0.1)
    return page(mirror)


def page(mirror: Mirror) -> NoticeView:
    view = mirror.session.picture()
    assert isinstance(view, NoticeView)
    return view


def offered(mirror: Mirror) -> dict[str, str]:
    return {one.button: one.text for one in page(mirror).labels}


def at_step_one() -> Mirror:
    mirror = at_network(ALONE).press("select")
    told(mirror, OPEN)
    return mirror


def test_without_a_network_select_sets_it_up() -> None:
    mirror = at_network(ALONE)
    assert page(mirror).message.text == "No network"
    assert offered(mirror) == {"select": "Set up Wi-Fi", "back": "Back"}
    mirror.press("select")
    assert mirror.scene == "wifi"
    assert len(mirror.told(WifiAsked)) == 1
    assert page(mirror).message.text == "I listen for networks"


def test_the_first_step_is_the_mirrors_own_wifi_the_second_its_page() -> None:
    mirror = at_step_one()
    first = page(mirror)
    assert (first.qr, first.code) == (OPEN.join_qr, "")
    assert "Plumbline-AB12" in first.remedy
    assert "abcdefgh23" in first.remedy
    second = page(mirror.press("select"))
    assert (second.qr, second.code) == (OPEN.page_qr, "123456")
    assert "http://10.42.0.1:8080/wifi" in second.remedy
    assert page(mirror.press("select")) == first


def test_a_phone_that_comes_turns_to_the_second_step_whatever_was_pressed() -> None:
    for presses in (0, 1):
        mirror = at_step_one().press_often("select", presses)
        came = told(mirror, replace(OPEN, visited=True))
        assert came.code == "123456"
        assert not page(mirror.press("select")).code


def test_a_wrong_password_is_told_and_the_steps_begin_again() -> None:
    mirror = at_step_one()
    joining = told(mirror, Wifi(radio="ready", phase="joining", name="Home"))
    assert joining.message.text == "I join Home"
    again = told(mirror, replace(OPEN, reason="password", name="Home"))
    assert (again.message.text, again.message.tone) == (
        "Home did not take the password",
        "attend",
    )
    assert again.qr == OPEN.join_qr
    assert "Plumbline-AB12" in again.remedy


def test_when_it_worked_the_network_page_says_so_and_offers_to_let_a_phone_in() -> None:
    mirror = at_step_one()
    told(mirror, Wifi(radio="ready", phase="joining", name="Home"))
    mirror.session.feed(
        NetworkChanged("Home", "http://192.168.1.20:8080", wifi=Wifi(radio="ready", phase="joined"))
    )
    mirror.pass_s(0.1)
    assert mirror.scene == "network"
    assert page(mirror).message.text == "Connected to Home"
    assert offered(mirror)["select"] == "Let a phone in"


def test_a_wifi_that_works_is_left_only_after_a_second_press() -> None:
    mirror = at_network(JOINED).press("down")
    assert mirror.scene == "wifi"
    assert not mirror.told(WifiAsked)
    assert page(mirror).remedy == "Meanwhile the mirror leaves Home"
    mirror.press("select")
    assert len(mirror.told(WifiAsked)) == 1


def test_beside_a_cable_it_begins_at_once() -> None:
    mirror = at_network(WIRED)
    assert offered(mirror) == {
        "down": "Set up Wi-Fi",
        "select": "Let a phone in",
        "back": "Back",
    }
    assert mirror.press("down").told(WifiAsked)


def test_what_ended_it_is_told_and_select_begins_anew() -> None:
    mirror = at_step_one()
    ended = told(mirror, Wifi(radio="ready", reason="time"))
    assert ended.message.text == "The time for it is over"
    mirror.press("select")
    assert len(mirror.told(WifiAsked)) == 2
    assert page(mirror).message.text == "I listen for networks"


def test_a_service_that_says_nothing_is_not_waited_for_forever() -> None:
    mirror = at_network(ALONE).press("select")
    mirror.session.feed(NetworkChanged("", wifi=Wifi()))
    mirror.pass_s(16.0)
    assert page(mirror).message.tone == "attend"


def test_a_success_of_an_earlier_set_up_ends_nothing() -> None:
    mirror = at_network(ALONE).press("select")
    told(mirror, Wifi(radio="ready", phase="joined"))
    assert mirror.scene == "wifi"


def test_where_there_is_nothing_to_set_up_it_is_said_plainly() -> None:
    for radio, words in (
        ("absent", "No Wi-Fi that could be set up here"),
        ("unmanaged", "The Wi-Fi is set up in this computer's own settings"),
        ("off", "The Wi-Fi is off, or its country is not set"),
    ):
        mirror = at_network(NetworkChanged("", wifi=Wifi(radio=radio)))
        assert words in page(mirror).remedy
        assert offered(mirror) == {"back": "Back"}
        assert mirror.press("select", "down").scene == "network"


def test_the_scene_waits_while_somebody_is_at_the_phone_and_not_forever() -> None:
    mirror = at_step_one()
    mirror.pass_s(600.0, there=False)
    assert mirror.scene == "wifi"
    mirror.pass_s(60.0)
    assert mirror.scene == "idle"


def test_a_mirror_that_never_had_a_network_offers_one_once() -> None:
    mirror = mirror_of()
    mirror.session.feed(NetworkChanged("", wifi=Wifi(radio="ready", known=False)))
    mirror.until("network").press("back")
    assert mirror.scene == "home"
    mirror.press("back", "select")
    assert mirror.scenes[-2:] == ["idle", "home"]
