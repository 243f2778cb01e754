"""Sends made-up sessions to each target while its server fails in every way, and counts them there.

    .venv/bin/python -m scripts.sync_faults [--records 300] [--many 10000] [--target NAME]

Prints a table: at the end every session must be there once. All servers are on loopback: a real
WebDAV server (also killed with SIGKILL), a contract fake of wger, a webhook's receiver, a real
mosquitto. The clock of the outbox is moved, not waited for. Ten to fifteen minutes with 10,000.
"""

import argparse
import json
import multiprocessing
import random
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mirror.sync.home import HomeState
from mirror.sync.home_messages import Topics
from mirror.sync.http import Http, Reply
from mirror.sync.mqtt import MqttTarget
from mirror.sync.mqtt_link import Broker as Where
from mirror.sync.target import Target
from mirror.sync.trouble import TroubleError
from mirror.sync.webdav import WebDavTarget
from tests.app.sync_broker import broker
from tests.app.sync_servers import PASSWORD, USER, webdav
from tests.app.sync_stands import STANDS, Stand
from tests.app.sync_world import Mirror, stems

FAULTS: Final = ("cut", "half", "lost", "slow", "status:500", "status:401", "status:507")
WORDS: Final = {
    "cut": "connection cut before it arrived",
    "half": "killed in the middle of a request",
    "lost": "stored, then connection cut",
    "slow": "stored, never answers",
    "status:500": "answers 500",
    "status:401": "answers 401",
    "status:507": "answers 507",
}
SHARE: Final = 0.1
"""Of the requests that fail, with one kind of fault."""
SMALL_SHARE: Final = 0.02
"""Likewise with all kinds, over many records."""
TIMEOUT_FAULTS: Final = 20
"""So many slow answers at most: each takes half a second."""


def at_random(names: tuple[str, ...], chance: random.Random, share: float) -> Iterator[str]:
    """Faults for one request after the other, without end."""
    slow = count()
    while True:
        fault = chance.choice(names) if chance.random() < share else "pass"
        yield "pass" if fault == "slow" and next(slow) >= TIMEOUT_FAULTS else fault


def row(kind: str, fault: str, figures: Sequence[int], began_s: float) -> bool:
    """Print a line of the table.

    Args:
        kind: of the target.
        fault: in words.
        figures: records, runs, requests, faults, there, missing, double.
        began_s: monotonic.

    Returns:
        Whether all is well.
    """
    records, runs, requests, faults, there, missing, double = figures
    print(
        f"{kind:8} {fault:34} {records:7} {runs:5} {requests:9} {faults:7} {there:7}"
        f" {missing:8} {double:7} {time.monotonic() - began_s:6.0f}",
        flush=True,
    )
    return not missing and not double


def compared(wanted: Counter[str], there: Counter[str]) -> tuple[int, int, int]:
    """How many are there, missing, and there more than once."""
    return there.total(), (wanted - there).total(), (there - wanted).total()


def one(kind: str, fault: str, records: int, prepare: Callable[[Mirror, Stand], None]) -> bool:
    """One line: a new mirror, a new server."""
    began_s = time.monotonic()
    with TemporaryDirectory() as folder, ExitStack() as stack:
        mirror = Mirror(Path(folder) / "data")
        mirror.fill(records)
        stand = stack.enter_context(STANDS[kind](Path(folder)))
        prepare(mirror, stand)
        runs = mirror.until_done(stand.make, limit=5000)
        seen = stand.proxy.seen
        faults = seen.total() - seen["pass"]
        figures = (records, runs, seen.total(), faults, *compared(mirror.ids, stand.count()))
        return row(kind, fault, figures, began_s)


def duplicates(mirror: Mirror, stand: Stand) -> None:
    """Everything is there, and the outbox does not know."""
    mirror.until_done(stand.make)
    for left in mirror.folder.glob("sync.db*"):
        left.unlink()


def serve(folder: Path, port: int, ready: socket.socket) -> None:
    """A WebDAV server in a process of its own."""
    with webdav(folder, port=port):
        ready.send(b"!")
        ready.recv(1)


class Killed:
    """A real WebDAV server that is killed with SIGKILL, and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        ours, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=serve, args=(self._folder, self.port, theirs))
        self._process.start()
        ours.recv(1)
        self._line = ours

    def kill(self) -> None:
        """Kill it, whatever it does."""
        self._process.kill()
        self._process.join()
        self._line.close()


def killed(records: int) -> bool:
    """WebDAV, its process killed once in each run, after some requests, in the middle of one."""
    began_s = time.monotonic()
    kills = 0
    chance = random.Random(3)  # noqa: S311 - when to kill
    with TemporaryDirectory() as folder:
        root = Path(folder) / "cloud"
        root.mkdir()
        server = Killed(root)
        mirror = Mirror(Path(folder) / "data")
        mirror.fill(records)
        requests = count()

        class Deadly(Http):
            """Kills the server while it works on a request."""

            def ask(
                self,
                method: str,
                url: str,
                *,
                content: bytes | None = None,
                headers: Mapping[str, str] | None = None,
            ) -> Reply:
                """See `Http.ask`."""
                nonlocal kills
                next(requests)
                if kills < 10 and chance.random() < 0.02:  # noqa: PLR2004 - some kills
                    kills += 1
                    with socket.create_connection(("127.0.0.1", server.port)) as half:
                        half.sendall(b"PUT /mirror/x HTTP/1.1\r\nContent-Length: 99\r\n\r\nhalf")
                    server.kill()
                return super().ask(method, url, content=content, headers=headers)

        def make() -> Target:
            http = Deadly(basic=(USER, PASSWORD))
            return WebDavTarget(http, f"http://127.0.0.1:{server.port}/mirror/", ("json",))

        def again(number: int) -> None:
            if number > 1 and not server._process.is_alive():  # noqa: SLF001 - our own
                server.start()

        runs = mirror.until_done(make, before=again, limit=1000)
        server.kill()
        figures = (records, runs, next(requests), kills)
        found = compared(mirror.ids, stems(root / "mirror", "json"))
        whole = all(json.loads(path.read_bytes()) for path in (root / "mirror").glob("*.json"))
        good = row("webdav", "SIGKILL of the real server", (*figures, *found), began_s)
        return whole and good


def mqtt(kills: int) -> bool:
    """States on a mosquitto that is killed between them: at the end it holds the last one, once."""
    began_s = time.monotonic()
    with TemporaryDirectory() as folder, broker(Path(folder)) as here:
        topics = Topics("m1", "homeassistant")
        shown = MqttTarget(Where("127.0.0.1", here.port), topics, name="Mirror", version="1")
        tries = 0
        for number in range(kills):
            here.kill()
            here.start()
            state = HomeState("idle" if number % 2 else "training")
            for _ in range(5):
                tries += 1
                try:
                    shown.show(state, gone=frozenset())
                    break
                except TroubleError:
                    continue
        found = here.retained()
        shown.close()
    right = found.get(topics.mirror) == "idle"
    there = len(found)
    figures = (kills, tries, tries, kills, there, max(0, 3 - there), max(0, there - 3))
    return row("mqtt", "SIGKILL of mosquitto (3 topics)", figures, began_s) and right


def main() -> int:
    """Print the table; exit code 1 if anything is missing or there twice."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--records", type=int, default=300, help="of each single fault")
    words.add_argument("--many", type=int, default=10_000, help="with all faults at random")
    words.add_argument("--target", choices=(*STANDS, "mqtt"), help="only this one")
    options = words.parse_args()
    print(
        "target   fault (10 % of the requests)       records  runs  requests  faults   there"
        "  missing  double      s"
    )
    good = []
    for kind in STANDS:
        if options.target not in {None, kind}:
            continue
        for fault in FAULTS:
            faults = at_random((fault,), random.Random(1), SHARE)  # noqa: S311 - which fail

            def prepare(_: Mirror, stand: Stand, faults: Iterator[str] = faults) -> None:
                stand.proxy.faults(faults)

            good.append(one(kind, WORDS[fault], options.records, prepare))
        good.append(one(kind, "full of duplicates", options.records, duplicates))

        def all_of_them(_: Mirror, stand: Stand) -> None:
            stand.proxy.faults(at_random(FAULTS, random.Random(2), SMALL_SHARE))  # noqa: S311 - likewise

        good.append(one(kind, "all of these at random (2 %)", options.many, all_of_them))
        if kind == "webdav":
            good.append(killed(options.records))
    if options.target in {None, "mqtt"}:
        good.append(mqtt(10))
    print("every session once" if all(good) else "SOMETHING IS MISSING OR DOUBLE")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
