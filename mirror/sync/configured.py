"""Reads `sync.toml`: one table for each target; every mistake is reported, all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Final

from mirror.config.nearest import nearest
from mirror.config.read import default_path as settings_path
from mirror.config.toml_file import Mistake, at, no_such_file, refuse, tables_of, text_of
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
        text = text_of(place, remedy=_REMEDY)
    except FileNotFoundError as error:
        if path is None:
            return {}
        raise no_such_file(place) from error
    return parse(text, name=str(place))


def parse(text: str, *, name: str) -> Mapping[str, TargetSettings]:
    """The targets in a text.

    Args:
        text: TOML.
        name: what to call it in an error.

    Raises:
        UserError: it has mistakes.
    """
    tables = tables_of(text, name=name, remedy=_REMEDY)
    refuse(_mistakes(tables, text), name=name, remedy=_REMEDY)
    return {target: _made(table) for target, table in tables.items()}


def _made(table: Mapping[str, Any]) -> TargetSettings:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key != _KIND
    }
    return KINDS[table[_KIND]](**values)


def _mistakes(tables: Mapping[str, Any], text: str) -> Iterator[Mistake]:
    for target, table in tables.items():
        if not isinstance(table, dict):
            words = f'"{target}" stands outside any table: begin with [nextcloud] or the like'
            yield at(text, "", target, words)
            continue
        kind = table.get(_KIND)
        if not isinstance(kind, str) or kind not in KINDS:
            wanted = ", ".join(f'"{one}"' for one in KINDS)
            words = f"[{target}] needs {_KIND}, one of {wanted}{nearest(kind, KINDS)}"
            yield at(text, target, _KIND, words)
            continue
        yield from _table_mistakes(target, kind, table, text)


def _table_mistakes(
    target: str, kind: str, table: Mapping[str, object], text: str
) -> Iterator[Mistake]:
    known = rules(kind)
    for key, value in table.items():
        if key == _KIND:
            continue
        if key in {"password", "token", "key"}:
            yield at(text, target, key, f'"{key}" of [{target}] belongs into sync-secrets.toml')
        elif key not in known:
            words = f'there is no "{key}" in a target of kind {kind}{nearest(key, known)}'
            yield at(text, target, key, words)
        elif (problem := known[key].problem(value)) is not None:
            yield at(text, target, key, f"{target}.{key} {problem}")
    for one in fields(KINDS[kind]):
        if one.default is MISSING and one.name not in table:
            yield at(text, "", target, f"[{target}] needs {one.name}")
