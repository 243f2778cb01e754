"""The list of sessions, one session with its reps, and a rep as a moving figure."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final

from starlette.responses import Response

from mirror.config.settings import Settings
from mirror.errors import UserError
from mirror.store.logged import LoggedEvent, LoggedRep, LoggedSession, LoggedSet, sessions
from mirror.text.catalog import Texts
from mirror.web.asked import NO_STORE, Asked
from mirror.web.figures import frames_of
from mirror.web.pages.words import Row, day_words, done_rows, name_of, score_of
from mirror.web.records import (
    NoRecordsError,
    day_of,
    listed,
    reading,
    rep_trace,
    traced_sets,
)

PAGE: Final = 20
_TELLING: Final = 1.0
"""Points lost; less is not worth a word, as on the mirror."""
_MINUTE_S: Final = 60


def session_list(asked: Asked) -> Response:
    """Sessions, the latest first, a page at a time."""
    if asked.person is None or asked.records is None:
        return asked.note("nobody")
    before = asked.query.get("before", "")
    found = listed(
        asked.records,
        asked.person.id,
        before=int(before) if before.isdecimal() and len(before) < 12 else None,  # noqa: PLR2004 - digits
        count=PAGE + 1,
        zone=asked.place.zone,
    )
    t = asked.t
    shown = [
        {
            "id": one.id,
            "day": day_words(one.day, t),
            "kind": t[f"phone.kind.{one.kind}"],
            "completed": one.completed,
            "rows": done_rows(one.sets, t),
        }
        for one in found[:PAGE]
    ]
    values = {"sessions": shown, "more": found[PAGE - 1].number if len(found) > PAGE else None}
    return asked.page("sessions_part.html" if asked.part else "sessions.html", values)


def session_page(asked: Asked) -> Response:
    """One session."""
    if asked.records is None:
        return asked.note("nobody")
    found = next(sessions(asked.records, session=asked.route["session"]), None)
    if found is None or asked.person is None or found.person_id != asked.person.id:
        return asked.note("unknown", status=404)
    t = asked.t
    traced = traced_sets(asked.place.folder, tuple(one.id for one in found.sets))
    return asked.page(
        "session.html",
        {
            "id": found.id,
            "day": day_words(day_of(found.wall_s, asked.place.zone), t),
            "known": found.known,
            "kind": t[f"phone.kind.{found.details.get('kind', 'training')}"],
            "minutes": _minutes(found),
            "sets": [_set(one, traced=one.id in traced, t=t) for one in found.sets],
            "asked": _answers(found, t),
        },
    )


def figure(asked: Asked) -> Response:
    """A rep's frames."""
    try:
        with reading(asked.place.folder) as records:
            trace = rep_trace(records, asked.place.folder, asked.route["rep"])
    except NoRecordsError:
        trace = None
    if trace is None:
        return Response(status_code=404, headers=NO_STORE)
    body = frames_of(trace, mirrored=_settings(asked).camera.mirrored)
    return Response(body, headers=NO_STORE, media_type="application/json")


def _settings(asked: Asked) -> Settings:
    try:
        return asked.place.settings()
    except UserError:
        return Settings()


def _minutes(session: LoggedSession) -> int | None:
    took_s = session.duration_s
    return None if took_s is None else max(1, round(took_s / _MINUTE_S))


def _set(one: LoggedSet, *, traced: bool, t: Texts) -> dict[str, object]:
    record: Mapping[str, object] = one.result.get("record") or {}
    done = record.get("done", len(one.reps))
    key = "phone.session.of_seconds" if one.unit == "seconds" else "phone.session.of_reps"
    judged = [rep for rep in one.reps if rep.score is not None]
    return {
        "name": name_of(one.exercise, t),
        "side": "" if one.side in {None, "both"} else t[f"side.{one.side}"],
        "kind": "" if one.kind == "training" else t[f"phone.set.{one.kind}"],
        "amount": t[key].format(done=done, target=one.target),
        "score": score_of(one.score),
        "because": _because(judged, t),
        "reps": [_rep(rep, t) for rep in one.reps],
        "traced": traced,
    }


def _rep(rep: LoggedRep, t: Texts) -> dict[str, object]:
    return {
        "id": rep.id,
        "number": rep.number,
        "side": "" if rep.side in {None, "both"} else t[f"side.{rep.side}"],
        "seconds": f"{rep.end_s - rep.start_s:.1f}",
        "score": score_of(rep.score),
        "because": _because([rep], t) if rep.score is not None else "",
        "cues": tuple(dict.fromkeys(t[f"cue.{fault['name']}"] for fault in rep.faults)),
    }


def _because(reps: Sequence[LoggedRep], t: Texts) -> str:
    """The largest loss, in the mirror's words."""
    names = sorted({name for rep in reps for name in rep.lost})
    if not names:
        return ""
    lost = {name: fmean(rep.lost.get(name, 0.0) for rep in reps) for name in names}
    worst = max(lost, key=lambda name: lost[name])
    if lost[worst] < _TELLING:
        return ""
    return t["worth.because"].format(part=t[f"part.{worst}"], points=round(lost[worst]))


def _answers(session: LoggedSession, t: Texts) -> tuple[Row, ...]:
    """What was answered: pain and effort; the latest answer to each question."""
    found: dict[str, str] = {}
    for event in session.events:
        told = _answer(event, t)
        if told is not None:
            found[told[0]] = told[1]
    return tuple(Row(name, amount) for name, amount in found.items())


def _answer(event: LoggedEvent, t: Texts) -> tuple[str, str] | None:
    value = event.details.get("value")
    if value is None:
        return None
    of_ten = t["phone.session.of_ten"].format(value=value)
    exercise = event.details.get("exercise")
    if event.kind == "pain":
        when = event.details.get("when", "after")
        name = t[f"phone.pain.{when}"]
        return (f"{name}: {name_of(exercise, t)}" if exercise else name), of_ten
    if event.kind == "effort" and exercise:
        return f"{t['phone.session.effort']}: {name_of(exercise, t)}", of_ten
    return None
