"""Targets as a person sets them up, in `sync.toml`. docs/sync.md explains each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mirror.config.nearest import nearest
from mirror.config.rules import Flag, Rule, Text, Whole
from mirror.sync.parcel import FORMATS

RULE: Final = "rule"


@dataclass(frozen=True, slots=True)
class Url:
    """A web address."""

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        wanted = "must be an address that begins with https:// or http://"
        if not isinstance(value, str):
            return wanted
        try:
            parts = urlsplit(value)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            return wanted
        if not good:
            return wanted
        if parts.username is not None or parts.password is not None:
            return "must not hold user or password"
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file by its whole path."""

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        if isinstance(value, str) and Path(value).expanduser().is_absolute():
            return None
        return "must be a whole path, such as /home/anna/mirror"


@dataclass(frozen=True, slots=True)
class Topic:
    """The beginning of an MQTT topic."""

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        if isinstance(value, str) and re.fullmatch(r"[\w-]+(/[\w-]+)*", value, re.ASCII):
            return None
        return "must be words of letters, digits, _ and -, with / between them"


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of a few words, or with none known any words."""

    known: tuple[str, ...] = ()

    def problem(self, value: object) -> str | None:
        """See `Rule`."""
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            return 'must be a list, such as ["one", "two"]'
        if not self.known:
            return None
        wrong = [one for one in value if one not in self.known]
        if not value or wrong:
            hint = nearest(wrong[0], self.known) if wrong else ""
            return f"must hold some of {', '.join(self.known)}{hint}"
        return None


_URL: Final[Mapping[str, Rule]] = {RULE: Url()}
_TEXT: Final[Mapping[str, Rule]] = {RULE: Text()}
_PLACE: Final[Mapping[str, Rule]] = {RULE: Place()}
_PEOPLE: Final[Mapping[str, Rule]] = {RULE: Listed()}
_FORMATS: Final[Mapping[str, Rule]] = {RULE: Listed(tuple(FORMATS))}
_ALL: Final = tuple(FORMATS)


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """Files in a folder.

    Attributes:
        path: the folder; it must be there.
        people: names or ids of whose sessions go there; empty: everyone's. The same in all.
        formats: what is written of each session.
    """

    path: str = field(metadata=_PLACE)
    people: tuple[str, ...] = field(default=(), metadata=_PEOPLE)
    formats: tuple[str, ...] = field(default=_ALL, metadata=_FORMATS)

    @property
    def place(self) -> str:
        """Where it sends to: what was sent before counts only while this stays."""
        return f"{self.path} {self.formats}"


@dataclass(frozen=True, slots=True)
class WebDavSettings:
    """Files on a WebDAV server.

    Attributes:
        url: of the folder; it is made if need be.
        user: who writes there.
        ca_file: whose certificates to trust besides those the system trusts. The same in all.
    """

    url: str = field(metadata=_URL)
    user: str = field(metadata=_TEXT)
    people: tuple[str, ...] = field(default=(), metadata=_PEOPLE)
    formats: tuple[str, ...] = field(default=_ALL, metadata=_FORMATS)
    ca_file: str | None = field(default=None, metadata=_PLACE)

    @property
    def place(self) -> str:
        """See `FolderSettings`."""
        return f"{self.user} {self.url} {self.formats}"


@dataclass(frozen=True, slots=True)
class WgerSettings:
    """An account of a wger server; it belongs to one person.

    Attributes:
        url: of the server, such as "https://wger.de".
        person: whose account it is: name or id.
    """

    url: str = field(metadata=_URL)
    person: str = field(metadata=_TEXT)
    ca_file: str | None = field(default=None, metadata=_PLACE)

    @property
    def people(self) -> tuple[str, ...]:
        """As the other targets have it."""
        return (self.person,)

    @property
    def place(self) -> str:
        """See `FolderSettings`."""
        return f"{self.person} {self.url}"


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """An address that is told of each session."""

    url: str = field(metadata=_URL)
    people: tuple[str, ...] = field(default=(), metadata=_PEOPLE)
    ca_file: str | None = field(default=None, metadata=_PLACE)

    @property
    def place(self) -> str:
        """See `FolderSettings`."""
        return self.url


@dataclass(frozen=True, slots=True)
class MqttSettings:
    """A broker that Home Assistant listens to.

    Attributes:
        host, port: of the broker; the port is 8883 with TLS and 1883 without, if not named.
        tls: encrypted.
        user: who logs in; None: nobody does.
        name: what the mirror is called there.
        prefix: of the topics Home Assistant looks for devices in.
    """

    host: str = field(metadata=_TEXT)
    port: int | None = field(default=None, metadata={RULE: Whole(1, 65535)})
    tls: bool = field(default=False, metadata={RULE: Flag()})
    user: str | None = field(default=None, metadata=_TEXT)
    people: tuple[str, ...] = field(default=(), metadata=_PEOPLE)
    name: str = field(default="Mirror", metadata=_TEXT)
    prefix: str = field(default="homeassistant", metadata={RULE: Topic()})
    ca_file: str | None = field(default=None, metadata=_PLACE)

    @property
    def place(self) -> str:
        """See `FolderSettings`."""
        return f"{self.host}:{self.actual_port}"

    @property
    def actual_port(self) -> int:
        """The port that is used."""
        # IANA: mqtt 1883, secure-mqtt 8883.
        return self.port or (8883 if self.tls else 1883)


TargetSettings = FolderSettings | WebDavSettings | WgerSettings | WebhookSettings | MqttSettings

KINDS: Final[Mapping[str, type[TargetSettings]]] = {
    "folder": FolderSettings,
    "webdav": WebDavSettings,
    "wger": WgerSettings,
    "webhook": WebhookSettings,
    "mqtt": MqttSettings,
}

SECRETS: Final[Mapping[str, str]] = {
    "webdav": "password",
    "wger": "token",
    "webhook": "key",
    "mqtt": "password",
}
"""What each kind keeps in the file of secrets."""


def kind_of(settings: TargetSettings) -> str:
    """What `kind` says in the file."""
    return next(name for name, type_ in KINDS.items() if isinstance(settings, type_))


def needs_secret(settings: TargetSettings) -> bool:
    """Whether it cannot do without a secret."""
    if isinstance(settings, MqttSettings):
        return settings.user is not None
    return kind_of(settings) in SECRETS


def rules(kind: str) -> Mapping[str, Rule]:
    """The keys of a target of this kind and what each may be."""
    return {one.name: one.metadata[RULE] for one in fields(KINDS[kind])}
