"""The first line of a recorded run: what it is, and what its session began with."""

from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, Final

from mirror.config.edit import plain
from mirror.config.read import parse
from mirror.record.start import Start
from mirror.session.history import PastSession
from mirror.session.routine import PlannedSet

FORMAT: Final = "plumbline-session"
VERSION: Final = 1


def to_header(start: Start) -> dict[str, object]:
    """A start ready for JSON."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "plumbline": version("plumbline"),
        "exercises": list(start.exercises),
        "first": start.first,
        "settings": plain(start.settings),
        "profiles": list(start.profiles),
        "routine": [asdict(one) for one in start.routine],
        "history": [asdict(one) for one in start.history],
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
        profiles=tuple(str(name) for name in data["profiles"]),
        routine=tuple(PlannedSet(**one) for one in data["routine"]),
        history=tuple(PastSession(**one) for one in data["history"]),
        resume=data["resume"],
    )
