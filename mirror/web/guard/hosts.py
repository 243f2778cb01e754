"""Names under which the pages answer: anything else is a stranger's page reaching in by DNS.

A browser sends the name it was told. With DNS rebinding that is the attacker's name, however it
resolves; a page asked for by the mirror's own names, or by the address it was reached at, is ours.
"""

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final

_HOST: Final = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253}?)\.?(?::([0-9]{1,5}))?")
_LOCAL: Final = ("local", "lan", "home.arpa", "internal")
"""Endings that mDNS and routers give a machine in the house and that nobody can own on the internet
(RFC 6762, RFC 8375, ICANN's list). A router's own, such as fritz.box, is named at the start."""


def own_names(extra: Iterable[str] = (), *, hostname: str | None = None) -> frozenset[str]:
    """The names of this machine in the house.

    Args:
        extra: names somebody configured.
        hostname: of the machine; None: ask it.
    """
    name = (socket.gethostname() if hostname is None else hostname).split(".")[0].lower()
    names = {"localhost", "mirror.local", name, *(f"{name}.{end}" for end in _LOCAL)}
    return frozenset(names | {one.strip().lower() for one in extra})


def host_of(header: str) -> str | None:
    """The name in a Host header, without the port; None when it is none."""
    found = _HOST.fullmatch(header.lower())
    return None if found is None else found[1].strip("[]")


def allowed(header: str | None, names: frozenset[str], reached: str) -> bool:
    """Whether a Host header names us.

    Args:
        header: as it came; None: there was none.
        names: as from `own_names`.
        reached: the address of ours the connection came to.
    """
    host = None if header is None else host_of(header)
    if host is None:
        return False
    if host in names:
        return True
    try:
        address, own = ip_address(host), ip_address(reached.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    mapped = getattr(own, "ipv4_mapped", None)
    return address in {own, mapped}
