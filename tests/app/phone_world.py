"""The phone pages without a socket: a household, a clock that is set, and phones."""

import random
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

from starlette.testclient import TestClient

from mirror.config.settings import Settings
from mirror.errors import UserError
from mirror.web.app import application
from mirror.web.database import open_web
from mirror.web.guard.hosts import own_names
from mirror.web.guard.rates import Rate
from mirror.web.now import Now
from mirror.web.pairing import open_pairing
from mirror.web.phones import add
from mirror.web.place import Place, Target
from scripts.phone_records import household

TODAY = datetime(2026, 5, 12, 8, tzinfo=UTC)
START = Now(TODAY.timestamp(), 5000.0, "boot-1")
COOKIE = "plumbline_phone"
PAGES = (
    "/",
    "/sessions",
    "/sessions/session-025",
    "/trends",
    "/plan",
    "/plan?month=2026-04",
    "/live",
    "/profile",
    "/settings",
    "/phones",
    "/sync",
    "/export",
    "/health",
    "/about",
    "/more",
    "/who",
)
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Clock:
    """Shows what it was set to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> Now:
        return self.now

    def on(self, seconds: float) -> None:
        now = self.now
        self.now = replace(now, wall_s=now.wall_s + seconds, mono_s=now.mono_s + seconds)


@cache
def _made() -> Path:
    folder = Path(mkdtemp()) / "data"
    household(folder, today=TODAY)
    return folder


class House:
    """A mirror's data folder and its pages."""

    def __init__(self, folder: Path, *, empty: bool = False, rate: Rate | None = None) -> None:
        self.folder = folder
        if not empty:
            copytree(_made(), folder, dirs_exist_ok=True)
        self.clock = Clock()
        self.mistakes = list[UserError]()
        self.targets: tuple[Target, ...] = ()
        self.random = random.Random(5)  # noqa: S311 - tests repeat
        self.place = Place(
            folder=folder,
            settings=self._read_settings,
            board=folder / "live.json",
            names=own_names(hostname="mirror"),
            targets=lambda: self.targets,
            clock=self.clock,
            random_bytes=self.random.randbytes,
            zone=UTC,
            version="0.1.0",
        )
        self.app = application(self.place, rate=rate or Rate(1e9, 1e9))

    def _read_settings(self) -> Settings:
        if self.mistakes:
            raise self.mistakes[0]
        return Settings()

    @contextmanager
    def web(self) -> Iterator[sqlite3.Connection]:
        with closing(open_web(self.folder)) as connection:
            yield connection

    def code(self) -> str:
        with closing(open_web(self.folder)) as web:
            return open_pairing(web, self.clock.now, random_bytes=self.random.randbytes)

    def stranger(self, *, base: str = "http://localhost") -> TestClient:
        return TestClient(self.app, base_url=base, follow_redirects=False)

    def phone(self, name: str = "iPhone", *, base: str = "http://localhost") -> TestClient:
        with closing(open_web(self.folder)) as web:
            _, token = add(web, self.clock.now, name=name, random_bytes=self.random.randbytes)
        client = self.stranger(base=base)
        keep(client, token)
        return client


def keep(client: TestClient, token: str) -> None:
    """Have a client keep a cookie as if a page had set it."""
    host = client.base_url.host
    client.cookies.set(COOKIE, token, domain=host if "." in host else f"{host}.local")


def csrf(client: TestClient, path: str) -> str:
    """The token that a page of ours has in its form."""
    found = _CSRF.search(client.get(path).text)
    assert found is not None
    return found[1]


def send(client: TestClient, path: str, form: Mapping[str, str | list[str]], *, of: str) -> int:
    """Send a form as the page `of` does; the status."""
    answer = client.post(path, data={**form, "csrf": csrf(client, of)})
    return int(answer.status_code)
