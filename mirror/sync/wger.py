"""Logs sessions in wger (2.6 or newer): a session, and a log for each set.

Both have ids of our own choosing, so that sending again meets what is there: `POST` answers 400
"… already exists", and `PUT` replaces it. wger knows no sides, bands or scores; they go into the
session's notes.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from mirror.store.logged import LoggedSession, LoggedSet
from mirror.sync.http import Http, Reply, host_of, trouble_of
from mirror.sync.parcel import Parcel
from mirror.sync.target import Finding, Receipt
from mirror.sync.trouble import Kind, TroubleError

EXERCISES: Final[Mapping[str, str]] = {
    "clamshell": "ca3ca5d0-5231-4420-ad06-fa3d32693a1b",
    "side_step": "c5015ed9-042b-42d3-9dac-13759ea9571e",  # lateral walk
    "squat": "a2f5b6ef-b780-49c0-8d96-fdaff23e27ce",
    "hip_flexor_stretch": "0cf08c73-6af3-4852-97a5-1dff53531971",
    "single_leg_deadlift": "a3125129-203f-4195-8f8a-a460ff9e9481",
}
"""wger's exercise of each of ours, by the id that is the same on every server; read from its
database. It has no single-leg squat: that goes into the notes only."""

_OURS: Final = uuid.UUID("6f1ad8b3-8f0f-4a3c-9f6e-0d4e6a0c5a17")
"""Names of our own begin here (RFC 9562 §5.5); a random one, never to be changed."""
_UNITS: Final[Mapping[str, str]] = {"reps": "Repetitions", "seconds": "Seconds"}
_KNOWN: Final = 400
_MISSING: Final = 404


class WgerTarget:
    """See the module.

    Args:
        http: with the token in it.
        url: of the server.
    """

    def __init__(self, http: Http, url: str) -> None:
        """Nothing is asked yet."""
        self._http = http
        self._url = f"{url.rstrip('/').removesuffix('/api/v2')}/api/v2/"
        self._exercises: dict[str, int] = {}
        self._units: dict[str, int] = {}

    def send(self, parcel: Parcel, receipt: Receipt | None) -> Receipt:
        """See `Target`."""
        sets = [one for one in parcel.session.sets if one.reps]
        if not sets:
            return receipt or {}  # nothing was done: a diary needs no empty page
        there = receipt is not None and receipt.get("there") == "yes"
        session_id = session_uuid(parcel.session.id)
        self._keep("workoutsession", session_id, session_body(parcel.session), there=there)
        for one in sets:
            if one.exercise in EXERCISES:
                body = {"session": session_id, **self._log(one)}
                self._keep("workoutlog", log_uuid(one.id), body, there=there)
        return {"there": "yes"}

    def check(self) -> list[Finding]:
        """See `Target`."""
        host = host_of(self._url)
        findings = []
        if self._url.startswith("http://"):
            text = f"The token goes to {host} unencrypted"
            findings.append(Finding(good=False, text=text, remedy="Use https:// if it can."))
        # Asked for one page only: it tells whether the token may see sessions at all.
        self._get("workoutsession/?limit=1")
        findings.append(Finding(good=True, text=f"{host} accepts the token"))
        for unit in _UNITS:
            self._unit(unit)
        for name in EXERCISES:
            self._exercise(name)
        findings.append(Finding(good=True, text="It knows all exercises"))
        return findings

    def close(self) -> None:
        """See `Target`."""
        self._http.close()

    def _keep(self, what: str, id_: str, body: Mapping[str, Any], *, there: bool) -> None:
        """Make the server have it once, as it is now."""
        one = f"{self._url}{what}/{id_}/"
        if there:
            reply = self._ask("PUT", one, {"id": id_, **body})
            if reply.ok:
                return
            if reply.status != _MISSING:
                raise trouble_of(reply, one)
        reply = self._ask("POST", f"{self._url}{what}/", {"id": id_, **body})
        if reply.status == _KNOWN and "already exists" in _id_errors(reply):
            reply = self._ask("PUT", one, {"id": id_, **body})
        if not reply.ok:
            raise trouble_of(reply, one)

    def _log(self, one: LoggedSet) -> dict[str, Any]:
        return {
            "exercise": self._exercise(one.exercise),
            "date": _local(one.wall_s).isoformat(timespec="seconds"),
            "repetitions": _done(one),
            "repetitions_target": one.target,
            "repetitions_unit": self._unit(one.unit),
            "weight": 0,
        }

    def _exercise(self, name: str) -> int:
        """The server's own number of an exercise."""
        if name not in self._exercises:
            wanted = EXERCISES[name]
            # A server that does not know the filter answers with all: look at the id.
            found = self._get(f"exercise/?uuid={wanted}&limit=1")
            self._exercises[name] = self._number(found, "uuid", wanted, name)
        return self._exercises[name]

    def _unit(self, unit: str) -> int:
        if unit not in self._units:
            found = self._get("setting-repetitionunit/?limit=100")
            self._units[unit] = self._number(found, "name", _UNITS[unit], unit)
        return self._units[unit]

    def _number(self, found: Any, key: str, wanted: str, name: str) -> int:  # noqa: ANN401 - JSON
        rows = found.get("results") if isinstance(found, dict) else None
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and row.get(key) == wanted and isinstance(row.get("id"), int):
                return int(row["id"])
        detail = f"it does not know {name.replace('_', ' ')}; load wger's exercises there"
        raise TroubleError(Kind.SETUP, host_of(self._url), detail)

    def _get(self, what: str) -> Any:  # noqa: ANN401 - JSON
        reply = self._http.ask("GET", self._url + what)
        if not reply.ok:
            raise trouble_of(reply, self._url)
        return _json(reply, self._url)

    def _ask(self, method: str, url: str, body: Mapping[str, Any]) -> Reply:
        headers = {"Content-Type": "application/json"}
        return self._http.ask(method, url, content=json.dumps(body).encode(), headers=headers)


def session_uuid(session_id: str) -> str:
    """A session's id there: ours, which is a UUID already."""
    try:
        return str(uuid.UUID(session_id))
    except ValueError:
        return str(uuid.uuid5(_OURS, f"session {session_id}"))


def log_uuid(set_id: str) -> str:
    """The id of a set's log there."""
    return str(uuid.uuid5(_OURS, f"log {set_id}"))


def session_body(session: LoggedSession) -> dict[str, Any]:
    """A session as wger takes it."""
    begin = _local(session.wall_s)
    end = begin + timedelta(seconds=session.duration_s or 0.0)
    # wger wants both times or none, and the end not before the start: none across midnight.
    timed = session.known and session.duration_s is not None and begin.date() == end.date()
    return {
        "date": begin.date().isoformat(),
        "notes": "\n".join(["Plumbline", *map(_note, session.sets)]),
        "impression": "2",
        "time_start": begin.time().isoformat(timespec="seconds") if timed else None,
        "time_end": end.time().isoformat(timespec="seconds") if timed else None,
    }


def _note(one: LoggedSet) -> str:
    """A set in a line: "squat, left: 8 of 10 reps, score 83"."""
    side = f", {one.side}" if one.side in {"left", "right"} else ""
    parts = [f"{_done(one)} of {one.target} {one.unit}"]
    if one.kind != "training":
        parts.append(one.kind.replace("_", " "))
    parts.append("not judged" if one.score is None else f"score {one.score}")
    return f"{one.exercise.replace('_', ' ')}{side}: {', '.join(parts)}"


def _done(one: LoggedSet) -> int:
    """How much was done: reps, or the seconds held."""
    record = one.result.get("record")
    done = record.get("done") if isinstance(record, dict) else None
    if isinstance(done, (int, float)):
        return round(done)
    if one.unit == "seconds":
        return round(sum(rep.end_s - rep.start_s for rep in one.reps))
    return len(one.reps)


def _local(wall_s: float) -> datetime:
    return datetime.fromtimestamp(wall_s).astimezone()


def _id_errors(reply: Reply) -> str:
    """What the server says of the id it was sent."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        return ""
    return str(found.get("id", "")) if isinstance(found, dict) else ""


def _json(reply: Reply, url: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(reply.body)
    except ValueError as error:
        raise TroubleError(Kind.SETUP, host_of(url), "it is no wger server") from error
