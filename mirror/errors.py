"""Errors of the program's own making, and how any error is put in one line for the person."""

from collections.abc import Sequence
from typing import Final

EXIT_BUG: Final = 1
"""Exit code when the program did wrong."""

EXIT_USER: Final = 2
"""Exit code when the person can put it right; also argparse's own."""


class UserError(Exception):
    """What the person asked for cannot be done as asked.

    The command line prints it in one line and exits with `EXIT_USER`.

    Args:
        message: what happened, in one sentence without a full stop.
        remedy: what to do, in one sentence; shown after the message.
    """

    def __init__(self, message: str, *, remedy: str) -> None:
        """Keep both parts; `str()` joins them."""
        super().__init__(f"{message}. {remedy}")
        self.message = message
        self.remedy = remedy


def unknown_exercise(name: str, *, suggestion: str | None, known: Sequence[str]) -> UserError:
    """The error for an exercise the catalogue does not have.

    Args:
        name: what was asked for.
        suggestion: the nearest known name, or None.
        known: every known name.
    """
    remedy = (
        f"Did you mean {suggestion}?" if suggestion is not None else f"Known: {', '.join(known)}."
    )
    return UserError(f'There is no exercise called "{name}"', remedy=remedy)


def error_line(message: str, remedy: str) -> str:
    """One line for stderr, even where a file's name holds a line break."""
    return " ".join(f"plumbline: {message}. {remedy}".split())
