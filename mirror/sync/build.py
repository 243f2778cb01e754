"""The one place that makes targets from what a person set up."""

import uuid
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from mirror.sync.folder import FolderTarget
from mirror.sync.home_messages import Topics
from mirror.sync.http import Http
from mirror.sync.mqtt import MqttTarget
from mirror.sync.mqtt_link import Broker
from mirror.sync.secret import Secret
from mirror.sync.settings import (
    FolderSettings,
    MqttSettings,
    TargetSettings,
    WebDavSettings,
    WebhookSettings,
    WgerSettings,
)
from mirror.sync.target import Target
from mirror.sync.webdav import WebDavTarget
from mirror.sync.webhook import WebhookTarget
from mirror.sync.wger import WgerTarget

_MACHINE_ID: Final = Path("/etc/machine-id")
_OURS: Final = uuid.UUID("d5f2a9a4-2f0c-4f0d-9a55-8f2b7c1e6a90")
"""Names of our own begin here (RFC 9562 §5.5); a random one, never to be changed."""
_NO_SECRET: Final = Secret("")


def build(
    settings: TargetSettings,
    secret: Secret | None,
    *,
    now_s: Callable[[], float],
    machine_id: Path = _MACHINE_ID,
) -> Target | MqttTarget:
    """A target, not connected yet.

    Args:
        settings: what was set up.
        secret: its password, token or key.
        now_s: reads the wall clock.
        machine_id: what names this machine.
    """
    key = secret or _NO_SECRET
    match settings:
        case FolderSettings():
            return FolderTarget(Path(settings.path).expanduser(), settings.formats)
        case WebDavSettings():
            http = Http(basic=(settings.user, key.reveal()), ca_file=_file(settings.ca_file))
            return WebDavTarget(http, settings.url, settings.formats)
        case WgerSettings():
            headers = {"Authorization": f"Token {key.reveal()}"}
            return WgerTarget(Http(headers=headers, ca_file=_file(settings.ca_file)), settings.url)
        case WebhookSettings():
            return WebhookTarget(Http(ca_file=_file(settings.ca_file)), settings.url, key, now_s)
        case MqttSettings():
            broker = Broker(
                settings.host,
                settings.actual_port,
                tls=settings.tls,
                ca_file=_file(settings.ca_file),
                user=settings.user,
                password=secret,
            )
            topics = Topics(_device(machine_id), settings.prefix)
            return MqttTarget(broker, topics, name=settings.name, version=version("plumbline"))


def _file(path: str | None) -> Path | None:
    return None if path is None else Path(path).expanduser()


def _device(machine_id: Path) -> str:
    """The same as long as the system is: a mirror that lost its data is no second one."""
    try:
        text = machine_id.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        text = ""
    # Not the id itself, which is a secret of the machine (man 5 machine-id).
    return uuid.uuid5(_OURS, text).hex[:12]
