"""Tells an address of each session, signed as Standard Webhooks describes.

`webhook-id` and `Idempotency-Key` are the same when the same content is sent again and differ when
a session changed; the session's own id is in the document.
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from mirror.sync.http import Http, host_of, trouble_of
from mirror.sync.parcel import Parcel
from mirror.sync.secret import Secret
from mirror.sync.target import Finding, Receipt

_OURS: Final = uuid.UUID("0b0a0c52-63a1-4be5-8a3c-0b7d5f3b5f21")
"""Names of our own begin here (RFC 9562 §5.5); a random one, never to be changed."""
_PREFIX: Final = "whsec_"
_PING: Final = b'{"format": "plumbline-ping", "version": 1}\n'


class WebhookTarget:
    """See the module.

    Args:
        http: to send with.
        url: who is told.
        key: shared with the receiver.
        now_s: reads the wall clock: receivers refuse old messages.
    """

    def __init__(self, http: Http, url: str, key: Secret, now_s: Callable[[], float]) -> None:
        """Nothing is sent yet."""
        self._http = http
        self._url = url
        self._key = key
        self._now_s = now_s

    def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
        """See `Target`."""
        del receipt
        self._post(message_id(parcel.session.id, parcel.digest), parcel.document)
        return {}

    def check(self) -> list[Finding]:
        """See `Target`."""
        findings = []
        if urlsplit(self._url).scheme == "http":
            text = f"Sessions go to {host_of(self._url)} unencrypted"
            findings.append(Finding(good=False, text=text, remedy="Use https:// if it can."))
        # The same id each time: a receiver that counts sees one ping.
        self._post(message_id("ping", ""), _PING)
        findings.append(Finding(good=True, text=f"{host_of(self._url)} took a ping"))
        return findings

    def close(self) -> None:
        """See `Target`."""
        self._http.close()

    def _post(self, id_: str, body: bytes) -> None:
        timestamp = str(int(self._now_s()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": id_,
            "webhook-id": id_,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(self._key, id_, timestamp, body),
        }
        reply = self._http.ask("POST", self._url, content=body, headers=headers)
        if not reply.ok:
            raise trouble_of(reply, self._url)


def message_id(session_id: str, digest: str) -> str:
    """The id of a message: of this content of this session."""
    return str(uuid.uuid5(_OURS, f"{session_id} {digest}"))


def signature(key: Secret, id_: str, timestamp: str, body: bytes) -> str:
    """`webhook-signature` of a message: HMAC-SHA256 over "id.timestamp.body"."""
    raw = key_bytes(key)
    signed = f"{id_}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(raw, signed, hashlib.sha256)).decode()


def key_bytes(key: Secret) -> bytes:
    """The key: base64 after "whsec_", as receivers show it; anything else as it is."""
    text = key.reveal()
    if text.startswith(_PREFIX):
        try:
            return base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except ValueError:
            pass
    return text.encode()
