"""A connection that must say what it wants in time, and of which one machine gets only a few.

uvicorn waits for ever for the rest of a request; here a request that is not whole after some
seconds is cut off, and so is a connection too many.
"""

import asyncio
from collections import Counter
from typing import Any, ClassVar, Final

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from mirror.web.guard.rates import group_of

REQUEST_S: Final = 10.0
"""From the first byte of a request, or from connecting, to its last."""
MOST: Final = 64
MOST_OF_ONE: Final = 12
"""Connections. A browser opens six."""

_WHOLE: Final = frozenset({h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR})


class CautiousProtocol(H11Protocol):
    """See the file; `request_s` may be set on a subclass."""

    request_s: float = REQUEST_S
    open_now: ClassVar[Counter[str]] = Counter()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """As the server makes one."""
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None
        self._group: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in H11Protocol
        """Somebody connected."""
        peer = transport.get_extra_info("peername")
        group = group_of(str(peer[0])) if peer else ""
        super().connection_made(transport)
        self._group = group
        self.open_now[group] += 1
        if self.open_now[group] > MOST_OF_ONE or len(self.connections) > MOST:
            transport.abort()
            return
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Some of a request came."""
        super().data_received(data)
        if self.conn.their_state in _WHOLE:
            self._done()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._done()
        if self._group is not None:
            self.open_now[self._group] -= 1
            if self.open_now[self._group] <= 0:
                del self.open_now[self._group]
            self._group = None
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.request_s, self._too_slow)

    def _done(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        self.transport.abort()
