"""Pictures of what the programme shows: trends, cards, timers, questions, and why so much."""

from dataclasses import replace
from typing import Final

from mirror.session.scenes import (
    CardView,
    HowToView,
    MenuItem,
    MenuView,
    PainView,
    Picture,
    RestView,
    TimerView,
    TrendView,
)
from mirror.session.view import Line
from mirror.text.catalog import Texts
from mirror.ui.samples.figures import figure
from mirror.ui.samples.labels import labels
from mirror.ui.samples.words import Words

KNEE_DEG: Final = (13.0, 11.5, 12.5, None, 9.0, 10.0, 7.5, 6.0, 6.5, 5.0)
BAND_DEG: Final = (8.5, 14.5)
WEEKS: Final = 52
HEALTH: Final = 14
TICKED: Final = frozenset({2, 7, 8})


def programme(texts: Texts, words: Words, others: dict[str, Picture]) -> dict[str, Picture]:
    """Pictures by name; some are one of the `others` with something added."""
    return {
        **_trends(texts, words),
        **_pages(texts, words),
        **_lists(texts, words),
        **_added(words, others),
    }


def _trends(texts: Texts, words: Words) -> dict[str, Picture]:
    def weeks(first: int, many: int) -> tuple[str, ...]:
        return tuple(words["week"].format(number=first + i) for i in range(many))

    facts = (
        (words["fact_range"], "92"),
        (words["fact_sessions"], "14"),
        (words["fact_pain"], "2"),
    )
    trend = TrendView(
        title=words["trend_title"],
        lead=words["trend_lead"],
        values=KNEE_DEG,
        names=weeks(36, len(KNEE_DEG)),
        low=0.0,
        high=16.0,
        unit="°",
        band=BAND_DEG,
        band_word=words["trend_band"],
        practice=0,
        facts=facts,
        page=2,
        pages=6,
        labels=labels(texts, "move", "start", "back"),
    )
    one = replace(trend, lead=words["trend_one"], values=KNEE_DEG[:1], names=weeks(36, 1))
    year = tuple(None if i in {20, 21, 33} else _in_week(i) for i in range(WEEKS))
    return {
        "trend": trend,
        "trend-one": replace(one, practice=None, facts=facts[1:2]),
        "trend-year": replace(
            trend, values=year, names=weeks(1, WEEKS), high=100.0, unit="", band=None, practice=None
        ),
        "trend-none": replace(
            trend, values=(None,) * 4, names=weeks(36, 4), band=None, practice=None
        ),
    }


def _in_week(week: int) -> float:
    """A score that grows, with good and bad weeks and a set-back."""
    dip = 12.0 if 33 < week < 39 else 0.0  # noqa: PLR2004 - the weeks after the gap
    return 52.0 + 0.65 * week + 5.0 * ((week * 7 % 5) / 2 - 1) - dip


def _pages(texts: Texts, words: Words) -> dict[str, Picture]:
    return {
        "card": CardView(
            title=words["card_title"],
            text=tuple(words[f"card_{name}"] for name in ("first", "second", "third")),
            source=words["card_source"],
            page=2,
            pages=6,
            labels=labels(texts, "move", "ok", "back"),
        ),
        "timer": TimerView(
            title=words["timer_title"],
            left="42",
            fill=0.3,
            words=(Line(words["timer_first"]), Line(words["timer_second"], "muted")),
            coming=words["timer_coming"],
            figure=figure("standing"),
            labels=labels(texts, "skip", "leave"),
        ),
        "timer-still": TimerView(
            title=words["timer_still"],
            left="8",
            fill=0.2,
            words=(Line(words["timer_look"], "attend"),),
            labels=labels(texts, "skip", "leave"),
        ),
        "effort": PainView(
            words["effort_question"],
            6,
            Line(words["effort_word"]),
            labels(texts, "more", "less", "ok", "skip"),
            kind="effort",
        ),
    }


def _lists(texts: Texts, words: Words) -> dict[str, Picture]:
    below = labels(texts, "move", "change", "back")
    health = MenuView(
        title=words["health_title"],
        items=tuple(MenuItem(words[f"health_{i}"], mark=i in TICKED) for i in range(1, HEALTH + 1)),
        chosen=1,
        lead=words["health_lead"],
        labels=below,
    )
    return {
        "health": health,
        "health-scrolled": replace(health, chosen=HEALTH - 5),
        "bands": MenuView(
            title=words["band_title"],
            items=tuple(MenuItem(words[f"band_{i}"], mark=i in TICKED) for i in range(1, 5)),
            chosen=2,
            lead=words["band_lead"],
            labels=below,
        ),
    }


def _added(words: Words, others: dict[str, Picture]) -> dict[str, Picture]:
    found: dict[str, Picture] = {}
    reasons = (words["reason_load"], words["reason_feedback"])
    for name in ("howto-standing", "howto-lying"):
        picture = others[name]
        if isinstance(picture, HowToView):
            found[f"{name}-why"] = replace(picture, reason=reasons)
    rest = others["rest"]
    if isinstance(rest, RestView):
        found["rest-card"] = replace(rest, card=words["rest_card"])
    for name in ("home", "work-cue"):
        found[f"{name}-notice"] = others[name]
    return found
