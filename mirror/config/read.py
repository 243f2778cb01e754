"""Reads the file; every mistake in it is reported, all at once."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import platformdirs

from mirror.config.nearest import nearest
from mirror.config.rules import SparePin
from mirror.config.settings import SECTIONS, TOP, Settings, rules, values
from mirror.config.toml_file import Mistake, at, no_such_file, refuse, tables_of, text_of

NAME: Final = "plumbline.toml"
DATA_VARIABLE: Final = "PLUMBLINE_DATA"
"""Environment variable that names another data folder, as for the models."""
CONFIG_VARIABLE: Final = "PLUMBLINE_CONFIG"
"""Environment variable that names another file of settings, as the services have it."""
_REMEDY: Final = "docs/plumbline.toml shows every setting."


def default_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings are kept; the file need not exist."""
    if file := environment.get(CONFIG_VARIABLE):
        return Path(file)
    data = environment.get(DATA_VARIABLE)
    return (Path(data) if data else platformdirs.user_config_path("plumbline")) / NAME


def load(path: Path | None = None) -> Settings:
    """The settings of a file.

    Args:
        path: the file; None for the usual one, which may be absent: then all are defaults.

    Raises:
        UserError: it cannot be read, or has mistakes, all of which are named.
    """
    place = default_path() if path is None else path
    try:
        text = text_of(place, remedy=_REMEDY)
    except FileNotFoundError as error:
        if path is None:
            return Settings()
        raise no_such_file(place) from error
    return parse(text, name=str(place))


def parse(text: str, *, name: str) -> Settings:
    """The settings in a text.

    Args:
        text: TOML.
        name: what to call it in an error.

    Raises:
        UserError: it has mistakes.
    """
    tables = tables_of(text, name=name, remedy=_REMEDY)
    refuse(_mistakes(tables, text), name=name, remedy=_REMEDY)
    made: dict[str, Any] = {key: SECTIONS[key](**tables.pop(key, {})) for key in SECTIONS}
    return Settings(**tables, **made)


def _mistakes(tables: Mapping[str, Any], text: str) -> Iterator[Mistake]:
    top = {key: value for key, value in tables.items() if key not in SECTIONS}
    yield from _section_mistakes(TOP, top, text)
    for section in SECTIONS:
        table = tables.get(section, {})
        if isinstance(table, dict):
            yield from _section_mistakes(section, table, text)
        else:
            yield at(text, TOP, section, f'"{section}" must be a table: [{section}]')
    yield from _shared_pins(tables, text)


def _section_mistakes(section: str, table: Mapping[str, object], text: str) -> Iterator[Mistake]:
    known = rules(section)
    for key, value in table.items():
        if key not in known:
            yield at(text, section, key, _unknown(section, key, value))
        elif (problem := known[key].problem(value)) is not None:
            name = key if section == TOP else f"{section}.{key}"
            yield at(text, section, key, f"{name} = {_shown(value)} {problem}")


def _shared_pins(tables: Mapping[str, Any], text: str) -> Iterator[Mistake]:
    """Two things on one pin cannot be told apart; defaults count too."""
    owner: dict[int, tuple[str, str]] = {}
    for (section, key), default in values(Settings()).items():
        rule = rules(section)[key]
        if section != "buttons" and not isinstance(rule, SparePin):
            continue
        table = tables.get(section, {})
        pin = table.get(key, default) if isinstance(table, dict) else default
        if rule.problem(pin) is not None or not isinstance(pin, int):
            continue
        if pin in owner:
            late = (section, key) if key in table else owner[pin]
            words = f"{'.'.join(owner[pin])} and {section}.{key} are both on pin {pin}"
            yield at(text, *late, words)
        owner.setdefault(pin, (section, key))


def _unknown(section: str, key: str, value: object) -> str:
    if isinstance(value, dict):
        return f"there is no table [{key}]{nearest(key, SECTIONS, shown='[{}]')}"
    where = "before the first table" if section == TOP else f"in [{section}]"
    owners = [name for name in (TOP, *SECTIONS) if key in rules(name)]
    if owners:
        home = f"[{owners[0]}]" if owners[0] else "the top of the file"
        return f'"{key}" belongs to {home}, it stands {where}'
    return f'there is no "{key}" {where}{nearest(key, rules(section))}'


def _shown(value: object) -> str:
    """The value as a file has it, short."""
    words = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    words = words or (f'"{value}"' if isinstance(value, str) else str(value))
    return words if len(words) <= 40 else f"{words[:39]}…"  # noqa: PLR2004 - what a line bears
