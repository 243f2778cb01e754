"""Training days and rest days: three a week, never two in a row (spec/angle-core.md section 6).

A missed day is no debt: any later day of the week takes its place, and a week with too few days
simply does not count as one of the twelve.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from mirror.programme.past import Past
from mirror.programme.reason import Reason
from mirror.programme.records import ExerciseRecord

PER_WEEK: Final = 3
ENOUGH: Final = 2
"""Days that make a week count; one of the three is a grace day (a design choice)."""
WEEKDAYS: Final = (0, 2, 4)
"""Monday, Wednesday, Friday: suggested, never asked for."""
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
STRETCH: Final = "hip_flexor_stretch"
"""Allowed every day."""


def trained_days(past: Past, until: date) -> frozenset[date]:
    """Days with any exercise but the stretch, none after `until`: a clock may have been wrong."""
    days = {one.day for one in past.sessions if any(_loads(each) for each in one.exercises)}
    return frozenset(day for day in days | past.earlier if day <= until)


def rest_reason(trained: Collection[date], day: date) -> Reason | None:
    """Why a day is a rest day; None when training is due."""
    if day in trained:
        return Reason("rest.done_today")
    if day - DAY in trained:
        return Reason("rest.trained_yesterday")
    done = in_week(trained, day)
    if done >= PER_WEEK:
        return Reason("rest.week_done", {"done": done})
    return None


def due_reason(trained: Collection[date], day: date) -> Reason:
    """Why training is due: the first time, a usual day, or a grace day after a missed one."""
    if not trained:
        return Reason("plan.first")
    done = in_week(trained, day)
    passed = sum(weekday < day.weekday() for weekday in WEEKDAYS)
    key = "plan.grace_day" if done < passed and day.weekday() not in WEEKDAYS else "plan.due"
    return Reason(key, {"number": done + 1, "of": PER_WEEK})


def programme_week(trained: Collection[date], day: date) -> int:
    """The week of the programme from 1: earlier weeks with enough days, and this one."""
    this = monday_of(day)
    earlier = {monday_of(one) for one in trained if monday_of(one) < this}
    return 1 + sum(in_week(trained, monday) >= ENOUGH for monday in earlier)


def streak(trained: Collection[date], day: date) -> int:
    """Weeks in a row with enough days. One thin week between is forgiven, two begin anew.

    The present week counts as soon as it has enough and takes nothing away before.
    """
    monday = monday_of(day)
    count = int(in_week(trained, monday) >= ENOUGH)
    thin = 0
    while thin <= 1 and trained and monday > monday_of(min(trained)):
        monday -= WEEK
        enough = in_week(trained, monday) >= ENOUGH
        count += enough
        thin = 0 if enough else thin + 1
    return count


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - DAY * day.weekday()


def in_week(trained: Collection[date], day: date) -> int:
    """How many training days the week of a day has."""
    monday = monday_of(day)
    return sum(monday + DAY * n in trained for n in range(7))


def _loads(record: ExerciseRecord) -> bool:
    return record.exercise != STRETCH and any(one.done for one in record.sets)
