"""The running session: figure and numbers, as the mirror shows them."""

import msgspec
from starlette.responses import Response

from mirror.web.asked import NO_STORE, Asked
from mirror.web.board import read_board
from mirror.web.pages.words import name_of


def live(asked: Asked) -> Response:
    """The page; its script asks for `live_data`."""
    return asked.page("live.html", {})


def live_data(asked: Asked) -> Response:
    """The newest state as JSON; `on` is false when nobody trains."""
    shown = read_board(asked.place.board, asked.now.mono_s)
    if shown is None:
        return _json({"on": False})
    t = asked.t
    unit = t["unit.seconds"]
    if shown.unit == "reps":
        unit = t[f"unit.{'one' if shown.count == 1 else 'many'}.{shown.exercise or 'generic'}"]
    return _json(
        {
            "on": True,
            "exercise": name_of(shown.exercise, t) if shown.exercise else "",
            "side": t[f"side.{shown.side}"] if shown.side is not None else "",
            "count": shown.count,
            "of": t["work.of"].format(target=shown.target) if shown.target else "",
            "fill": min(1.0, shown.count / shown.target) if shown.target else 0.0,
            "unit": unit,
            "cue": shown.cue,
            "tone": shown.tone,
            "points": shown.points,
            "marked": shown.marked,
        }
    )


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), headers=NO_STORE, media_type="application/json")
