"""Shows the mirror's state on an MQTT broker, retained, with a last will."""

from contextlib import suppress

from mirror.sync.home import HomeState
from mirror.sync.home_messages import OFFLINE, ONLINE, Topics, discovery, state_messages
from mirror.sync.mqtt_link import TIMEOUT_S, Broker, Link
from mirror.sync.target import Finding
from mirror.sync.trouble import TroubleError


class MqttTarget:
    """A connection that stays while the process does, so that its end is noticed.

    Args:
        broker: where.
        topics: where what is said.
        name: what the device is called.
        version: of this program.
        timeout_s: for the broker to answer.
    """

    def __init__(
        self,
        broker: Broker,
        topics: Topics,
        *,
        name: str,
        version: str,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """Nothing is opened yet."""
        self._broker = broker
        self._topics = topics
        self._name = name
        self._version = version
        self._timeout_s = timeout_s
        self._link: Link | None = None
        self._said: dict[str, str] = {}

    def show(self, state: HomeState, *, gone: frozenset[str]) -> int:
        """Make the broker hold this state.

        Args:
            state: what is to be shown.
            gone: ids of people of whom nothing may be shown any more.

        Returns:
            How many messages that took.

        Raises:
            TroubleError: it may hold a part of it.
        """
        link = self._connected()
        topics = self._topics
        sent = 0
        try:
            if gone:
                link.say(topics.discovery, self._discovery(state, gone))
                for person_id in sorted(gone):
                    link.say(topics.person(person_id), "")
                self._said.pop(topics.discovery, None)
            wanted = {
                **state_messages(topics, state),
                topics.discovery: self._discovery(state, frozenset()),
                topics.availability: ONLINE,
            }
            for topic, payload in wanted.items():
                if self._said.get(topic) != payload:
                    link.say(topic, payload)
                    self._said[topic] = payload
                    sent += 1
        except TroubleError:
            self._drop()
            raise
        return sent

    def check(self) -> list[Finding]:
        """Connect, and say what is the same in any case.

        Raises:
            TroubleError: what is wrong.
        """
        where = self._broker.where
        findings = []
        if not self._broker.tls:
            remedy = "Set tls = true if the broker can."
            text = f"Everything goes to {where} unencrypted"
            findings.append(Finding(good=False, text=text, remedy=remedy))
        link = Link(self._broker, self._topics.device, self._timeout_s, will=None)
        try:
            # Empty: the broker keeps nothing of it.
            link.say(self._topics.check, "")
        finally:
            link.end()
        findings.append(Finding(good=True, text=f"{where} takes messages"))
        return findings

    def close(self) -> None:
        """Say that nobody is there any more, and end."""
        if self._link is not None:
            with suppress(TroubleError):  # then the last will says it
                self._link.say(self._topics.availability, OFFLINE)
            self._drop()

    def _discovery(self, state: HomeState, gone: frozenset[str]) -> str:
        return discovery(
            self._topics, state, name=self._name, version=self._version, gone=sorted(gone)
        )

    def _connected(self) -> Link:
        if self._link is not None and not self._link.alive:
            self._drop()
        if self._link is None:
            self._said.clear()  # the broker may have lost what it held
            self._link = Link(
                self._broker, self._topics.device, self._timeout_s, will=self._topics.availability
            )
        return self._link

    def _drop(self) -> None:
        if self._link is not None:
            self._link.end()
            self._link = None
