"""The records as a download, streamed from a process of its own. One download at a time."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.responses import Response, StreamingResponse

from mirror.report.span import Span, last_weeks
from mirror.store.logged import any_session
from mirror.web.asked import NO_STORE, Asked

LONGEST_S: Final = 1800.0
"""Then a download ends, finished or not: nobody's slow reading keeps others from theirs."""
_CHUNK: Final = 32_768
_ROOT: Final = Path(__file__).resolve().parents[3]

_TYPES: Final = {
    "csv": ("text/csv; charset=utf-8", "plumbline.csv"),
    "json": ("application/json", "plumbline.json"),
    "fit": ("application/zip", "plumbline-fit.zip"),
    "report.pdf": ("application/pdf", "plumbline-report.pdf"),
    "report.csv": ("text/csv; charset=utf-8", "plumbline-report.csv"),
}
WEEKS: Final = (4, 12, 26, 52)
"""What a report may be about; 12 is what is asked for when nothing else is."""
_USUAL: Final = 12
_REPORT: Final = "report."


@dataclass(slots=True, eq=False)
class Exports:
    """The page and its downloads."""

    running: bool = False

    def page(self, asked: Asked) -> Response:
        """The page."""
        return asked.page("export.html", {"spans": WEEKS, "usual": _USUAL})

    def download(self, asked: Asked) -> Response:
        """A file of the person's records."""
        kind = asked.route["kind"]
        if kind not in _TYPES or asked.person is None:
            return asked.note("unknown", status=404)
        if self.running:
            return asked.note("busy", status=503)
        about: tuple[str, ...] = ()
        if kind.startswith(_REPORT):
            span = _span(asked)
            seconds = span.seconds(asked.place.zone)
            if asked.records is None or not any_session(
                asked.records, asked.person.id, span_s=seconds
            ):
                return asked.note("no_session")
            about = (asked.t.language, span.first.isoformat(), span.last.isoformat())
        asked.place.audit.note(asked.web, asked.now, "exported", asked.phone.name)
        media, name = _TYPES[kind]
        return StreamingResponse(
            self._stream(str(asked.place.folder), kind, asked.person.id, *about),
            headers={**NO_STORE, "content-disposition": f'attachment; filename="{name}"'},
            media_type=media,
        )

    async def _stream(self, *words: str) -> AsyncIterator[bytes]:
        self.running = True
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "mirror.web.exporting", *words),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                cwd=_ROOT,
            )
            try:
                async with asyncio.timeout(LONGEST_S):
                    while process.stdout and (data := await process.stdout.read(_CHUNK)):
                        yield data
                    if await process.wait() != 0:
                        # A file cut short must not look like a whole one.
                        message = "the records could not be written"
                        raise OSError(message)
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        finally:
            self.running = False


def _span(asked: Asked) -> Span:
    """The last weeks, as many as were asked for."""
    wanted = asked.query.get("weeks", "")
    weeks = next((one for one in WEEKS if str(one) == wanted), _USUAL)
    today = asked.place.today()
    return Span(last_weeks(today, weeks), today)
