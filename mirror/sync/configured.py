"""Reads `sync.toml`: one table for each target; every mistake is reported, all at once."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Final

from mirror.config.lines import line_of
from mirror.config.nearest import nearest
from mirror.config.read import default_path as settings_path
from mirror.errors import UserError
from mirror.sync.settings import KINDS, TargetSettings, rules

NAME: Final = "sync.toml"
_REMEDY: Final = "docs/sync.md shows every target."
_KIND: Final = "kind"


def default_path() -> Path:
    """Where targets are set up: beside the settings; the file need not exist."""
    return settings_path().with_name(NAME)


def load(path: Path | None = None) -> Mapping[str, TargetSettings]:
    """The targets of a file, by name.

    Args:
        path: the file; None for the usual one, which may be absent: then there are none.

    Raises:
        UserError: it cannot be read, or has mistakes, all of which are named.
    """
    place = default_path() if path is None else path
    try:
        text = place.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        if path is None:
            return {}
        message = f"No such file: {place}"
        raise UserError(message, remedy="Check the name and the folder.") from error
    except OSError as error:
        message = f"{place} cannot be read ({error.strerror})"
        raise UserError(message, remedy="Name a file you may read.") from error
    except UnicodeDecodeError as error:
        message = f"{place} is not a text file in UTF-8"
        raise UserError(message, remedy=_REMEDY) from error
    return parse(text, name=str(place))


def parse(text: str, *, name: str) -> Mapping[str, TargetSettings]:
    """The targets in a text.

    Args:
        text: TOML.
        name: what to call it in an error.

    Raises:
        UserError: it has mistakes.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not valid TOML: {error}"
        raise UserError(message, remedy=_REMEDY) from error
    mistakes = sorted(_mistakes(tables, text))
    if mistakes:
        counted = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        message = f"{name} has {counted}: {'; '.join(words for _, words in mistakes)}"
        raise UserError(message, remedy=_REMEDY)
    return {target: _made(table) for target, table in tables.items()}


def _made(table: Mapping[str, Any]) -> TargetSettings:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key != _KIND
    }
    return KINDS[table[_KIND]](**values)


def _mistakes(tables: Mapping[str, Any], text: str) -> Iterator[tuple[int, str]]:
    """Line (0 when unknown) and words of each mistake."""
    for target, table in tables.items():
        if not isinstance(table, dict):
            words = f'"{target}" stands outside any table: begin with [nextcloud] or the like'
            yield _at(text, "", target, words)
            continue
        kind = table.get(_KIND)
        if not isinstance(kind, str) or kind not in KINDS:
            wanted = ", ".join(f'"{one}"' for one in KINDS)
            words = f"[{target}] needs {_KIND}, one of {wanted}{nearest(kind, KINDS)}"
            yield _at(text, target, _KIND, words)
            continue
        yield from _table_mistakes(target, kind, table, text)


def _table_mistakes(
    target: str, kind: str, table: Mapping[str, object], text: str
) -> Iterator[tuple[int, str]]:
    known = rules(kind)
    for key, value in table.items():
        if key == _KIND:
            continue
        if key in {"password", "token", "key"}:
            yield _at(text, target, key, f'"{key}" of [{target}] belongs into sync-secrets.toml')
        elif key not in known:
            words = f'there is no "{key}" in a target of kind {kind}{nearest(key, known)}'
            yield _at(text, target, key, words)
        elif (problem := known[key].problem(value)) is not None:
            yield _at(text, target, key, f"{target}.{key} {problem}")
    for one in fields(KINDS[kind]):
        if one.default is MISSING and one.name not in table:
            yield _at(text, "", target, f"[{target}] needs {one.name}")


def _at(text: str, section: str, key: str, words: str) -> tuple[int, str]:
    line = line_of(text, section, key)
    return (0, words) if line is None else (line, f"line {line}: {words}")
