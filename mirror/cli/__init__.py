"""The command line."""

from mirror.cli.entry import main

__all__ = ["main"]
