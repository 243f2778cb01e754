"""A Wi-Fi that is played: networks in the air, and what can go wrong. For tests and a laptop."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mirror.network.port import (
    Access,
    Heard,
    Hotspot,
    NetworkError,
    Outcome,
    Radio,
    Security,
    Status,
)


@dataclass(frozen=True, slots=True)
class Station:
    """A network in the air.

    Attributes:
        ssid: its name.
        password: what lets in; empty: open.
        strength: 0..100; 0: out of reach.
        security: how it is locked.
        hidden: it does not say its name.
        gives: whether it gives addresses.
    """

    ssid: str
    password: str = ""
    strength: int = 60
    security: Security = "wpa"
    hidden: bool = False
    gives: bool = True


AROUND = (
    Station("Home", "correct horse", 82),
    Station("FRITZ!Box 7590 AX", "12345678901234567890", 64),
    Station("Café am Eck", "", 41, "open"),
    Station("eduroam", "", 33, "enterprise"),
    Station("New router", "only for WPA3", 28, "wpa3"),
    Station("Cellar", "under the stairs", 50, hidden=True),
)
"""For a laptop: `plumbline network --simulated`."""


class SimulatedNetwork:
    """See `mirror.network.port.Network`.

    Args:
        air: what is in the air; may be changed.
        radio: the state of our own Wi-Fi; may be changed.
        wired: there is a cable.
        own: our network, once it is open.

    Attributes:
        kept: name and password of the networks that the next start would join.
        hotspot: what is open now; None: nothing.
        guest: somebody is in it.
        fails: everything that is asked for does.
        log: the calls, in their order.
    """

    def __init__(
        self,
        air: Sequence[Station] = AROUND,
        *,
        radio: Radio = "ready",
        wired: bool = False,
        own: Hotspot = Hotspot("10.42.0.1", 24, "wlan0"),  # noqa: B008 - frozen
    ) -> None:
        """Start with nothing joined and nothing known."""
        self.air = list(air)
        self.radio: Radio = radio
        self.wired = wired
        self.own = own
        self.kept: dict[str, str] = {}
        self.hotspot: Access | None = None
        self.guest = False
        self.fails = False
        self.log: list[str] = []
        self._joined = ""

    def status(self) -> Status:
        """See `Network`."""
        link = "wifi" if self._joined else "wired" if self.wired else "none"
        if self.radio == "unmanaged":
            return Status("unmanaged")
        found = Status(self.radio, link, known=bool(self.kept))  # type: ignore[arg-type] # one of three
        return replace(found, name=self._joined) if self.radio == "ready" else found

    def scan(self) -> tuple[Heard, ...]:
        """See `Network`."""
        self._ready("scan")
        if self.hotspot is not None:
            reason = "failed"  # one radio
            raise NetworkError(reason)
        seen = [one for one in self.air if one.strength > 0 and not one.hidden]
        found = [Heard(one.ssid, one.strength, one.security) for one in seen]
        return tuple(sorted(found, key=lambda one: -one.strength))

    def open_hotspot(self, access: Access) -> Hotspot:
        """See `Network`."""
        self._ready("open")
        self._joined, self.hotspot = "", access
        return self.own

    def close_hotspot(self) -> None:
        """See `Network`."""
        self.log.append("close")
        if self.hotspot is not None:
            self.hotspot, self.guest = None, False
            self._joined = next((one.ssid for one in self.air if one.ssid in self.kept), "")

    def join(self, access: Access) -> Outcome:
        """See `Network`."""
        self._ready("join")
        asked = [one for one in self.air if one.ssid == access.ssid and one.strength > 0]
        found = next((one for one in asked if access.hidden or not one.hidden), None)
        if found is None:
            return "range"
        if found.security != "wpa" or found.password != access.password:
            return "password" if found.security == "wpa" else "failed"
        if not found.gives:
            return "address"
        self.kept[access.ssid] = access.password
        self._joined = access.ssid
        return "joined"

    def visited(self) -> bool:
        """See `Network`."""
        return self.hotspot is not None and self.guest

    def _ready(self, what: str) -> None:
        self.log.append(what)
        if self.radio != "ready" or self.fails:
            raise NetworkError(self.radio if self.radio != "ready" else "failed")
