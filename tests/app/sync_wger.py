"""A server that keeps to wger's API (2.6) as far as sync uses it, read from a live 2.7.0a2.

Ids chosen by the client: POST 201, again 400 "… with this id already exists"; PUT 200, of an
unknown id 404. Errors have Django REST framework's form.
"""

import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from mirror.sync.wger import EXERCISES
from tests.app.sync_servers import TOKEN, Handler, Row, serving

_UNITS = ({"id": 1, "name": "Repetitions"}, {"id": 2, "name": "Until Failure"})
_MORE_UNITS = ({"id": 3, "name": "Seconds"},)
_NAMES = {"workoutsession": "Workout session", "workoutlog": "Workout log"}


class Wger:
    """What the server has."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.exercises = {wanted: 100 + n for n, wanted in enumerate(EXERCISES.values())}
        self.rows: dict[str, dict[str, Row]] = {"workoutsession": {}, "workoutlog": {}}

    def problems(self, what: str, row: Row) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        try:
            uuid.UUID(str(row.get("id")))
        except ValueError:
            found["id"] = ["Must be a valid UUID."]
        if what == "workoutlog":
            if row.get("exercise") not in self.exercises.values():
                found["exercise"] = ["Invalid pk - object does not exist."]
            if row.get("session") not in self.rows["workoutsession"]:
                found["session"] = ["Invalid pk - object does not exist."]
            if row.get("repetitions") is None and row.get("weight") is None:
                found["__all__"] = ["Both repetitions and weight cannot be null."]
        else:
            begin, end = row.get("time_start"), row.get("time_end")
            if (begin is None) != (end is None) or (begin and end and begin > end):
                found["__all__"] = ["The start time cannot be after the end time."]
        return found

    def post(self, what: str, row: Row) -> tuple[int, object]:
        with self.lock:
            problems = self.problems(what, row)
            if row.get("id") in self.rows[what]:
                problems["id"] = [f"{_NAMES[what]} with this id already exists."]
            if problems:
                return 400, problems
            self.rows[what][row["id"]] = row
            return 201, row

    def put(self, what: str, id_: str, row: Row) -> tuple[int, object]:
        with self.lock:
            if id_ not in self.rows[what]:
                return 404, {"detail": "No WorkoutSession matches the given query."}
            problems = self.problems(what, row)
            if problems:
                return 400, problems
            self.rows[what][id_] = row
            return 200, row

    def get(self, path: str, query: str) -> tuple[int, object]:
        if path == "exercise":
            wanted = re.search(r"uuid=([0-9a-f-]+)", query)
            rows = [
                {"id": number, "uuid": one}
                for one, number in self.exercises.items()
                if wanted is None or wanted[1] == one
            ]
        elif path == "setting-repetitionunit":
            rows = [*_UNITS, *_MORE_UNITS]
        elif path in self.rows:
            rows = list(self.rows[path].values())
        else:
            return 404, {"detail": "Not found."}
        return 200, {"count": len(rows), "next": None, "previous": None, "results": rows}


@contextmanager
def wger() -> Iterator[tuple[int, Wger]]:
    """Gives its port and what it has."""
    server = Wger()

    class Api(Handler):
        def _route(self, method: str) -> None:
            body = self.content()
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                self.answer(401, {"detail": "Invalid token."})
                return
            parts = urlsplit(self.path)
            match parts.path.strip("/").split("/"):
                case ["api", "v2", what] if method == "GET":
                    self.answer(*server.get(what, parts.query))
                case ["api", "v2", what] if method == "POST" and what in server.rows:
                    self.answer(*server.post(what, json.loads(body)))
                case ["api", "v2", what, id_] if method == "PUT" and what in server.rows:
                    self.answer(*server.put(what, id_, json.loads(body)))
                case _:
                    self.answer(404, {"detail": "Not found."})

        def do_GET(self) -> None:  # noqa: N802 - its name there
            self._route("GET")

        def do_POST(self) -> None:  # noqa: N802 - its name there
            self._route("POST")

        def do_PUT(self) -> None:  # noqa: N802 - its name there
            self._route("PUT")

    with serving(Api) as port:
        yield port, server
