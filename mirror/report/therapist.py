"""A therapist's report as a file: PDF or CSV. Says which; `sheet` and `therapist_csv` say how."""

import io
from collections.abc import Callable
from datetime import date
from typing import BinaryIO, Final, Literal

from mirror.report.gathered import Gathered
from mirror.text.catalog import Texts

Format = Literal["pdf", "csv"]


def write(  # noqa: PLR0913 - all named but the file
    file: BinaryIO, gathered: Gathered, t: Texts, *, format_: Format, version: str, made: date
) -> None:
    """Write a report.

    Args:
        file: open for writing bytes.
        gathered: what it says.
        t: the words; the CSV has none.
        format_: see `Format`.
        version: of this program.
        made: today.
    """
    _WRITERS[format_](file, gathered, t, version, made)


def _pdf(file: BinaryIO, gathered: Gathered, t: Texts, version: str, made: date) -> None:
    from mirror.report.sheet.page import draw  # noqa: PLC0415 - slow: only for PDF

    draw(file, gathered, t, version=version, made=made)


def _csv(file: BinaryIO, gathered: Gathered, _t: Texts, version: str, made: date) -> None:
    from mirror.report.therapist_csv import write_csv  # noqa: PLC0415 - only for CSV

    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    write_csv(text, gathered, version=version, made=made)
    text.flush()
    text.detach()


_WRITERS: Final[dict[Format, Callable[[BinaryIO, Gathered, Texts, str, date], None]]] = {
    "pdf": _pdf,
    "csv": _csv,
}
