"""Pages to read, as frozen views: what a session was, how it goes so far, something to know.

They are scenes as those of `mirror.session.scenes`, which has them too.
"""

from dataclasses import dataclass
from typing import Final

from mirror.session.view import SoftLabel

NOT_JUDGED: Final = "-"
"""In the place of a score."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One exercise of a finished session, or one thing about the mirror itself.

    Attributes:
        text: exercise and what was done, such as "Squat 2 x 8".
        score: "86", `NOT_JUDGED`, or a value such as "62 °C".
        because: the largest loss in words; may be empty.
        good: nothing to work on.
    """

    text: str
    score: str
    because: str
    good: bool


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A finished session.

    Attributes:
        title: a word of praise, or what happened.
        rows: in their order.
        lead: one sentence on the whole.
    """

    title: str
    rows: tuple[SummaryRow, ...]
    lead: str
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Sessions so far, as columns.

    Attributes:
        title: the heading.
        values: score of each session, oldest first; None: not judged.
        names: a short word under each column.
        lead: one sentence; also when there is nothing yet.
    """

    title: str
    values: tuple[int | None, ...]
    names: tuple[str, ...]
    lead: str
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendView:
    """One measure over time, one page of several.

    Attributes:
        title: the heading, such as "Squat: knee over toe".
        lead: one sentence on what the trend says.
        values: oldest first; None: not measured.
        names: a short word under each value.
        low, high: what the axis runs from and to, at least; values beyond widen it.
        unit: after numbers, such as "°"; may be empty.
        band: inside it a value is no change from the first that counts; None: no band.
        band_word: what the band is, such as "no real change"; may be empty.
        practice: index of a value that was practice, shown hollow; None: none.
        facts: name and value each, such as ("Range", "92").
        page, pages: which one of how many, from 1.
    """

    title: str
    lead: str
    values: tuple[float | None, ...]
    names: tuple[str, ...]
    low: float
    high: float
    unit: str = ""
    band: tuple[float, float] | None = None
    band_word: str = ""
    practice: int | None = None
    facts: tuple[tuple[str, str], ...] = ()
    page: int = 1
    pages: int = 1
    labels: tuple[SoftLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class CardView:
    """Something worth knowing, to read.

    Attributes:
        title: the heading.
        text: paragraphs, two or three short ones.
        source: where it is from.
        page, pages: which one of how many, from 1.
    """

    title: str
    text: tuple[str, ...]
    source: str = ""
    page: int = 1
    pages: int = 1
    labels: tuple[SoftLabel, ...] = ()
