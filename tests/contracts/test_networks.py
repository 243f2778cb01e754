"""What every Wi-Fi does: the simulated one, NetworkManager by a played nmcli, and the real one.

The real NetworkManager runs where scripts/network_test.sh made a container for it, and has no Wi-Fi
there: no kernel module for one. It shows what it does without, and what it keeps of a profile.
"""

import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from mirror.network.nmcli import HOTSPOT, TRIED, NetworkManager, runner
from mirror.network.port import Access, Heard, Network, NetworkError, Status, key_of
from mirror.network.simulated import SimulatedNetwork, Station
from mirror.network.terse import heard, rows, security_of
from tests.contracts.fake_nmcli import FakeNmcli

HOME = Access("Ho:me \\ 1", "correct horse")
OWN = Access("Plumbline-AB12", "abcdefgh23")
AIR = (
    Station("Weak", "only for us", 20),
    Station(HOME.ssid, HOME.password, 80),
    Station("Cellar", "under the stairs", 50, hidden=True),
    Station("No address", "correct horse", 40, gives=False),
    Station("Café", "", 60, "open"),
    Station("University", "", 55, "enterprise"),
    Station("Newest", "correct horse", 30, "wpa3"),
    Station("Far away", "correct horse", 0),
)


def calls(network: Network) -> list[Callable[[], object]]:
    return [network.scan, lambda: network.open_hotspot(OWN), lambda: network.join(HOME)]


class World:
    """A Wi-Fi and what a test changes around it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.fake = FakeNmcli(list(AIR))
        self.simulated = SimulatedNetwork(AIR)
        self.network: Network = self.simulated if kind == "simulated" else NetworkManager(self.fake)

    def without(self, what: str) -> None:
        self.simulated.radio = what  # type: ignore[assignment] # the names are the same
        self.fake.hardware = "missing" if what == "absent" else "enabled"
        self.fake.switch = "disabled" if what == "off" else "enabled"
        self.fake.running = what != "unmanaged"

    def wire(self) -> None:
        self.simulated.wired = self.fake.wired = True


@pytest.fixture(params=["simulated", "nmcli"])
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param)


def test_networks_are_heard_the_strongest_first(world: World) -> None:
    found = world.network.scan()
    assert [one.ssid for one in found][:3] == [HOME.ssid, "Café", "University"]
    assert {one.ssid: one.security for one in found} == {
        HOME.ssid: "wpa",
        "Weak": "wpa",
        "No address": "wpa",
        "Café": "open",
        "University": "enterprise",
        "Newest": "wpa3",
    }


def test_a_network_is_joined_and_kept(world: World) -> None:
    assert world.network.status() == Status("ready")
    assert world.network.join(HOME) == "joined"
    assert world.network.status() == Status("ready", "wifi", HOME.ssid, known=True)


@pytest.mark.parametrize(
    ("wanted", "outcome"),
    [
        (Access(HOME.ssid, "wrong horse"), "password"),
        (Access("Far away", "correct horse"), "range"),
        (Access("Cellar", "under the stairs"), "range"),
        (Access("No address", "correct horse"), "address"),
        (Access("Café", "anything!"), "failed"),
        (Access("University", "anything!"), "failed"),
    ],
)
def test_a_failure_has_a_reason_and_leaves_nothing(
    world: World, wanted: Access, outcome: str
) -> None:
    assert world.network.join(wanted) == outcome
    assert world.network.status() == Status("ready")
    assert world.fake.profiles == []


def test_a_hidden_network_is_joined_when_it_is_called_hidden(world: World) -> None:
    assert world.network.join(Access("Cellar", "under the stairs", hidden=True)) == "joined"


def test_the_hotspot_ends_and_is_no_known_network(world: World) -> None:
    hotspot = world.network.open_hotspot(OWN)
    assert (hotspot.address, hotspot.prefix, hotspot.interface) == ("10.42.0.1", 24, "wlan0")
    assert world.network.status() == Status("ready")
    with pytest.raises(NetworkError, match="failed"):
        world.network.scan()
    world.network.close_hotspot()
    world.network.close_hotspot()
    assert world.network.scan()
    assert world.network.status() == Status("ready")


@pytest.mark.parametrize("what", ["off", "absent", "unmanaged"])
def test_a_wifi_that_cannot_be_used_says_why(world: World, what: str) -> None:
    world.wire()
    world.without(what)
    assert world.network.status().radio == what
    for call in calls(world.network):
        with pytest.raises(NetworkError, match=what):
            call()


def test_a_cable_is_a_network_too(world: World) -> None:
    world.wire()
    assert world.network.status() == Status("ready", "wired")


def test_no_password_is_among_the_words_of_a_command() -> None:
    world = World("nmcli")
    world.network.open_hotspot(OWN)
    world.network.close_hotspot()
    assert world.network.join(HOME) == "joined"
    assert len(world.fake.words) > 5
    for words in world.fake.words:
        assert not any(HOME.password in word or OWN.password in word for word in words)
    assert HOME.password not in repr(HOME)


def test_what_was_tried_is_written_only_when_it_worked() -> None:
    world = World("nmcli")
    assert world.network.join(HOME) == "joined"
    first = world.fake.profiles[0]
    assert (first.name, first.saved) == (HOME.ssid, True)
    assert first.values["connection.autoconnect"] == "yes"
    assert world.network.join(HOME) == "joined"
    assert [one.uuid == first.uuid for one in world.fake.profiles] == [False]


def test_a_hotspot_left_behind_is_found_by_its_name() -> None:
    world = World("nmcli")
    world.network.open_hotspot(OWN)
    NetworkManager(world.fake).close_hotspot()
    assert world.fake.profiles == []


def test_a_guest_is_seen_in_the_table_of_neighbours(tmp_path: Path) -> None:
    arp = tmp_path / "arp"
    network = NetworkManager(FakeNmcli([]), arp=arp)
    assert not network.visited()
    head = "IP address       HW type     Flags       HW address            Mask     Device\n"
    row = "{:16} 0x1         {}         aa:bb:cc:dd:ee:ff     *        wlan0\n"
    arp.write_text(head + row.format("192.168.1.1", "0x2") + row.format("10.42.0.9", "0x0"))
    assert not network.visited()
    arp.write_text(head + row.format("10.42.0.9", "0x2"))
    assert network.visited()


@pytest.mark.parametrize(
    ("ssid", "password"),
    [
        ("", "12345678"),
        ("x" * 33, "12345678"),
        ("ü" * 17, "12345678"),
        ("a\nb", "12345678"),
        ("x", "1234567"),
        ("x", "y" * 65),
        ("x", "12345678\n"),
        ("x", "größe 123"),
        ("x", "z" * 64),
    ],
)
def test_what_no_network_can_have_is_refused(ssid: str, password: str) -> None:
    with pytest.raises(ValueError, match=r"ssid|password"):
        Access(ssid, password)


def test_a_password_with_spaces_at_its_ends_becomes_the_key() -> None:
    # IEEE 802.11 annex J.4: pass phrase "password", SSID "IEEE".
    known = "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"
    assert key_of("IEEE", "password") == known
    assert Access("IEEE", " password ").key == key_of("IEEE", " password ")
    assert Access("IEEE", "password").key == "password"


def test_fields_are_read_with_their_escapes() -> None:
    assert list(rows("a\\:b:c\\\\:d\nshort\n", 3)) == [["a:b", "c\\", "d"]]
    assert heard("x:40:WPA2\nx:90:WPA2\n:99:WPA2\n\\:\\\\:7:\n") == (
        Heard("x", 90, "wpa"),
        Heard(":\\", 7, "open"),
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", "open"),
        ("--", "open"),
        ("WEP", "wep"),
        ("WPA3", "wpa3"),
        ("WPA2 WPA3", "wpa"),
        ("WPA1", "wpa"),
        ("WPA1 WPA2 802.1X", "enterprise"),
        ("WPA3 802.1X", "enterprise"),
    ],
)
def test_security_in_words(words: str, kind: str) -> None:
    assert security_of(words) == kind


def test_without_nmcli_nothing_is_managed() -> None:
    network = NetworkManager(runner(("/nonexistent/nmcli",)))
    assert network.status() == Status("unmanaged")
    with pytest.raises(NetworkError, match="unmanaged"):
        network.scan()


def test_an_nmcli_that_hangs_is_a_failure() -> None:
    with pytest.raises(NetworkError, match="failed"):
        runner(("sleep",))(["60"], "", 0.05)


REAL = os.environ.get("PLUMBLINE_NMCLI", "")
"""The command, in a container: as scripts/network_test.sh sets it."""
real = pytest.mark.skipif(not REAL, reason="no NetworkManager: scripts/network_test.sh has one")


@pytest.fixture
def manager() -> NetworkManager:
    return NetworkManager(runner(shlex.split(REAL)))


@real
def test_the_real_one_says_that_it_has_no_wifi(manager: NetworkManager) -> None:
    assert manager.status().radio == "absent"
    for call in calls(manager):
        with pytest.raises(NetworkError, match="absent"):
            call()
    manager.close_hotspot()


@real
@pytest.mark.parametrize(
    ("ssid", "password"),
    [
        ("0x4142", "12345678"),
        ("-dash", "--ask rest"),
        ('a:b\\c"', "q\"'\\;:$(x) `y"),
        ("x", "?" * 8),
        (" lead", " spaces around "),
        ("ünï 📶", "quit    quit"),
        ("set", "save temporary"),
        ("#c", "#comment1"),
        ("x", "ab" * 32),
        ("x", "~" * 63),
        ("x", "\\n\\t\\x41zz%s"),
    ],
)
def test_the_real_one_keeps_names_and_passwords_as_they_are(
    manager: NetworkManager, ssid: str, password: str
) -> None:
    # Reads the password back, and raises when it is another one.
    manager._add(TRIED, Access(ssid, password), "802-11-wireless.hidden", "yes")
    assert manager._ssid("id", TRIED) == ssid
    assert not manager.status().known
    manager._keep(ssid, ())
    assert manager.status().known
    (uuid,) = manager._saved(ssid)
    shown = ("-s", "-g", "802-11-wireless-security.psk", "connection", "show", "uuid", uuid)
    assert list(rows(manager._ask(*shown), 1)) == [[Access(ssid, password).key]]
    file = manager._ask("-t", "-f", "UUID,FILENAME", "connection", "show")
    assert dict(rows(file, 2))[uuid].startswith("/etc/NetworkManager/system-connections/")
    manager._run(("connection", "delete", "uuid", uuid), "", 15.0)
    assert not manager.status().known


@real
def test_the_real_one_takes_the_hotspot_for_what_it_is(manager: NetworkManager) -> None:
    from mirror.network.nmcli import _AP  # noqa: PLC0415 - only here

    manager._add(HOTSPOT, OWN, "ifname", "wlan0", *_AP, "ipv4.addresses", "10.42.0.1/24")
    names = "802-11-wireless.mode,802-11-wireless-security.pmf,ipv4.method,ipv4.addresses"
    said = manager._ask("-g", names, "connection", "show", "id", HOTSPOT)
    assert said.split() == ["ap", "1", "shared", "10.42.0.1/24"]
    assert not manager.status().known
    assert manager._up(HOTSPOT).code == 4  # no device for it here
    manager.close_hotspot()
    assert manager._run(("connection", "show", "id", HOTSPOT), "", 15.0).code == 10
