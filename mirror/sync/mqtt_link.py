"""One connection to an MQTT broker."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mirror.sync.home_messages import OFFLINE
from mirror.sync.http import trusted
from mirror.sync.secret import Secret
from mirror.sync.trouble import Kind, TroubleError, of_system

if TYPE_CHECKING:
    from paho.mqtt.client import Client
    from paho.mqtt.reasoncodes import ReasonCode

TIMEOUT_S: Final = 10.0
"""For the broker to answer (a design choice)."""
_KEEPALIVE_S: Final = 60
"""paho's default; a broker tells the last will after one and a half of it."""
# MQTT 5, 3.2.2.2: 134 bad user name or password, 135 not authorised, 132 unsupported version.
_NOT_LET_IN: Final = frozenset({134, 135})
_VERSION: Final = 132
_FAILURE: Final = 128


@dataclass(frozen=True, slots=True)
class Broker:
    """Where it is and who we are there."""

    host: str
    port: int
    tls: bool = False
    ca_file: Path | None = None
    user: str | None = None
    password: Secret | None = None

    @property
    def where(self) -> str:
        """For people."""
        return f"{self.host}:{self.port}"


class Link:
    """One connection. Its thread belongs to the library; nothing but the answers comes from it."""

    def __init__(self, broker: Broker, device: str, timeout_s: float, *, will: str | None) -> None:
        """Connect.

        Args:
            broker: where.
            device: id of the mirror.
            timeout_s: for the broker to answer.
            will: topic on which the broker says that we are gone; None: on none.

        Raises:
            TroubleError: it did not work.
        """
        self._broker = broker
        self._timeout_s = timeout_s
        self._answered = threading.Event()
        self._gone = threading.Event()
        self._code: int | None = None
        self._denied: set[int] = set()
        self._client = self._made(device, will)
        try:
            self._client.connect(broker.host, broker.port, keepalive=_KEEPALIVE_S)
        except OSError as error:
            raise of_system(error, broker.where) from error
        except ValueError as error:
            raise TroubleError(Kind.SETUP, broker.where, str(error)) from error
        self._client.loop_start()
        try:
            self._await_welcome()
        except TroubleError:
            self.end()
            raise

    @property
    def alive(self) -> bool:
        """Whether it still stands."""
        return not self._gone.is_set()

    def say(self, topic: str, payload: str) -> None:
        """Publish a retained message and wait until the broker has it.

        Raises:
            TroubleError: it may have it or not.
        """
        info = self._client.publish(topic, payload.encode(), qos=1, retain=True)
        try:
            info.wait_for_publish(self._timeout_s)
        except (RuntimeError, ValueError) as error:
            raise TroubleError(Kind.CUT, self._broker.where) from error
        if not info.is_published():
            raise TroubleError(Kind.SILENT if self.alive else Kind.CUT, self._broker.where)
        if info.mid in self._denied:
            raise TroubleError(Kind.FORBIDDEN, self._broker.where, topic)

    def end(self) -> None:
        """Leave; the last will is not told."""
        self._client.disconnect()
        self._client.loop_stop()

    def _made(self, device: str, will: str | None) -> "Client":
        # Slow: only when there is a broker.
        from paho.mqtt.client import Client, MQTTv5  # noqa: PLC0415
        from paho.mqtt.enums import CallbackAPIVersion  # noqa: PLC0415

        broker = self._broker
        # The number of the process: a check must not take over the name of the one that runs.
        client_id = f"plumbline-{device}-{os.getpid()}"
        client = Client(CallbackAPIVersion.VERSION2, client_id, protocol=MQTTv5)
        client.connect_timeout = self._timeout_s
        if will is not None:
            client.will_set(will, OFFLINE, qos=1, retain=True)
        if broker.user is not None:
            client.username_pw_set(
                broker.user, None if broker.password is None else broker.password.reveal()
            )
        if broker.tls:
            client.tls_set_context(trusted(broker.ca_file))
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        return client

    def _await_welcome(self) -> None:
        answered = self._answered.wait(self._timeout_s)
        where = self._broker.where
        if not answered:
            raise TroubleError(Kind.SILENT, where)
        if self._code in _NOT_LET_IN:
            raise TroubleError(Kind.PASSWORD, where)
        if self._code == _VERSION:
            raise TroubleError(Kind.SETUP, where, "it does not speak MQTT 5")
        if self._code != 0:
            raise TroubleError(Kind.CUT if self._code is None else Kind.BUSY, where)

    def _on_connect(
        self, _client: object, _data: object, _flags: object, code: "ReasonCode", _: object
    ) -> None:
        self._code = code.value
        if self._code != 0:
            self._gone.set()
        self._answered.set()

    def _on_disconnect(self, *_: object) -> None:
        self._gone.set()
        self._answered.set()

    def _on_publish(
        self, _client: object, _data: object, mid: int, code: "ReasonCode", _: object
    ) -> None:
        if code.value >= _FAILURE:
            self._denied.add(mid)
