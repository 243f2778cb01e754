"""Turns away what no page should see, and puts the same headers on every answer.

Pure ASGI around the whole application: errors of the pages carry the headers too.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mirror.web.guard.hosts import allowed
from mirror.web.guard.rates import Rate, Rates

BODY_BYTES: Final = 16_384
PATH_BYTES: Final = 1024
BODY_S: Final = 5.0
SEND_S: Final = 30.0
"""So long a piece of an answer may wait for a reader."""
RATE: Final = Rate(burst=80, per_s=20)
"""Pages bring a dozen files, the live view asks four times a second (measured use; a choice)."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not "no-referrer": a form would then come from "null", like that of a stranger.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), display-capture=()"),
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})


class _TooSlowError(Exception):
    """The other side does not read or write."""


@dataclass(slots=True, eq=False)
class Shield:
    """Around the application.

    Args:
        app: what it protects.
        names: the names it answers to.
        forged: told the address of who came under another name.
        mono_s: monotonic seconds.
        body_s: how long a body may take.
        send_s: how long an answer may wait for its reader.
        rate: how often one address may ask.
    """

    app: ASGIApp
    names: frozenset[str]
    forged: Callable[[str], None]
    mono_s: Callable[[], float]
    body_s: float = BODY_S
    send_s: float = SEND_S
    rate: Rate = RATE
    _rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        """Start with full buckets."""
        self._rates = Rates(self.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [one for one in message["headers"] if one[0] != b"server"]
                known = {name for name, _ in kept}
                kept += [one for one in HEADERS if one[0] not in known]
                message = {**message, "headers": kept}
            try:
                await asyncio.wait_for(send(message), self.send_s)
            except TimeoutError as error:
                raise _TooSlowError from error

        refused = self._refused(scope)
        if refused is not None:
            # What is left of the request is nobody's: the connection ends with the answer.
            refused.headers["connection"] = "close"
            await refused(scope, receive, with_headers)
            return
        body = await self._body(receive, limit=0 if scope["method"] != "POST" else BODY_BYTES)
        if isinstance(body, PlainTextResponse):
            body.headers["connection"] = "close"
            await body(scope, receive, with_headers)
            return
        sent = False

        async def whole() -> Message:
            nonlocal sent
            if not sent:
                sent = True
                return {"type": "http.request", "body": body, "more_body": False}
            return await receive()

        try:
            await self.app(scope, whole, with_headers)
        except _TooSlowError:
            return

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        """Why nobody looks at a request, without its body."""
        address = scope["client"][0] if scope.get("client") else ""
        if not self._rates.take(address, self.mono_s()):
            answer = _plain("Too many requests", 429)
            answer.headers["retry-after"] = "5"
            return answer
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        reached = scope["server"][0] if scope.get("server") else ""
        host = hosts[0].decode("latin-1") if len(hosts) == 1 else None
        if not allowed(host, self.names, reached):
            self.forged(address)
            return _plain("This mirror does not answer to that name", 421)
        if scope["method"] not in _METHODS:
            return _plain("Not allowed", 405)
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > PATH_BYTES:
            return _plain("Too long", 414)
        for name, value in scope["headers"]:
            if name == b"content-length" and _length(value) > BODY_BYTES:
                return _plain("Too large", 413)
        return None

    async def _body(self, receive: Receive, *, limit: int) -> bytes | PlainTextResponse:
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.body_s):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return _plain("Gone", 400)
                    size += len(message.get("body", b""))
                    if size > limit:
                        return _plain("Too large", 413)
                    parts.append(message.get("body", b""))
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            return _plain("Too slow", 408)


def _plain(text: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(text + "\n", status, {"cache-control": "no-store"})


def _length(value: bytes) -> int:
    return int(value) if value.isdigit() and len(value) <= 9 else BODY_BYTES + 1  # noqa: PLR2004 - digits
