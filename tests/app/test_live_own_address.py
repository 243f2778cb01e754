"""The machine's address from the kernel's tables, as Linux prints them."""

import socket
from pathlib import Path

import pytest

from mirror.live.own_address import TABLES, own_address

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
OUT = "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
HOME = "wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"
WIRE = "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
DOWN = "wlan0\t0001A8C0\t00000000\t0000\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"


def trie(*addresses: str) -> str:
    lines = "".join(
        f"        |-- {one}\n           /32 host LOCAL\n" for one in ("127.0.0.1", *addresses)
    )
    other = "        |-- 192.168.1.255\n           /32 link BROADCAST\n"
    return f"Main:\n  +-- 0.0.0.0/0 3 0 5\n{lines}{other}Local:\n{lines}"


@pytest.mark.parametrize(
    ("routes", "addresses", "wanted"),
    [
        (OUT + HOME, ("192.168.1.20",), "192.168.1.20"),
        (WIRE + OUT + HOME, ("172.17.0.1", "192.168.1.20"), "192.168.1.20"),
        (HOME, ("192.168.1.20",), "192.168.1.20"),  # a network without a way out
        (DOWN, ("192.168.1.20",), ""),
        ("", (), ""),
        (OUT, (), ""),
        ("nonsense\n", ("192.168.1.20",), ""),
    ],
)
def test_the_address_that_others_reach(
    tmp_path: Path, routes: str, addresses: tuple[str, ...], wanted: str
) -> None:
    (tmp_path / "route").write_text(HEAD + routes)
    (tmp_path / "fib_trie").write_text(trie(*addresses))
    assert own_address(tmp_path) == wanted


def test_no_tables_are_no_network(tmp_path: Path) -> None:
    assert own_address(tmp_path) == ""


def test_this_machine_s_tables_say_what_its_sockets_say() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # of nobody (RFC 5737); sends nothing
        except OSError:
            pytest.skip("no network here")
        assert own_address(TABLES) == asked.getsockname()[0]
