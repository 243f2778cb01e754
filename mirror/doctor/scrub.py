"""Takes out of texts what belongs to the people here: names, secrets, addresses, folders.

What is known to be private is read where it stands. What cannot be read cannot be recognised
either: then `private_words` says so, and nothing that may hold it is packed.
"""

import ipaddress
import os
import re
import socket
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from mirror.store.opening import FILE_NAME as RECORDS
from mirror.store.outbox import FILE_NAME as OUTBOX
from mirror.sync import secret
from mirror.web.database import FILE_NAME as WEB

_QUERIES: Final = (
    (RECORDS, "SELECT name FROM profile UNION SELECT id FROM profile"),
    (WEB, "SELECT name FROM phone UNION SELECT who FROM audit"),
    (OUTBOX, "SELECT name FROM target UNION SELECT place FROM target"),
)
_HARMLESS: Final = frozenset({"kind", "formats", "tls", "port", "prefix"})
"""Keys of sync.toml whose values are the same in every house."""
_SHORTEST: Final = 2
_PATTERNS: Final = (
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE), "[address]"),
    (re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)*", re.ASCII), "[address]"),
    (re.compile(r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", re.IGNORECASE), "[address]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[address]"),
    (
        re.compile(r"\b(?=[\w-]*\.)[\w-]+(?:\.[\w-]+)*\.(?:local|lan|home|fritz\.box)\b"),
        "[address]",
    ),
    (re.compile(r"/(?:home|Users|root|media|mnt|srv)/[^\s:;,'\")]+"), "[folder]"),
    (
        re.compile(r"\b(password|token|key|secret|psk)(\s*[=:]\s*)\S+", re.IGNORECASE),
        r"\1\2[secret]",
    ),
)

_COLONS: Final = re.compile(r"[0-9a-f]*:[0-9a-f:]*:[0-9a-f]*", re.IGNORECASE)
"""What may be an address of IPv6, or the time of day."""


class Scrubber:
    """Replaces private words.

    Args:
        words: what is private in this house.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Prepare; longer words go first, so that no rest of them stays."""
        known = {word.strip() for word in words}
        ordered = sorted((one for one in known if len(one) >= _SHORTEST), key=len, reverse=True)
        self._known = (
            re.compile(
                "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in ordered), re.IGNORECASE
            )
            if ordered
            else None
        )

    def __call__(self, text: str) -> str:
        """A text without them."""
        if self._known is not None:
            text = self._known.sub("[private]", text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return _COLONS.sub(_without_address, text)

    def data(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Plain data whose texts are without them."""
        match value:
            case str():
                return self(value)
            case dict():
                return {key: self.data(one) for key, one in value.items()}
            case list() | tuple():
                return [self.data(one) for one in value]
            case _:
                return value


def private_words(folder: Path, sync_config: Path) -> tuple[set[str], bool]:
    """What is private in this house, and whether all of it could be read.

    Args:
        folder: the data folder.
        sync_config: the file of sync targets; the secrets lie beside it.
    """
    words = {socket.gethostname(), Path.home().name, os.environ.get("USER", "")}
    whole = True
    for name, query in _QUERIES:
        path = folder / name
        if not path.exists():
            continue
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as one:
                words |= {str(row[0]) for row in one.execute(query)}
        except sqlite3.Error:
            whole = False
    for path in (sync_config, sync_config.with_name(secret.NAME)):
        try:
            words |= set(_values("", tomllib.loads(path.read_text(encoding="utf-8"))))
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            whole = False
    # "Anna Maria" is also called Anna; names of the program itself would take too much out.
    words |= {part for word in words for part in word.split()}
    return words - {"plumbline", "root", "mirror", "Mirror", "?"}, whole


def _without_address(found: re.Match[str]) -> str:
    try:
        ipaddress.IPv6Address(found[0])
    except ValueError:
        return found[0]
    return "[address]"


def _values(key: str, value: object) -> Iterator[str]:
    """All texts of a file of sync targets that say something about this house."""
    if key in _HARMLESS:
        return
    if isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, dict):
                yield name
            yield from _values(name, one)
    elif isinstance(value, list):
        for one in value:
            yield from _values(key, one)
    elif isinstance(value, str):
        yield value
