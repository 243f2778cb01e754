"""`plumbline update`: its words and its help; scripts/update does it."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from mirror.cli.shared import Help, debug_argument
from mirror.errors import UserError

_SCRIPT: Final = Path(__file__).resolve().parents[2] / "scripts" / "update"
_EXAMPLES: Final = """\
examples:
  sudo plumbline update --from /media/usb/plumbline-0.2.0.tar.gz
  sudo plumbline update --from https://example.org/plumbline.git#v0.2.0
  sudo plumbline update --rollback

Nothing is ever fetched unasked. The mirror returns to the version before by itself when the new one
is not well. docs/update.md tells more.
"""

# The type has no other name.
_Commands: TypeAlias = "argparse._SubParsersAction[Any]"  # noqa: SLF001


def add_to(commands: _Commands) -> None:
    """Add the command to those of the command line."""
    purpose = "bring an installed mirror to another version, or back"
    update: argparse.ArgumentParser = commands.add_parser(
        "update",
        help=purpose,
        description=f"{purpose[:1].upper()}{purpose[1:]}.",
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    update.add_argument(
        "--from",
        dest="source",
        metavar="SOURCE",
        help="a folder, an archive, or a git address with #TAG after it",
    )
    what = update.add_mutually_exclusive_group()
    what.add_argument(
        "--check", action="store_true", help="install beside and check, switch nothing"
    )
    what.add_argument("--rollback", action="store_true", help="to the version before")
    what.add_argument("--list", action="store_true", help="say which versions are there")
    update.add_argument("--sha256", metavar="HEX", help="the archive must have it")
    update.add_argument("--yes", action="store_true", help="do not ask")
    debug_argument(update)


def _update(
    options: argparse.Namespace,
    *,
    script: Path = _SCRIPT,
    execute: Callable[[str, list[str]], object] = os.execv,
) -> int:
    if not (script.is_file() and script.parents[2].name == "releases"):
        message = "Only an installed mirror updates itself"
        raise UserError(message, remedy="Here: git pull, then ./scripts/start")
    words = [str(script)]
    for name in ("check", "rollback", "list", "yes"):
        words += [f"--{name}"] if getattr(options, name) else []
    if options.source is not None:
        words += ["--from", options.source]
    if options.sha256 is not None:
        words += ["--sha256", options.sha256]
    execute(words[0], words)
    return 0


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"update": _update}
