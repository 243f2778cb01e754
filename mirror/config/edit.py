"""Writes changed settings into the file and leaves the rest of it, comments too, as it is."""

import json
import re
from pathlib import Path
from typing import Final

from mirror.config.atomic import replace_file
from mirror.config.lines import line_of, table_end
from mirror.config.read import parse
from mirror.config.settings import TOP, Settings, values
from mirror.errors import UserError

_VALUE: Final = re.compile(r"""(=\s*)("[^"\n]*"|'[^'\n]*'|[^#\n]*?)(\s*(?:#.*)?)$""")
"""The value of a line of one key, what stands before it, and a comment after it."""


def save(settings: Settings, path: Path) -> None:
    """Make a file hold these settings, at once or not at all.

    Lines are changed only for settings that differ from what the file says; a file with
    mistakes is replaced by a plain one.

    Raises:
        UserError: it cannot be written.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        changed = edited(text, settings, name=str(path))
        if changed != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, changed)
    except UnicodeDecodeError:
        replace_file(path, plain(settings))
    except OSError as error:
        message = f"The settings cannot be kept in {path} ({error.strerror})"
        raise UserError(message, remedy="Name another file with --config.") from error


def edited(text: str, settings: Settings, *, name: str) -> str:
    """A file's text with these settings in it.

    Args:
        text: TOML; may be empty.
        settings: what it shall say.
        name: what to call the file in an error.
    """
    try:
        before = values(parse(text, name=name))
        for (section, key), value in values(settings).items():
            if value != before[section, key]:
                text = _with(text, section, key, value)
        if parse(text, name=name) == settings:
            return text
    except UserError:
        pass  # mistakes in the file, or a way of writing that `_with` does not know
    return plain(settings)


def plain(settings: Settings) -> str:
    """All settings as a file without comments."""
    lines: list[str] = []
    last = TOP
    for (section, key), value in values(settings).items():
        if section != last:
            lines += ["", f"[{section}]"]
            last = section
        lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _with(text: str, section: str, key: str, value: object) -> str:
    lines = text.splitlines()
    place = line_of(text, section, key)
    if place is not None:
        lines[place - 1] = _VALUE.sub(
            lambda found: f"{found[1]}{_toml(value)}{found[3]}", lines[place - 1], count=1
        )
    elif section == TOP:
        lines.insert(0, f"{key} = {_toml(value)}")
    elif (end := table_end(text, section)) is not None:
        lines.insert(end, f"{key} = {_toml(value)}")
    else:
        lines += ["", f"[{section}]", f"{key} = {_toml(value)}"]
    return "\n".join(lines).lstrip("\n") + "\n"


def _toml(value: object) -> str:
    """A value as TOML writes it: JSON's way, for the types there are here."""
    return json.dumps(value, ensure_ascii=False)
