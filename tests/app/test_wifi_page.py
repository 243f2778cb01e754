"""The page for the Wi-Fi: there only in the hotspot, only with the code, and it keeps nothing."""

import sqlite3
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mirror.network.messages import Asked, ToPage, to_page
from mirror.network.setup import TRIES
from tests.app.phone_world import House, csrf
from tests.app.wifi_world import HOME, SECRET, Work

ADDRESS = "http://10.42.0.1:8080"


class Wifi:
    """A house whose mirror has its hotspot open, or not yet."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, empty=True)
        self.work = Work()
        self.asked = list[Asked]()
        object.__setattr__(self.house.place, "wifi", self._ask)

    def _ask(self, asked: Asked) -> ToPage:
        self.asked.append(asked)
        if asked.do != "choose":
            return to_page(self.work.setup, self.work.now_s)
        said = self.work.setup.take(asked.code, asked.ssid, asked.password, hidden=asked.hidden)
        return to_page(self.work.setup, self.work.now_s, said)

    def phone(self, address: str = "10.42.0.23", *, base: str = ADDRESS) -> TestClient:
        return TestClient(
            self.house.app, base_url=base, follow_redirects=False, client=(address, 5000)
        )

    def form(self, **fields: str) -> dict[str, str]:
        code = self.work.setup.state.code
        return {"pick": HOME, "named": "", "password": SECRET, "code": code, **fields}


@pytest.fixture
def wifi(tmp_path: Path) -> Wifi:
    made = Wifi(tmp_path)
    made.work.opened()
    return made


def send(phone: TestClient, form: dict[str, str]) -> tuple[int, str]:
    answer = phone.post("/wifi", data={**form, "csrf": csrf(phone, "/wifi")})
    return answer.status_code, answer.text


def test_networks_are_listed_and_one_is_joined(wifi: Wifi) -> None:
    phone = wifi.phone()
    shown = phone.get("/wifi")
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert "FRITZ!Box 7590 AX" in shown.text
    assert "Cellar" not in shown.text
    assert shown.text.count("disabled") == 3
    status, text = send(phone, wifi.form())
    assert status == 200
    assert "The mirror now joins Home." in text
    wifi.work.setup.work()
    assert wifi.work.network.kept == {HOME: SECRET}


def test_a_hidden_one_is_named(wifi: Wifi) -> None:
    form = wifi.form(pick="", named="Cellar", password="under the stairs")  # noqa: S106 - played
    assert send(wifi.phone(), form)[0] == 200
    wifi.work.setup.work()
    assert "Cellar" in wifi.work.network.kept


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("192.168.1.30", "http://192.168.1.20:8080"),  # the network of the house
        ("192.168.1.30", ADDRESS),
        ("10.42.0.23", "http://192.168.1.20:8080"),
        ("10.42.1.23", ADDRESS),
        ("fe80::1", ADDRESS),
        ("testclient", ADDRESS),
    ],
)
def test_outside_the_hotspot_there_is_no_such_page(wifi: Wifi, address: str, base: str) -> None:
    phone = wifi.phone(address, base=base)
    answers = [phone.get("/wifi"), phone.post("/wifi", data=wifi.form())]
    for answer in answers:
        assert (answer.status_code, answer.headers["location"]) == (303, "/pair")
        assert HOME not in answer.text
    assert all(one.do == "state" for one in wifi.asked)


def test_an_address_of_ipv4_over_a_socket_for_both_is_itself(wifi: Wifi) -> None:
    phone = wifi.phone("::ffff:10.42.0.23", base="http://[::ffff:10.42.0.1]:8080")
    assert phone.get("/wifi").status_code == 200


def test_while_the_hotspot_is_closed_there_is_no_such_page(wifi: Wifi) -> None:
    wifi.work.setup.close()
    assert wifi.phone().get("/wifi").headers["location"] == "/pair"
    wifi.work.setup.work()
    assert wifi.phone().get("/wifi").headers["location"] == "/pair"


def test_without_a_service_there_is_no_such_page(tmp_path: Path) -> None:
    phone = House(tmp_path, empty=True).stranger()
    assert phone.get("/wifi").headers["location"] == "/pair"
    assert phone.post("/wifi", data={"pick": HOME}).headers["location"] == "/pair"


def test_under_another_name_it_is_refused(wifi: Wifi) -> None:
    answer = wifi.phone().get("/wifi", headers={"host": "evil.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_a_form_of_another_page_is_refused(wifi: Wifi, headers: dict[str, str]) -> None:
    phone = wifi.phone()
    form = {**wifi.form(), "csrf": csrf(phone, "/wifi")}
    assert phone.post("/wifi", data=form, headers=headers).status_code == 403
    assert wifi.work.setup.state.phase == "open"


def test_a_form_without_its_token_or_visit_is_refused(wifi: Wifi) -> None:
    phone = wifi.phone()
    token = csrf(phone, "/wifi")
    assert phone.post("/wifi", data=wifi.form()).status_code == 403
    stranger = wifi.phone()
    assert stranger.post("/wifi", data={**wifi.form(), "csrf": token}).status_code == 403
    assert all(one.do == "state" for one in wifi.asked)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pick": ""}, "Choose a Wi-Fi first."),
        ({"password": "short"}, "A Wi-Fi password has 8 to 63"),
        ({"pick": "eduroam"}, "The mirror cannot join this network."),
        ({"pick": "", "named": "x" * 40}, "A name has 1 to 32 letters."),
        ({"code": "000001"}, "That number is not on the mirror."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    wifi: Wifi, fields: dict[str, str], words: str
) -> None:
    status, text = send(wifi.phone(), wifi.form(**fields))
    assert status == 400
    assert words in text
    assert SECRET not in text
    assert wifi.work.setup.state.phase == "open"


def test_guessing_the_code_ends_the_set_up(wifi: Wifi) -> None:
    phone = wifi.phone()
    for _ in range(TRIES):
        send(phone, wifi.form(code="000001"))
    assert phone.get("/wifi").headers["location"] == "/pair"
    assert wifi.work.setup.state.phase == "closing"


def test_one_phone_cannot_try_without_pause(wifi: Wifi) -> None:
    phone = wifi.phone()
    statuses = [send(phone, wifi.form(password="short"))[0] for _ in range(11)]  # noqa: S106 - played
    assert statuses == [400] * 10 + [429]


def test_after_a_wrong_password_the_page_says_so(wifi: Wifi) -> None:
    phone = wifi.phone()
    send(phone, wifi.form(password="wrong horse"))  # noqa: S106 - played
    wifi.work.setup.work()
    wifi.work.setup.work()
    text = phone.get("/wifi").text
    assert "Home did not take the password." in text
    assert 'value="Home" checked' in text


def test_names_in_the_air_are_no_markup(wifi: Wifi) -> None:
    bad = wifi.work.network.air[0].__class__('<script>x</script>"', SECRET, 99)
    wifi.work.network.air.append(bad)
    wifi.work.setup.close()
    wifi.work.setup.work()
    wifi.work.opened()
    assert "<script>x" not in wifi.phone().get("/wifi").text


def test_the_password_is_in_no_file(wifi: Wifi) -> None:
    wifi.phone().get("/wifi", headers={"host": "evil.example"})  # makes web.db
    send(wifi.phone(), wifi.form())
    wifi.work.setup.work()
    files = [one for one in wifi.house.folder.rglob("*") if one.is_file()]
    assert files
    for file in files:
        assert SECRET.encode() not in file.read_bytes()
    with wifi.house.web() as web:
        assert isinstance(web, sqlite3.Connection)
        assert SECRET not in "".join(web.iterdump())


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Wähle dein WLAN"), ("es", "Elige tu wifi"), ("fr", "Choose")]
)
def test_it_speaks_the_language_of_the_phone(wifi: Wifi, language: str, words: str) -> None:
    assert words in wifi.phone().get("/wifi", headers={"accept-language": language}).text
