"""A file that people write settings in: read as a whole, with all its mistakes named at once."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mirror.config.lines import line_of
from mirror.errors import UserError

Mistake = tuple[int, str]
"""Its line (0 when unknown) and what is wrong."""


def text_of(path: Path, *, remedy: str) -> str:
    """What the file says.

    Args:
        path: the file.
        remedy: what to do about a file that is no text.

    Raises:
        FileNotFoundError: there is none.
        UserError: it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise UserError(message, remedy="Name a file you may read.") from error
    except UnicodeDecodeError as error:
        raise not_text(path, remedy=remedy) from error


def not_text(path: Path, *, remedy: str) -> UserError:
    """The error of a file that is not UTF-8."""
    return UserError(f"{path} is not a text file in UTF-8", remedy=remedy)


def no_such_file(path: Path) -> UserError:
    """The error of a file that was asked for by its name and is not there."""
    return UserError(f"No such file: {path}", remedy="Check the name and the folder.")


def tables_of(text: str, *, name: str, remedy: str) -> dict[str, Any]:
    """The tables and values in a text.

    Args:
        text: TOML.
        name: what to call it in an error.
        remedy: what to do about mistakes.

    Raises:
        UserError: it is no TOML; names a line and at most one character of it.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not valid TOML: {error}"
        raise UserError(message, remedy=remedy) from error


def refuse(mistakes: Iterable[Mistake], *, name: str, remedy: str) -> None:
    """Say all mistakes at once, in the order of their lines.

    Raises:
        UserError: there is one.
    """
    words = [said for _, said in sorted(mistakes)]
    if words:
        counted = "a mistake" if len(words) == 1 else f"{len(words)} mistakes"
        message = f"{name} has {counted}: {'; '.join(words)}"
        raise UserError(message, remedy=remedy)


def at(text: str, section: str, key: str, words: str) -> Mistake:
    """A mistake of a key, or of a table when the section is empty (`line_of`)."""
    line = line_of(text, section, key)
    return (0, words) if line is None else (line, f"line {line}: {words}")
