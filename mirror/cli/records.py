"""The commands about the records: their words, their help, and what they run."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
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
_REPORT_EXAMPLES: Final = """\
examples:
  plumbline report --output anna.pdf
  plumbline report --output anna.pdf --person Anna --language de
  plumbline report --output anna.csv --from 2026-01-01 --to 2026-03-31

docs/report.md explains the page and the columns.
"""

_YEARS: Final = range(1970, 2100)
"""In which a clock may have been when somebody trained."""


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
    _report_arguments(
        _command(commands, "report", "write one page for a therapist", _REPORT_EXAMPLES)
    )
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


def _report_arguments(report: argparse.ArgumentParser) -> None:
    report.add_argument("--output", required=True, type=Path, metavar="FILE")
    report.add_argument(
        "--format", choices=("pdf", "csv"), help="default: as the file's name ends, else pdf"
    )
    report.add_argument("--person", metavar="NAME", help="whose; needed where several train")
    report.add_argument(
        "--language", choices=("en", "de", "es"), help="default: the person's, else en"
    )
    report.add_argument(
        "--from",
        dest="first",
        type=_day,
        metavar="DATE",
        help="first day, such as 2026-01-31 (default: twelve weeks back)",
    )
    report.add_argument("--to", dest="last", type=_day, metavar="DATE", help="default: today")


def _day(word: str) -> date:
    try:
        day = date.fromisoformat(word)
    except ValueError:
        message = f"{word} is no date; write it like 2026-01-31"
        raise argparse.ArgumentTypeError(message) from None
    if day.year not in _YEARS:
        message = f"{word} is no day of training; name one from {_YEARS[0]} to {_YEARS[-1]}"
        raise argparse.ArgumentTypeError(message)
    return day


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


def _report(options: argparse.Namespace) -> int:
    from mirror.keeping.report import ReportOptions, report  # noqa: PLC0415 - heavy: when asked for
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return report(
        ReportOptions(
            folder=_data(options),
            output=options.output,
            format=options.format,
            name=options.person,
            language=options.language,
            first=options.first,
            last=options.last,
        ),
        today=date.today(),  # noqa: DTZ011 - where the mirror hangs
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
    "report": _report,
    "people": _people,
    "forget": _forget,
    "rescore": _rescore,
}
