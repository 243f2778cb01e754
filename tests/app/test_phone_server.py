"""The real process under a hostile neighbour's connections: bounded memory, and it goes on."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path

import pytest

from mirror.web.guard.protocol import MOST_OF_ONE, REQUEST_S
from scripts.phone_records import household
from scripts.phone_server import ROOT, Served, serving
from tests.app.phone_world import COOKIE, TODAY

MOST_MB = 60.0


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("data")
    household(folder, today=TODAY)
    with serving(folder) as one:
        yield one


def connect(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=REQUEST_S + 10.0)


def ended(connection: socket.socket, *, within_s: float) -> bool:
    """Whether the other side ends the connection in time, whatever it says before."""
    until_s = time.monotonic() + within_s
    while (left_s := until_s - time.monotonic()) > 0:
        readable, _, _ = select.select([connection], [], [], left_s)
        try:
            if readable and not connection.recv(65_536):
                return True
        except ConnectionError:
            return True
    return False


def get(served: Served, path: str, cookie: str | None = None) -> tuple[int, bytes]:
    with closing(HTTPConnection("localhost", served.port, timeout=20.0)) as connection:
        headers = {} if cookie is None else {"cookie": f"{COOKIE}={cookie}"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_request_that_never_ends_is_cut_off(served: Served) -> None:
    head = b"POST /pair HTTP/1.1\r\nHost: localhost\r\n"
    beginnings = (
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
        head + b"Content-Length: 100\r\n\r\ncode=",
        head + b"Transfer-Encoding: chunked\r\n\r\n5\r\ncode=\r\n",
    )
    with ExitStack() as opened:
        slow = [opened.enter_context(closing(connect(served))) for _ in beginnings]
        for one, text in zip(slow, beginnings, strict=True):
            one.sendall(text)
        assert get(served, "/pair")[0] == 200
        assert all(ended(one, within_s=REQUEST_S + 5.0) for one in slow)


def test_one_neighbour_gets_a_few_connections(served: Served) -> None:
    with ExitStack() as opened:
        many = [opened.enter_context(closing(connect(served))) for _ in range(MOST_OF_ONE + 20)]
        readable, _, _ = select.select(many, [], [], 2.0)
        assert len([one for one in many if ended(one, within_s=0.05)]) >= 20
        assert readable
    assert get(served, "/pair")[0] == 200


@pytest.mark.parametrize(
    "text",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"\x00" * 5000,
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"y" * 50_000 + b"\r\n\r\n",
        b"POST /pair HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /pair HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    ],
)
def test_what_is_no_request_of_ours_gets_a_refusal(served: Served, text: bytes) -> None:
    with closing(connect(served)) as connection:
        connection.settimeout(15.0)
        connection.sendall(text)
        try:
            said = connection.recv(400)
        except ConnectionError:
            said = b""
    assert b" 200 " not in said.split(b"\r\n")[0]
    assert get(served, "/pair")[0] == 200


def test_a_flood_of_body_takes_no_memory(served: Served) -> None:
    before_mb = served.memory_mb("VmRSS")
    for kind in (b"Content-Length: 900000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"):
        with closing(connect(served)) as connection:
            connection.sendall(b"POST /pair HTTP/1.1\r\nHost: localhost\r\n" + kind)
            chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
            try:
                for _ in range(2000):
                    connection.sendall(chunk)
            except OSError:
                continue
            pytest.fail("32 MB were taken")
    assert served.memory_mb("VmRSS") - before_mb < 4.0


def test_a_reader_who_stops_holds_up_nobody(served: Served) -> None:
    cookie = served.cookie()
    with closing(connect(served)) as lazy:
        request = (
            f"GET /export/json HTTP/1.1\r\nHost: localhost\r\nCookie: {COOKIE}={cookie}\r\n\r\n"
        )
        lazy.sendall(request.encode())
        assert lazy.recv(100).startswith(b"HTTP/1.1 200")
        assert get(served, "/", cookie)[0] == 200


def test_a_download_ends_with_its_reader(served: Served) -> None:
    cookie = served.cookie()
    with closing(connect(served)) as gone:
        request = (
            f"GET /export/csv HTTP/1.1\r\nHost: localhost\r\nCookie: {COOKIE}={cookie}\r\n\r\n"
        )
        gone.sendall(request.encode())
        gone.recv(100)
    # Two at once are refused; the first one notices with its next piece that nobody reads.
    said = iter(lambda: get(served, "/export/fit", cookie)[0], 200)
    assert set(islice(said, 40)) <= {503}
    assert get(served, "/export/fit", cookie)[0] == 200


def test_memory_stays_bounded_after_all_that(served: Served) -> None:
    cookie = served.cookie()
    for path in ("/", "/sessions", "/sessions/session-025", "/trends", "/plan", "/phones"):
        assert get(served, path, cookie)[0] in {200, 429}
    assert served.memory_mb("VmHWM") <= MOST_MB


def refused(host: str, port: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Serve where that is impossible."""
    words = ("web", "--host", host, "--port", str(port), "--data", str(folder))
    return subprocess.run(  # noqa: S603 - our own command
        (sys.executable, "-m", "mirror", *words),
        cwd=ROOT,
        env={**os.environ, "PLUMBLINE_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=30.0,
        check=False,
    )


def test_two_on_one_port_is_said_in_one_line(served: Served) -> None:
    second = refused("127.0.0.1", served.port, served.folder)
    assert second.returncode == 2
    assert second.stderr == (
        f"plumbline: Port {served.port} of 127.0.0.1 cannot be used (Address already in use). "
        "Stop what uses it, or name another one with --port.\n"
    )


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("no.such.name.invalid", r"\(.+\)"),
        ("192.0.2.7", r"\(Cannot assign requested address\)"),  # RFC 5737: nobody's
    ],
)
def test_an_address_of_others_is_not_blamed_on_the_port(
    host: str, why: str, tmp_path: Path
) -> None:
    done = refused(host, 0, tmp_path)
    assert done.returncode == 2
    expected = rf"plumbline: {re.escape(host)} is no address of this machine {why}\. Name one "
    assert re.match(expected, done.stderr)
    assert "--port" not in done.stderr


def test_it_stops_when_asked(tmp_path: Path) -> None:
    with serving(tmp_path) as one:
        assert get(one, "/pair")[0] == 200
        os.kill(one.pid, signal.SIGTERM)
    with pytest.raises(ProcessLookupError):
        os.kill(one.pid, 0)
