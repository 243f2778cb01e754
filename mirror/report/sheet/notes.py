"""What the measures mean, what they cannot mean, and how they were made: three columns."""

from typing import Final

from mirror.report import accuracy, said
from mirror.report.gathered import Gathered
from mirror.report.sheet.pen import LEFT, RIGHT, Pen, wrapped
from mirror.text.catalog import Texts

_SIZE: Final = 7.0
_LEADING: Final = 8.7
_GUTTER: Final = 18.0
_COLUMNS: Final = 3
_ROOM: Final = (RIGHT - LEFT - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
_HEAD: Final = 12.0


def height(gathered: Gathered, t: Texts, *, version: str) -> float:
    """From the base line of the headings to that of the last line."""
    return _HEAD + _LEADING * (max(len(lines) for _, lines in _columns(gathered, t, version)) - 1)


def draw(pen: Pen, y: float, gathered: Gathered, t: Texts, *, version: str) -> None:
    """Draw them; `y` is the base line of the headings."""
    for place, (title, lines) in enumerate(_columns(gathered, t, version)):
        x = LEFT + place * (_ROOM + _GUTTER)
        pen.text(x, y, title, size=8.5, weight="Semibold", room=_ROOM)
        pen.lines(x, y + _HEAD, lines, size=_SIZE, leading=_LEADING)


def paragraphs(gathered: Gathered, t: Texts, version: str) -> tuple[tuple[str, str], ...]:
    """Title and words of each column."""
    measured = t["report.measured"].format(
        flexion=said.number(accuracy.FLEXION.error, 1, t),
        fppa=said.number(accuracy.FPPA_MEAN.error, 1, t),
        side=said.number(accuracy.FPPA_SIDE.error, 1, t),
        toe=said.number(100 * accuracy.TOE.error, 1, t),
        opening=said.number(accuracy.CLAM.error, 1, t),
        hinge=said.number(accuracy.HINGE.error, 1, t),
        extension=said.number(accuracy.HIP.error, 1, t),
        clips=accuracy.RENDERED,
    )
    method = t["report.method"].format(
        version=version,
        models=", ".join(sorted(gathered.models)) or said.UNKNOWN,
        rules=", ".join(sorted(gathered.rules)) or said.UNKNOWN,
    )
    return (
        (t["report.mean_title"], t["report.mean"]),
        (t["report.cannot_title"], f"{measured} {t['report.cannot']}"),
        (t["report.method_title"], f"{method} {t['report.change']}"),
    )


def _columns(gathered: Gathered, t: Texts, version: str) -> list[tuple[str, list[str]]]:
    return [
        (title, wrapped(words, _SIZE, _ROOM)) for title, words in paragraphs(gathered, t, version)
    ]
