"""Parts that may be absent, and are closed when all is over."""

from contextlib import ExitStack
from typing import Protocol, TypeVar


class Closable(Protocol):
    """What holds something."""

    def close(self) -> None:
        """Give back what it holds."""


_Part = TypeVar("_Part", bound=Closable)


def closed(part: _Part | None, after: ExitStack) -> _Part | None:
    """A part, if there is one, that is closed when all is over."""
    if part is not None:
        after.callback(part.close)
    return part


def close_all(parts: tuple[Closable | None, ...]) -> None:
    """Close what there is, in this order."""
    for part in parts:
        if part is not None:
            part.close()
