"""The first line of a recorded run: what it is, and what its session began with."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

import msgspec

from mirror.config.edit import plain
from mirror.config.read import parse
from mirror.record.start import Start
from mirror.session.history import PastSession
from mirror.session.members import Member
from mirror.session.routine import Routine

FORMAT: Final = "plumbline-session"
VERSION: Final = 2


def to_header(start: Start) -> dict[str, object]:
    """A start ready for JSON."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "plumbline": version("plumbline"),
        "exercises": list(start.exercises),
        "first": start.first,
        "settings": plain(start.settings),
        "members": msgspec.to_builtins(start.members),
        "keeps": start.keeps,
        "routine": msgspec.to_builtins(start.routine),
        "history": msgspec.to_builtins(start.history),
        "resume": None if start.resume is None else dict(start.resume),
    }


def of_header(data: Mapping[str, Any]) -> Start:
    """The opposite of `to_header`.

    Raises:
        ValueError, TypeError, KeyError, UserError: it is none of this version.
    """
    return Start(
        exercises=tuple(str(name) for name in data["exercises"]),
        first=str(data["first"]),
        settings=parse(data["settings"], name="settings"),
        members=msgspec.convert(data["members"], tuple[Member, ...]),
        keeps=bool(data["keeps"]),
        routine=msgspec.convert(data["routine"], Routine),
        history=msgspec.convert(data["history"], tuple[PastSession, ...]),
        resume=data["resume"],
    )
