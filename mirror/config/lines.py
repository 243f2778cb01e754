"""Where a setting stands in the text of a file: tomllib does not say."""

import re
from typing import Final

_TABLE: Final = re.compile(r"^\s*\[\s*([A-Za-z0-9_.\"' -]+?)\s*\]\s*(?:#.*)?$")
_KEY: Final = re.compile(r"^\s*([A-Za-z0-9_.\"' -]+?)\s*=")


def line_of(text: str, section: str, key: str) -> int | None:
    """Number of a line, from 1 on: of a key, or of the table a key names.

    Args:
        text: a TOML file of one level of tables.
        section: the table the key is in; "" before the first.
        key: its name.

    Returns:
        The number; None where the text says it in another way.
    """
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if (table := _TABLE.match(line)) is not None:
            current = _bare(table[1])
            if section == "" and current == key:
                return number
        elif (found := _KEY.match(line)) is not None:
            full = f"{current}.{_bare(found[1])}".lstrip(".")
            if full == f"{section}.{key}".lstrip("."):
                return number
    return None


def table_end(text: str, section: str) -> int | None:
    """Number of the last line of a table that is neither blank nor a comment; None: no table."""
    current, last = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if (table := _TABLE.match(line)) is not None:
            current = _bare(table[1])
        if current == section and line.strip() and not line.lstrip().startswith("#"):
            last = number
    return last


def _bare(name: str) -> str:
    return re.sub(r"[\"' ]", "", name)
