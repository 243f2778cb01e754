"""Servers on loopback that sync talks to: a real WebDAV server, and receivers of our own."""

import json
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

USER = "anna"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of the test servers
TOKEN = "0123456789abcdef"  # noqa: S105 - of the test servers


@contextmanager
def webdav(folder: Path, *, readonly: bool = False, port: int = 0) -> Iterator[int]:
    """A real WebDAV server for a folder; gives its port."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": {"root": str(folder), "readonly": readonly}},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
            "dir_browser": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", port), app, numthreads=4)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server.bind_addr[1]
    finally:
        server.stop()
        thread.join(10)


class Handler(BaseHTTPRequestHandler):
    """Reads JSON and answers with JSON."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""

    def content(self) -> bytes:
        """The body; of a sender that died nothing."""
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            raise ConnectionAbortedError
        return body

    def answer(self, status: int, value: object = None) -> None:
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Receiver:
    """A webhook's receiver that keeps each message once, as the header says."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.messages: dict[str, tuple[dict[str, str], bytes]] = {}
        self.repeats: Counter[str] = Counter()

    def take(self, headers: dict[str, str], body: bytes) -> None:
        with self.lock:
            id_ = headers["idempotency-key"]
            if id_ in self.messages:
                self.repeats[id_] += 1
            self.messages.setdefault(id_, (headers, body))

    @property
    def sessions(self) -> Counter[str]:
        """How often each session stands there."""
        documents = [json.loads(body) for _, body in self.messages.values()]
        return Counter(
            session["id"]
            for document in documents
            for person in document.get("people", ())
            for session in person["sessions"]
        )


@contextmanager
def receiving(*, tls: Path | None = None) -> Iterator[tuple[int, Receiver]]:
    """A webhook's receiver; gives its port. `tls`: a file with key and certificate."""
    receiver = Receiver()

    class Hook(Handler):
        def do_POST(self) -> None:
            body = self.content()
            receiver.take({key.lower(): value for key, value in self.headers.items()}, body)
            self.answer(200, {})

    with serving(Hook, tls=tls) as port:
        yield port, receiver


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: connections end early here."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], *, tls: Path | None = None) -> Iterator[int]:
    server = _Server(("127.0.0.1", 0), handler)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


Row = dict[str, Any]
