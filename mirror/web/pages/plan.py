"""Today's plan with its reasons, the twelve weeks, and a month as a calendar."""

from calendar import Calendar
from datetime import UTC, date, datetime, timedelta
from typing import Final

from starlette.responses import Response

from mirror.programme.phases import PHASES, phase_of
from mirror.programme.retest import EVERY_DAYS
from mirror.programme.week import WEEKDAYS
from mirror.report.said import month_word
from mirror.web.asked import Asked
from mirror.web.pages.overview import today_of
from mirror.web.pages.words import day_words, weekday_words
from mirror.web.records import days_of_month

_MONTHS: Final = 12
_FIRST_YEAR, _LAST_YEAR = 1970, 9998


def plan_page(asked: Asked) -> Response:
    """The page."""
    member = asked.member()
    if member is None or asked.records is None:
        return asked.note("nobody")
    t, today = asked.t, asked.place.today()
    shown = today_of(member, today, asked)
    week = shown.get("week", 1)
    month = _month(asked.query.get("month", ""), today)
    retests = [one.day for one in member.past.retests if one.day <= today]
    due = max(retests) + timedelta(days=EVERY_DAYS) if retests else today
    return asked.page(
        "plan.html",
        {
            "today": shown,
            "week": week,
            "phases": [
                {
                    "name": t[f"phase.{phase.name}"],
                    "weeks": f"{phase.weeks[0]}–{phase.weeks[1]}",  # noqa: RUF001 - a dash
                    "now": phase is phase_of(int(str(week))),
                    "past": phase.number < phase_of(int(str(week))).number,
                }
                for phase in PHASES
            ],
            "retest": day_words(max(due, today), t),
            "month": f"{month_word(month.month, t)} {month.year}",
            "previous": _shifted(month, -1),
            "next": _shifted(month, 1),
            "weekdays": weekday_words(t),
            "days": _days(asked, month, today),
        },
    )


def _days(asked: Asked, month: date, today: date) -> list[list[dict[str, object]]]:
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    first_s = _seconds(weeks[0][0], asked) - 86_400.0
    last_s = _seconds(weeks[-1][-1], asked) + 2 * 86_400.0
    done: dict[date, str] = {}
    if asked.records is not None and asked.person is not None:
        done = days_of_month(
            asked.records,
            asked.person.id,
            first_s=first_s,
            last_s=last_s,
            zone=asked.place.zone,
        )
    t = asked.t
    return [
        [
            {
                "day": day.day,
                "words": day_words(day, t),
                "inside": day.month == month.month,
                "today": day == today,
                "session": done.get(day),
                "suggested": day > today and day.weekday() in WEEKDAYS,
            }
            for day in week
        ]
        for week in weeks
    ]


def _month(asked_for: str, today: date) -> date:
    """The first day of a month such as "2026-05"; of any other word this month's."""
    try:
        found = datetime.strptime(asked_for, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return today.replace(day=1)
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else today.replace(day=1)


def _shifted(month: date, step: int) -> str:
    number = month.year * _MONTHS + month.month - 1 + step
    return f"{number // _MONTHS:04d}-{number % _MONTHS + 1:02d}"


def _seconds(day: date, asked: Asked) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=asked.place.zone or UTC).timestamp()
