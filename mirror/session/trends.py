"""The progress of a person as pages of trends, in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from mirror.programme.comparison import Point, Series
from mirror.programme.feedback import next_stage
from mirror.programme.progress import Adherence, ExerciseProgress, progress_of
from mirror.programme.retest import Retest
from mirror.session.members import Member
from mirror.session.reasons import sentence
from mirror.session.scenes import TrendView
from mirror.text.catalog import Texts

PERCENT: Final = 100.0
"""Knee over toe is told as a share of the shank: of a whole number more can be read from afar."""

Facts = tuple[tuple[str, str], ...]


def trends_of(member: Member, day: date, texts: Texts) -> tuple[TrendView, ...]:
    """All pages, in their order: regularity, re-test, exercises, pain."""
    made = progress_of(member.past, day)
    pages = [_regular(made.adherence, texts)]
    said = sentence(made.retest.reason, texts)
    pages += _retests(member.past.retests, made.retest.fppa, said, texts)
    for one in made.exercises:
        stage = next_stage(member.past.probes.get(one.exercise, ())).stage
        pages += _exercise(one, texts[f"stage.{stage}"], texts)
    if made.pain:
        pages.append(
            _trend(
                made.pain,
                texts,
                title=texts["trend.pain"],
                lead=texts["trend.pain_lead"],
                axis=(0.0, 10.0),
            )
        )
    return tuple(replace(one, page=n + 1, pages=len(pages)) for n, one in enumerate(pages))


def short(day: date, texts: Texts) -> str:
    """A date as short as under a plot."""
    return texts["date.short"].format(day=day.day, month=day.month)


def _regular(adherence: Adherence, texts: Texts) -> TrendView:
    key = "one" if adherence.streak == 1 else "many" if adherence.streak else "none"
    return TrendView(
        title=texts["trend.regular"],
        lead=texts[f"trend.streak_{key}"].format(weeks=adherence.streak),
        values=tuple(float(count) for _, count in adherence.weeks),
        names=tuple(short(monday, texts) for monday, _ in adherence.weeks),
        low=0.0,
        high=float(adherence.of),
        facts=(
            (
                texts["trend.this_week"],
                texts["trend.of"].format(done=adherence.this_week, of=adherence.of),
            ),
        ),
    )


def _retests(retests: Sequence[Retest], fppa: Series, said: str, texts: Texts) -> list[TrendView]:
    """The angle of the knees with its error, the practice one hollow."""
    values = tuple(one.fppa_deg for one in retests)
    facts: list[tuple[str, str]] = []
    if fppa.points:
        first, last = fppa.points[0].value, fppa.points[-1].value
        facts = [
            (texts["trend.first"], f"{first:.0f}°"),
            (texts["trend.last"], f"{last:.0f}°"),
            (texts["trend.error"], f"±{fppa.mdc:.0f}°"),
        ]
    return [
        TrendView(
            title=texts["trend.retest"],
            lead=said,
            values=values,
            names=tuple(short(one.day, texts) for one in retests),
            low=-10.0,
            high=20.0,
            unit="°",
            band=_band(fppa),
            band_word=texts["trend.band"] if fppa.points else "",
            practice=0 if values else None,
            facts=tuple(facts),
        )
    ]


def _exercise(one: ExerciseProgress, stage: str, texts: Texts) -> list[TrendView]:
    name = texts[f"exercise.{one.exercise}"]
    parts = (("part.range", one.range), ("part.symmetry", one.symmetry))
    facts: list[tuple[str, str]] = []
    for key, value in parts:
        word = texts[key]
        if value is not None:
            facts.append((word[:1].upper() + word[1:], str(value)))
    facts.append((texts["trend.feedback"], stage))
    pages = [
        _trend(
            one.scores,
            texts,
            title=name,
            lead=texts["trend.score_lead" if one.scores else "trend.not_judged"],
            axis=(0.0, 100.0),
            facts=tuple(facts),
        )
    ]
    if one.kmd.points:
        page = _trend(
            [replace(point, value=PERCENT * point.value) for point in one.kmd.points],
            texts,
            title=texts["trend.knee"].format(exercise=name),
            lead=texts["trend.knee_lead"],
            axis=(-10.0, 30.0),
        )
        low, high = _band(one.kmd) or (0.0, 0.0)
        band = (PERCENT * low, PERCENT * high)
        pages.append(replace(page, unit="%", band=band, band_word=texts["trend.band"]))
    return pages


def _trend(  # noqa: PLR0913 - the parts of a page, all named
    points: Sequence[Point],
    texts: Texts,
    *,
    title: str,
    lead: str,
    axis: tuple[float, float],
    facts: Facts = (),
) -> TrendView:
    low, high = axis
    return TrendView(
        title=title,
        lead=lead,
        values=tuple(one.value for one in points),
        names=tuple(short(one.day, texts) for one in points),
        low=low,
        high=high,
        facts=facts,
    )


def _band(series: Series) -> tuple[float, float] | None:
    base = series.baseline
    return None if base is None else (base - series.mdc, base + series.mdc)
