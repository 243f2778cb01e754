"""What the pages stand on: where the data lies, the clock, the words, the templates."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import jinja2

from mirror.config.settings import Settings
from mirror.ids import RandomBytes
from mirror.network.messages import Asked as WifiAsked
from mirror.network.messages import ToPage
from mirror.text.catalog import Texts, load
from mirror.web.audit import Audit
from mirror.web.now import Clock, now
from mirror.web.records import day_of

LANGUAGES: Final = ("en", "de", "es")

_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where logs are synced to, for the page that shows it.

    Attributes:
        name: what the person calls it.
        kind: such as "WebDAV".
        last_s: wall seconds of the last success; None: never.
        error: the last error since then; empty: none.
        waiting: sessions that wait.
    """

    name: str
    kind: str
    last_s: float | None = None
    error: str = ""
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that every page may use."""

    body: bytes
    type: str
    mark: str


def _no_targets() -> Sequence[Target]:
    return ()


def _no_wifi(_asked: WifiAsked) -> ToPage | None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """See the file.

    Attributes:
        folder: the data folder.
        settings: reads the mirror's settings.
        board: the file of the running session.
        names: what the pages answer to.
        targets: how syncing stands; `mirror/sync` gives it.
        clock: this moment.
        random_bytes: for cookies.
        key: for the tokens of forms; new with each start, so a page from before asks once more.
        zone: where the person lives; None: as the machine is set.
        version: of Plumbline.
        audit: what happened at the door.
        wifi: asks the Wi-Fi's service; None: there is none.
    """

    folder: Path
    settings: Callable[[], Settings]
    board: Path
    names: frozenset[str]
    targets: Callable[[], Sequence[Target]] = _no_targets
    clock: Clock = now
    random_bytes: RandomBytes = secrets.token_bytes
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    zone: tzinfo | None = None
    version: str = ""
    audit: Audit = field(default_factory=Audit)
    wifi: Callable[[WifiAsked], ToPage | None] = _no_wifi

    def today(self) -> date:
        """The date where the person lives."""
        return day_of(self.clock().wall_s, self.zone)


@cache
def texts_of(language: str) -> Texts:
    """The words of a language; of an unknown one English."""
    return load(language if language in LANGUAGES else "en")


@cache
def assets() -> Mapping[str, Asset]:
    """Every static file by name, read once: a path that is asked for is only looked up."""
    found = {}
    for file in resources.files("mirror.web").joinpath("static").iterdir():
        kind = _TYPES.get(Path(file.name).suffix)
        if kind is not None:
            body = file.read_bytes()
            found[file.name] = Asset(body, kind, hashlib.sha256(body).hexdigest()[:12])
    return found


def asset_path(name: str) -> str:
    """The path of a static file, which changes with its content."""
    return f"/static/{name}?v={assets()[name].mark}"


@cache
def templates() -> jinja2.Environment:
    """The pages, escaped by default; a name nobody gave is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mirror.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = asset_path
    return environment
