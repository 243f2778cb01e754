"""Trends: the pages of the mirror's progress as charts with their error bands, and as tables."""

from starlette.responses import Response

from mirror.session.pages import TrendView
from mirror.session.trends import trends_of
from mirror.web.asked import Asked


def trends(asked: Asked) -> Response:
    """The page."""
    member = asked.member()
    if member is None:
        return asked.note("nobody")
    views = trends_of(member, asked.place.today(), asked.t)
    return asked.page("trends.html", {"charts": [_chart(one) for one in views]})


def _chart(view: TrendView) -> dict[str, object]:
    known = any(value is not None for value in view.values)
    return {
        "title": view.title,
        "lead": view.lead,
        "facts": view.facts,
        "known": known,
        "unit": view.unit,
        "band": None
        if view.band is None
        else (view.band_word, f"{view.band[0]:.0f}", f"{view.band[1]:.0f}"),
        "rows": [
            (name, "-" if value is None else f"{value:.0f}{view.unit}", place == view.practice)
            for place, (name, value) in enumerate(zip(view.names, view.values, strict=True))
        ],
        "data": {
            "names": view.names,
            "values": [None if value is None else round(value, 2) for value in view.values],
            "low": view.low,
            "high": view.high,
            "unit": view.unit,
            "band": view.band,
            "practice": view.practice,
            "bars": view.page == 1,
        },
    }
