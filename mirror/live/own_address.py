"""The address of this machine in its network, read from the kernel's tables.

The process that sees the camera opens no network socket, not even to ask for its own address: so
its unit can forbid it every one (systemd/plumbline.service).
"""

from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Final

TABLES: Final = Path("/proc/net")
_UP: Final = 1  # RTF_UP of linux/route.h


def own_address(tables: Path = TABLES) -> str:
    """Such as "192.168.1.20"; empty without a network.

    The way to everywhere decides between several networks, then the lower metric.

    Args:
        tables: folder of the files `route` and `fib_trie`, see proc_pid_net(5).
    """
    try:
        routes = _routes((tables / "route").read_text(encoding="ascii"))
        own = _own((tables / "fib_trie").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ""
    out = [one for one in sorted(routes) if one[2].prefixlen == 0]
    for _, interface, _ in [*out, *sorted(routes)]:
        near = [net for _, name, net in routes if name == interface and net.prefixlen > 0]
        for address in own:
            if any(address in net for net in near):
                return str(address)
    return ""


def _routes(text: str) -> list[tuple[int, str, IPv4Network]]:
    """Metric, interface and network of each way that is up."""
    found = []
    for line in text.splitlines()[1:]:
        interface, network, _, flags, _, _, metric, mask, *_ = line.split()
        if int(flags, 16) & _UP:
            span = IPv4Network((_address(network), str(_address(mask))))
            found.append((int(metric), interface, span))
    return found


def _address(word: str) -> IPv4Address:
    """The kernel prints the four bytes as a number of this machine, which is little-endian."""
    return IPv4Address(bytes.fromhex(word)[::-1])


def _own(text: str) -> list[IPv4Address]:
    """Addresses of this machine, without those that mean itself."""
    found: list[IPv4Address] = []
    latest = None
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["|--"]:
            latest = IPv4Address(words[1])
        is_own = words[:3] == ["/32", "host", "LOCAL"]
        if is_own and latest is not None and not (latest.is_loopback or latest in found):
            found.append(latest)
    return found
