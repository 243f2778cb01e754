"""A proxy on loopback between sync and a real server, which fails as it is told to."""

import re
import socket
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat
from typing import Final

_STATUS: Final = re.compile(r"status:(\d+)")
_LONG_S: Final = 10.0

PASS: Final = "pass"  # noqa: S105 - a request passes
"""Faults by name: "pass"; "cut": the request never arrives; "half": the server dies after half of
it; "lost": the server does it and the answer is lost; "slow": it does it and never answers;
"status:500": it does nothing and says so."""


class Proxy:
    """Forwards each request on a connection of its own.

    Args:
        port: of the real server.
    """

    def __init__(self, port: int) -> None:
        self._upstream = port
        self._faults: Iterator[str] = repeat(PASS)
        self._lock = threading.Lock()
        self.seen: Counter[str] = Counter()
        self.port = 0
        self._listener: socket.socket | None = None
        self.up()

    def faults(self, faults: Iterable[str]) -> None:
        """What happens to the next requests, one each; then all pass."""
        with self._lock:
            self._faults = iter(faults)

    def up(self) -> None:
        """Listen, on the same port as before."""
        listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def down(self) -> None:
        """Refuse connections."""
        if self._listener is not None:
            # Closing alone does not wake the thread that accepts.
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(_LONG_S)
            request = read_message(client)
            if not request:
                return
            with self._lock:
                fault = next(self._faults, PASS)
                self.seen[fault] += 1
            if fault == "cut":
                return
            if (status := _STATUS.fullmatch(fault)) is not None:
                head = f"HTTP/1.1 {status[1]} Trouble\r\n"
                client.sendall(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
                return
            reply = self._forward(request[: len(request) // 2] if fault == "half" else request)
            if fault == PASS:
                client.sendall(reply)
            elif fault == "slow":
                client.recv(1)  # until the other side gives up

    def _forward(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
        with socket.create_connection(("127.0.0.1", self._upstream), timeout=_LONG_S) as server:
            server.sendall(b"\r\n".join([*lines, b"Connection: close", b"", body]))
            if body or b"\r\n\r\n" in request:
                server.shutdown(socket.SHUT_WR)
            reply = b"".join(iter(lambda: server.recv(65_536), b""))
        # Not every server says so, and the client must not use the connection again.
        first, _, rest = reply.partition(b"\r\n")
        return b"\r\n".join([first, b"Connection: close", rest]) if reply else b""


@contextmanager
def proxied(port: int) -> Iterator[Proxy]:
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.down()


def read_message(one: socket.socket) -> bytes:
    """One request with its body; as much as came when the other side ended."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = one.recv(65_536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    missing = (int(found[1]) if found else 0) - len(body)
    while missing > 0:
        more = one.recv(65_536)
        if not more:
            return data
        data += more
        missing -= len(more)
    return data
