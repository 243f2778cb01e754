"""Therapist's reports of made-up people, and what a reader finds in them."""

import csv
import io
from contextlib import closing
from datetime import UTC
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pypdf import PdfReader

from mirror.report.gathered import Gathered, gather
from mirror.report.span import Span, last_weeks
from mirror.report.therapist import Format, write
from mirror.store.connection import connect
from mirror.store.logged import people
from mirror.text.catalog import load
from scripts.report_sample import TODAY, WEEKS, Made, keep

SPAN = Span(last_weeks(TODAY, WEEKS), TODAY)


@cache
def gathered(*, weeks: int = WEEKS, sparse: bool = False, name: str = "Anna") -> Gathered:
    """A made-up person's weeks, read from a real store."""
    path = keep(Path(mkdtemp()), Made(weeks=weeks, name=name, sparse=sparse))
    span = Span(last_weeks(TODAY, weeks), TODAY)
    with closing(connect(path)) as store:
        return gather(store, people(store)[0], span, zone=UTC)


def written(of: Gathered, kind: Format, language: str = "en") -> bytes:
    file = io.BytesIO()
    write(file, of, load(language), format_=kind, version="9.8.7", made=TODAY)
    return file.getvalue()


def read(pdf: bytes) -> tuple[PdfReader, str]:
    """The file, and its words with single spaces."""
    reader = PdfReader(io.BytesIO(pdf))
    return reader, " ".join(reader.pages[0].extract_text().split())


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
