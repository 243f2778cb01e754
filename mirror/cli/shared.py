"""What the arguments of several commands share."""

import argparse
from typing import Any, TypeAlias

# The type has no other name.
Commands: TypeAlias = "argparse._SubParsersAction[Any]"  # noqa: SLF001
"""Where each command is added."""


class Help(argparse.RawDescriptionHelpFormatter):
    """Keeps our line breaks, and the names and their explanations in one line each."""

    def __init__(self, prog: str) -> None:
        """Leave room for the longest name."""
        super().__init__(prog, max_help_position=24)


def debug_argument(command: argparse.ArgumentParser) -> None:
    """Let `--debug` also follow the command; without a default, not to undo the one before it."""
    command.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show a crash's details"
    )
