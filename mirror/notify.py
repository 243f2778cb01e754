"""Speaks to the service manager that started us: sd_notify(3) over its socket, nothing else."""

import logging
import socket
from collections.abc import Callable, Mapping
from typing import Final

Notify = Callable[[str], None]

SOCKET_VARIABLE: Final = "NOTIFY_SOCKET"
READY: Final = "READY=1"
ALIVE: Final = "WATCHDOG=1"

_log = logging.getLogger(__name__)


def notifier(environment: Mapping[str, str]) -> Notify | None:
    """Sends assignments such as "READY=1"; None where no service manager listens.

    Sending never waits and never fails: a manager that is away for a moment misses one message.
    """
    named = environment.get(SOCKET_VARIABLE, "")
    if not named.startswith(("/", "@")):
        return None
    # "@" stands for the zero byte of an abstract address.
    address = f"\0{named[1:]}" if named.startswith("@") else named
    return _Sender(address).send


class _Sender:
    """Sends to one address.

    Args:
        address: of a datagram socket.
    """

    def __init__(self, address: str) -> None:
        """Open nothing yet: each message has a socket of its own, for a manager that restarts."""
        self._address = address
        self._failed = False

    def send(self, words: str) -> None:
        """Send, and log the first of several failures."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as one:
                one.settimeout(0.0)
                one.sendto(words.encode(), self._address)
        except OSError as error:
            if not self._failed:
                _log.warning("The service manager does not hear the mirror: %s", error)
            self._failed = True
        else:
            self._failed = False
