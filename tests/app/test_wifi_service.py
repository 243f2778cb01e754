"""The Wi-Fi's service at real sockets: who may say what, and how it ends."""

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mirror.network.client import ask_as_mirror, ask_as_page
from mirror.network.messages import MIRROR, PAGE, VARIABLE, Asked, ToMirror
from mirror.network.simulated import SimulatedNetwork
from tests.app.wifi_world import HOME, SECRET, serving_wifi

WAIT_S = 20.0


@pytest.fixture
def network() -> SimulatedNetwork:
    return SimulatedNetwork()


@pytest.fixture
def folder(tmp_path: Path, network: SimulatedNetwork) -> Iterator[Path]:
    with serving_wifi(network, tmp_path):
        yield tmp_path


def until(folder: Path, what: Callable[[ToMirror], bool]) -> ToMirror:
    end_s = time.monotonic() + WAIT_S
    while True:
        told = ask_as_mirror(folder, Asked())
        assert told is not None
        if what(told):
            return told
        assert time.monotonic() < end_s


def test_from_the_press_to_the_wifi(folder: Path, network: SimulatedNetwork) -> None:
    until(folder, lambda told: told.radio == "ready")
    ask_as_mirror(folder, Asked("open"))
    told = until(folder, lambda told: told.phase == "open")
    assert network.hotspot is not None
    assert told.password == network.hotspot.password
    network.guest = True
    until(folder, lambda told: told.visited)
    page = ask_as_page(folder, Asked())
    assert page is not None
    assert (page.address, page.prefix, page.heard[0].ssid) == ("10.42.0.1", 24, HOME)
    page = ask_as_page(folder, Asked("choose", code=told.code, ssid=HOME, password=SECRET))
    assert page is not None
    assert (page.said, page.phase) == ("accepted", "joining")
    told = until(folder, lambda told: told.phase == "joined")
    assert (told.name, told.joined, told.ssid, told.password) == (HOME, HOME, "", "")
    assert network.kept == {HOME: SECRET}


def test_the_pages_can_neither_open_it_nor_learn_its_secrets(
    folder: Path, network: SimulatedNetwork
) -> None:
    ask_as_page(folder, Asked("open"))
    assert network.hotspot is None
    ask_as_mirror(folder, Asked("open"))
    told = until(folder, lambda told: told.phase == "open")
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(folder / PAGE))
        one.sendall(b'{"do": "state"}\n')
        said = one.recv(65536)
    assert HOME.encode() in said
    assert told.password.encode() not in said
    assert told.code.encode() not in said
    ask_as_page(folder, Asked("close"))
    assert until(folder, lambda told: told.phase == "open").ssid == told.ssid


@pytest.mark.parametrize("line", [b"\n", b"hello\n", b'{"do": "erase"}\n', b'{"do": 1}\n', b"["])
def test_what_is_no_request_gets_no_answer_and_harms_nothing(folder: Path, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(folder / MIRROR))
        one.sendall(line)
        one.shutdown(socket.SHUT_WR)
        assert one.recv(100) == b""
    assert ask_as_mirror(folder, Asked()) is not None


def test_a_request_without_end_is_cut_off(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(folder / PAGE))
        one.sendall(b"x" * 40_000)
        one.settimeout(WAIT_S)
        with suppress(ConnectionResetError):  # not all was read
            assert one.recv(100) == b""
    assert ask_as_page(folder, Asked()) is not None


def test_no_password_is_logged(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask_as_mirror(folder, Asked("open"))
    told = until(folder, lambda told: told.phase == "open")
    ask_as_page(folder, Asked("choose", code=told.code, ssid=HOME, password=SECRET))
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(folder / PAGE))
        one.sendall(f'{{"do": "choose", "password": "{SECRET}", "ssid": 5}}\n'.encode())
        one.recv(100)
    # The service tells who asks a moment before it logs.
    until(folder, lambda told: told.phase == "joined" and "joined" in caplog.text)
    assert "is none" in caplog.text
    for secret in (SECRET, told.password, told.code):
        assert secret not in caplog.text


def test_where_no_service_is_there_is_no_answer(tmp_path: Path) -> None:
    assert ask_as_mirror(tmp_path, Asked()) is None
    (tmp_path / MIRROR).write_text("")
    assert ask_as_mirror(tmp_path, Asked()) is None


def test_it_ends_when_nobody_asks_and_its_hotspot_with_it(tmp_path: Path) -> None:
    network = SimulatedNetwork()
    with serving_wifi(network, tmp_path, idle_s=0.0) as thread:
        thread.join(WAIT_S)
        assert not thread.is_alive()
    other = tmp_path / "other"
    other.mkdir()
    with serving_wifi(network, other, idle_s=None):
        ask_as_mirror(other, Asked("open"))
        until(other, lambda told: told.phase == "open")
    assert network.hotspot is None


def command(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-m", "mirror", "network", "--simulated"),
        cwd=Path(__file__).parents[2],
        env={**os.environ, VARIABLE: str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_serves_and_ends_when_told_to(tmp_path: Path) -> None:
    with command(tmp_path / "made") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "The Wi-Fi can be set up at the mirror.\n"
        assert ask_as_mirror(tmp_path / "made", Asked()) is not None
        process.terminate()
        assert process.wait(WAIT_S) == 0
    assert list((tmp_path / "made").iterdir()) == []


def test_a_folder_that_cannot_hold_the_sockets_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with command(tmp_path / "file") as process:
        said = process.communicate(timeout=WAIT_S)[1]
    assert process.returncode == 2
    assert "Name another folder with PLUMBLINE_NETWORK." in said
    assert "Traceback" not in said
