"""What mirror, phone pages and the Wi-Fi's service say to each other: one line of JSON each way.

Two sockets: at `MIRROR` the set-up is begun and its secrets are told, at `PAGE` networks are listed
and one is chosen, with the code that stands on the glass. The pages' process has only the latter.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from mirror.network.port import Heard
from mirror.network.setup import Phase, Said, SetUp

MIRROR: Final = "mirror"
PAGE: Final = "page"
LONGEST: Final = 32_768
"""Bytes of a line: a house with 200 networks in reach."""
VARIABLE: Final = "PLUMBLINE_NETWORK"
_FOLDER: Final = Path("/run/plumbline-network")


def folder() -> Path:
    """Where the sockets lie; there is none where the Wi-Fi is not ours to set up."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else _FOLDER


@dataclass(frozen=True, slots=True)
class ToMirror:
    """For the glass.

    Attributes:
        radio: as in `mirror.network.port`; empty: not looked yet.
        link: what carries the network now.
        joined: the Wi-Fi this machine is in; empty without one.
        known: a Wi-Fi was set up before.
        phase: as in `mirror.network.setup`.
        reason: why an attempt failed, or why it ended.
        name: the network that is being joined, or was.
        ssid, password: of our own network; empty unless it is open.
        address: of the mirror in it.
        code: to be typed on the page.
        visited: a phone is in it.
    """

    radio: str = ""
    link: str = "none"
    joined: str = ""
    known: bool = True
    phase: Phase = "off"
    reason: str = ""
    name: str = ""
    ssid: str = ""
    password: str = field(default="", repr=False)
    address: str = ""
    code: str = ""
    visited: bool = False


@dataclass(frozen=True, slots=True)
class ToPage:
    """For the phone.

    Attributes:
        phase: as in `mirror.network.setup`.
        reason: why the last attempt failed.
        name: the network that was tried.
        heard: the networks, the strongest first.
        age_s: how long ago they were heard.
        address, prefix: the mirror's own network; only who is in it may ask.
        said: the answer to a choice; empty: none was made.
    """

    phase: Phase = "off"
    reason: str = ""
    name: str = ""
    heard: tuple[Heard, ...] = ()
    age_s: float = 0.0
    address: str = ""
    prefix: int = 32
    said: Said | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. "open" and "close" are heard at `MIRROR`, "choose" at `PAGE`."""

    do: Literal["state", "open", "close", "choose"] = "state"
    code: str = field(default="", repr=False)
    ssid: str = ""
    password: str = field(default="", repr=False)
    hidden: bool = False


def to_mirror(setup: SetUp) -> ToMirror:
    """What the glass shows."""
    state = setup.state
    status, access = state.status, state.access
    opened = state.phase == "open" and access is not None and state.hotspot is not None
    return ToMirror(
        radio="" if status is None else status.radio,
        link="none" if status is None else status.link,
        joined="" if status is None else status.name,
        known=status is None or status.known,
        phase=state.phase,
        reason=state.reason,
        name=state.name,
        ssid=access.ssid if opened and access else "",
        password=access.password if opened and access else "",
        address=state.hotspot.address if opened and state.hotspot else "",
        code=state.code if opened else "",
        visited=state.visited,
    )


def to_page(setup: SetUp, now_s: float, said: Said | Literal[""] = "") -> ToPage:
    """What the page shows."""
    state = setup.state
    return ToPage(
        phase=state.phase,
        reason=state.reason,
        name=state.name,
        heard=state.heard,
        age_s=max(0.0, now_s - state.heard_s),
        address=state.hotspot.address if state.hotspot else "",
        prefix=state.hotspot.prefix if state.hotspot else 32,
        said=said,
    )
