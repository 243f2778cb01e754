"""How often an address may ask: a bucket that fills with time, for so many addresses."""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

_MOST: Final = 256
"""Addresses remembered; the one not seen for longest is forgotten."""
_PREFIX: Final = 64
"""A machine has a whole /64 of IPv6 addresses at its disposal."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second afterwards."""

    burst: float
    per_s: float


class Rates:
    """Buckets by address."""

    def __init__(self, rate: Rate) -> None:
        """Start with full ones."""
        self._rate = rate
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, t_s: float) -> bool:
        """Take one from the address's bucket; False: it is empty."""
        key = group_of(address)
        left, seen_s = self._buckets.pop(key, (self._rate.burst, t_s))
        left = min(self._rate.burst, left + max(0.0, t_s - seen_s) * self._rate.per_s)
        allowed = left >= 1.0
        self._buckets[key] = (left - 1.0 if allowed else left, t_s)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return allowed


def group_of(address: str) -> str:
    """The machine an address belongs to, as far as an address tells."""
    try:
        known = ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None and not known.is_link_local:
        return str(int(known) >> (128 - _PREFIX))
    return str(known)
