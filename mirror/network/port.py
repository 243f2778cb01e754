"""The Wi-Fi as the rest sees it: a port with a real, a scripted and a simulated implementation.

NetworkManager owns the Wi-Fi; nothing here keeps a password.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

Security = Literal["wpa", "open", "wpa3", "enterprise", "wep"]
"""Only "wpa" (WPA or WPA2 with a password, with or without WPA3 beside it) can be joined here."""
Radio = Literal["ready", "off", "absent", "unmanaged"]
"""Off: switched off, or no country set; unmanaged: no NetworkManager runs here."""
Outcome = Literal["joined", "password", "range", "address", "failed"]
"""Of joining: it worked; wrong password; not heard; no address was given; anything else."""

SSID_BYTES: Final = 32
_PASSPHRASE: Final = re.compile(r"[\x20-\x7e]{8,63}")
_KEY: Final = re.compile(r"[0-9A-Fa-f]{64}")


@dataclass(frozen=True, slots=True)
class Heard:
    """A network that was heard.

    Attributes:
        ssid: its name.
        strength: 0..100.
        security: how it is locked.
    """

    ssid: str
    strength: int
    security: Security


@dataclass(frozen=True, slots=True)
class Status:
    """How this machine is connected.

    Attributes:
        radio: whether Wi-Fi can be used here.
        link: what carries the network now.
        name: of the Wi-Fi that is joined; empty without one.
        known: a Wi-Fi was set up before.
    """

    radio: Radio
    link: Literal["none", "wifi", "wired"] = "none"
    name: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Name and password of a network, checked; the password is in no `repr`.

    Raises:
        ValueError: a name of no or more than 32 bytes, or a password that no network can have.
    """

    ssid: str
    password: str = field(repr=False)
    hidden: bool = False

    def __post_init__(self) -> None:
        """Refuse what could not be joined, before anything is tried."""
        if not 1 <= len(self.ssid.encode()) <= SSID_BYTES or not self.ssid.isprintable():
            message = "ssid"
            raise ValueError(message)
        if not _PASSPHRASE.fullmatch(self.password) and not _KEY.fullmatch(self.password):
            message = "password"
            raise ValueError(message)

    @property
    def key(self) -> str:
        """The password as NetworkManager takes it.

        It would lose spaces at the ends; then it gets the key they lead to.
        """
        if self.password == self.password.strip():
            return self.password
        return key_of(self.ssid, self.password)


def key_of(ssid: str, password: str) -> str:
    """The key of a network with a pass phrase, in hexadecimal digits (IEEE 802.11, annex J.4)."""
    return hashlib.pbkdf2_hmac("sha1", password.encode(), ssid.encode(), 4096, 32).hex()


@dataclass(frozen=True, slots=True)
class Hotspot:
    """The mirror's own network, while it is open.

    Attributes:
        address: of the mirror in it.
        prefix: length of its network part, in bits.
        interface: of the kernel.
    """

    address: str
    prefix: int
    interface: str


class NetworkError(Exception):
    """The Wi-Fi cannot be used: `reason` is a radio that is not ready, or "failed"."""

    def __init__(self, reason: str) -> None:
        """Keep the reason; never what was asked for, which may hold a password."""
        super().__init__(reason)
        self.reason = reason


class Network(Protocol):
    """What the set-up needs. Calls may take up to a minute; all may raise `NetworkError`."""

    def status(self) -> Status:
        """How this machine is connected; raises nothing."""

    def scan(self) -> tuple[Heard, ...]:
        """Networks in reach, the strongest first; impossible while the hotspot is open."""

    def open_hotspot(self, access: Access) -> Hotspot:
        """Leave the Wi-Fi, if one is joined, and open a network of our own."""

    def close_hotspot(self) -> None:
        """End it, if it is open; a Wi-Fi that is known is then joined again by itself."""

    def join(self, access: Access) -> Outcome:
        """Join a network and keep it for the next start; after a failure nothing of it is kept."""

    def visited(self) -> bool:
        """Whether somebody is in the hotspot."""
