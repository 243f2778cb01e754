"""`plumbline network`: the Wi-Fi's own process, small and without a socket to the network.

systemd starts it when mirror or pages ask and gives it both sockets; when nobody asked for a while
it ends. By hand it makes the sockets itself, in the folder of `messages.folder`.
"""

import logging
import os
import selectors
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Final

import msgspec

from mirror.errors import UserError
from mirror.network.client import line_of
from mirror.network.messages import MIRROR, PAGE, Asked, to_mirror, to_page
from mirror.network.port import Network
from mirror.network.setup import FAREWELL_S, SetUp
from mirror.signals import aside

IDLE_S: Final = 60.0
"""Nobody asked for so long, and nothing is open: end, when systemd starts us again."""
WORK_S: Final = 0.5
REQUEST_S: Final = 2.0
JOIN_S: Final = 5.0
_FIRST_FD: Final = 3  # sd_listen_fds(3)
_BACKLOG: Final = 8

_log = logging.getLogger(__name__)


class Service:
    """Answers at both sockets while a thread works.

    Args:
        network: the Wi-Fi.
        sockets: listening, by name.
        idle_s: ends after so long without a request; None: never.
        farewell_s: as `mirror.network.setup.FAREWELL_S`.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        network: Network,
        sockets: Mapping[str, socket.socket],
        *,
        idle_s: float | None,
        farewell_s: float = FAREWELL_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Listen to nobody yet."""
        self._stop = threading.Event()
        self._clock = clock
        self._idle_s = idle_s
        self._sockets = sockets
        self._wake = threading.Event()
        self._setup = SetUp(
            network,
            clock=clock,
            random_bytes=os.urandom,
            pause=lambda _s: self._stop.wait(farewell_s),
        )
        self._thread = threading.Thread(target=self._work, name="wifi", daemon=True)

    def stop(self) -> None:
        """End soon; any thread."""
        self._stop.set()
        self._wake.set()

    def serve(self) -> None:
        """Until stopped, or idle."""
        self._thread.start()
        asked_s = self._clock()
        with selectors.DefaultSelector() as waiting:
            for name, one in self._sockets.items():
                waiting.register(one, selectors.EVENT_READ, name)
            while not self._stop.is_set():
                for key, _ in waiting.select(WORK_S):
                    asked_s = self._clock()
                    self._answer(key.data, self._sockets[key.data])
                quiet = self._idle_s is not None and self._clock() - asked_s > self._idle_s
                if quiet and self._setup.state.phase in {"off", "joined"}:
                    break
        self.stop()
        self._thread.join(JOIN_S)
        self._setup.stop()

    def _answer(self, name: str, listening: socket.socket) -> None:
        try:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(REQUEST_S)
                asked = msgspec.json.decode(line_of(connection), type=Asked)
                connection.sendall(msgspec.json.encode(self._said(name, asked)) + b"\n")
        except msgspec.DecodeError:
            _log.warning("A request at %s is none", name)  # not its words: a password may be there
        except OSError as error:
            _log.warning("A request at %s: %s", name, error)
        self._wake.set()

    def _said(self, name: str, asked: Asked) -> object:
        setup = self._setup
        if name == PAGE:
            if asked.do != "choose":
                return to_page(setup, self._clock())
            said = setup.take(asked.code, asked.ssid, asked.password, hidden=asked.hidden)
            _log.info("A network was chosen on the phone: %s", said)
            return to_page(setup, self._clock(), said)
        if asked.do == "open":
            setup.open()
        elif asked.do == "close":
            setup.close()
        return to_mirror(setup)

    def _work(self) -> None:
        phase = self._setup.state.phase
        while not self._stop.is_set():
            self._setup.work()
            state = self._setup.state
            if state.phase != phase:
                phase = state.phase
                _log.info("Wi-Fi set-up: %s %s", phase, state.reason)
            if phase in {"off", "open", "joined"}:
                self._wake.wait(WORK_S)
                self._wake.clear()


def run(network: Network, folder: Path, *, say: Callable[[str], None]) -> int:
    """Serve until a signal comes.

    Raises:
        UserError: the sockets cannot be made.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given = _given()
    with ExitStack() as opened:
        sockets = given or _made(folder, opened)
        service = Service(network, sockets, idle_s=IDLE_S if given else None)

        def end(_number: int, _frame: FrameType | None) -> None:
            aside(service.stop)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        say("The Wi-Fi can be set up at the mirror.")
        service.serve()
    return 0


def _given() -> dict[str, socket.socket]:
    """The sockets systemd made, in the order of plumbline-network.socket."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return {}
    return {
        name: socket.socket(fileno=_FIRST_FD + place) for place, name in enumerate((MIRROR, PAGE))
    }


def _made(folder: Path, opened: ExitStack) -> dict[str, socket.socket]:
    made = {}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (MIRROR, PAGE):
            path = folder / name
            with suppress(FileNotFoundError):
                path.unlink()
            made[name] = opened.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            made[name].bind(str(path))
            made[name].listen(_BACKLOG)
            opened.callback(path.unlink, missing_ok=True)
    except OSError as error:
        message = f"The sockets cannot be made in {folder} ({error.strerror or error})"
        raise UserError(message, remedy="Name another folder with PLUMBLINE_NETWORK.") from error
    return made
