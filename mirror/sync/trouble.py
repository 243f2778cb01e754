"""What can be wrong with a target, in plain words."""

import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Kind(Enum):
    """What sort of trouble; the words for people are in `_WORDS`."""

    NOT_FOUND = "name"
    REFUSED = "refused"
    SILENT = "silent"
    CERTIFICATE = "certificate"
    PASSWORD = "password"  # noqa: S105 - a kind of trouble
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    ABSENT = "absent"
    READ_ONLY = "read_only"
    FULL = "full"
    MOVED = "moved"
    BUSY = "busy"
    CUT = "cut"
    BROKEN = "broken"
    REJECTED = "rejected"
    SETUP = "setup"


OF_ONE: Final[frozenset[Kind]] = frozenset({Kind.CUT, Kind.BROKEN, Kind.REJECTED})
"""What may be wrong with one record only; anything else would be wrong with the next one too."""

_LONGEST_DETAIL: Final = 200
"""Characters: more is no help in one line."""

_WORDS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.NOT_FOUND: ("{where} is not found", "Check the address, and the Wi-Fi."),
    Kind.REFUSED: ("{where} refuses to talk", "Check the port, and that the server runs."),
    Kind.SILENT: ("{where} does not answer", "Check the address, the Wi-Fi and the server."),
    Kind.CERTIFICATE: (
        "The certificate of {where} is not trusted",
        "Check the address; if the certificate is your own, name its authority with ca_file.",
    ),
    Kind.PASSWORD: ("{where} does not accept the password", "Check user and secret."),
    Kind.FORBIDDEN: ("{where} does not allow it", "Give this user the right to write there."),
    Kind.MISSING: ("There is no such folder at {where}", "Make it, or name another."),
    Kind.ABSENT: ("{where} knows no such address", "Check the path of the address."),
    Kind.READ_ONLY: ("{where} cannot be written to", "Check its owner, and how it is mounted."),
    Kind.FULL: ("{where} is full", "Free some space there."),
    Kind.MOVED: ("{where} is now at another address", "Set up the new one."),
    Kind.BUSY: ("{where} is busy", "Nothing to do: it is tried again."),
    Kind.CUT: ("{where} ended the connection", "Nothing to do: it is tried again."),
    Kind.BROKEN: ("{where} has trouble of its own", "Look into the log of that server."),
    Kind.REJECTED: ("{where} does not take this record", "Look whether its version fits."),
    Kind.SETUP: ("{where} is not set up", "See docs/sync.md."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A trouble in words: what happened, without a full stop, and what to do."""

    message: str
    remedy: str


class TroubleError(Exception):
    """A target did not do what was asked.

    Args:
        kind: what sort of trouble.
        where: the target's host or folder; never a secret.
        detail: the other side's own words, if they help.
        wait_s: how long the other side wants to be left alone.
    """

    def __init__(
        self, kind: Kind, where: str, detail: str = "", *, wait_s: float | None = None
    ) -> None:
        """Keep them."""
        super().__init__(f"{kind.value}: {where} {detail}".strip())
        self.kind: Kind = kind
        self.where = where
        self.detail = detail
        self.wait_s = wait_s

    @property
    def of_one(self) -> bool:
        """Whether another record may be taken all the same."""
        return self.kind in OF_ONE

    @property
    def words(self) -> Words:
        """For the person."""
        message, remedy = _WORDS[self.kind]
        # Another's words: no control characters may reach a terminal.
        plain = "".join(one if one.isprintable() else " " for one in self.detail)
        detail = " ".join(plain.split())[:_LONGEST_DETAIL]
        return Words(message.format(where=self.where) + (f" ({detail})" if detail else ""), remedy)


_NUMBERS: Final[Mapping[int, Kind]] = {
    errno.ECONNREFUSED: Kind.REFUSED,
    errno.ENOSPC: Kind.FULL,
    errno.EDQUOT: Kind.FULL,
    errno.EROFS: Kind.READ_ONLY,
    errno.EACCES: Kind.READ_ONLY,
    errno.EPERM: Kind.READ_ONLY,
    errno.ENOENT: Kind.MISSING,
    errno.ENOTDIR: Kind.MISSING,
    errno.ECONNRESET: Kind.CUT,
    errno.EPIPE: Kind.CUT,
    errno.ECONNABORTED: Kind.CUT,
}


def kind_of(error: BaseException | None) -> Kind:
    """What sort of trouble an error of the system, or what caused it, is."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return Kind.NOT_FOUND
        if isinstance(error, ssl.SSLCertVerificationError):
            return Kind.CERTIFICATE
        if isinstance(error, ssl.SSLError):
            return Kind.REFUSED
        number = error.errno if isinstance(error, OSError) else None
        if number is not None and number in _NUMBERS:
            return _NUMBERS[number]
        error = error.__cause__ or error.__context__
    return Kind.SILENT


def of_system(error: OSError, where: str) -> TroubleError:
    """An error of the system as trouble."""
    detail = (
        getattr(error, "verify_message", "")
        if isinstance(error, ssl.SSLCertVerificationError)
        else error.strerror or str(error)
    )
    return TroubleError(kind_of(error), where, detail)
