"""What a target is to the worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from mirror.sync.parcel import Parcel

Receipt = Mapping[str, str]
"""A target's own notes about a session it has, such as ETags; kept for it by the worker."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `--check`.

    Attributes:
        good: it is as it should be.
        text: what was found, in plain words, without a full stop.
        remedy: what to do, if it is not good.
        fatal: nothing can be sent like this.
    """

    good: bool
    text: str
    remedy: str = ""
    fatal: bool = False


class Target(Protocol):
    """Takes sessions. Sending one again changes nothing, or mends what changed."""

    def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
        """Make the target have this content under the session's id.

        Args:
            parcel: the session.
            receipt: of the latest sending; None: it may have it or not.

        Raises:
            TroubleError: it may have taken all, a part or nothing.
        """

    def check(self) -> list[Finding]:
        """Try everything sending needs, leaving nothing behind.

        Raises:
            TroubleError: what is wrong.
        """

    def close(self) -> None:
        """Let go of connections."""
