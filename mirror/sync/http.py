"""Speaks HTTP with a server and puts what goes wrong in plain words."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from mirror.sync.trouble import Kind, TroubleError, kind_of

if TYPE_CHECKING:
    import httpx2

TIMEOUT_S: Final = 20.0
"""For each step of a request (a design choice): a Nextcloud on a small board takes some seconds."""
_BODY_BYTES: Final = 8_000_000
"""Of an answer at most: a session of 1,000 reps is 1 MB."""

_KINDS: Final[Mapping[int, Kind]] = {
    401: Kind.PASSWORD,
    403: Kind.FORBIDDEN,
    404: Kind.ABSENT,
    405: Kind.ABSENT,
    407: Kind.PASSWORD,
    408: Kind.BUSY,
    409: Kind.BUSY,
    410: Kind.ABSENT,
    423: Kind.BUSY,
    425: Kind.BUSY,
    429: Kind.BUSY,
    502: Kind.BUSY,
    503: Kind.BUSY,
    504: Kind.BUSY,
    507: Kind.FULL,
}
_LONGEST_DETAIL: Final = 160


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own classes


class Http:
    """One server.

    Args:
        headers: sent with each request; may hold secrets.
        basic: user and password.
        ca_file: whom to trust besides; None: whom the system trusts.
        timeout_s: for each step of a request.
    """

    def __init__(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
        ca_file: Path | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """Nothing is opened yet: the library takes a while to load."""
        self._headers = dict(headers or {})
        self._basic = basic
        self._ca_file = ca_file
        self._timeout_s = timeout_s
        self._client: httpx2.Client | None = None

    def ask(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request; every answer is returned.

        Raises:
            TroubleError: there was none. The server may have done it all the same.
        """
        import httpx2  # noqa: PLC0415 - slow: only when something is sent

        where = host_of(url)
        try:
            with self._opened().stream(method, url, content=content, headers=headers) as answer:
                body = bytearray()
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > _BODY_BYTES:
                        raise TroubleError(Kind.BROKEN, where, "its answer has no end")
                return Reply(answer.status_code, answer.headers, bytes(body))
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, UnicodeError) as error:
            raise TroubleError(Kind.SETUP, where, str(error)) from error
        except httpx2.RemoteProtocolError as error:
            raise TroubleError(Kind.CUT, where) from error
        except httpx2.TransportError as error:
            raise TroubleError(_kind(error), where, _reason(error)) from error
        except httpx2.DecodingError as error:
            raise TroubleError(Kind.BROKEN, where, str(error)) from error

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _opened(self) -> "httpx2.Client":
        import httpx2  # noqa: PLC0415 - slow: only when something is sent

        if self._client is None:
            self._client = httpx2.Client(
                headers=self._headers,
                auth=self._basic,
                timeout=self._timeout_s,
                verify=trusted(self._ca_file),
                # Nobody's proxy and nobody's .netrc: passwords go where they were set up for.
                trust_env=False,
                follow_redirects=False,
            )
        return self._client


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """Whom to trust.

    Raises:
        TroubleError: the file cannot be used.
    """
    try:
        return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except (OSError, ssl.SSLError) as error:
        raise TroubleError(Kind.SETUP, f"ca_file {ca_file}", str(error)) from error


def host_of(url: str) -> str:
    """The host of an address, for people: no path, no user, no secret."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "The address"
    return f"{parts.hostname}{port}" if parts.hostname else "The address"


def trouble_of(reply: Reply, url: str) -> TroubleError:
    """What an answer that is not good means."""
    status = reply.status
    if 300 <= status < 400:  # noqa: PLR2004 - HTTP's own classes
        kind = Kind.MOVED
    else:
        other = Kind.BROKEN if status >= 500 else Kind.REJECTED  # noqa: PLR2004 - likewise
        kind = _KINDS.get(status, other)
    detail = f"HTTP {status}"
    if kind == Kind.MOVED:
        detail = f"{detail}: {host_of(reply.headers.get('location', ''))}"
    elif kind == Kind.REJECTED:
        detail = f"{detail}: {reply.body[:_LONGEST_DETAIL].decode(errors='replace')}"
    return TroubleError(kind, host_of(url), detail, wait_s=_wait_s(reply))


def _wait_s(reply: Reply) -> float | None:
    """Retry-After, when it is a number of seconds."""
    text = reply.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() else None


def _kind(error: "httpx2.TransportError") -> Kind:
    import httpx2  # noqa: PLC0415 - it is loaded already

    if isinstance(error, httpx2.TimeoutException):
        return Kind.SILENT
    kind = kind_of(error)
    # Once connected, what breaks is the connection.
    if kind == Kind.SILENT and isinstance(error, (httpx2.ReadError, httpx2.WriteError)):
        return Kind.CUT
    return kind


def _reason(error: BaseException | None) -> str:
    """A certificate's own fault, which helps; other words of libraries do not."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        error = error.__cause__ or error.__context__
    return ""
