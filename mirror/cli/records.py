"""The commands about the records: their words, their help, and what they run."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mirror.cli.shared import Commands, Help, debug_argument

_BACKUP_EXAMPLES: Final = """\
examples:
  plumbline backup
  plumbline backup --output /media/usb/plumbline.db

The mirror may go on running. Landmarks of reps are not in the copy: they only serve to show a rep
again for 30 days.
"""
_EXPORT_EXAMPLES: Final = """\
examples:
  plumbline export --format csv --output reps.csv
  plumbline export --format json --output anna.json --person Anna
  plumbline export --format fit --output today.fit --session latest
  plumbline export --format fit --output anna.zip --person Anna

docs/records.md explains the columns and fields, docs/records.schema.json the JSON.
"""


def add_to(commands: Commands) -> None:
    """Add the commands to those of the command line."""
    backup = _command(commands, "backup", "copy the records", _BACKUP_EXAMPLES)
    backup.add_argument(
        "--output", type=Path, metavar="FILE", help="default: numbered, in the data folder"
    )
    restore = _command(commands, "restore", "put a copy in the place of the records")
    restore.add_argument(
        "file", metavar="FILE|latest", help="a copy made by `plumbline backup`, or the newest one"
    )
    export = _command(commands, "export", "write the records as CSV, JSON or FIT", _EXPORT_EXAMPLES)
    export.add_argument("--format", required=True, choices=("csv", "json", "fit"))
    export.add_argument("--output", required=True, type=Path, metavar="FILE")
    export.add_argument("--person", metavar="NAME", help="only this one's")
    export.add_argument("--session", metavar="ID|latest", help="only this session")
    _command(commands, "people", "list who trains here")
    forget = _command(commands, "forget", "remove everything of a person")
    forget.add_argument("name", metavar="NAME")
    forget.add_argument("--yes", action="store_true", help="do not ask for the name once more")
    rescore = _command(
        commands, "rescore", "judge earlier reps by today's rules, where landmarks are kept"
    )
    rescore.add_argument("--person", metavar="NAME", help="only this one's")
    rescore.add_argument(
        "--dry-run", action="store_true", help="say what would change, write nothing"
    )


def _command(
    commands: Commands, name: str, purpose: str, examples: str | None = None
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=purpose,
        description=f"{purpose[:1].upper()}{purpose[1:]}.",
        formatter_class=Help,
        epilog=examples,
    )
    made.add_argument(
        "--data", type=Path, metavar="DIR", help="the data folder (default: the mirror's own)"
    )
    debug_argument(made)
    return made


def _backup(options: argparse.Namespace) -> int:
    from mirror.keeping.backup import backup  # noqa: PLC0415 - heavy: only when asked for
    from mirror.keeping.now import stamp  # noqa: PLC0415 - with it
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return backup(_data(options), options.output, stamp=stamp(), console=output_console())


def _restore(options: argparse.Namespace) -> int:
    from mirror.keeping.now import stamp  # noqa: PLC0415 - heavy: only when asked for
    from mirror.keeping.restore import restore  # noqa: PLC0415 - with it
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return restore(_data(options), options.file, stamp=stamp(), console=output_console())


def _export(options: argparse.Namespace) -> int:
    from mirror.keeping.export import (  # noqa: PLC0415 - heavy: only when asked for
        ExportOptions,
        export,
    )
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return export(
        ExportOptions(
            folder=_data(options),
            format=options.format,
            output=options.output,
            name=options.person,
            session=options.session,
        ),
        console=output_console(),
    )


def _people(options: argparse.Namespace) -> int:
    from mirror.keeping.people import list_people  # noqa: PLC0415 - heavy: only when asked for
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return list_people(_data(options), console=output_console())


def _forget(options: argparse.Namespace) -> int:
    from mirror.keeping.now import stamp  # noqa: PLC0415 - heavy: only when asked for
    from mirror.keeping.people import forget_person  # noqa: PLC0415 - with it
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return forget_person(
        _data(options),
        options.name,
        stamp=stamp(),
        console=output_console(),
        ask=None if options.yes else _ask,
    )


def _rescore(options: argparse.Namespace) -> int:
    from mirror.keeping.now import stamp  # noqa: PLC0415 - heavy: only when asked for
    from mirror.keeping.rescore import rescore_all, rules_of_today  # noqa: PLC0415 - with it
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return rescore_all(
        _data(options),
        rules_of_today(),
        name=options.person,
        dry_run=options.dry_run,
        stamp=stamp(),
        console=output_console(),
    )


def _data(options: argparse.Namespace) -> Path:
    from mirror.store.folder import data_folder  # noqa: PLC0415 - heavy: only when asked for

    return data_folder(options.data)


def _ask(question: str) -> str:
    """What the person types; nothing when nobody can type."""
    try:
        return input(question)
    except EOFError:
        return ""


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "backup": _backup,
    "restore": _restore,
    "export": _export,
    "people": _people,
    "forget": _forget,
    "rescore": _rescore,
}
