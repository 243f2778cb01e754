"""A phone is let in by a press on the mirror, its wishes come true when nobody trains."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from mirror.live.doorway import Doorway
from mirror.live.phone_server import PhoneServer
from mirror.live.wifi import WifiLink
from mirror.network.client import ask_as_page
from mirror.network.messages import Asked
from mirror.network.simulated import SimulatedNetwork
from mirror.session.inputs import News  # noqa: TC001 - the type of a queue
from mirror.session.scenes import NoticeView
from mirror.web.board import board_path, read_board
from mirror.web.database import open_web
from mirror.web.now import now
from mirror.web.pairing import try_code
from mirror.web.wishes import PersonChange, SettingChange, add, pending
from tests.app.people_world import mirror_of
from tests.app.test_flow_people import choose, single
from tests.app.wifi_world import HOME, SECRET, serving_wifi

WAIT_S = 20.0
NOBODY = ("false",)


class House:
    """A mirror, its doorway, and what the doorway told."""

    def __init__(self, folder: Path, *, own: str = "192.168.1.20") -> None:
        self.folder = folder
        self.mirror = mirror_of()
        self.news: SimpleQueue[News] = SimpleQueue()
        server = PhoneServer(folder, command=NOBODY)
        self.door = Doorway(
            folder, self.news.put, server=server, own=lambda: own, wifi=WifiLink(folder)
        )
        self.door.attach(self.mirror.session)
        self._heard = 0

    def pass_on(self) -> None:
        """Happenings to the doorway, its news to the session."""
        for happening in self.mirror.happened[self._heard :]:
            self.door.hear(happening)
        self._heard = len(self.mirror.happened)
        with suppress(Empty):
            self.mirror.session.feed(self.news.get(timeout=0.02))
        self.mirror.pass_s(0.1)
        self.door.tick(self.mirror.t_s)

    def until(self, what: Callable[[], bool]) -> "House":
        end_s = time.monotonic() + WAIT_S
        while not what():
            assert time.monotonic() < end_s
            self.pass_on()
        return self

    def page(self) -> NoticeView:
        picture = self.mirror.session.picture()
        assert isinstance(picture, NoticeView)
        return picture

    def at_network(self) -> "House":
        choose(self.mirror.at_home(), "Network")
        return self.until(lambda: "192.168.1.20:8080" in self.page().remedy)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    with closing(made.door):
        yield made


def wish(folder: Path, change: PersonChange | SettingChange) -> None:
    with closing(open_web(folder)) as connection:
        assert add(connection, change, 1, now())


def waiting(folder: Path) -> int:
    with closing(open_web(folder)) as connection:
        return len(pending(connection))


def test_a_press_shows_a_code_and_a_phone_with_it_comes_in(house: House) -> None:
    house.at_network()
    assert not house.page().code
    house.mirror.press("select")
    house.until(lambda: bool(house.page().code))
    page = house.page()
    assert len(page.code) == 6
    assert len(page.qr) == len(page.qr[0]) > 21
    with closing(open_web(house.folder)) as connection:
        assert try_code(connection, page.code, now()) == "right"
    house.until(lambda: house.page().message.text == "Your phone is in")
    assert not house.page().code


def test_leaving_the_page_closes_the_door(house: House) -> None:
    house.at_network().mirror.press("select")
    code = house.until(lambda: bool(house.page().code)).page().code
    house.mirror.press("back")

    def refused() -> bool:
        with closing(open_web(house.folder)) as connection:
            return try_code(connection, code, now()) == "closed"

    house.pass_on()
    house.door.close()
    assert refused()


def test_five_wrong_codes_are_said(house: House) -> None:
    house.at_network().mirror.press("select")
    code = house.until(lambda: bool(house.page().code)).page().code
    wrong = "000000" if code != "000000" else "000001"
    with closing(open_web(house.folder)) as connection:
        for _ in range(5):
            assert try_code(connection, wrong, now()) == "wrong"
    house.until(lambda: house.page().message.text == "Too many wrong codes")


def test_wishes_come_true_at_home_and_are_answered(house: House) -> None:
    wish(house.folder, PersonChange("ada", name="Adele", bands=("heavy",)))
    wish(house.folder, SettingChange("sound", "volume", 3))
    house.at_network()
    house.until(lambda: house.mirror.session.members[0].person.name == "Adele")
    house.until(lambda: waiting(house.folder) == 0)
    assert house.mirror.session.members[0].person.bands == ("heavy",)
    assert house.mirror.session.settings.sound.volume == 3


def test_a_wish_waits_while_somebody_trains(house: House) -> None:
    single(house.mirror).until("work", 60.0)
    wish(house.folder, PersonChange("ada", name="Adele"))
    for _ in range(30):
        house.pass_on()
    assert house.mirror.session.members[0].person.name == "Ada"


def test_a_running_set_is_on_the_board_and_gone_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    path = board_path(house.folder)
    single(house.mirror).until("work", 60.0).reps(3)
    house.pass_on()
    live = read_board(path, house.mirror.t_s)
    assert live is not None
    assert (live.exercise, live.count, live.target, live.person) == ("squat", 3, 8, "ada")
    assert len(live.points) == 33
    house.mirror.reps(5)
    house.until(lambda: read_board(path, house.mirror.t_s) is None)


def test_without_a_network_nobody_is_let_in(tmp_path: Path) -> None:
    house = House(tmp_path, own="")
    with closing(house.door):
        choose(house.mirror.at_home(), "Network")
        house.pass_on()
        house.mirror.press("select")
        assert house.page().message.text == "No network"
        assert not house.page().code


def test_on_an_appliance_the_pages_have_a_service_of_their_own(tmp_path: Path) -> None:
    server = PhoneServer(tmp_path, command=("tail", "-f"), port=9, served=True)
    server.start()
    assert server._process is None


def test_the_pages_own_process_starts_once_and_ends_with_the_mirror(tmp_path: Path) -> None:
    server = PhoneServer(tmp_path, command=("tail", "-f"), port=9)
    assert not server.wanted
    server.start()
    server.start()
    server.close()
    server.close()


def test_the_wifi_is_set_up_by_presses_and_a_phone(tmp_path: Path) -> None:
    network = SimulatedNetwork()
    house = House(tmp_path, own="")
    with closing(house.door), serving_wifi(network, tmp_path):
        choose(house.mirror.at_home(), "Network")
        house.until(lambda: "Set up Wi-Fi" in {one.text for one in house.page().labels})
        house.mirror.press("select")
        house.until(lambda: "Plumbline-" in house.page().remedy)
        assert network.hotspot is not None
        assert network.hotspot.password in house.page().remedy
        assert len(house.page().qr) > 21
        network.guest = True
        code = house.until(lambda: bool(house.page().code)).page().code
        assert "http://10.42.0.1:8080/wifi" in house.page().remedy
        chosen = Asked("choose", code=code, ssid=HOME, password=SECRET)
        assert ask_as_page(tmp_path, chosen) is not None
        house.until(lambda: house.page().message.text == "Connected to Home")
    assert network.kept == {HOME: SECRET}


def test_leaving_the_page_ends_the_hotspot(tmp_path: Path) -> None:
    network = SimulatedNetwork()
    house = House(tmp_path, own="")
    with closing(house.door), serving_wifi(network, tmp_path):
        choose(house.mirror.at_home(), "Network")
        house.until(lambda: "Set up Wi-Fi" in {one.text for one in house.page().labels})
        house.mirror.press("select")
        house.until(lambda: network.hotspot is not None)
        house.mirror.press("back")
        house.until(lambda: network.hotspot is None)
