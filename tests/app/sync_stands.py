"""Each target with a server on loopback and a proxy between them."""

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mirror.sync.http import Http
from mirror.sync.secret import Secret
from mirror.sync.target import Target
from mirror.sync.webdav import WebDavTarget
from mirror.sync.webhook import WebhookTarget
from mirror.sync.wger import WgerTarget
from tests.app.sync_proxy import Proxy, proxied
from tests.app.sync_servers import PASSWORD, TOKEN, USER, receiving, webdav
from tests.app.sync_wger import wger
from tests.app.sync_world import TIMEOUT_S, stems

KEY = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


@dataclass(frozen=True, slots=True)
class Stand:
    """A target with its server, and a proxy between them.

    Attributes:
        make: a target, as a new process makes it.
        count: how often the server has each session.
        proxy: may fail.
    """

    make: Callable[[], Target]
    count: Callable[[], Counter[str]]
    proxy: Proxy


@contextmanager
def webdav_stand(folder: Path) -> Iterator[Stand]:
    root = folder / "cloud"
    root.mkdir()
    with webdav(root) as port, proxied(port) as proxy:
        url = f"http://127.0.0.1:{proxy.port}/logs/mirror/"

        def make() -> Target:
            http = Http(basic=(USER, PASSWORD), timeout_s=TIMEOUT_S)
            return WebDavTarget(http, url, ("json", "csv"))

        yield Stand(make, lambda: stems(root / "logs" / "mirror", "json"), proxy)


@contextmanager
def wger_stand(_folder: Path) -> Iterator[Stand]:
    with wger() as (port, server), proxied(port) as proxy:

        def make() -> Target:
            http = Http(headers={"Authorization": f"Token {TOKEN}"}, timeout_s=TIMEOUT_S)
            return WgerTarget(http, f"http://127.0.0.1:{proxy.port}")

        def count() -> Counter[str]:
            logs = Counter(row["session"] for row in server.rows["workoutlog"].values())
            assert set(logs) == set(server.rows["workoutsession"])
            return logs

        yield Stand(make, count, proxy)


@contextmanager
def webhook_stand(_folder: Path) -> Iterator[Stand]:
    with receiving() as (port, receiver), proxied(port) as proxy:
        mirror_clock = 1_800_000_000.0

        def make() -> Target:
            url = f"http://127.0.0.1:{proxy.port}/hook"
            return WebhookTarget(Http(timeout_s=TIMEOUT_S), url, Secret(KEY), lambda: mirror_clock)

        yield Stand(make, lambda: receiver.sessions, proxy)


STANDS = {"webdav": webdav_stand, "wger": wger_stand, "webhook": webhook_stand}
