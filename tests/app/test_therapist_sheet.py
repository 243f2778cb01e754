"""The therapist's page as a reader finds it: words, one page, three languages."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from mirror.report import accuracy
from mirror.report.gathered import Done, Gathered
from mirror.report.painful import Stop
from mirror.report.sheet.pen import HEIGHT, LEFT, RIGHT, Pen, fitted, width_of
from mirror.report.therapist import Format
from mirror.text.catalog import load
from tests.app.report_world import gathered, read, written

LANGUAGES = ("en", "de", "es")
LONG = "Maximiliane-Katharina von Großenbrüningen-Ægir y Muñoz de la Peña Álvarez"


def crowded() -> Gathered:
    """Everything there can be, and more exercises than rows."""
    made = gathered(weeks=30, name=LONG)
    for number in range(20):
        made.done[f"exercise_{number}"] = Done(f"exercise_{number}", "reps", 30, 90, 900, 900, 850)
    made.pain.stops.extend(Stop(date(2026, 4, day), "flag.locking", None) for day in range(1, 9))
    made.unsure = 12
    return made


CASES: dict[str, Callable[[], Gathered]] = {
    "usual": gathered,
    "sparse": lambda: gathered(sparse=True, name="Jo"),
    "crowded": crowded,
    "five years": lambda: gathered(weeks=260),
    "nothing": lambda: Gathered(gathered().person, gathered().span),
}


def baselines(pdf: bytes) -> Iterator[float]:
    reader = PdfReader(io.BytesIO(pdf))
    page = reader.pages[0]
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tm":
            yield float(operands[5])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_it_is_one_page_and_nothing_leaves_it(case: str, language: str) -> None:
    pdf = written(CASES[case](), "pdf", language)
    reader, text = read(pdf)
    assert len(reader.pages) == 1
    lowest = min(y for y in baselines(pdf) if y > 0)
    assert lowest == pytest.approx(28.0, abs=1.0)  # the foot, and nothing below it
    t = load(language)
    assert t["report.foot"].split(".")[0] in text
    # The last words of the notes stand above the foot.
    above = sorted({round(y, 1) for y in baselines(pdf)})[1]
    assert above > 39.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_can_be_read_out_of_it(language: str) -> None:
    reader, text = read(written(gathered(name="Zoë Müller"), "pdf", language))
    t = load(language)
    for key in ("title", "done", "trends", "stops", "mean_title", "cannot_title", "method_title"):
        assert t[f"report.{key}"] in text
    for name in ("squat", "clamshell", "hip_flexor_stretch"):
        assert t[f"exercise.{name}"] in text
    for words in ("Zoë Müller", "9.8.7", "full-int8", t["report.verdict.within"]):
        assert words in text
    about = reader.metadata
    assert about is not None
    assert about.title == f"{t['report.title']}: Zoë Müller"
    assert about.author == "Plumbline"
    root = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == language  # type: ignore[index] # a dictionary


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("23 February 2026 to 14 May 2026", "Made on 14 May 2026", "11.5°")),
        ("de", ("23. Februar 2026 bis 14. Mai 2026", "Kniebeugung", "11,5°")),
        ("es", ("23 de febrero de 2026", "sesión", "11,5°")),
    ],
)
def test_dates_and_numbers_are_those_of_the_language(language: str, words: tuple[str, ...]) -> None:
    _, text = read(written(gathered(), "pdf", language))
    assert [one for one in words if one not in text] == []


def test_a_change_is_a_change_only_beyond_its_error() -> None:
    _, text = read(written(gathered(), "pdf"))
    assert "FPPA, both knees 10.9° 3.8° \N{MINUS SIGN}7.1° ±5.5° lower" in text
    assert "FPPA, left 13.3° 5.3° \N{MINUS SIGN}8.0° ±8.6° within error" in text
    assert "KASR 0.66 0.80 +0.14 \N{EN DASH} not judged" in text


def test_too_little_is_said_to_be_too_little() -> None:
    _, text = read(written(gathered(sparse=True), "pdf"))
    assert "too few yet" in text
    assert "within error" not in text
    _, text = read(written(CASES["nothing"](), "pdf"))
    assert "Nothing could be measured in this time." in text
    assert "No answer about pain in this time." in text


def test_measured_accuracy_stands_on_it_and_no_diagnosis() -> None:
    _, text = read(written(gathered(), "pdf"))
    for name, told in (
        ("knee flexion", accuracy.FLEXION),
        ("opening", accuracy.CLAM),
        ("hip extension", accuracy.HIP),
    ):
        assert f"{name} {told.error}°" in text
    assert "it is not a diagnosis" in text


def test_stops_say_what_the_person_said() -> None:
    made = Gathered(gathered().person, gathered().span)
    made.pain.stops += [
        Stop(date(2026, 5, 1), "pain.high", 7),
        Stop(date(2026, 5, 2), "flag.locking", None),
        Stop(date(2026, 5, 3), "pain.something_new", None),
    ]
    _, text = read(written(made, "pdf"))
    assert "1 May 2026 Pain 7 of 10" in text
    assert "2 May 2026 Health question answered with yes: “My knee locks or gets stuck”" in text
    assert "3 May 2026 Pain" in text


@pytest.mark.parametrize("kind", ["pdf", "csv"])
def test_a_report_does_not_change_what_it_is_made_of(kind: Format) -> None:
    made = gathered()
    before = (len(made.trends), dict(made.done), replace(made.span))
    written(made, kind)
    assert (len(made.trends), dict(made.done), made.span) == before


def test_a_name_too_long_is_cut_where_its_room_ends() -> None:
    Pen(io.BytesIO(), language="en")
    cut = fitted(LONG, 19, "Regular", 200)
    assert cut.endswith("…")
    assert width_of(cut, 19) <= 200
    assert fitted("Anna", 19, "Regular", 200) == "Anna"
    assert LEFT < RIGHT
    assert HEIGHT > 800
