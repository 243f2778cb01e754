"""Passwords, tokens and keys: in a file of its own that only its owner can read.

A value leaves a `Secret` only where it is sent; no message, log or page ever holds one.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mirror.config.nearest import nearest
from mirror.config.toml_file import not_text, tables_of
from mirror.errors import UserError
from mirror.sync.settings import SECRETS, TargetSettings, kind_of, needs_secret

NAME: Final = "sync-secrets.toml"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_REMEDY: Final = "docs/sync.md shows the file."
_SHORTEST_KEY: Final = 16
"""Characters of a webhook's key; a shorter one can be guessed from one message (a design choice:
16 letters and digits are more than 80 bits)."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is not shown."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value, for sending only."""
        return self._value

    def __str__(self) -> str:
        """Not the value."""
        return "(secret)"


def load(path: Path, targets: Mapping[str, TargetSettings]) -> Mapping[str, Secret]:
    """The secret of each target that has one.

    Args:
        path: the file; it need not exist when no target needs a secret.
        targets: as they are set up.

    Raises:
        UserError: it can be read by others, cannot be read, or has mistakes, all of which are
            named, never with a value.
    """
    needing = [name for name, one in targets.items() if needs_secret(one)]
    try:
        with path.open("rb") as file:
            _check_owner(os.fstat(file.fileno()), path)
            text = file.read().decode("utf-8")
    except FileNotFoundError as error:
        if not needing:
            return {}
        message = f"{', '.join(needing)} need a secret, and there is no {path}"
        raise UserError(message, remedy=_REMEDY) from error
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise UserError(message, remedy=f"Make it yours: chown $USER {path}") from error
    except UnicodeDecodeError as error:
        raise not_text(path, remedy=_REMEDY) from error
    return _parsed(text, path, targets)


def _check_owner(found: os.stat_result, path: Path) -> None:
    if found.st_uid not in {os.geteuid(), 0}:
        message = f"{path} belongs to somebody else"
        raise UserError(message, remedy=f"Make it yours: chown $USER {path}")
    if found.st_mode & _OTHERS:
        message = f"Others on this machine can read the secrets in {path}"
        raise UserError(message, remedy=f"Close it: chmod 600 {path}")


def _parsed(text: str, path: Path, targets: Mapping[str, TargetSettings]) -> Mapping[str, Secret]:
    tables = tables_of(text, name=str(path), remedy=_REMEDY)
    mistakes = list(_mistakes(tables, targets))
    if mistakes:
        message = f"{path}: {'; '.join(mistakes)}"
        raise UserError(message, remedy=_REMEDY)
    return {name: Secret(table[_key(targets[name])]) for name, table in tables.items()}


def _mistakes(tables: Mapping[str, Any], targets: Mapping[str, TargetSettings]) -> Iterator[str]:
    for name, table in tables.items():
        if name not in targets:
            yield f"there is no target [{name}]{nearest(name, targets, shown='[{}]')}"
        elif kind_of(targets[name]) not in SECRETS:
            yield f"[{name}] needs no secret"
        elif not isinstance(table, dict):
            yield f"{name} must be a table: [{name}]"
        else:
            yield from _table_mistakes(name, table, targets[name])
    for name, one in targets.items():
        if needs_secret(one) and name not in tables:
            yield f"[{name}] with its {_key(one)} is missing"


def _table_mistakes(name: str, table: Mapping[str, object], one: TargetSettings) -> Iterator[str]:
    key = _key(one)
    for other in table:
        if other != key:
            yield f'there is no "{other}" in [{name}]{nearest(other, [key])}'
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        yield f'[{name}] needs {key} = "…"'
    elif kind_of(one) == "webhook" and len(value) < _SHORTEST_KEY:
        yield f"the {key} of [{name}] must have {_SHORTEST_KEY} characters or more"


def _key(one: TargetSettings) -> str:
    return SECRETS[kind_of(one)]
