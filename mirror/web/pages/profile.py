"""A person's profile and the mirror's settings: changes become wishes for the mirror."""

from collections.abc import Sequence
from typing import Final, Literal, TypeVar, cast

from starlette.responses import Response

from mirror.config.rules import Choice, Flag, Rule, Whole
from mirror.config.settings import TOP, Settings, rules
from mirror.errors import UserError
from mirror.programme.person import GOALS, Person
from mirror.programme.phases import BANDS
from mirror.web import wishes
from mirror.web.asked import Asked, see
from mirror.web.place import LANGUAGES
from mirror.web.wishes import PersonChange, SettingChange

LONGEST_NAME: Final = 12
"""As on the mirror, where names stand in a menu."""

_T = TypeVar("_T")


def profile(asked: Asked) -> Response:
    """The page."""
    return _profile(asked, said="")


def change_profile(asked: Asked) -> Response:
    """The form was sent; what differs becomes a wish."""
    if asked.person is None:
        return asked.note("nobody")
    if asked.first("person") != asked.person.id:
        return asked.note("unknown", status=404)
    name = " ".join(asked.first("name").split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return _profile(asked, said="name", status=422)
    now = _wished(asked, asked.person)
    language = _one(asked.first("language"), ("", *LANGUAGES), now.language)
    goals = _some(asked.form.get("goals", ()), GOALS)
    bands = _some(asked.form.get("bands", ()), BANDS)
    reminder = asked.first("reminder") == "on"
    change = PersonChange(
        asked.person.id,
        name=_new(name, now.name),
        language=cast("Literal['', 'en', 'de', 'es'] | None", _new(language, now.language)),
        goals=None if set(goals) == set(now.goals) else goals,
        bands=None if set(bands) == set(now.bands) else bands,
        reminder=_new(reminder, now.reminder),
    )
    if change == PersonChange(asked.person.id):
        return _done(asked, "/profile", said="same")
    return _done(asked, "/profile", said=_wish(asked, change))


def settings(asked: Asked) -> Response:
    """The page."""
    return _settings(asked, said="")


def change_settings(asked: Asked) -> Response:
    """The form was sent."""
    try:
        now = _wished_settings(asked)
    except UserError:
        return asked.note("settings", status=503)
    said = "same"
    for section, key in wishes.SETTINGS:
        value = _value(asked.first(key), rules(section)[key])
        change = None if value is None else SettingChange(section, key, value)
        if change is None or wishes.problem(change) is not None:
            return _settings(asked, said="wrong", status=422)
        if value != _present(now, section, key):
            said = _wish(asked, change)
    return _done(asked, "/settings", said=said)


def _profile(asked: Asked, *, said: str, status: int = 200) -> Response:
    if asked.person is None:
        return asked.note("nobody")
    values = {
        "of": _wished(asked, asked.person),
        "waits": _wished(asked, asked.person) != asked.person,
        "goals": [(one, asked.t[f"goal.{one}"]) for one in GOALS],
        "bands": [(one, asked.t[f"band.{one}"]) for one in BANDS],
        "languages": [(one, asked.t[f"settings.language_{one}"]) for one in LANGUAGES],
        "longest": LONGEST_NAME,
        "said": asked.t[f"phone.said.{said}"] if said else "",
        "bad": status != 200,  # noqa: PLR2004 - HTTP
    }
    name = "profile_part.html" if asked.part else "profile.html"
    return asked.page(name, values, status=200 if asked.part else status)


def _settings(asked: Asked, *, said: str, status: int = 200) -> Response:
    try:
        present, now = asked.place.settings(), _wished_settings(asked)
    except UserError:
        return asked.note("settings", status=503)
    values = {
        "fields": [_field(now, section, key, asked) for section, key in wishes.SETTINGS],
        "waits": now != present,
        "said": asked.t[f"phone.said.{said}"] if said else "",
        "bad": status != 200,  # noqa: PLR2004 - HTTP
    }
    name = "settings_part.html" if asked.part else "settings.html"
    return asked.page(name, values, status=200 if asked.part else status)


def _done(asked: Asked, path: str, *, said: str) -> Response:
    if not asked.part:
        return see(path)
    return _profile(asked, said=said) if path == "/profile" else _settings(asked, said=said)


def _wish(asked: Asked, change: wishes.Change) -> str:
    if not wishes.add(asked.web, change, asked.phone.id, asked.now):
        return "full"
    asked.place.audit.note(asked.web, asked.now, "wished", asked.phone.name)
    return "sent"


def _wished(asked: Asked, person: Person) -> Person:
    """The person as they will be once the mirror has done what waits."""
    for wish in wishes.pending(asked.web):
        if isinstance(wish.change, PersonChange) and wish.change.person == person.id:
            person = wishes.person_with(person, wish.change)
    return person


def _wished_settings(asked: Asked) -> Settings:
    now = asked.place.settings()
    for wish in wishes.pending(asked.web):
        if isinstance(wish.change, SettingChange):
            now = wishes.settings_with(now, wish.change)
    return now


def _field(now: Settings, section: str, key: str, asked: Asked) -> dict[str, object]:
    rule = rules(section)[key]
    value = _present(now, section, key)
    options: list[tuple[str, str]] = []
    if isinstance(rule, Choice):
        options = [(str(one), asked.t[f"settings.{key}_{one}"]) for one in rule.known]
    if isinstance(rule, Flag):
        options = [("on", asked.t["settings.on"]), ("off", asked.t["settings.off"])]
    return {
        "key": key,
        "word": asked.t[f"settings.{key}"],
        "value": ("on" if value else "off") if isinstance(rule, Flag) else str(value),
        "options": options,
        "low": rule.low if isinstance(rule, Whole) else None,
        "high": rule.high if isinstance(rule, Whole) else None,
    }


def _value(word: str, rule: Rule) -> bool | int | str | None:
    if isinstance(rule, Flag):
        return {"on": True, "off": False}.get(word)
    if isinstance(rule, Whole):
        return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else None  # noqa: PLR2004 - digits
    return word


def _present(now: Settings, section: str, key: str) -> object:
    return getattr(now if section == TOP else getattr(now, section), key)


def _new(value: _T, before: _T) -> _T | None:
    return None if value == before else value


def _one(word: str, known: Sequence[str], otherwise: str) -> str:
    return word if word in known else otherwise


def _some(words: Sequence[str], known: Sequence[_T]) -> tuple[_T, ...]:
    return tuple(one for one in known if one in words)
