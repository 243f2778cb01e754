"""A Wi-Fi that is played, its set-up with a clock that is set, and its service at real sockets."""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mirror.network.messages import MIRROR, PAGE
from mirror.network.service import Service
from mirror.network.setup import SetUp
from mirror.network.simulated import SimulatedNetwork

HOME, SECRET = "Home", "correct horse"


class Work:
    """The set-up without its service: a test does the work."""

    def __init__(self, network: SimulatedNetwork | None = None) -> None:
        self.now_s = 100.0
        self.paused = list[float]()
        self.network = network or SimulatedNetwork()
        self.setup = SetUp(
            self.network,
            clock=lambda: self.now_s,
            random_bytes=random.Random(3).randbytes,  # noqa: S311 - tests repeat
            pause=self.paused.append,
        )
        self.setup.work()

    def opened(self) -> "Work":
        self.setup.open()
        self.setup.work()
        assert self.setup.state.phase == "open"
        return self

    def choose(
        self, ssid: str = HOME, password: str = SECRET, *, code: str = "", hidden: bool = False
    ) -> str:
        return self.setup.take(code or self.setup.state.code, ssid, password, hidden=hidden)


@contextmanager
def serving_wifi(
    network: SimulatedNetwork, folder: Path, *, idle_s: float | None = None
) -> Iterator[threading.Thread]:
    """The service of a Wi-Fi; the thread it runs in."""
    with ExitStack() as opened:
        sockets = {}
        for name in (MIRROR, PAGE):
            sockets[name] = opened.enter_context(socket.socket(socket.AF_UNIX))
            sockets[name].bind(str(folder / name))
            sockets[name].listen()
        service = Service(network, sockets, idle_s=idle_s, farewell_s=0.0, clock=time.monotonic)
        thread = threading.Thread(target=service.serve)
        thread.start()
        try:
            yield thread
        finally:
            service.stop()
            thread.join(10.0)
            assert not thread.is_alive()
