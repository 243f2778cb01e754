"""A stranger at one of the pages for anybody: what makes their form ours, and their language."""

from dataclasses import dataclass, field
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from mirror.errors import UserError
from mirror.web.asked import csrf_of
from mirror.web.door import languages_of
from mirror.web.place import LANGUAGES, Place

VISIT: Final = "plumbline_visit"
_SHORTEST: Final = 20  # ours has 32
_LONGEST: Final = 64

_Answer = TypeVar("_Answer", bound=Response)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit.

    Attributes:
        fresh: it begins with this request; a form cannot come from it yet.
        token: what its forms must bring along.
    """

    name: str = field(repr=False)
    fresh: bool
    token: str = field(repr=False)

    def kept(self, answer: _Answer, path: str) -> _Answer:
        """Have the browser know the visit again at its page."""
        if self.fresh:
            answer.set_cookie(VISIT, self.name, path=path, httponly=True, samesite="strict")
        return answer


def visit_of(place: Place, request: Request) -> Visit:
    """The visit a request belongs to."""
    name = request.cookies.get(VISIT, "")
    fresh = not _SHORTEST <= len(name) <= _LONGEST
    if fresh:
        name = place.random_bytes(16).hex()
    return Visit(name, fresh, csrf_of(place, f"visit:{name}"))


def language_of(place: Place, request: Request) -> str:
    """What the browser asks for, else what the mirror speaks."""
    for language in languages_of(request.headers):
        if language in LANGUAGES:
            return language
    try:
        return place.settings().language
    except UserError:
        return "en"
