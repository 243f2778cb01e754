"""Phones, sync targets, the rest: what belongs to the house and not to a person."""

from datetime import datetime
from typing import Final

from starlette.responses import Response

from exercises.rules import VERSION
from mirror.health.judge import judge
from mirror.health.words import rows
from mirror.report import accuracy
from mirror.session.trends import short
from mirror.text.catalog import Texts
from mirror.web import audit, phones
from mirror.web.asked import Asked, see
from mirror.web.door import COOKIE, PAIR
from mirror.web.pages.words import day_words
from mirror.web.records import day_of
from mirror.web.vitals import read_vitals

_ENTRIES: Final = 30


def phone_list(asked: Asked) -> Response:
    """Paired phones and what happened at the door."""
    return asked.page(
        "phones.html",
        {
            "phones": [
                {
                    "id": one.id,
                    "name": _named(one.name, asked.t),
                    "paired": _when(one.paired_s, asked),
                    "seen": _when(one.seen_s, asked),
                    "this": one.id == asked.phone.id,
                }
                for one in phones.all_of(asked.web)
            ],
            "entries": [
                (
                    _when(one.wall_s, asked),
                    asked.t[f"phone.audit.{one.what}"],
                    _named(one.who, asked.t),
                )
                for one in audit.latest(asked.web, _ENTRIES)
            ],
        },
    )


def revoke_phone(asked: Asked) -> Response:
    """A phone is closed out; this one, too, if it asks for that."""
    wanted = asked.first("phone")
    if not wanted.isdecimal() or len(wanted) > 12:  # noqa: PLR2004 - digits
        return asked.note("unknown", status=404)
    if not phones.revoke(asked.web, int(wanted)):
        return asked.note("unknown", status=404)
    asked.place.audit.note(asked.web, asked.now, "revoked", asked.phone.name)
    if int(wanted) != asked.phone.id:
        return see("/phones")
    answer = see(PAIR)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def sync(asked: Asked) -> Response:
    """How syncing stands."""
    targets = [
        {
            "name": one.name,
            "kind": one.kind,
            "last": None if one.last_s is None else _when(one.last_s, asked),
            "error": one.error,
            "waiting": asked.t["phone.sync.waiting"].format(count=one.waiting),
        }
        for one in asked.place.targets()
    ]
    return asked.page("sync.html", {"targets": targets})


def health(asked: Asked) -> Response:
    """How the mirror itself is, as long as it runs."""
    vitals = read_vitals(asked.place.board, asked.now.mono_s)
    found = () if vitals is None else rows(judge(vitals), asked.t)
    return asked.page("health.html", {"rows": found, "well": not any(one.fix for one in found)})


def more(asked: Asked) -> Response:
    """The way to everything else."""
    return asked.page("more.html", {})


def about(asked: Asked) -> Response:
    """What was measured, what is kept, what this is not."""
    return asked.page(
        "about.html",
        {
            "version": asked.place.version,
            "rules": VERSION,
            "measured": accuracy,
        },
    )


def _when(wall_s: float, asked: Asked) -> str:
    day = day_of(wall_s, asked.place.zone)
    words = short(day, asked.t) if day.year == asked.place.today().year else day_words(day, asked.t)
    return f"{words}, {datetime.fromtimestamp(max(0.0, wall_s), asked.place.zone):%H:%M}"


def _named(name: str, t: Texts) -> str:
    return t["phone.phones.unknown"] if name == "?" else name
