"""Puts sessions as files on a WebDAV server, such as Nextcloud.

A new file goes with `If-None-Match: *`, a change with the `If-Match` of what we put there. When the
server says that something else is there, one looks: it may be our own, of a try that was cut off
before the answer came.
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from mirror.sync.http import Http, host_of, trouble_of
from mirror.sync.parcel import FORMATS, MIME, Parcel
from mirror.sync.target import Finding, Receipt
from mirror.sync.trouble import Kind, TroubleError

_TRIES: Final = 4
"""Of putting one file: new, changed, gone, changed meanwhile."""
_PROBE: Final = "plumbline-check.txt"
_MISSING: Final = 404
_CONFLICT: Final = 409
_FAILED_CONDITION: Final = 412
_NO_PARENT: Final = frozenset({404, 409})
_THERE_ALREADY: Final = 405


class WebDavTarget:
    """See the module.

    Args:
        http: with the password in it.
        url: of the folder; it is made if need be.
        formats: what to write of each session.
    """

    def __init__(self, http: Http, url: str, formats: Sequence[str]) -> None:
        """Nothing is opened yet."""
        self._http = http
        self._url = url if url.endswith("/") else f"{url}/"
        self._formats = formats

    def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
        """See `Target`."""
        before = receipt or {}
        return {
            ending: self._put(
                f"{parcel.name}.{ending}", FORMATS[ending](parcel), MIME[ending], before.get(ending)
            )
            for ending in self._formats
        }

    def check(self) -> list[Finding]:
        """See `Target`."""
        findings = []
        if urlsplit(self._url).scheme == "http":
            text = f"The password goes to {host_of(self._url)} unencrypted"
            findings.append(Finding(good=False, text=text, remedy="Use https:// if it can."))
        reply = self._http.ask("PROPFIND", self._url, headers={"Depth": "0"})
        if reply.status == _MISSING:
            self._make(self._url)
            findings.append(Finding(good=True, text="The folder was made"))
        elif not reply.ok:
            raise trouble_of(reply, self._url)
        self._put(_PROBE, b"plumbline\n", "text/plain", None)
        self._http.ask("DELETE", self._url + _PROBE)
        findings.append(Finding(good=True, text=f"{host_of(self._url)} takes files"))
        return findings

    def close(self) -> None:
        """See `Target`."""
        self._http.close()

    def _put(self, name: str, content: bytes, mime: str, etag: str | None) -> str:
        """Make the file have this content.

        Returns:
            The ETag of what is there now; empty if the server has none.
        """
        url = self._url + quote(name)
        made = False
        for _ in range(_TRIES):
            headers = {"Content-Type": mime, **_condition(etag)}
            reply = self._http.ask("PUT", url, content=content, headers=headers)
            if reply.ok:
                return reply.headers.get("etag") or self._etag(url)
            if reply.status in _NO_PARENT and not made:
                self._make(self._url)
                made = True
            elif reply.status == _FAILED_CONDITION:
                there = self._http.ask("GET", url)
                if there.ok and there.body == content:
                    return there.headers.get("etag", "")
                if not there.ok and there.status != _MISSING:
                    raise trouble_of(there, url)
                etag = there.headers.get("etag", "") if there.ok else None
            else:
                raise trouble_of(reply, url)
        raise TroubleError(Kind.BUSY, host_of(url), f"{name} changes all the time")

    def _etag(self, url: str) -> str:
        reply = self._http.ask("HEAD", url)
        return reply.headers.get("etag", "") if reply.ok else ""

    def _make(self, url: str) -> None:
        """Make a folder and those it lies in."""
        reply = self._http.ask("MKCOL", url)
        above = url.rstrip("/").rpartition("/")[0] + "/"
        if reply.status == _CONFLICT and urlsplit(above).path not in {"", "/"}:
            self._make(above)
            reply = self._http.ask("MKCOL", url)
        if not reply.ok and reply.status != _THERE_ALREADY:
            raise trouble_of(reply, url)


def _condition(etag: str | None) -> dict[str, str]:
    """What must be there: nothing, our file, or whatever it is when the server cannot say."""
    if etag is None:
        return {"If-None-Match": "*"}
    # A weak ETag never matches a condition (RFC 9110 §13.1.1); a strong one is quoted (§8.8.3).
    usable = etag.startswith('"') and etag.isascii() and etag.isprintable()
    return {"If-Match": etag} if usable else {}
