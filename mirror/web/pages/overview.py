"""The first page: today, the week, the last session; and who trains here."""

from datetime import date
from typing import Final

from starlette.responses import Response

from mirror.programme.cards import card_for, reminder
from mirror.programme.planner import Plan, Today, plan
from mirror.programme.progress import progress_of
from mirror.programme.retest import due
from mirror.session.members import Member
from mirror.session.planned import routine_of
from mirror.session.reasons import sentence
from mirror.session.routine import minutes
from mirror.web.asked import Asked, see
from mirror.web.board import read_board
from mirror.web.pages.words import day_words, done_rows, planned_row
from mirror.web.phones import choose
from mirror.web.records import listed

_WEEKS: Final = 12


def overview(asked: Asked) -> Response:
    """The page."""
    member = asked.member()
    if member is None or asked.records is None:
        return asked.note("nobody")
    t, today = asked.t, asked.place.today()
    made = progress_of(member.past, today)
    latest = listed(asked.records, member.person.id, before=None, count=1, zone=asked.place.zone)
    carry = reminder(member.person, today)
    card = card_for(member.person, "", today.toordinal())
    streak = made.adherence.streak
    key = "one" if streak == 1 else "many" if streak else "none"
    return asked.page(
        "overview.html",
        {
            "hello": t["menu.hello"].format(name=member.person.name),
            "today": today_of(member, today, asked),
            "live": read_board(asked.place.board, asked.now.mono_s) is not None,
            "adherence": made.adherence,
            "streak": t[f"trend.streak_{key}"].format(weeks=streak),
            "retest": sentence(made.retest.reason, t),
            "retest_due": due(member.past.retests, today),
            "latest": [
                {
                    "id": one.id,
                    "day": day_words(one.day, t),
                    "kind": t[f"phone.kind.{one.kind}"],
                    "completed": one.completed,
                    "rows": done_rows(one.sets, t),
                }
                for one in latest
            ],
            "carry": None if carry is None else t[carry],
            "card": {"title": t[card.title], "line": t[card.line], "source": card.source},
        },
    )


def today_of(member: Member, day: date, asked: Asked) -> dict[str, object]:
    """Today's plan in words."""
    t = asked.t
    if not member.person.asked:
        nothing = {"reason": "", "route": "", "detail": "", "rows": (), "reasons": {}}
        return {"title": t["phone.today.ask"], **nothing, "tone": "attend"}
    made = plan(member.person, member.past, Today(day))
    detail = ""
    if made.exercises:
        took = minutes(routine_of(made, member.past))
        words = "menu.plan_detail_one" if len(made.exercises) == 1 else "menu.plan_detail"
        detail = t[words].format(count=len(made.exercises), minutes=took)
    return {
        "title": t[f"phone.today.{made.kind}"],
        "reason": sentence(made.reason, t),
        "route": _route(made, asked),
        "detail": detail,
        "rows": tuple(planned_row(one, t) for one in made.exercises),
        "reasons": {
            t[f"exercise.{one.exercise}"]: sentence(one.reason, t) for one in made.exercises
        },
        "left_out": tuple((t[f"exercise.{name}"], sentence(why, t)) for name, why in made.left_out),
        "week": made.week,
        "tone": "attend" if made.kind == "stop" else "plain",
    }


def _route(made: Plan, asked: Asked) -> str:
    route = None if made.stop is None else made.stop.route
    return "" if route is None else asked.t[f"route.{route}"]


def who(asked: Asked) -> Response:
    """Whom the pages are about."""
    if not asked.people:
        return asked.note("nobody")
    return asked.page("who.html", {"people": asked.people})


def choose_person(asked: Asked) -> Response:
    """Another person was chosen."""
    wanted = asked.first("person")
    found = [one for one in asked.people if one.id == wanted]
    if not found:
        return asked.note("unknown", status=404)
    choose(asked.web, asked.phone.id, wanted)
    asked.place.audit.note(asked.web, asked.now, "chosen", asked.phone.name)
    return see("/")
